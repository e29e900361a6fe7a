package pleiad.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pleiad.bench.VectorSource.Portion;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.eval.Qrels;
import pleiad.vector.TokenVectors;

/// A test collection as token vectors of the embedded model, encoded once and kept in a folder, so
/// that a benchmark measures the engine alone.
final class EncodedCollection implements AutoCloseable {
  static final String DOCUMENTS = "documents";
  static final String QUERIES = "queries";

  private static final int PCA_SAMPLE = 2_000;
  private static final long SEED = 1;

  private final Arena arena;
  private final Path folder;
  private final EncodedTexts documents;
  private final EncodedTexts queries;
  private final Qrels qrels;

  private EncodedCollection(
      Arena arena, Path folder, EncodedTexts documents, EncodedTexts queries, Qrels qrels) {
    this.arena = arena;
    this.folder = folder;
    this.documents = documents;
    this.queries = queries;
    this.qrels = qrels;
  }

  /// Opens the vectors, after encoding what is not there yet.
  ///
  /// @param progress told how far encoding has come
  static EncodedCollection open(VectorSource source, Consumer<String> progress) throws IOException {
    SearchTexts texts = SearchTexts.read(source.data());
    Path folder = folder(source);
    if (!EncodedTexts.exist(folder, DOCUMENTS) || !EncodedTexts.exist(folder, QUERIES)) {
      encode(source, texts, folder, progress);
    }
    Arena arena = Arena.ofShared();
    try {
      EncodedTexts documents = EncodedTexts.open(folder, DOCUMENTS, source.dimension(), arena);
      EncodedTexts queries = EncodedTexts.open(folder, QUERIES, source.dimension(), arena);
      if (!queries.ids().equals(List.copyOf(texts.queries().keySet()))) {
        throw new IOException(
            "the queries in '%s' are not those of '%s'; delete that folder to encode anew"
                .formatted(folder, source.data()));
      }
      int[] searchable =
          IntStream.range(0, queries.count()).filter(i -> queries.tokenCount(i) > 0).toArray();
      return new EncodedCollection(
              arena, folder, documents, queries.only(searchable), texts.qrels())
          .portion(source.portion());
    } catch (Throwable t) {
      arena.close();
      throw t;
    }
  }

  /// Where the vectors of one dimension are.
  static Path folder(VectorSource source) {
    return source.cache().resolve("dim-" + source.dimension());
  }

  private static void encode(
      VectorSource source, SearchTexts texts, Path folder, Consumer<String> progress)
      throws IOException {
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      int whole = encoder.model().dimension();
      if (source.dimension() > whole) {
        throw new IllegalArgumentException(
            "the model's vectors have %d dimensions, asked for were %d; give 1 to %d"
                .formatted(whole, source.dimension(), whole));
      }
      Function<String, TokenVectors> asDocument =
          text -> encoder.encode(cut(encoder, text, source.maxTokens()), Role.DOCUMENT).vectors();
      Function<String, TokenVectors> asQuery = text -> encoder.encode(text, Role.QUERY).vectors();
      Pca pca =
          source.dimension() == whole ? null : pca(texts, asDocument, source.dimension(), progress);
      IntConsumer told = done -> progress.accept("%,d texts encoded".formatted(done));
      EncodedTextsWriter.write(
          folder, DOCUMENTS, texts.documents(), reduced(asDocument, pca), told);
      EncodedTextsWriter.write(
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
    Collections.shuffle(all, new Random(SEED));
    List<TokenVectors> sample =
        all.subList(0, Math.min(PCA_SAMPLE, all.size())).parallelStream().map(encode).toList();
    return Pca.of(sample, dimension);
  }

  private EncodedCollection portion(Portion portion) {
    if (portion.documents() >= documents.count() && portion.queries() >= queries.count()) {
      return this;
    }
    EncodedTexts drawn =
        portion.documents() >= documents.count()
            ? documents
            : documents.only(draw(documents.count(), portion.documents()));
    Set<String> held = new HashSet<>(drawn.ids());
    int[] answerable =
        IntStream.range(0, queries.count())
            .filter(query -> relevantIsHeld(queries.id(query), held))
            .limit(portion.queries())
            .toArray();
    if (answerable.length == 0) {
      throw new IllegalArgumentException(
          "no query has a relevant document among %,d of the %,d documents; take more of them"
              .formatted(drawn.count(), documents.count()));
    }
    EncodedTexts asked = queries.only(answerable);
    return new EncodedCollection(arena, folder, drawn, asked, judged(asked.ids(), held));
  }

  /// Draws some numbers, ascending.
  private static int[] draw(int count, int wanted) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, new Random(SEED));
    return order.subList(0, wanted).stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private boolean relevantIsHeld(String query, Set<String> held) {
    return qrels.grades(query).entrySet().stream()
        .anyMatch(grade -> grade.getValue() >= 1 && held.contains(grade.getKey()));
  }

  /// The judgements of these queries on the documents that are held.
  private Qrels judged(List<String> asked, Set<String> held) {
    Qrels.Builder kept = Qrels.builder();
    for (String query : asked) {
      qrels.grades(query).entrySet().stream()
          .filter(grade -> held.contains(grade.getKey()))
          .forEach(grade -> kept.add(query, grade.getKey(), grade.getValue()));
    }
    return kept.build();
  }

  EncodedTexts documents() {
    return documents;
  }

  /// Those that have tokens.
  EncodedTexts queries() {
    return queries;
  }

  /// The vectors of all queries, in order.
  List<TokenVectors> queryVectors() {
    return IntStream.range(0, queries.count())
        .mapToObj(query -> TokenVectors.of(queries.vectors(query).toArray(), queries.dimension()))
        .toList();
  }

  Qrels qrels() {
    return qrels;
  }

  /// Where the vectors are.
  Path folder() {
    return folder;
  }

  /// A file for what is true of these very documents.
  Path beside(String name) {
    return folder.resolve("%s-%d.tsv".formatted(name, documents.count()));
  }

  @Override
  public void close() {
    arena.close();
  }
}
