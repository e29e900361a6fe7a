package pleiad.cli;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pleiad.Options;
import pleiad.encode.Encoder;
import pleiad.encode.cache.EncodeCache;

/// Whether and where a verb keeps encodings, so that the same text is not encoded twice by the same
/// model.
final class KeptEncodings {
  private static final String FOLDER = "encodings";

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description =
          "Where encodings are kept, and what else is used again (default: ~/.cache/pleiad).")
  private @Nullable Path cache;

  @Option(
      names = "--no-encode-cache",
      description = "Encode every text, and keep no encodings for the next time.")
  private boolean off;

  @Option(
      names = "--encode-cache-bytes",
      paramLabel = "BYTES",
      description =
          "Keep encodings of at most so many bytes, those used last (default: ${DEFAULT-VALUE}, 8 GiB).")
  private long maxBytes = EncodeCache.DEFAULT_BYTES;

  /// The folder of all that is used again.
  Path cacheFolder() {
    return Cache.folder(cache);
  }

  /// Where encodings are.
  static Path folder(Path cacheFolder) {
    return cacheFolder.resolve(FOLDER);
  }

  /// @param output is told when encodings cannot be kept
  Opened open(Output output) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "--encode-cache-bytes must be at least 1, got "
              + maxBytes
              + "; --no-encode-cache keeps none");
    }
    return new Opened(
        off
            ? null
            : EncodeCache.open(
                folder(cacheFolder()), maxBytes, problem -> output.say("%s", problem)));
  }

  /// An open cache, or none.
  record Opened(@Nullable EncodeCache cache) implements Closeable {
    /// The same options, whose models use the cache.
    Options around(Options options) {
      return cache == null ? options : options.models(cache.around(options.models()));
    }

    /// The same way to open a model, around which the cache is.
    Function<String, Encoder> around(Function<String, Encoder> opener) {
      return cache == null ? opener : cache.around(opener);
    }

    /// Tokens whose vectors were found and not made.
    long reusedTokens() {
      return cache == null ? 0 : cache.counts().reusedTokens();
    }

    @Override
    public void close() {
      if (cache != null) {
        cache.close();
      }
    }
  }
}
