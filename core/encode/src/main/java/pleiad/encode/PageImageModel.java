package pleiad.encode;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pleiad.encode.image.PageInput;
import pleiad.encode.image.PageProcessor;
import pleiad.encode.image.Pixels;
import pleiad.encode.text.Tokenizer;
import pleiad.encode.text.Tokenizers;
import pleiad.vector.TokenVectors;

/// A page-image model: pages in, a vector for each patch out; queries in, a vector for each token
/// out. Safe for many threads; a pass runs on its caller's thread and as many more as were allowed.
///
/// ```java
/// try (PdfPages pages = PdfPages.open(Path.of("form.pdf"));
///     PageImageModel model = PageImageModel.open(Path.of("colqwen2"), 2)) {
///   PageEncoding page = model.encode(pages.render(1, 150));
///   Encoding query = model.encode("who signs?", Role.QUERY);
/// }
/// ```
public final class PageImageModel implements PageEncoder {
  private final Model model;
  private final Tokenizer tokenizer;
  private final CheckpointTokens tokens;
  private final PageProcessor processor;
  private final PageSession pages;
  private final PageSession queries;

  private PageImageModel(
      Model model,
      Tokenizer tokenizer,
      CheckpointTokens tokens,
      PageProcessor processor,
      PageSession pages,
      PageSession queries) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.tokens = tokens;
    this.processor = processor;
    this.pages = pages;
    this.queries = queries;
  }

  /// Opens a model.
  ///
  /// @param folder as [PageCheckpoint] has it
  /// @param threads how many one pass may use
  /// @throws IOException when a file is missing or says what is not supported
  /// @throws IllegalStateException when a graph cannot be run or is of another kind, or a native
  ///   library does not load
  public static PageImageModel open(Path folder, int threads) throws IOException {
    return open(folder, folder.toAbsolutePath().normalize().toString(), threads, Device.CPU);
  }

  /// @param name what people call it
  static PageImageModel open(Path folder, String name, int threads, Device device)
      throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("a pass needs at least 1 thread, and not " + threads);
    }
    PageCheckpoint checkpoint = PageCheckpoint.read(folder);
    checkpoint.graphOrRefuse();
    Tokenizer tokenizer = Tokenizers.open(folder);
    try {
      return open(checkpoint, name, tokenizer, threads, device);
    } catch (IOException | RuntimeException refused) {
      tokenizer.close();
      throw refused;
    }
  }

  private static PageImageModel open(
      PageCheckpoint checkpoint, String name, Tokenizer tokenizer, int threads, Device device)
      throws IOException {
    CheckpointTokens tokens = new CheckpointTokens(tokenizer);
    PageProcessor processor = PageProcessor.open(checkpoint.folder(), tokens);
    OrtEnvironment environment = OrtLibrary.environment();
    PageSession pages = PageSession.load(environment, checkpoint.graphOrRefuse(), threads, device);
    PageSession queries = pages;
    try {
      Optional<Path> own = checkpoint.queryGraph();
      queries = own.isPresent() ? PageSession.load(environment, own.get(), threads, device) : pages;
      check(checkpoint.folder(), processor.query(""), pages, queries);
      int dimension = pages.contract().dimension();
      Model model =
          new Model(
              name,
              checkpoint.fingerprint(tokenizer),
              dimension,
              dimension,
              tokenizer.maxLength().orElse(Integer.MAX_VALUE));
      return new PageImageModel(model, tokenizer, tokens, processor, pages, queries);
    } catch (IOException | RuntimeException refused) {
      pages.close();
      queries.close();
      throw refused;
    }
  }

  private static void check(
      Path folder, PageInput example, PageSession pages, PageSession queries) {
    pages.check(example);
    queries.check(example);
    if (!pages.contract().takesPixels()) {
      throw new IllegalStateException(
          "the graph of pages in '%s' takes no '%s'".formatted(folder, PageContract.PIXELS));
    }
    int dimension = pages.contract().dimension();
    int ofQueries = queries.contract().dimension();
    if (ofQueries != dimension) {
      throw new IllegalStateException(
          "the graphs in '%s' do not belong together: rows of pages have %d numbers, those of"
                  .formatted(folder, dimension)
              + " queries "
              + ofQueries);
    }
  }

  @Override
  public Model model() {
    return model;
  }

  /// The tokens of a query, those that the model puts around it among them.
  ///
  /// @throws IllegalArgumentException when the text is a document: those are pages here
  @Override
  public List<Token> tokenize(String text, Role role) {
    refuseDocument(role);
    return tokens.tokens(processor.prompt(), text);
  }

  /// Encodes a query: a vector for each of its tokens, and for those that the model adds.
  ///
  /// @throws IllegalArgumentException when it is a document: those are pages here
  /// @throws IllegalStateException as [#encode(Pixels)]
  @Override
  public Encoding encode(String text, Role role) {
    List<Token> pieces = tokenize(text, role);
    TokenVectors rows = vectors(queries, processor.query(text));
    return new Encoding(rows, pieces, PageEncoding.mean(rows));
  }

  private void refuseDocument(Role role) {
    if (role == Role.DOCUMENT) {
      throw new IllegalArgumentException(
          "the model '%s' reads pages (PDF, PNG, JPEG) and not texts; a text is a query for it"
              .formatted(model.name()));
    }
  }

  @Override
  public PageEncoding encode(Pixels page) {
    PageInput input = processor.page(page);
    return new PageEncoding(vectors(pages, input), input.patches());
  }

  private TokenVectors vectors(PageSession session, PageInput input) {
    float[] rows = session.rows(input);
    checkFinite(rows);
    return TokenVectors.of(UnitRows.of(rows, model.dimension()), model.dimension());
  }

  private void checkFinite(float[] rows) {
    for (int k = 0; k < rows.length; k++) {
      if (!Float.isFinite(rows[k])) {
        throw new IllegalStateException(
            "row %d of the output is not finite; float16 graphs may overflow, try a float32 one"
                .formatted(k / model.dimension()));
      }
    }
  }

  /// Waits for passes under way and frees the model; a second call does nothing.
  @Override
  public void close() {
    pages.close();
    queries.close();
    tokenizer.close();
  }
}
