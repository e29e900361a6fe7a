package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import pleiad.CodingTimes;
import pleiad.Document;
import pleiad.Language;
import pleiad.Options;
import pleiad.Pleiad;
import pleiad.Settings;
import pleiad.TokenReduction;
import pleiad.codec.Codebook;
import pleiad.codec.Workers;
import pleiad.index.CodeName;
import pleiad.index.Codebooks;
import pleiad.index.MultiVectorValues;
import pleiad.index.PleiadCodec;
import pleiad.search.Plan;

/// An index that the engine itself builds of encoded documents.
///
/// @param folder a new one
/// @param code how a token is kept
/// @param reduction which tokens are kept
/// @param dimension numbers per token
/// @param drawn the documents that are marked for a filter
record IndexBuild(
    Path folder, String code, TokenReduction reduction, int dimension, DrawnDocuments drawn) {
  /// The setting of fields that a model fills, where nothing else is said.
  static final String DEFAULT = setting(TokenReduction.PAIRS, Settings.Encoded.DEFAULT_CODE);

  private static final Pattern POOLED = Pattern.compile("pool-([1-9]\\d{0,2})\\+(.+)");

  /// @throws IllegalArgumentException when there is no such code
  IndexBuild {
    CodeName.parse(code);
  }

  /// By the name of a setting: a code, or `pool-2+residual`, where tokens are pooled before.
  ///
  /// @throws IllegalArgumentException when there is no such code
  static IndexBuild named(String setting, Path folder, int dimension, DrawnDocuments drawn) {
    Matcher pooled = POOLED.matcher(setting);
    return pooled.matches()
        ? new IndexBuild(
            folder,
            pooled.group(2),
            TokenReduction.PAIRS.pooling(Integer.parseInt(pooled.group(1))),
            dimension,
            drawn)
        : new IndexBuild(folder, setting, TokenReduction.NONE, dimension, drawn);
  }

  /// The name of the setting, as [#named] reads it.
  String setting() {
    return setting(reduction, code);
  }

  /// What a table calls it: `default` where it is that.
  String shownAs() {
    return isDefault() ? "default" : setting();
  }

  boolean isDefault() {
    return setting().equals(DEFAULT);
  }

  private static String setting(TokenReduction reduction, String code) {
    return reduction.pooling() == 1 ? code : "pool-%d+%s".formatted(reduction.pooling(), code);
  }

  Options options() {
    Settings.Field field = new Settings.Brought(Plan.TOKENS_FIELD, dimension, code, reduction);
    return Options.of(new Settings(List.of(field), Language.EN));
  }

  /// Adds all documents from one thread a core, and commits.
  ///
  /// @param merged whether all segments become one then, so that indexes compare; the engine leaves
  ///   as many as Lucene's merge policy does
  BuildTimes run(VectorTexts documents, boolean merged) throws IOException {
    AtomicInteger next = new AtomicInteger();
    long begin = System.nanoTime();
    Pleiad pleiad = Pleiad.open(folder, options());
    try (pleiad) {
      Crew.of(Runtime.getRuntime().availableProcessors())
          .each(() -> addAll(pleiad, documents, next));
    }
    CodingTimes coding = pleiad.codingTimes();
    Codebooks merging = merged ? mergeAll() : new Codebooks(Workers.ONE);
    return BuildTimes.of(
        seconds(System.nanoTime() - begin),
        seconds(coding.training().toNanos() + merging.trainingNanos()),
        seconds(coding.encoding().toNanos() + merging.encodingNanos()),
        documents.tokens());
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private int addAll(Pleiad pleiad, VectorTexts documents, AtomicInteger next) throws IOException {
    int added = 0;
    for (int text = next.getAndIncrement();
        text < documents.count();
        text = next.getAndIncrement()) {
      Document document =
          Document.of(documents.id(text), "")
              .withVectors(Plan.TOKENS_FIELD, documents.vectors(text));
      pleiad.add(drawn.marked(document, text));
      added++;
    }
    return added;
  }

  /// Merges with the codebook that the segments have, as the engine's own merges do.
  private Codebooks mergeAll() throws IOException {
    Codebooks codebooks = new Codebooks(new Workers(Runtime.getRuntime().availableProcessors()));
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new PleiadCodec(Map.of(Plan.TOKENS_FIELD, code), codebooks))
            .setUseCompoundFile(false);
    config.getMergePolicy().setNoCFSRatio(0);
    try (Directory directory = FSDirectory.open(folder)) {
      offer(directory, codebooks);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        writer.forceMerge(1);
      }
    }
    return codebooks;
  }

  private static void offer(Directory directory, Codebooks codebooks) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), Plan.TOKENS_FIELD);
        Codebook codebook = values == null ? null : values.codebook();
        if (codebook != null) {
          codebooks.offer(Plan.TOKENS_FIELD, codebook);
        }
      }
    }
  }
}
