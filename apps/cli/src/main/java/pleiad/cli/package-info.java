/// The command line: one verb per arrow of the house. Verbs translate arguments and results and
/// leave every decision to the modules behind them.
@NullMarked
package pleiad.cli;

import org.jspecify.annotations.NullMarked;
