package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import pleiad.encode.Encoder;
import pleiad.encode.InputRow;
import pleiad.encode.Role;

/// Draws texts of the lengths that are asked for, in tokens that the model is given, special ones
/// among them. None takes more than one pass.
final class TextDraw {
  private static final String[] WORDS =
      ("time year people way day man thing woman life child world school state family student group "
              + "country problem hand part place case week company system program question work "
              + "government number night point home water room mother area money story fact month "
              + "lot right study book eye job word business issue side kind head house service")
          .split(" ", -1);

  private static final int ATTEMPTS = 50;
  private static final int SHORTEST = 8;
  private static final int LONGEST = 384;

  private final Encoder encoder;
  private final Random random;

  TextDraw(Encoder encoder, long seed) {
    this.encoder = encoder;
    this.random = new Random(seed);
  }

  /// All texts that a benchmark is to encode. A length beyond the model's is its longest.
  List<EncodeTexts> all(EncodeBench.Options options) throws IOException {
    List<EncodeTexts> all = new ArrayList<>();
    for (int length :
        options.lengths().stream().map(each -> Math.min(each, longest())).distinct().toList()) {
      int count = Math.max(options.texts(), options.tokens() / length);
      all.add(exactly(length, count, Role.DOCUMENT));
    }
    Path collection = options.collection();
    if (options.mixed()) {
      all.add(
          collection == null
              ? mixed(options.tokens(), options.texts())
              : collection(collection, options.tokens(), options.texts()));
    }
    return all;
  }

  /// Tokens of the longest text.
  int longest() {
    return encoder.model().window() + encoder.rows("", Role.DOCUMENT).size();
  }

  /// Texts of random common words, exactly so long each.
  EncodeTexts exactly(int tokens, int count, Role role) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(tokens, role));
    }
    return EncodeTexts.of(Integer.toString(tokens), encoder, role, texts);
  }

  /// Texts of 8 to 384 tokens, as many between 8 and 16 as between 16 and 32, and so on.
  EncodeTexts mixed(int tokens, int leastTexts) {
    double shortest = Math.log(Math.max(SHORTEST, encoder.rows("", Role.DOCUMENT).size() + 1));
    double spread = Math.log(Math.min(LONGEST, longest())) - shortest;
    List<String> texts = new ArrayList<>();
    for (int drawn = 0; drawn < tokens || texts.size() < leastTexts; ) {
      int length = (int) Math.round(Math.exp(shortest + random.nextDouble() * spread));
      texts.add(text(length, Role.DOCUMENT));
      drawn += length;
    }
    return EncodeTexts.of("mixed", encoder, Role.DOCUMENT, texts);
  }

  /// Texts of a collection, cut to what one pass sees.
  EncodeTexts collection(Path folder, int tokens, int leastTexts) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Map.Entry<String, String>> documents =
        SearchTexts.read(folder).documents().open()) {
      documents.map(Map.Entry::getValue).filter(text -> !text.isBlank()).forEach(all::add);
    }
    Collections.shuffle(all, random);
    List<String> texts = new ArrayList<>();
    int drawn = 0;
    for (String text : all) {
      if (drawn >= tokens && texts.size() >= leastTexts) {
        break;
      }
      String cut = cut(text, longest(), Role.DOCUMENT);
      texts.add(cut);
      drawn += encoder.rows(cut, Role.DOCUMENT).size();
    }
    return EncodeTexts.of("mixed", encoder, Role.DOCUMENT, texts);
  }

  private String text(int tokens, Role role) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      StringBuilder words = new StringBuilder();
      for (int word = 0; word < tokens; word++) {
        words.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      String text = cut(words.toString(), tokens, role);
      List<InputRow> rows = encoder.rows(text, role);
      if (rows.size() == tokens && rows.getLast().pass() == 0) {
        return text;
      }
    }
    throw new IllegalStateException(
        "no text of %d tokens was found for the model '%s'; nothing is timed"
            .formatted(tokens, encoder.model().name()));
  }

  /// The rows of the text itself, those that several passes see once.
  private static List<InputRow> own(List<InputRow> rows) {
    List<InputRow> own = new ArrayList<>();
    int pass = 0;
    int end = 0;
    for (InputRow row : rows) {
      if (row.end() > row.start() && (row.pass() == pass || row.start() >= end)) {
        own.add(row);
        pass = row.pass();
        end = row.end();
      }
    }
    return own;
  }

  /// The text's beginning that has so many tokens with the special ones, or all of it.
  private String cut(String text, int tokens, Role role) {
    int room = tokens - encoder.rows("", role).size();
    List<InputRow> own = own(encoder.rows(text, role));
    return own.size() < room || room < 1 ? text : text.substring(0, own.get(room - 1).end());
  }
}
