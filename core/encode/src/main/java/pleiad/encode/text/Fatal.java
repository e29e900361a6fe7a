package pleiad.encode.text;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import pleiad.encode.weights.Config;

/// Refuses what would end the process: where the library runs into something that its authors held
/// impossible, it aborts.
///
/// Known are those that a search with altered files found. A regular expression is judged as
/// Java's; one that Java cannot read passes.
final class Fatal {
  private static final Pattern VANISHING = Pattern.compile("[\\p{C}\\p{M}]");

  private Fatal() {}

  static void refuse(TokenizerFile file) throws IOException {
    TokenizerModel model = file.model();
    String continues = model.continues();
    if (model.hasMerges() && continues != null && !continues.isEmpty()) {
      throw new IOException(
          "'%s' says that 'model.continuing_subword_prefix' of a BPE is '%s', which is not supported"
              .formatted(file.file(), continues));
    }
    refuse(file.normalizer());
    refuse(file.preTokenizer());
    for (AddedToken token : file.added()) {
      refuseVanishing(token, file);
      refuseStripping(token, file);
    }
  }

  /// A token that normalisation leaves nothing of would be found between any two bytes.
  private static void refuseVanishing(AddedToken token, TokenizerFile file) throws IOException {
    if (token.normalized() && normalized(token.content(), file.normalizer()).isEmpty()) {
      throw new IOException(
          "normalisation leaves nothing of the added token '%s' in '%s'"
              .formatted(token.content(), file.file()));
    }
  }

  /// A token that takes the blanks behind it would take part of a token that begins with one.
  private static void refuseStripping(AddedToken token, TokenizerFile file) throws IOException {
    for (AddedToken other : file.added()) {
      if (token.rstrip()
          && token.normalized() == other.normalized()
          && Character.isWhitespace(other.content().codePointAt(0))) {
        throw new IOException(
            "the added token '%s' in '%s' takes the blanks behind it, and the token '%s' begins with one"
                .formatted(token.content(), file.file(), other.content()));
      }
    }
  }

  /// What those steps leave of a text that can take all of it.
  private static String normalized(String text, @Nullable Config step) throws IOException {
    if (step == null) {
      return text;
    }
    if (step.has("normalizers")) {
      Config steps = step.items("normalizers");
      String left = text;
      for (String each : steps.names()) {
        left = normalized(left, steps.section(each));
      }
      return left;
    }
    return switch (step.text("type", "")) {
      case "Strip" -> text.strip();
      case "Replace" -> replaced(text, step);
      case "BertNormalizer", "Nmt", "StripAccents", "Precompiled" ->
          VANISHING.matcher(text).replaceAll("");
      default -> text;
    };
  }

  private static String replaced(String text, Config step) throws IOException {
    Config pattern = step.section("pattern");
    String content = step.text("content");
    if (!pattern.has("Regex")) {
      return text.replace(pattern.text("String"), content);
    }
    try {
      return Pattern.compile(pattern.text("Regex"))
          .matcher(text)
          .replaceAll(Matcher.quoteReplacement(content));
    } catch (PatternSyntaxException notJava) {
      return text;
    }
  }

  /// A pattern that finds nothing, between two characters, would be found behind the last one too.
  private static void refuseEmptyPattern(Config step) throws IOException {
    Config pattern = step.section("pattern");
    try {
      if (pattern.has("Regex") && Pattern.compile(pattern.text("Regex")).matcher("").matches()) {
        throw pattern.unsupported("Regex", "an expression that matches at least one character");
      }
    } catch (PatternSyntaxException notJava) {
      // What Java cannot read is left to the library to judge.
    }
  }

  /// Steps are told by what they have, as the library tells those whose type is not said.
  private static void refuse(@Nullable Config step) throws IOException {
    if (step == null) {
      return;
    }
    for (String steps : List.of("normalizers", "pretokenizers")) {
      if (step.has(steps)) {
        Config inner = step.items(steps);
        for (String each : inner.names()) {
          refuse(inner.section(each));
        }
      }
    }
    if (step.has("pattern") && step.has("content")) {
      refuseEmptyPattern(step);
    }
    if (step.has("length")) {
      step.whole("length", 1, Integer.MAX_VALUE);
    }
    if (step.has("precompiled_charsmap") || step.text("type", "").equals("Precompiled")) {
      refuseTable(step);
    }
  }

  private static void refuseTable(Config step) throws IOException {
    String said = step.text("precompiled_charsmap");
    if (!isSoundTable(said)) {
      throw step.unsupported("precompiled_charsmap", "a table whose indexes lie within it");
    }
  }

  private static boolean isSoundTable(String base64) {
    try {
      byte[] table = Base64.getDecoder().decode(base64);
      // Java forgives wrong ends, the library does not.
      return Base64.getEncoder().encodeToString(table).equals(base64)
          && CharacterTable.isSound(table);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
