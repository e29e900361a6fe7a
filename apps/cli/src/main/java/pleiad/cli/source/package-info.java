/// Documents out of files: JSON lines, tables, texts, collections, standard input.
@NullMarked
package pleiad.cli.source;

import org.jspecify.annotations.NullMarked;
