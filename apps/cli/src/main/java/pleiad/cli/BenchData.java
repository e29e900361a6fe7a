package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pleiad.bench.VectorSource;
import pleiad.encode.Encoders;

/// The encoded collection that a benchmark runs on.
final class BenchData {
  private static final int QUICK_QUERIES = 20;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "The test collection; one without judgements is asked for known titles.")
  private Path data;

  @Option(
      names = "--dim",
      description = "Numbers per token: the model's, or fewer by PCA (default: ${DEFAULT-VALUE}).")
  private int dimension = 128;

  @Option(
      names = "--max-tokens",
      description = "Longer documents are cut (default: ${DEFAULT-VALUE}).")
  private int maxTokens = 256;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Take so many documents, and the queries that they answer (default: all).")
  private int documents = Integer.MAX_VALUE;

  @Option(names = "--cache", paramLabel = "FOLDER", description = "Where encoded vectors are kept.")
  private @Nullable Path cache;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchData() {}

  /// @param quick the first queries only
  VectorSource source(boolean quick) throws IOException {
    String length = "at most %d tokens".formatted(maxTokens);
    Path vectors =
        Cache.folder(cache).resolve("vectors").resolve(Cache.key(data, Encoders.DEFAULT, length));
    int queries = quick ? QUICK_QUERIES : Integer.MAX_VALUE;
    return new VectorSource(
        data, vectors, maxTokens, dimension, new VectorSource.Portion(documents, queries));
  }
}
