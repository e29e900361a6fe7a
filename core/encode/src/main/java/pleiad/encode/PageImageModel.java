package pleiad.encode;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pleiad.encode.image.PageInput;
import pleiad.encode.image.PageProcessor;
import pleiad.encode.image.Pixels;
import pleiad.encode.image.TextIds;
import pleiad.vector.TokenVectors;

/// A page-image model: pages in, a vector for each patch out; queries in, a vector for each token
/// out. Safe for many threads when the tokenizer is; a pass runs on its caller's thread and as many
/// more as were allowed.
///
/// ```java
/// try (PdfPages pages = PdfPages.open(Path.of("form.pdf"));
///     PageImageModel model = PageImageModel.open(Path.of("colqwen2"), text, 2)) {
///   PageEncoding page = model.encode(pages.render(1, 150));
///   TokenVectors query = model.encodeQuery("who signs?");
/// }
/// ```
public final class PageImageModel implements AutoCloseable {
  private static final List<String> GRAPHS = List.of("model.onnx", "onnx/model.onnx");
  private static final List<String> QUERY_GRAPHS = List.of("query.onnx", "onnx/query.onnx");

  private final PageProcessor processor;
  private final PageSession pages;
  private final PageSession queries;

  private PageImageModel(PageProcessor processor, PageSession pages, PageSession queries) {
    this.processor = processor;
    this.pages = pages;
    this.queries = queries;
  }

  /// Opens a model.
  ///
  /// @param folder with `config.json`, `preprocessor_config.json` or `processor_config.json`, and
  ///   the graph `model.onnx`, here or in `onnx/`. A graph `query.onnx` beside it encodes queries;
  ///   without one they go through `model.onnx` with a blank picture.
  /// @param text the model's tokenizer
  /// @param threads how many one pass may use
  /// @throws IOException when a file is missing or says what is not supported
  /// @throws IllegalStateException when a graph cannot be run or is of another kind, or ONNX
  ///   Runtime's native library does not load
  public static PageImageModel open(Path folder, TextIds text, int threads) throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("a pass needs at least 1 thread, and not " + threads);
    }
    PageProcessor processor = PageProcessor.open(folder, text);
    Path graph =
        first(folder, GRAPHS)
            .orElseThrow(
                () ->
                    new IOException(
                        "'%s' has no graph; expected one of %s, see docs/reference/page-images.md"
                            .formatted(folder, GRAPHS)));
    OrtEnvironment environment = OrtLibrary.environment();
    PageSession pages = PageSession.load(environment, graph, threads);
    try {
      Optional<Path> own = first(folder, QUERY_GRAPHS);
      PageSession queries =
          own.isPresent() ? PageSession.load(environment, own.get(), threads) : pages;
      return checked(folder, new PageImageModel(processor, pages, queries));
    } catch (RuntimeException refused) {
      pages.close();
      throw refused;
    }
  }

  private static Optional<Path> first(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  private static PageImageModel checked(Path folder, PageImageModel model) {
    try {
      PageInput example = model.processor.query("");
      model.pages.check(example);
      model.queries.check(example);
      if (!model.pages.contract().takesPixels()) {
        throw new IllegalStateException(
            "the graph of pages in '%s' takes no '%s'".formatted(folder, PageContract.PIXELS));
      }
      int ofQueries = model.queries.contract().dimension();
      if (ofQueries != model.dimension()) {
        throw new IllegalStateException(
            "the graphs in '%s' do not belong together: rows of pages have %d numbers, those of"
                    .formatted(folder, model.dimension())
                + " queries "
                + ofQueries);
      }
      return model;
    } catch (RuntimeException refused) {
      model.queries.close();
      throw refused;
    }
  }

  /// Numbers of a vector.
  public int dimension() {
    return pages.contract().dimension();
  }

  /// Encodes a page.
  ///
  /// @throws IllegalArgumentException when the model takes no picture of these proportions
  /// @throws IllegalStateException when the model is closed, fails, or the JVM is shutting down
  public PageEncoding encode(Pixels page) {
    PageInput input = processor.page(page);
    return new PageEncoding(vectors(pages, input), input.patches());
  }

  /// Encodes a query: a vector for each of its tokens, and for those that the model adds.
  ///
  /// @throws IllegalArgumentException when it spells the model's placeholder of a picture
  /// @throws IllegalStateException as [#encode]
  public TokenVectors encodeQuery(String query) {
    return vectors(queries, processor.query(query));
  }

  private TokenVectors vectors(PageSession session, PageInput input) {
    float[] rows = session.rows(input);
    checkFinite(rows);
    return TokenVectors.of(UnitRows.of(rows, dimension()), dimension());
  }

  private void checkFinite(float[] rows) {
    for (int k = 0; k < rows.length; k++) {
      if (!Float.isFinite(rows[k])) {
        throw new IllegalStateException(
            "row %d of the output is not finite; float16 graphs may overflow, try a float32 one"
                .formatted(k / dimension()));
      }
    }
  }

  /// Waits for passes under way and frees the model; a second call does nothing.
  @Override
  public void close() {
    pages.close();
    queries.close();
  }
}
