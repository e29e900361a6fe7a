package pleiad.encode.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The `model` of a `tokenizer.json` without its vocabulary and merges.
///
/// @param type `WordPiece`, `BPE`, `Unigram`, `WordLevel`; `null` in old files, which do not say
/// @param size entries of its vocabulary
/// @param gapless whether they are numbered 0, 1, 2, …
/// @param unknown what a word becomes that cannot be spelt
/// @param continues what is written before pieces that continue a word
/// @param hasMerges whether it merges pairs of pieces, as BPE does
/// @param longestWord characters of the longest word that is spelt; -1 where nothing is said
record TokenizerModel(
    @Nullable String type,
    int size,
    boolean gapless,
    @Nullable String unknown,
    @Nullable String continues,
    boolean hasMerges,
    int longestWord) {
  private static final int NONE = -1;

  /// Reads the object a parser stands on.
  ///
  /// @param names takes the vocabulary
  static TokenizerModel read(JsonParser parser, Path file, Names names) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("'%s' should say that 'model' is an object".formatted(file));
    }
    String type = null;
    String unknown = null;
    String continues = null;
    int longestWord = NONE;
    int unknownId = NONE;
    int size = NONE;
    boolean listed = false;
    boolean hasMerges = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "type" -> type = parser.getValueAsString();
        case "unk_token" -> unknown = parser.getValueAsString();
        case "unk_id" -> unknownId = parser.getValueAsInt(NONE);
        case "continuing_subword_prefix" -> continues = parser.getValueAsString();
        case "max_input_chars_per_word" -> longestWord = parser.getValueAsInt(NONE);
        case "vocab" -> {
          if (size != NONE) {
            throw new IOException("'%s' has 'model.vocab' twice".formatted(file));
          }
          listed = value == JsonToken.START_ARRAY;
          size = listed ? readList(parser, file, names) : readObject(parser, file, names);
        }
        case "merges" -> {
          hasMerges = true;
          parser.skipChildren();
        }
        default -> parser.skipChildren();
      }
    }
    check(file, size, listed, unknownId);
    boolean gapless = names.size() == size;
    return new TokenizerModel(
        type,
        size,
        gapless,
        listed ? names.piece(unknownId) : unknown,
        continues,
        hasMerges,
        longestWord);
  }

  /// Whether it is WordPiece as BERT has it. Old files do not say the type, but no other model has
  /// a longest word.
  boolean isBertWordPiece() {
    return (type == null || type.equals("WordPiece"))
        && gapless
        && "[UNK]".equals(unknown)
        && "##".equals(continues)
        && longestWord == WordPiece.LONGEST_WORD;
  }

  /// The library ends the process when a listed vocabulary cannot say what is unknown.
  private static void check(Path file, int size, boolean listed, int unknownId) throws IOException {
    if (size < 1) {
      throw new IOException("'%s' has no vocabulary at 'model.vocab'".formatted(file));
    }
    if (listed && (unknownId < 0 || unknownId >= size)) {
      throw new IOException(
          "'%s' should say which of its %d pieces is the unknown one at 'model.unk_id'"
              .formatted(file, size));
    }
  }

  /// `{"piece": number, …}`
  private static int readObject(JsonParser parser, Path file, Names names) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException(
          "'%s' should say that 'model.vocab' is an object or an array".formatted(file));
    }
    int size = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String piece = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
        throw new IOException(
            "'%s' should say that the number of the piece '%s' is a whole number"
                .formatted(file, piece));
      }
      if (names.has(piece)) {
        throw new IOException("'%s' has the piece '%s' twice".formatted(file, piece));
      }
      names.put(piece, parser.getIntValue());
      size++;
    }
    return size;
  }

  /// `[["piece", score], …]`, numbered in order
  private static int readList(JsonParser parser, Path file, Names names) throws IOException {
    int size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean pair =
          parser.currentToken() == JsonToken.START_ARRAY
              && parser.nextToken() == JsonToken.VALUE_STRING;
      String piece = pair ? parser.getText() : "";
      if (!pair || !parser.nextToken().isNumeric() || parser.nextToken() != JsonToken.END_ARRAY) {
        throw new IOException(
            "'%s' should say that 'model.vocab[%d]' is a piece and its score"
                .formatted(file, size));
      }
      names.put(piece, size);
      size++;
    }
    return size;
  }
}
