package pleiad.encode.text;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tokens that no text may call up, each under a name nobody can guess.
///
/// The Hugging Face library looks for special tokens in every text it is given, and has no switch
/// against it that reaches here. So it knows the guarded tokens under other names. A text that says
/// `[SEP]` is then text; a prefix gets the names put in and so calls the tokens up.
final class Guard {
  private static final int LETTERS = 24;

  private final Map<String, String> names = new LinkedHashMap<>();

  Guard(Collection<String> contents) {
    SecureRandom random = new SecureRandom();
    for (String content : contents) {
      names.put(content, renamed(content, random));
    }
  }

  /// Blanks around a token stay around its name: they decide how the text beside it is split. What
  /// stands between is lower case and ends in a bracket, so no normalisation alters or extends it.
  private static String renamed(String content, SecureRandom random) {
    String core = content.strip();
    int at = content.indexOf(core);
    StringBuilder name = new StringBuilder(content.substring(0, at)).append('[');
    for (int i = 0; i < LETTERS; i++) {
      name.append((char) ('a' + random.nextInt(26)));
    }
    return name.append(']').append(content.substring(at + core.length())).toString();
  }

  /// The guarded tokens.
  Set<String> contents() {
    return names.keySet();
  }

  boolean holds(String content) {
    return names.containsKey(content);
  }

  /// What the library calls a token: its own name unless it is guarded.
  String nameOf(String content) {
    return names.getOrDefault(content, content);
  }

  /// A prefix with the names of the guarded tokens in it.
  String named(String prefix) {
    StringBuilder named = new StringBuilder();
    for (Stretch stretch : stretches(prefix)) {
      named.append(stretch.guarded() ? nameOf(stretch.text()) : stretch.text());
    }
    return named.toString();
  }

  /// A part of a prefix: a guarded token, or what stands between two.
  record Stretch(String text, boolean guarded) {}

  /// Cuts a prefix at its guarded tokens, the leftmost first and of several there the longest.
  List<Stretch> stretches(String prefix) {
    List<Stretch> stretches = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < prefix.length(); at++) {
      String token = tokenAt(prefix, at);
      if (token != null) {
        addText(stretches, prefix.substring(from, at));
        stretches.add(new Stretch(token, true));
        from = at + token.length();
        at = from - 1;
      }
    }
    addText(stretches, prefix.substring(from));
    return stretches;
  }

  private static void addText(List<Stretch> stretches, String text) {
    if (!text.isEmpty()) {
      stretches.add(new Stretch(text, false));
    }
  }

  private @Nullable String tokenAt(String prefix, int at) {
    String longest = null;
    for (String content : names.keySet()) {
      if (prefix.startsWith(content, at)
          && (longest == null || content.length() > longest.length())) {
        longest = content;
      }
    }
    return longest;
  }
}
