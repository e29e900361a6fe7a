package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import pleiad.Document;
import pleiad.Language;
import pleiad.Options;
import pleiad.Pleiad;
import pleiad.Settings;
import pleiad.index.PleiadCodec;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// An index that the engine itself builds of encoded documents.
///
/// @param folder a new one
/// @param code how a token is kept
/// @param dimension numbers per token
record IndexBuild(Path folder, String code, int dimension) {

  /// Builds an index of one token beside, so that a wrong code is refused before an hour has
  /// passed.
  ///
  /// @throws IllegalArgumentException when there is no such code
  void tryOut() throws IOException {
    Path trial = folder.resolveSibling(folder.getFileName() + "-trial");
    try (Pleiad pleiad = Pleiad.open(trial, options())) {
      pleiad.add("trial", TokenVectors.of(new float[dimension], dimension));
      pleiad.commit();
    }
  }

  private Options options() {
    Settings.Field field = new Settings.Brought(Plan.TOKENS_FIELD, dimension, code);
    return Options.of(new Settings(List.of(field), Language.EN));
  }

  /// Adds all documents from one thread a core, and commits.
  ///
  /// @param merged whether all segments become one then, so that indexes compare; the engine leaves
  ///   as many as Lucene's merge policy does
  BuildTimes run(EncodedTexts documents, boolean merged) throws IOException {
    AtomicInteger next = new AtomicInteger();
    long begin = System.nanoTime();
    try (Pleiad pleiad = Pleiad.open(folder, options())) {
      Crew.of(Runtime.getRuntime().availableProcessors())
          .each(() -> addAll(pleiad, documents, next));
    }
    if (merged) {
      mergeAll();
    }
    return BuildTimes.whole((System.nanoTime() - begin) / 1e9, documents.tokens());
  }

  private static int addAll(Pleiad pleiad, EncodedTexts documents, AtomicInteger next)
      throws IOException {
    int added = 0;
    for (int text = next.getAndIncrement();
        text < documents.count();
        text = next.getAndIncrement()) {
      pleiad.add(
          Document.of(documents.id(text), "")
              .withVectors(Plan.TOKENS_FIELD, documents.vectors(text)));
      added++;
    }
    return added;
  }

  private void mergeAll() throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new PleiadCodec(Map.of(Plan.TOKENS_FIELD, code)))
            .setUseCompoundFile(false);
    config.getMergePolicy().setNoCFSRatio(0);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      writer.forceMerge(1);
    }
  }
}
