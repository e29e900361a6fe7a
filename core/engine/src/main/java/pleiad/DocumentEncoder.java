package pleiad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.Fragmentation;
import pleiad.encode.Role;
import pleiad.encode.Token;
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
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no field has a model that could count tokens; split the texts yourself")));
  }

  /// Adds the vectors of every field to each document, those that it brings or a model's.
  void addVectors(
      List<Document> documents, List<org.apache.lucene.document.Document> documentFields) {
    for (int from = 0; from < documents.size(); from += TOGETHER) {
      int to = Math.min(from + TOGETHER, documents.size());
      addTogether(documents.subList(from, to), documentFields.subList(from, to));
    }
  }

  private void addTogether(
      List<Document> documents, List<org.apache.lucene.document.Document> documentFields) {
    Map<Pass, Map<Integer, Encoding>> passes = new HashMap<>();
    for (VectorField field : description.fields().values()) {
      Map<Integer, Encoding> made = passes.computeIfAbsent(Pass.of(field), _ -> new HashMap<>());
      if (field.model() != null) {
        encodeMissing(documents, field, made);
      }
      for (int i = 0; i < documents.size(); i++) {
        TokenVectors given = documents.get(i).vectors().get(field.name());
        Encoding encoding = made.get(i);
        if (given != null) {
          addReduced(given, field, documentFields.get(i));
        } else if (encoding != null) {
          addVectors(encoding, field, documentFields.get(i));
        }
      }
    }
  }

  /// Encodes those documents that bring no vectors for a field and were not encoded for another.
  private void encodeMissing(
      List<Document> documents, VectorField field, Map<Integer, Encoding> made) {
    List<Integer> missing =
        IntStream.range(0, documents.size())
            .filter(i -> !documents.get(i).vectors().containsKey(field.name()))
            .filter(i -> !made.containsKey(i))
            .boxed()
            .toList();
    List<Encoding> encodings = encode(missing.stream().map(documents::get).toList(), field);
    for (int i = 0; i < missing.size(); i++) {
      made.put(missing.get(i), encodings.get(i));
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
