package pleiad.encode.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pleiad.encode.weights.Config;

/// A `tokenizer.json`, read and checked: the steps from text to pieces, the model's vocabulary, the
/// tokens added to it. Merges are left to the library that runs them.
final class TokenizerFile {
  /// Bytes a file may have; the largest real ones have 35 million.
  static final int LIMIT = 256 << 20;

  private final Path file;
  private final byte[] json;
  private final Names names = new Names();
  private final List<AddedToken> added = new ArrayList<>();
  private @Nullable TokenizerModel model;
  private @Nullable Config normalizer;
  private @Nullable Config preTokenizer;
  private Template template = Template.BARE;

  private TokenizerFile(byte[] json, Path file) {
    this.json = json;
    this.file = file;
  }

  /// Reads a file's bytes.
  ///
  /// @param file what messages name
  /// @throws IOException when they are no JSON, lack a vocabulary, or contradict themselves
  static TokenizerFile read(byte[] json, Path file) throws IOException {
    TokenizerFile read = new TokenizerFile(json, file);
    try (JsonParser parser = factory().createParser(json)) {
      read.readAll(parser);
    } catch (JsonProcessingException wrong) {
      throw new IOException(
          "the JSON in '%s' is wrong: %s".formatted(file, wrong.getOriginalMessage()), wrong);
    } catch (IllegalArgumentException contradiction) {
      throw new IOException(
          "the tokenizer in '%s' is wrong: %s".formatted(file, contradiction.getMessage()),
          contradiction);
    }
    return read;
  }

  /// Every name of a vocabulary comes once, so tables of the names seen cost time and find nothing.
  static JsonFactory factory() {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(32)
                .maxTokenCount(64_000_000)
                .maxNameLength(65_536)
                .maxStringLength(16 << 20)
                .maxNumberLength(64)
                .build())
        .build();
  }

  private void readAll(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("'%s' should be a JSON object".formatted(file));
    }
    Set<String> seen = new HashSet<>();
    List<Config> tokens = List.of();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      if (!seen.add(field)) {
        throw new IOException("'%s' has '%s' twice".formatted(file, field));
      }
      boolean nothing = parser.nextToken() == JsonToken.VALUE_NULL;
      switch (field) {
        case "model" -> model = TokenizerModel.read(parser, file, names);
        case "added_tokens" -> tokens = nothing ? List.of() : sections(parser, field);
        case "normalizer" -> normalizer = nothing ? null : Config.read(parser, file, field);
        case "pre_tokenizer" -> preTokenizer = nothing ? null : Config.read(parser, file, field);
        case "post_processor" ->
            template =
                nothing ? Template.BARE : TemplateReader.read(Config.read(parser, file, field));
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new IOException("'%s' goes on behind its JSON object".formatted(file));
    }
    if (model == null) {
      throw new IOException("'%s' has no object 'model'".formatted(file));
    }
    for (Config token : tokens) {
      add(AddedToken.read(token));
    }
    checkTemplate();
  }

  private List<Config> sections(JsonParser parser, String field) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new IOException("'%s' should say that '%s' is an array".formatted(file, field));
    }
    List<Config> sections = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      sections.add(Config.read(parser, file, "%s[%d]".formatted(field, sections.size())));
    }
    return sections;
  }

  /// Takes a token in that has the number the library will give it: its piece's, or the next one.
  private void add(AddedToken token) throws IOException {
    OptionalInt known = names.id(token.content());
    int expected = known.orElse(nextNumber());
    if (token.content().isEmpty() || token.id() != expected) {
      throw new IOException(
          "the added token '%s' in '%s' has the number %d, and by its place it would have %d"
              .formatted(token.content(), file, token.id(), expected));
    }
    names.put(token.content(), token.id());
    added.add(token);
  }

  private int nextNumber() {
    int highest = -1;
    for (AddedToken token : added) {
      highest = Math.max(highest, token.id());
    }
    return Math.max(highest + 1, model().size());
  }

  private void checkTemplate() throws IOException {
    for (int id : TemplateReader.ids(template)) {
      if (id >= names.size()) {
        throw new IOException(
            "the post_processor in '%s' adds the number %d; the vocabulary ends at %d"
                .formatted(file, id, names.size() - 1));
      }
    }
  }

  Path file() {
    return file;
  }

  byte[] json() {
    return json;
  }

  TokenizerModel model() {
    return Objects.requireNonNull(model, "read before the model was");
  }

  /// All entries, added tokens among them.
  Names names() {
    return names;
  }

  List<AddedToken> added() {
    return added;
  }

  @Nullable Config normalizer() {
    return normalizer;
  }

  @Nullable Config preTokenizer() {
    return preTokenizer;
  }

  boolean isBertPreTokenizer() throws IOException {
    return preTokenizer != null && preTokenizer.text("type", "").equals("BertPreTokenizer");
  }

  Template template() {
    return template;
  }
}
