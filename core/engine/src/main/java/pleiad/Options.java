package pleiad;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Reranker;

/// How a collection is opened. Nothing of this is recorded in it but the settings of a new one.
///
/// @param settings what a new collection is made of; an existing one must fit; null: the defaults
///   for a new one, whatever an existing one has
/// @param maxDocumentTokens texts with more tokens are refused
/// @param threads that train codebooks and encode tokens with them
/// @param models opens an encoder by its name
/// @param rerankers opens, by its name, what a plan's `cross` orders by
public record Options(
    @Nullable Settings settings,
    int maxDocumentTokens,
    int threads,
    Function<String, Encoder> models,
    Function<String, Reranker> rerankers) {
  /// The limit of tokens of a text that says nothing else.
  public static final int DEFAULT_MAX_DOCUMENT_TOKENS = 65_536;

  public static final Options DEFAULT =
      new Options(
          null,
          DEFAULT_MAX_DOCUMENT_TOKENS,
          Runtime.getRuntime().availableProcessors(),
          Encoders::open,
          name -> Encoders.openReranker(name, null));

  public Options {
    if (maxDocumentTokens < 1) {
      throw new IllegalArgumentException(
          "the limit of tokens a document must be at least 1, got " + maxDocumentTokens);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("codes are made by at least one thread, got " + threads);
    }
  }

  public static Options of(Settings settings) {
    return DEFAULT.settings(settings);
  }

  public Options settings(@Nullable Settings settings) {
    return new Options(settings, maxDocumentTokens, threads, models, rerankers);
  }

  public Options maxDocumentTokens(int maxDocumentTokens) {
    return new Options(settings, maxDocumentTokens, threads, models, rerankers);
  }

  public Options threads(int threads) {
    return new Options(settings, maxDocumentTokens, threads, models, rerankers);
  }

  public Options models(Function<String, Encoder> models) {
    return new Options(settings, maxDocumentTokens, threads, models, rerankers);
  }

  public Options rerankers(Function<String, Reranker> rerankers) {
    return new Options(settings, maxDocumentTokens, threads, models, rerankers);
  }
}
