package pleiad.encode.text;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The `vocab.txt` of BERT checkpoints that are older than `tokenizer.json`: one piece a line,
/// numbered from 0. What it leaves open is BERT's.
final class VocabularyFile {
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private VocabularyFile() {}

  /// Writes the `tokenizer.json` that such a folder would have.
  ///
  /// @throws IOException when the vocabulary is not BERT's, or the tokenizer is said to be another
  static byte[] toTokenizerJson(byte[] vocabulary, Path file, Settings settings)
      throws IOException {
    if (!settings.isBert()) {
      throw new IOException(
          "'%s' comes with a tokenizer of class %s, which a vocabulary alone does not make; a"
                  .formatted(file, settings.tokenizerClass())
              + " tokenizer.json would");
    }
    List<String> pieces = lines(vocabulary, file);
    Map<Integer, String> specials = specials(pieces, file);
    ByteArrayOutputStream json = new ByteArrayOutputStream(2 * vocabulary.length);
    try (JsonGenerator out = TokenizerFile.factory().createGenerator(json, JsonEncoding.UTF8)) {
      out.writeStartObject();
      out.writeStringField("version", "1.0");
      write(specials, out);
      LibraryFile.write("normalizer", settings.applied(BertNormalizer.UNCASED), out);
      out.writeObjectFieldStart("pre_tokenizer");
      out.writeStringField("type", "BertPreTokenizer");
      out.writeEndObject();
      writeTemplate(pieces, out);
      writeModel(pieces, out);
      out.writeEndObject();
    }
    return json.toByteArray();
  }

  private static List<String> lines(byte[] vocabulary, Path file) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(vocabulary))
          .toString()
          .lines()
          .toList();
    } catch (CharacterCodingException wrong) {
      throw new IOException("'%s' is not UTF-8".formatted(file), wrong);
    }
  }

  private static Map<Integer, String> specials(List<String> pieces, Path file) throws IOException {
    Map<Integer, String> specials = new TreeMap<>();
    for (String special : SPECIAL) {
      int id = pieces.indexOf(special);
      if (id < 0) {
        throw new IOException(
            "'%s' has %d lines and none is '%s', so it is not the vocabulary of a BERT"
                .formatted(file, pieces.size(), special));
      }
      specials.put(id, special);
    }
    return specials;
  }

  private static void write(Map<Integer, String> specials, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("added_tokens");
    for (Map.Entry<Integer, String> special : specials.entrySet()) {
      out.writeStartObject();
      out.writeNumberField("id", special.getKey());
      out.writeStringField("content", special.getValue());
      out.writeBooleanField("special", true);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeTemplate(List<String> pieces, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("post_processor");
    out.writeStringField("type", "BertProcessing");
    writeSpecial("cls", "[CLS]", pieces, out);
    writeSpecial("sep", "[SEP]", pieces, out);
    out.writeEndObject();
  }

  private static void writeSpecial(
      String duty, String special, List<String> pieces, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart(duty);
    out.writeString(special);
    out.writeNumber(pieces.indexOf(special));
    out.writeEndArray();
  }

  private static void writeModel(List<String> pieces, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("model");
    out.writeStringField("type", "WordPiece");
    out.writeStringField("unk_token", "[UNK]");
    out.writeStringField("continuing_subword_prefix", "##");
    out.writeNumberField("max_input_chars_per_word", WordPiece.LONGEST_WORD);
    out.writeObjectFieldStart("vocab");
    for (int id = 0; id < pieces.size(); id++) {
      out.writeNumberField(pieces.get(id), id);
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
