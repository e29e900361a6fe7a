package pleiad.search;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Reads the plan language: `name[@field](count)`, joined by `|`; `tokens(count, recall=0.99)`.
final class PlanParser {
  private static final String SOURCES = "bm25, dense, tokens";
  private static final String RECALL = "a recall above 0, up to 1, as in 0.99";
  private static final String RANKERS = "maxsim";

  private final String text;
  private int at;

  PlanParser(String text) {
    this.text = text;
  }

  Plan plan() {
    Stage.Source source = source();
    List<Stage.Ranker> rankers = new ArrayList<>();
    for (skipBlanks(); at < text.length(); skipBlanks()) {
      expect('|', "'|' and a ranker, or the end");
      rankers.add(ranker());
    }
    return new Plan(source, rankers);
  }

  private Stage.Source source() {
    int start = skipBlanks();
    String name = word("a source: " + SOURCES);
    return switch (name) {
      case "bm25" -> new Bm25(field(Plan.TEXT_FIELD), count());
      case "dense" -> new Dense(field(Plan.TOKENS_FIELD), count());
      case "tokens" -> tokens(field(Plan.TOKENS_FIELD));
      default -> throw refuse(start, "a source: " + SOURCES);
    };
  }

  private Stage.Ranker ranker() {
    int start = skipBlanks();
    String name = word("a ranker: " + RANKERS);
    if (!name.equals("maxsim")) {
      throw refuse(start, "a ranker: " + RANKERS);
    }
    return new MaxSimRanker(field(Plan.TOKENS_FIELD), count());
  }

  private Tokens tokens(String field) {
    int wanted = number();
    skipBlanks();
    double recall = 0;
    if (at < text.length() && text.charAt(at) == ',') {
      at++;
      recall = recall();
    }
    expect(')', "')', or ', recall=' and a number");
    return new Tokens(field, wanted, recall);
  }

  private double recall() {
    int start = skipBlanks();
    if (!word("'recall='").equals("recall")) {
      throw refuse(start, "'recall='");
    }
    expect('=', "'=' and a recall, as in recall=0.99");
    start = skipBlanks();
    double recall = 0;
    try {
      recall = Double.parseDouble(word(RECALL));
    } catch (NumberFormatException e) {
      throw refuse(start, RECALL);
    }
    if (!(recall > 0 && recall <= 1)) {
      throw refuse(start, RECALL);
    }
    return recall;
  }

  private String field(String usual) {
    if (at < text.length() && text.charAt(at) == '@') {
      at++;
      return word("a field's name");
    }
    return usual;
  }

  private int count() {
    int count = number();
    expect(')', "')'");
    return count;
  }

  private int number() {
    expect('(', "'(' and the number of candidates, as in (100)");
    int start = skipBlanks();
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    int count;
    try {
      count = Integer.parseInt(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw refuse(start, "a number of candidates from 1 to " + Integer.MAX_VALUE);
    }
    if (count < 1) {
      throw refuse(start, "a number of candidates from 1 to " + Integer.MAX_VALUE);
    }
    return count;
  }

  private String word(String expected) {
    int start = skipBlanks();
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw refuse(start, expected);
    }
    return text.substring(start, at);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
  }

  private void expect(char wanted, String expected) {
    skipBlanks();
    if (at == text.length() || text.charAt(at) != wanted) {
      throw refuse(at, expected);
    }
    at++;
  }

  private int skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private IllegalArgumentException refuse(int position, String expected) {
    return new IllegalArgumentException(
        "cannot read the plan at character %d, expected %s%n  %s%n  %s^"
            .formatted(position + 1, expected, text, " ".repeat(position)));
  }

  static String text(Stage stage) {
    String usual =
        switch (stage) {
          case Bm25 _ -> Plan.TEXT_FIELD;
          case Dense _, Tokens _, MaxSimRanker _ -> Plan.TOKENS_FIELD;
        };
    String field = stage.field().equals(usual) ? "" : "@" + stage.field();
    String recall =
        stage instanceof Tokens tokens && tokens.recall() > 0
            ? ", recall=" + BigDecimal.valueOf(tokens.recall()).stripTrailingZeros().toPlainString()
            : "";
    return "%s%s(%d%s)".formatted(stage.name(), field, stage.wanted(), recall);
  }
}
