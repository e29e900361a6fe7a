package pleiad.encode.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// A family's `tokenizer.json` with a place in it changed.
final class Altered {
  private Altered() {}

  static String json(String family) {
    try {
      return Files.readString(Families.folder(family).resolve("tokenizer.json"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The file with one part, which must be there, in place of another.
  static String json(String family, String part, String other) {
    String json = json(family);
    if (!json.contains(part)) {
      throw new IllegalArgumentException("'%s' is not in %s".formatted(part, family));
    }
    return json.replace(part, other);
  }

  static Tokenizer open(String json) throws IOException {
    return Tokenizers.open(json.getBytes(StandardCharsets.UTF_8), "altered.json");
  }

  /// A tokenizer of the same kind that the library must run: it has one more token, which is a word
  /// that texts may have.
  static Tokenizer throughLibrary(String json, int size) throws IOException {
    return open(
        json.replaceFirst(
            "\"added_tokens\": ?\\[",
            """
            "added_tokens":[{"id":%d,"content":"qqzzqq","single_word":false,"lstrip":false,\
            "rstrip":false,"normalized":false,"special":false},"""
                .formatted(size)));
  }
}
