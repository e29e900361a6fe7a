package pleiad;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.perfield.PerFieldDocValuesFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReader;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorField;
import pleiad.search.Stored;

/// What the files of a segment are for.
///
/// Files of one format tell by the suffix of their names which fields they hold; every field says
/// which suffix is its own. That is how the vectors of `tokens.mean`, which belong to the
/// multi-vectors, are told from those of `tokens.single`, which do not.
final class FileRoles {
  static final String TOKENS = "token vectors";
  static final String MEANS = "mean vectors";
  private static final String SINGLES = "single vectors";
  private static final String GRAPH = "HNSW graph";
  private static final String WORDS = "words";
  private static final String LENGTHS = "lengths of texts";
  private static final String TEXTS = "stored texts";
  private static final String OTHER = "Lucene's own";

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("vec", SINGLES),
          Map.entry("vemf", SINGLES),
          Map.entry("vex", GRAPH),
          Map.entry("vem", GRAPH),
          Map.entry("fdt", TEXTS),
          Map.entry("fdx", TEXTS),
          Map.entry("fdm", TEXTS),
          Map.entry("doc", WORDS),
          Map.entry("pos", WORDS),
          Map.entry("psm", WORDS),
          Map.entry("tim", WORDS),
          Map.entry("tip", WORDS),
          Map.entry("tmd", WORDS),
          Map.entry("nvd", LENGTHS),
          Map.entry("nvm", LENGTHS),
          Map.entry("dvd", "digests and metadata"),
          Map.entry("dvm", "digests and metadata"),
          Map.entry("dvs", "digests and metadata"),
          Map.entry("kdd", "numbers to filter by"),
          Map.entry("kdi", "numbers to filter by"),
          Map.entry("kdm", "numbers to filter by"),
          Map.entry("liv", "deleted documents"));

  /// What the files are for that hold it.
  static Set<String> of(Stored stored) {
    return switch (stored) {
      case WORDS -> Set.of(WORDS, LENGTHS);
      case TEXTS -> Set.of(TEXTS);
      case SINGLE_VECTORS -> Set.of(SINGLES, GRAPH);
      case MEAN_VECTORS -> Set.of(MEANS);
      case TOKEN_VECTORS -> Set.of(TOKENS);
    };
  }

  /// What a file with a suffix of a multi-vector field holds.
  private record Owner(String field, String role) {}

  private final Map<String, Owner> bySuffix = new TreeMap<>();

  /// @param fields the multi-vector fields
  FileRoles(SegmentReader segment, Set<String> fields) {
    Map<String, String> byMean =
        fields.stream().collect(Collectors.toMap(MultiVectorField::mean, field -> field));
    for (FieldInfo info : segment.getFieldInfos()) {
      if (fields.contains(info.name)) {
        add(
            info.getAttribute(PerFieldDocValuesFormat.PER_FIELD_FORMAT_KEY),
            info.getAttribute(PerFieldDocValuesFormat.PER_FIELD_SUFFIX_KEY),
            new Owner(info.name, TOKENS));
      }
      String field = byMean.get(info.name);
      if (field != null) {
        add(
            info.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY),
            info.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_SUFFIX_KEY),
            new Owner(field, MEANS));
      }
    }
  }

  private void add(@Nullable String format, @Nullable String number, Owner owner) {
    if (format != null && number != null) {
      bySuffix.put("_" + format + "_" + number, owner);
    }
  }

  /// What a file of the segment is for, in words.
  String of(String file) {
    Owner owner = owner(file);
    return owner == null ? ofExtension(file) : owner.role();
  }

  /// The multi-vector field whose vectors a file of the segment holds, or null.
  @Nullable String field(String file) {
    Owner owner = owner(file);
    return owner == null ? null : owner.field();
  }

  /// What a file that belongs to no segment, or to no multi-vector field, is for.
  static String ofExtension(String file) {
    String extension = file.substring(file.lastIndexOf('.') + 1);
    return BY_EXTENSION.getOrDefault(extension, OTHER);
  }

  private @Nullable Owner owner(String file) {
    String suffix = IndexFileNames.stripExtension(IndexFileNames.stripSegmentName(file));
    for (Map.Entry<String, Owner> each : bySuffix.entrySet()) {
      // A doc-values update puts its generation before the suffix.
      if (suffix.endsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return null;
  }
}
