package pleiad.encode.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Goes through a `tokenizer.json` once and keeps what a report needs. The merges of pairs, most of
/// the file, are stepped over.
final class TokenizerJson {
  /// Bytes that a file may have; the largest vocabularies in use take forty million.
  private static final long LARGEST = 256L << 20;

  /// Tokens that a vocabulary may have.
  private static final int MOST_TOKENS = 4_000_000;

  private final Path file;
  private final JsonParser parser;

  /// The number of each token.
  final Map<String, Integer> ids = new HashMap<>();

  /// The special ones among those that were added.
  final Map<String, Integer> special = new HashMap<>();

  TokenizerFiles.Frame frame = new TokenizerFiles.Frame(0, 0);
  @Nullable String unknown;
  private @Nullable String type;
  private boolean merges;
  private boolean listed;
  private int unknownId = -1;

  private TokenizerJson(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  static TokenizerJson read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new IOException(
          "'%s' has %d bytes; expected at most %d".formatted(file, size, LARGEST));
    }
    try (JsonParser parser = factory().createParser(file.toFile())) {
      TokenizerJson json = new TokenizerJson(file, parser);
      json.file();
      return json;
    } catch (IOException wrong) {
      String message = String.valueOf(wrong.getMessage());
      throw new IOException(
          "the tokenizer in '%s' cannot be read: %s"
              .formatted(file, message.lines().findFirst().orElse(message)),
          wrong);
    }
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(32)
                .maxNameLength(65_536)
                .maxStringLength(1 << 20)
                .maxNumberLength(64)
                .build())
        .build();
  }

  /// How words are taken apart; old files say it by what they have.
  TokenizerKind kind() throws IOException {
    for (TokenizerKind kind : TokenizerKind.values()) {
      if (kind.label().equals(type)) {
        return kind;
      }
    }
    if (type != null) {
      throw new IOException(
          "the tokenizer in '%s' is of the type '%s'; expected WordPiece, BPE or Unigram"
              .formatted(file, type));
    }
    if (listed) {
      return TokenizerKind.UNIGRAM;
    }
    return merges ? TokenizerKind.BPE : TokenizerKind.WORD_PIECE;
  }

  private void file() throws IOException {
    object();
    while (member()) {
      switch (parser.currentName()) {
        case "model" -> model();
        case "added_tokens" -> added();
        case "post_processor" -> frame = processor();
        default -> value();
      }
    }
    if (ids.isEmpty()) {
      throw new IOException("it has no vocabulary");
    }
  }

  /// Goes into the object that comes next.
  private void object() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("expected an object, found " + parser.currentToken());
    }
  }

  /// Goes to the next member of an object; false at its end.
  private boolean member() throws IOException {
    return parser.nextToken() == JsonToken.FIELD_NAME;
  }

  /// Steps over a member's value.
  private void value() throws IOException {
    parser.nextToken();
    parser.skipChildren();
  }

  private void model() throws IOException {
    object();
    while (member()) {
      switch (parser.currentName()) {
        case "type" -> type = parser.nextTextValue();
        case "unk_token" -> unknown = parser.nextTextValue();
        case "unk_id" -> unknownId = parser.nextIntValue(-1);
        case "merges" -> {
          merges = true;
          value();
        }
        case "vocab" -> vocabulary();
        default -> value();
      }
    }
    if (unknown == null && unknownId >= 0) {
      for (Map.Entry<String, Integer> each : ids.entrySet()) {
        if (each.getValue() == unknownId) {
          unknown = each.getKey();
        }
      }
    }
  }

  private void vocabulary() throws IOException {
    if (parser.nextToken() == JsonToken.START_ARRAY) {
      listed = true;
      for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
        String token = parser.nextTextValue();
        put(token, id);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          parser.skipChildren();
        }
      }
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("expected a vocabulary, found " + parser.currentToken());
    }
    while (member()) {
      put(parser.currentName(), parser.nextIntValue(-1));
    }
  }

  private void put(@Nullable String token, int id) throws IOException {
    if (token == null || id < 0 || id > MOST_TOKENS || ids.size() > MOST_TOKENS) {
      throw new IOException(
          "a token has the number %d; expected one of 0 to %d".formatted(id, MOST_TOKENS));
    }
    ids.put(token, id);
  }

  private void added() throws IOException {
    JsonToken begin = parser.nextToken();
    if (begin == JsonToken.VALUE_NULL) {
      return;
    }
    if (begin != JsonToken.START_ARRAY) {
      throw new IOException("expected an array of added tokens, found " + begin);
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      String content = null;
      int id = -1;
      boolean isSpecial = false;
      while (member()) {
        switch (parser.currentName()) {
          case "content" -> content = parser.nextTextValue();
          case "id" -> id = parser.nextIntValue(-1);
          case "special" -> isSpecial = parser.nextToken() == JsonToken.VALUE_TRUE;
          default -> value();
        }
      }
      put(content, id);
      if (isSpecial && content != null) {
        special.put(content, id);
      }
    }
  }

  /// Special tokens that a post-processor puts around a single text.
  private TokenizerFiles.Frame processor() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return new TokenizerFiles.Frame(0, 0);
    }
    int before = 0;
    int after = 0;
    String name = "";
    while (member()) {
      switch (parser.currentName()) {
        case "type" -> name = String.valueOf(parser.nextTextValue());
        case "single" -> {
          TokenizerFiles.Frame single = template();
          before += single.before();
          after += single.after();
        }
        case "processors" -> {
          parser.nextToken();
          for (TokenizerFiles.Frame each = processor();
              parser.currentToken() == JsonToken.END_OBJECT;
              each = processor()) {
            before += each.before();
            after += each.after();
          }
        }
        default -> value();
      }
    }
    boolean fixed = name.equals("BertProcessing") || name.equals("RobertaProcessing");
    return fixed ? new TokenizerFiles.Frame(1, 1) : new TokenizerFiles.Frame(before, after);
  }

  /// What stands before and behind the text in `[{"SpecialToken": …}, {"Sequence": …}, …]`.
  private TokenizerFiles.Frame template() throws IOException {
    int before = 0;
    int after = 0;
    boolean text = false;
    parser.nextToken();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      while (member()) {
        if (parser.currentName().equals("Sequence")) {
          text = true;
        } else if (text) {
          after++;
        } else {
          before++;
        }
        value();
      }
    }
    return new TokenizerFiles.Frame(before, after);
  }
}
