package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.eval.Qrels;
import pleiad.vector.TokenVectors;

/// A test collection as token vectors of the embedded model, encoded once and kept in a folder, so
/// that a benchmark measures the engine alone.
final class EncodedCollection implements AutoCloseable {
  private static final String DOCUMENTS = "documents";
  private static final String QUERIES = "queries";
  private static final int PCA_SAMPLE = 2_000;
  private static final long PCA_SEED = 1;

  private final EncodedTexts documents;
  private final EncodedTexts queries;
  private final Qrels qrels;

  private EncodedCollection(EncodedTexts documents, EncodedTexts queries, Qrels qrels) {
    this.documents = documents;
    this.queries = queries;
    this.qrels = qrels;
  }

  /// What is encoded, and how.
  ///
  /// @param data a test collection's folder
  /// @param cache a folder for the vectors of this very data
  /// @param maxTokens longer documents are cut
  /// @param dimension numbers per token: the model's, or fewer by PCA
  record Source(Path data, Path cache, int maxTokens, int dimension) {}

  static EncodedCollection open(Source source, Consumer<String> progress) throws IOException {
    SearchTexts texts = SearchTexts.read(source.data());
    Path folder = source.cache().resolve("dim-" + source.dimension());
    if (!EncodedTexts.exist(folder, DOCUMENTS) || !EncodedTexts.exist(folder, QUERIES)) {
      encode(source, texts, folder, progress);
    }
    return new EncodedCollection(
        EncodedTexts.open(folder, DOCUMENTS, source.dimension()),
        EncodedTexts.open(folder, QUERIES, source.dimension()),
        texts.qrels());
  }

  private static void encode(
      Source source, SearchTexts texts, Path folder, Consumer<String> progress) throws IOException {
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      int whole = encoder.model().dimension();
      if (source.dimension() < 1 || source.dimension() > whole) {
        throw new IllegalArgumentException(
            "the model's vectors have %d dimensions, asked for were %d; give 1 to %d"
                .formatted(whole, source.dimension(), whole));
      }
      Function<String, TokenVectors> asDocument =
          text -> encoder.encode(cut(encoder, text, source.maxTokens()), Role.DOCUMENT).vectors();
      Function<String, TokenVectors> asQuery = text -> encoder.encode(text, Role.QUERY).vectors();
      Pca pca =
          source.dimension() == whole ? null : pca(texts, asDocument, source.dimension(), progress);
      EncodedTexts.Progress told = done -> progress.accept("%,d texts encoded".formatted(done));
      EncodedTexts.write(folder, DOCUMENTS, texts.documents(), reduced(asDocument, pca), told);
      EncodedTexts.write(
          folder, QUERIES, () -> texts.queries().entrySet().stream(), reduced(asQuery, pca), told);
    }
  }

  private static String cut(Encoder encoder, String text, int maxTokens) {
    List<Token> tokens = encoder.tokenize(text, Role.DOCUMENT);
    return tokens.size() <= maxTokens ? text : text.substring(0, tokens.get(maxTokens - 1).end());
  }

  private static Function<String, TokenVectors> reduced(
      Function<String, TokenVectors> encode, @Nullable Pca pca) {
    return pca == null ? encode : text -> pca.project(encode.apply(text));
  }

  private static Pca pca(
      SearchTexts texts,
      Function<String, TokenVectors> encode,
      int dimension,
      Consumer<String> progress)
      throws IOException {
    progress.accept("learning %d axes from a sample".formatted(dimension));
    List<String> all = new ArrayList<>();
    try (Stream<Map.Entry<String, String>> stream = texts.documents().open()) {
      stream.forEach(each -> all.add(each.getValue()));
    }
    Collections.shuffle(all, new Random(PCA_SEED));
    List<TokenVectors> sample =
        all.subList(0, Math.min(PCA_SAMPLE, all.size())).parallelStream().map(encode).toList();
    return Pca.of(sample, dimension);
  }

  EncodedTexts documents() {
    return documents;
  }

  EncodedTexts queries() {
    return queries;
  }

  Qrels qrels() {
    return qrels;
  }

  @Override
  public void close() {
    documents.close();
    queries.close();
  }
}
