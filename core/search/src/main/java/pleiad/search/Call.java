package pleiad.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A stage as it is written: a name, perhaps a field, arguments in parentheses. Whoever makes a
/// stage of it takes the arguments; [#end] refuses those that nobody took, and says which there
/// are.
final class Call {
  /// An argument.
  ///
  /// @param at where it begins
  /// @param key in front of `=`; null: none
  /// @param valueAt where the value begins
  /// @param call what the value is when it has arguments of its own
  record Argument(int at, @Nullable String key, int valueAt, String value, @Nullable Call call) {}

  private static final String COUNT =
      "a number of candidates from 1 to %d, or k for as many as hits are asked for"
          .formatted(Integer.MAX_VALUE);

  private final PlanParser parser;
  private final String name;
  private final int at;
  private final @Nullable String field;
  private final int fieldAt;
  private final List<Argument> left;
  private final List<String> known = new ArrayList<>();

  /// Where arguments begin, or would.
  private final int open;

  /// @param parser whose text it is in
  /// @param fieldAt where the field begins, or would
  Call(
      PlanParser parser,
      String name,
      int at,
      @Nullable String field,
      int fieldAt,
      int open,
      List<Argument> arguments) {
    this.parser = parser;
    this.name = name;
    this.at = at;
    this.field = field;
    this.fieldAt = fieldAt;
    this.open = open;
    this.left = new ArrayList<>(arguments);
  }

  String name() {
    return name;
  }

  /// Where it begins.
  int at() {
    return at;
  }

  /// The field, or the one that is meant when none is named.
  String field(String usual) {
    return field == null ? usual : field;
  }

  /// Refuses a field.
  void noField() {
    if (field != null) {
      throw parser.refuse(fieldAt - 1, "no field behind " + name);
    }
  }

  /// How many candidates are wanted, or the usual number where no argument is given.
  Depth depthOr(Depth usual) {
    return left.isEmpty() ? usual : depth();
  }

  /// How many candidates the stage gives: the first argument.
  Depth depth() {
    known.addFirst("a number of candidates");
    if (left.isEmpty() || left.getFirst().key() != null || left.getFirst().call() != null) {
      throw parser.refuse(open, "'(' and the number of candidates, as in (100)");
    }
    Argument first = left.removeFirst();
    if (first.value().equals(Depth.LETTER)) {
      return Depth.AS_ASKED;
    }
    if (!first.value().matches("\\d{1,10}")
        || Long.parseLong(first.value()) < 1
        || Long.parseLong(first.value()) > Integer.MAX_VALUE) {
      throw parser.refuse(first.valueAt(), COUNT);
    }
    return new Depth(Integer.parseInt(first.value()));
  }

  /// The number behind a key; the usual one when it is not there.
  double number(String key, double usual, double least, double most) {
    known.add(key + "=");
    Argument found = keyed(key);
    return found == null
        ? usual
        : number(
            found,
            least,
            most,
            "a number from %s to %s".formatted(PlanText.number(least), PlanText.number(most)));
  }

  /// A share behind a key, above 0 and up to 1; the usual one when it is not there.
  double share(String key, double usual) {
    known.add(key + "=");
    Argument found = keyed(key);
    return found == null
        ? usual
        : number(found, Double.MIN_VALUE, 1, "a %s above 0, up to 1, as in 0.99".formatted(key));
  }

  /// All numbers without a key that are left.
  List<Double> numbers(double least, double most, String expected) {
    List<Double> numbers = new ArrayList<>();
    for (Argument each : List.copyOf(left)) {
      if (each.key() == null && each.call() == null) {
        left.remove(each);
        numbers.add(number(each, least, most, expected));
      }
    }
    return numbers;
  }

  private double number(Argument argument, double least, double most, String expected) {
    double value;
    try {
      value = Double.parseDouble(argument.value());
    } catch (NumberFormatException noNumber) {
      throw parser.refuse(argument.valueAt(), expected);
    }
    if (!(value >= least && value <= most)) {
      throw parser.refuse(argument.valueAt(), expected);
    }
    return value;
  }

  /// Whether a word stands among the arguments.
  boolean flag(String word) {
    known.add(word);
    return left.removeIf(each -> each.key() == null && each.value().equals(word));
  }

  /// One of some words behind a key; the usual one when it is not there.
  String word(String key, String usual, List<String> words) {
    known.add(key + "=");
    Argument found = keyed(key);
    if (found == null) {
      return usual;
    }
    if (!words.contains(found.value())) {
      throw parser.refuse(found.valueAt(), "one of " + String.join(", ", words));
    }
    return found.value();
  }

  /// The text behind a key; the usual one when it is not there.
  ///
  /// @param fits whether a text may stand there
  /// @param expected what may, for the message
  String text(String key, String usual, Predicate<String> fits, String expected) {
    known.add(key + "=");
    Argument found = keyed(key);
    if (found == null) {
      return usual;
    }
    if (!fits.test(found.value())) {
      throw parser.refuse(found.valueAt(), expected);
    }
    return found.value();
  }

  /// The text behind a key, which must be there.
  String text(String key, String expected) {
    known.add(key + "=");
    Argument found = keyed(key);
    if (found == null) {
      throw parser.refuse(open, "'(', a number of candidates and " + expected);
    }
    if (found.value().isEmpty()) {
      throw parser.refuse(found.valueAt(), expected);
    }
    return found.value();
  }

  /// The stage that is the first argument, with arguments of its own or without.
  ///
  /// @param names what it may be called
  Call call(String expected, String... names) {
    Argument first = left.isEmpty() ? null : left.removeFirst();
    if (first == null) {
      throw parser.refuse(open, expected);
    }
    Call inner = first.call();
    if (inner == null) {
      int sign = first.value().indexOf('@');
      String innerName = sign < 0 ? first.value() : first.value().substring(0, sign);
      int innerEnd = first.valueAt() + first.value().length();
      inner =
          new Call(
              parser,
              innerName,
              first.valueAt(),
              sign < 0 ? null : first.value().substring(sign + 1),
              first.valueAt() + sign + 1,
              innerEnd,
              List.of());
    }
    if (!List.of(names).contains(inner.name)) {
      throw parser.refuse(first.valueAt(), expected);
    }
    return inner;
  }

  private @Nullable Argument keyed(String key) {
    for (Argument each : left) {
      if (key.equals(each.key())) {
        left.remove(each);
        return each;
      }
    }
    return null;
  }

  /// An error that points at the arguments.
  IllegalArgumentException refuse(String expected) {
    return parser.refuse(open, expected);
  }

  /// Refuses what nobody took.
  void end() {
    if (left.isEmpty()) {
      return;
    }
    throw parser.refuse(
        left.getFirst().at(),
        known.isEmpty()
            ? "')', for %s takes nothing more".formatted(name)
            : "')', for %s takes %s and nothing more, each once"
                .formatted(name, known.stream().distinct().collect(Collectors.joining(", "))));
  }
}
