package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  /// Documents whose texts a model is given at once: enough for those of like length to meet.
  private static final int TOGETHER = 64;

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

  /// Adds the vectors of every field to each document, those that it brings or a model's.
  void addVectors(List<Draft> drafts) {
    for (int from = 0; from < drafts.size(); from += TOGETHER) {
      addTogether(drafts.subList(from, Math.min(from + TOGETHER, drafts.size())));
    }
  }

  private void addTogether(List<Draft> drafts) {
    Map<Pass, Map<Draft, Encoding>> texts = new HashMap<>();
    Map<String, Map<Draft, PageEncoding>> pages = new HashMap<>();
    for (VectorField field : description.fields().values()) {
      List<Draft> missing = new ArrayList<>();
      for (Draft draft : drafts) {
        TokenVectors given = draft.document().vectors().get(field.name());
        if (given == null) {
          missing.add(draft);
        } else {
          addReduced(given, field, draft.fields());
        }
      }
      PageEncoder model = pages(field);
      if (model != null) {
        Map<Draft, PageEncoding> made =
            pages.computeIfAbsent(model.model().fingerprint(), _ -> new IdentityHashMap<>());
        missing.forEach(
            draft ->
                addPage(
                    made.computeIfAbsent(draft, each -> encode(each, field, model)),
                    field,
                    draft.fields()));
      } else if (field.model() != null) {
        Map<Draft, Encoding> made =
            texts.computeIfAbsent(Pass.of(field), _ -> new IdentityHashMap<>());
        encode(missing, field, made);
        missing.forEach(
            draft -> addVectors(Objects.requireNonNull(made.get(draft)), field, draft.fields()));
      }
    }
  }

  /// Encodes those drafts that were not encoded for another field.
  private void encode(List<Draft> drafts, VectorField field, Map<Draft, Encoding> made) {
    List<Draft> missing = drafts.stream().filter(draft -> !made.containsKey(draft)).toList();
    List<Encoding> encodings = encode(missing.stream().map(Draft::document).toList(), field);
    for (int i = 0; i < missing.size(); i++) {
      made.put(missing.get(i), encodings.get(i));
    }
  }

  private void addPage(
      PageEncoding page, VectorField field, org.apache.lucene.document.Document fields) {
    addReduced(page.vectors(), field, fields);
    DocumentFields.addSingle(fields, field.name(), page.single());
    DocumentFields.addPatches(fields, field.name(), page.patches());
  }

  private PageEncoding encode(Draft draft, VectorField field, PageEncoder model) {
    PagePicture picture = draft.picture();
    if (picture == null) {
      throw new IllegalArgumentException(
          "document '%s' is a text, and field '%s' is filled from pictures of pages, by the model '%s'; give it with its picture: index takes PDF, PNG and JPEG files"
              .formatted(draft.document().id(), field.name(), model.model().name()));
    }
    PageEncoding page = model.encode(drawn(draft.document(), picture));
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
  void addLate(Document whole, List<Chunk> chunks, List<Draft> passages) {
    Map<Pass, LateChunks> passes = new HashMap<>();
    for (int i = 0; i < passages.size(); i++) {
      Map<Pass, Encoding> own = new HashMap<>();
      for (VectorField field : description.fields().values()) {
        if (field.model() == null) {
          continue;
        }
        Document passage = passages.get(i).document();
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
        addVectors(encoding, field, passages.get(i).fields());
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
    return encode(List.of(document), field).getFirst();
  }

  private List<Encoding> encode(List<Document> documents, VectorField field) {
    Encoder encoder = models.of(field);
    List<String> texts = documents.stream().map(field.part()::of).toList();
    List<List<Token>> tokens = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      tokens.add(encoder.tokenize(texts.get(i), Role.DOCUMENT));
      if (tokens.get(i).size() > maxDocumentTokens) {
        throw new IllegalArgumentException(
            "document '%s' has %,d tokens, the limit is %,d; raise the limit or split the text into passages"
                .formatted(documents.get(i).id(), tokens.get(i).size(), maxDocumentTokens));
      }
    }
    List<Encoding> encodings = encoder.encodeAll(texts, Role.DOCUMENT);
    for (int i = 0; i < texts.size(); i++) {
      fragmentation.add(texts.get(i), tokens.get(i));
      encodedTokens.add(tokens.get(i).size());
    }
    return encodings;
  }
}
