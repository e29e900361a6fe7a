package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.Fragmentation;
import pleiad.encode.PageEncoder;
import pleiad.encode.PageEncoding;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.encode.image.Pixels;
import pleiad.passage.Chunk;
import pleiad.vector.TokenVectors;

/// Fills the multi-vector fields of the documents that are added, and counts what that takes. Safe
/// for any number of threads.
final class DocumentEncoder {
  private final Description description;
  private final Models models;
  private final int maxDocumentTokens;
  private final Fragmentation fragmentation = new Fragmentation();
  private final LongAdder encodedTokens = new LongAdder();

  /// Of the fields that do not keep every token.
  private final Map<String, ReductionSample> reductions = new LinkedHashMap<>();

  DocumentEncoder(Description description, Models models, int maxDocumentTokens) {
    this.description = description;
    this.models = models;
    this.maxDocumentTokens = maxDocumentTokens;
    for (VectorField field : description.fields().values()) {
      if (field.reduction().any()) {
        reductions.put(field.name(), new ReductionSample());
      }
    }
  }

  Fragmentation fragmentation() {
    return fragmentation;
  }

  long encodedTokens() {
    return encodedTokens.sum();
  }

  List<ReductionCost> reductionCosts() {
    List<ReductionCost> costs = new ArrayList<>();
    reductions.forEach((field, sample) -> costs.add(sample.cost(field)));
    return costs;
  }

  /// The model that counts the tokens of a text: that of the first field which encodes it.
  ///
  /// @throws IllegalArgumentException when no field has a model
  Encoder counting() {
    return models.of(
        description.fields().values().stream()
            .filter(field -> field.model() != null && field.part() != Part.TITLE)
            .filter(field -> pages(field) == null)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no field has a model that could count tokens; split the texts yourself")));
  }

  /// Whether a field is filled from pictures of pages.
  boolean readsPages() {
    return description.fields().values().stream().anyMatch(field -> pages(field) != null);
  }

  /// The page-image model of a field; null when it has none.
  private @Nullable PageEncoder pages(VectorField field) {
    return field.model() != null && models.of(field) instanceof PageEncoder pages ? pages : null;
  }

  /// Adds the vectors of every field, those that the document brings or a model's.
  ///
  /// @param picture of the document's page; null: it has none
  void addVectors(
      Document document,
      @Nullable PagePicture picture,
      org.apache.lucene.document.Document fields) {
    Map<Pass, Encoding> passes = new HashMap<>();
    Map<String, PageEncoding> pages = new HashMap<>();
    for (VectorField field : description.fields().values()) {
      TokenVectors given = document.vectors().get(field.name());
      PageEncoder model = pages(field);
      if (given != null) {
        addReduced(given, field, fields);
      } else if (model != null) {
        addPage(
            pages.computeIfAbsent(
                model.model().fingerprint(), _ -> encode(document, picture, field, model)),
            field,
            fields);
      } else if (field.model() != null) {
        addVectors(
            passes.computeIfAbsent(Pass.of(field), _ -> encode(document, field)), field, fields);
      }
    }
  }

  private void addPage(
      PageEncoding page, VectorField field, org.apache.lucene.document.Document fields) {
    addReduced(page.vectors(), field, fields);
    DocumentFields.addSingle(fields, field.name(), page.single());
    DocumentFields.addPatches(fields, field.name(), page.patches());
  }

  private PageEncoding encode(
      Document document, @Nullable PagePicture picture, VectorField field, PageEncoder model) {
    if (picture == null) {
      throw new IllegalArgumentException(
          "document '%s' is a text, and field '%s' is filled from pictures of pages, by the model '%s'; give it with its picture: index takes PDF, PNG and JPEG files"
              .formatted(document.id(), field.name(), model.model().name()));
    }
    PageEncoding page = model.encode(drawn(document, picture));
    encodedTokens.add(page.vectors().count());
    return page;
  }

  private static Pixels drawn(Document document, PagePicture picture) {
    try {
      return picture.draw();
    } catch (IOException damaged) {
      throw new IllegalArgumentException(
          "the page of document '%s' cannot be drawn: %s"
              .formatted(document.id(), damaged.getMessage()),
          damaged);
    }
  }

  private void addVectors(
      Encoding encoding, VectorField field, org.apache.lucene.document.Document fields) {
    addReduced(encoding.vectors(), field, fields);
    DocumentFields.addSingle(fields, field.name(), encoding.single());
  }

  /// One pass of a model over a document fills all fields that look at the same part of it.
  private record Pass(String model, Part part) {
    static Pass of(VectorField field) {
      return new Pass(String.valueOf(field.model()), field.part());
    }
  }

  /// Adds to each passage the vectors that its tokens have in the whole text. A field of titles has
  /// those of the passage's own.
  void addLate(
      Document whole,
      List<Chunk> chunks,
      List<Document> passages,
      List<org.apache.lucene.document.Document> fields) {
    Map<Pass, LateChunks> passes = new HashMap<>();
    for (int i = 0; i < passages.size(); i++) {
      Map<Pass, Encoding> own = new HashMap<>();
      for (VectorField field : description.fields().values()) {
        if (field.model() == null) {
          continue;
        }
        Document passage = passages.get(i);
        Chunk chunk = chunks.get(i);
        Encoding encoding =
            field.part() == Part.TITLE
                ? own.computeIfAbsent(Pass.of(field), _ -> encode(passage, field))
                : own.computeIfAbsent(
                    Pass.of(field),
                    pass ->
                        passes
                            .computeIfAbsent(
                                pass,
                                _ ->
                                    new LateChunks(
                                        encode(whole, field), field.part().textStart(whole)))
                            .of(chunk));
        addVectors(encoding, field, fields.get(i));
      }
    }
  }

  private void addReduced(
      TokenVectors document, VectorField field, org.apache.lucene.document.Document fields) {
    ReductionSample sample = reductions.get(field.name());
    if (sample == null) {
      DocumentFields.addVectors(fields, field.name(), document);
      return;
    }
    TokenReduction.Reduced reduced = field.reduction().of(document);
    sample.add(document, reduced.vectors());
    DocumentFields.addVectors(fields, field.name(), reduced.vectors());
    if (reduced.row() != null) {
      DocumentFields.addRows(fields, field.name(), reduced.row());
    }
  }

  private Encoding encode(Document document, VectorField field) {
    Encoder encoder = models.of(field);
    String text = field.part().of(document);
    List<Token> tokens = encoder.tokenize(text, Role.DOCUMENT);
    if (tokens.size() > maxDocumentTokens) {
      throw new IllegalArgumentException(
          "document '%s' has %,d tokens, the limit is %,d; raise the limit or split the text into passages"
              .formatted(document.id(), tokens.size(), maxDocumentTokens));
    }
    Encoding encoding = encoder.encode(text, Role.DOCUMENT);
    fragmentation.add(text, tokens);
    encodedTokens.add(tokens.size());
    return encoding;
  }
}
