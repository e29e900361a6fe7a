package pleiad.encode.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a `tokenizer.json` anew for the Hugging Face library: with guarded tokens under their
/// other names, wherever they stand, so that all numbers stay; and without what the library shall
/// not do: cut, fill up, add special tokens.
final class LibraryFile {
  private final TokenizerFile file;
  private final Guard guard;
  private final List<AddedToken> tokens;
  private final @Nullable BertNormalizer normalizer;

  /// @param tokens added tokens, in the order of their numbers beyond the vocabulary
  /// @param normalizer what to write in place of the file's; `null` to keep that
  LibraryFile(
      TokenizerFile file,
      Guard guard,
      List<AddedToken> tokens,
      @Nullable BertNormalizer normalizer) {
    this.file = file;
    this.guard = guard;
    this.tokens = tokens;
    this.normalizer = normalizer;
  }

  String write() throws IOException {
    StringWriter text = new StringWriter(file.json().length);
    try (JsonParser in = TokenizerFile.factory().createParser(file.json());
        JsonGenerator out = TokenizerFile.factory().createGenerator(text)) {
      in.nextToken();
      out.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        writeField(field, in, out);
      }
      writeTokens(out);
      out.writeEndObject();
    }
    return text.toString();
  }

  private void writeField(String field, JsonParser in, JsonGenerator out) throws IOException {
    switch (field) {
      case "version", "pre_tokenizer" -> {
        out.writeFieldName(field);
        out.copyCurrentStructure(in);
      }
      case "normalizer" -> {
        if (normalizer == null) {
          out.writeFieldName(field);
          out.copyCurrentStructure(in);
        } else {
          in.skipChildren();
          write(field, normalizer, out);
        }
      }
      case "model" -> {
        out.writeFieldName(field);
        writeModel(in, out);
      }
      default -> in.skipChildren();
    }
  }

  /// Writes a normalizer as a member of the object that is being written.
  static void write(String field, BertNormalizer normalizer, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart(field);
    out.writeStringField("type", "BertNormalizer");
    out.writeBooleanField("clean_text", normalizer.cleanText());
    out.writeBooleanField("handle_chinese_chars", normalizer.handleChineseChars());
    Boolean accents = normalizer.stripAccents();
    if (accents == null) {
      out.writeNullField("strip_accents");
    } else {
      out.writeBooleanField("strip_accents", accents);
    }
    out.writeBooleanField("lowercase", normalizer.lowercase());
    out.writeEndObject();
  }

  private void writeModel(JsonParser in, JsonGenerator out) throws IOException {
    out.writeStartObject();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      out.writeFieldName(field);
      JsonToken value = in.nextToken();
      if (field.equals("unk_token") && value == JsonToken.VALUE_STRING) {
        out.writeString(guard.nameOf(in.getText()));
      } else if (field.equals("vocab") && value == JsonToken.START_ARRAY) {
        writeList(in, out);
      } else if (field.equals("vocab")) {
        writeObject(in, out);
      } else {
        out.copyCurrentStructure(in);
      }
    }
    out.writeEndObject();
  }

  private void writeObject(JsonParser in, JsonGenerator out) throws IOException {
    out.writeStartObject();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      out.writeFieldName(guard.nameOf(in.currentName()));
      in.nextToken();
      out.writeNumber(in.getIntValue());
    }
    out.writeEndObject();
  }

  private void writeList(JsonParser in, JsonGenerator out) throws IOException {
    out.writeStartArray();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      out.writeStartArray();
      in.nextToken();
      out.writeString(guard.nameOf(in.getText()));
      in.nextToken();
      out.writeNumber(in.getDoubleValue());
      in.nextToken();
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  /// A guarded token is found wherever a prefix names it, letters beside it or not.
  private void writeTokens(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("added_tokens");
    for (AddedToken token : tokens) {
      out.writeStartObject();
      out.writeNumberField("id", token.id());
      out.writeStringField("content", guard.nameOf(token.content()));
      out.writeBooleanField("single_word", token.singleWord() && !guard.holds(token.content()));
      out.writeBooleanField("lstrip", token.lstrip());
      out.writeBooleanField("rstrip", token.rstrip());
      out.writeBooleanField("normalized", token.normalized());
      out.writeBooleanField("special", token.special());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
