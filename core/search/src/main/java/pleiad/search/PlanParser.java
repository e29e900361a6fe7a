package pleiad.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Reads the plan language.
///
/// ```
/// plan     = ( name | source { "+" source } ) { "|" stage }
/// stage    = name [ "@" field ] [ "(" argument { "," argument } ")" ]
/// argument = [ key "=" ] value | stage
/// ```
///
/// A fusion is the first stage behind several sources, and stands nowhere else.
final class PlanParser {
  private static final Map<String, Function<Call, ? extends Stage.Source>> SOURCES =
      new LinkedHashMap<>();
  private static final Map<String, Function<Call, ? extends Stage.Ranker>> RANKERS =
      new LinkedHashMap<>();

  static {
    SOURCES.put(Bm25.NAME, Bm25::of);
    SOURCES.put(Dense.NAME, Dense::of);
    SOURCES.put(Tokens.NAME, Tokens::of);
    for (Summary each : Summary.values()) {
      SOURCES.put(each.word(), call -> BySummary.of(each, call));
    }
    SOURCES.put(Poly.NAME, Poly::of);
    SOURCES.put(Must.NAME, Must::of);
    RANKERS.put(MaxSimRanker.NAME, MaxSimRanker::of);
    RANKERS.put(ByText.NAME, ByText::of);
    RANKERS.put(Dense.NAME, Dense::ranker);
    RANKERS.put(Bm25.NAME, Bm25::of);
    for (Summary each : Summary.values()) {
      RANKERS.put(each.word(), call -> BySummary.of(each, call));
    }
    RANKERS.put(Poly.NAME, Poly::of);
    RANKERS.put(Must.NAME, Must::of);
    RANKERS.put(Smooth.NAME, Smooth::of);
  }

  private static final String SOURCE = "a source: " + String.join(", ", SOURCES.keySet());

  private final String text;
  private int at;

  PlanParser(String text) {
    this.text = text;
  }

  Plan plan() {
    String expected = SOURCE + "; or a plan's name: " + String.join(", ", NamedPlan.NAMES);
    Call first = call(expected);
    NamedPlan named = NamedPlan.of(first.name());
    skipBlanks();
    Plan found = named == null ? sources(source(first, expected)) : named.expanded(first, is('|'));
    boolean whole = named != null || found.fusion() != null;
    List<Stage.Ranker> rankers = new ArrayList<>(found.rankers());
    for (skipBlanks(); at < text.length(); skipBlanks()) {
      if (!is('|')) {
        throw refuse(
            at,
            rankers.isEmpty() && !whole
                ? "'|' and a ranker, '+' and another source, or the end"
                : "'|' and a ranker, or the end");
      }
      at++;
      rankers.add(ranker());
    }
    return new Plan(found.sources(), found.fusion(), rankers);
  }

  /// Sources, and their fusion where they are several.
  private Plan sources(Stage.Source first) {
    List<Stage.Source> sources = new ArrayList<>(List.of(first));
    for (skipBlanks(); is('+'); skipBlanks()) {
      at++;
      sources.add(source(call(SOURCE), SOURCE));
    }
    return new Plan(sources, sources.size() == 1 ? null : fusion(sources.size()), List.of());
  }

  private Stage.Source source(Call call, String expected) {
    Function<Call, ? extends Stage.Source> maker = SOURCES.get(call.name());
    if (maker == null) {
      throw refuse(call.at(), expected);
    }
    Stage.Source source = maker.apply(call);
    call.end();
    return source;
  }

  private Fusion fusion(int sources) {
    String expected = "a fusion of the sources: " + String.join(", ", Fusion.Method.NAMES);
    skipBlanks();
    if (!is('|')) {
      throw refuse(at, "'+' and another source, or '|' and " + expected);
    }
    at++;
    return fusion(sources, expected);
  }

  /// A fusion without the sources before it and rankers behind.
  Fusion fusionAlone(int sources) {
    Fusion fusion = fusion(sources, "a fusion: " + String.join(", ", Fusion.Method.NAMES));
    if (skipBlanks() < text.length()) {
      throw refuse(at, "the end of the fusion");
    }
    return fusion;
  }

  private Fusion fusion(int sources, String expected) {
    Call call = call(expected);
    if (!Fusion.Method.NAMES.contains(call.name())) {
      throw refuse(call.at(), expected);
    }
    Fusion fusion = Fusion.of(call, sources);
    call.end();
    return fusion;
  }

  private Stage.Ranker ranker() {
    String expected = "a ranker: " + String.join(", ", RANKERS.keySet());
    Call call = call(expected);
    Function<Call, ? extends Stage.Ranker> maker = RANKERS.get(call.name());
    if (maker == null) {
      throw refuse(
          call.at(),
          Fusion.Method.NAMES.contains(call.name())
              ? expected + " (a fusion stands right behind several sources)"
              : expected);
    }
    Stage.Ranker ranker = maker.apply(call);
    call.end();
    return ranker;
  }

  private Call call(String expected) {
    int start = skipBlanks();
    return callFrom(start, word(expected));
  }

  private Call callFrom(int start, String name) {
    String field = null;
    int fieldAt = at;
    if (is('@')) {
      at++;
      fieldAt = at;
      field = word("a field's name");
    }
    skipBlanks();
    int open = at;
    List<Call.Argument> arguments = new ArrayList<>();
    if (is('(')) {
      at++;
      open = skipBlanks();
      arguments(arguments);
    }
    return new Call(this, name, start, field, fieldAt, open, arguments);
  }

  private void arguments(List<Call.Argument> into) {
    while (true) {
      into.add(argument());
      skipBlanks();
      if (is(')')) {
        at++;
        return;
      }
      if (!is(',')) {
        throw refuse(at, "',' and another argument, or ')'");
      }
      at++;
    }
  }

  private Call.Argument argument() {
    int start = skipBlanks();
    String first = value();
    skipBlanks();
    if (first.isEmpty() && at == text.length()) {
      throw refuse(at, "an argument, or ')'");
    }
    if (is('=')) {
      at++;
      int valueAt = skipBlanks();
      return new Call.Argument(start, first, valueAt, value(), null);
    }
    if (is('(')) {
      at = start;
      Call inner = callFrom(start, word("a stage"));
      return new Call.Argument(start, null, start, first, inner);
    }
    return new Call.Argument(start, null, start, first, null);
  }

  /// A value, perhaps in quotes; empty where none stands.
  private String value() {
    int start = at;
    if (is('"')) {
      int end = text.indexOf('"', start + 1);
      if (end < 0) {
        throw refuse(text.length(), "'\"' at the end of what began at character " + (start + 1));
      }
      at = end + 1;
      return text.substring(start + 1, end);
    }
    while (at < text.length() && PlanText.isPlain(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String word(String expected) {
    int start = at;
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

  private boolean is(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private int skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /// An error that points at a character.
  IllegalArgumentException refuse(int position, String expected) {
    return new IllegalArgumentException(
        "cannot read the plan at character %d, expected %s%n  %s%n  %s^"
            .formatted(position + 1, expected, text, " ".repeat(position)));
  }
}
