package pleiad.encode.weights;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The settings of a checkpoint, its `config.json`: typed, and refused by name where they are not
/// what was asked for. A member that is `null` counts as absent.
public final class Config {
  /// Bytes that a file of settings may have; real ones have a few thousand.
  private static final int LIMIT = 1 << 20;

  private final Path file;
  private final String path;
  private final Map<String, Json> members;

  private Config(Path file, String path, Map<String, Json> members) {
    this.file = file;
    this.path = path;
    this.members = members;
  }

  /// Reads a file.
  ///
  /// @throws IOException when it is not there, larger than a megabyte, or not a JSON object
  public static Config read(Path file) throws IOException {
    Json json = Json.read(file, LIMIT);
    if (json instanceof Json.Members members) {
      return new Config(file, "", members.byName());
    }
    throw new IOException(
        "'%s' should be a JSON object, and is %s".formatted(file, json.described()));
  }

  /// Reads the object that a parser stands on, within a file too large to be read as a whole. How
  /// deep it goes and how long its strings are is for the parser to limit.
  ///
  /// @param file what messages name
  /// @param name of the member whose value it is
  /// @throws IOException when it is no object, or no JSON
  public static Config read(JsonParser parser, Path file, String name) throws IOException {
    Json json = Json.parse(parser, file);
    if (json instanceof Json.Members members) {
      return new Config(file, name + ".", members.byName());
    }
    throw new IOException(
        "'%s' should say that '%s' is an object, and it is %s"
            .formatted(file, name, json.described()));
  }

  /// Reads a file that lists objects.
  ///
  /// @throws IOException when it is not there, larger than a megabyte, or no JSON array of objects
  public static List<Config> readList(Path file) throws IOException {
    Json json = Json.read(file, LIMIT);
    if (!(json instanceof Json.Items items)) {
      throw new IOException(
          "'%s' should be a JSON array, and is %s".formatted(file, json.described()));
    }
    List<Config> list = new ArrayList<>();
    for (Json item : items.values()) {
      if (!(item instanceof Json.Members members)) {
        throw new IOException(
            "'%s' should list objects, and has %s among them".formatted(file, item.described()));
      }
      list.add(new Config(file, "[%d].".formatted(list.size()), members.byName()));
    }
    return list;
  }

  /// The file that it was read from.
  public Path file() {
    return file;
  }

  /// The names of all members, in the file's order.
  public Set<String> names() {
    return Collections.unmodifiableSet(members.keySet());
  }

  /// Whether a member is a string.
  public boolean isText(String name) {
    return members.get(name) instanceof Json.Text;
  }

  /// Whether a member is there and not `null`.
  public boolean has(String name) {
    return members.containsKey(name) && !(members.get(name) instanceof Json.Nothing);
  }

  /// A string.
  ///
  /// @throws IOException when it is absent or something else
  public String text(String name) throws IOException {
    if (get(name, "a string") instanceof Json.Text text) {
      return text.value();
    }
    throw wrong(name, "a string");
  }

  /// A string, or what it is when the file does not say.
  ///
  /// @throws IOException when it is something else
  public String text(String name, String absent) throws IOException {
    return has(name) ? text(name) : absent;
  }

  /// A whole number.
  ///
  /// @throws IOException when it is absent, something else, or not in `least..most`
  public int whole(String name, int least, int most) throws IOException {
    String expected = "a whole number of %d to %d".formatted(least, most);
    if (get(name, expected) instanceof Json.Digits digits
        && digits.written().matches("-?\\d{1,10}")) {
      long value = Long.parseLong(digits.written());
      if (value >= least && value <= most) {
        return (int) value;
      }
    }
    throw wrong(name, expected);
  }

  /// An array of whole numbers.
  ///
  /// @throws IOException when it is absent or something else, or one of them is not in
  ///   `least..most`
  public List<Integer> wholes(String name, int least, int most) throws IOException {
    String expected = "an array of whole numbers of %d to %d".formatted(least, most);
    if (!(get(name, expected) instanceof Json.Items items)) {
      throw wrong(name, expected);
    }
    List<Integer> wholes = new ArrayList<>();
    for (Json item : items.values()) {
      long value =
          item instanceof Json.Digits digits && digits.written().matches("-?\\d{1,10}")
              ? Long.parseLong(digits.written())
              : Long.MIN_VALUE;
      if (value < least || value > most) {
        throw wrong(name, expected);
      }
      wholes.add((int) value);
    }
    return wholes;
  }

  /// A positive number.
  ///
  /// @throws IOException when it is absent, something else, not above zero, or not finite
  public double positive(String name) throws IOException {
    String expected = "a number above 0";
    if (get(name, expected) instanceof Json.Digits digits) {
      double value = Double.parseDouble(digits.written());
      if (value > 0 && value <= Float.MAX_VALUE) {
        return value;
      }
    }
    throw wrong(name, expected);
  }

  /// A positive number, or what it is when the file does not say; `null` says something.
  ///
  /// @throws IOException as [#positive(String)], when it is there
  public double positive(String name, double absent) throws IOException {
    return members.containsKey(name) ? positive(name) : absent;
  }

  /// `true` or `false`, or what it is when the file does not say.
  ///
  /// @throws IOException when it is something else
  public boolean flag(String name, boolean absent) throws IOException {
    if (!has(name)) {
      return absent;
    }
    if (get(name, "true or false") instanceof Json.Truth truth) {
      return truth.value();
    }
    throw wrong(name, "true or false");
  }

  /// An array of strings.
  ///
  /// @throws IOException when it is absent or something else
  public List<String> texts(String name) throws IOException {
    String expected = "an array of strings";
    if (!(get(name, expected) instanceof Json.Items items)) {
      throw wrong(name, expected);
    }
    List<String> texts = new ArrayList<>();
    for (Json item : items.values()) {
      if (!(item instanceof Json.Text text)) {
        throw wrong(name, expected);
      }
      texts.add(text.value());
    }
    return texts;
  }

  /// An array of finite numbers.
  ///
  /// @throws IOException when it is absent or something else
  public List<Double> numbers(String name) throws IOException {
    String expected = "an array of numbers";
    if (!(get(name, expected) instanceof Json.Items items)) {
      throw wrong(name, expected);
    }
    List<Double> numbers = new ArrayList<>();
    for (Json item : items.values()) {
      if (!(item instanceof Json.Digits digits)
          || !Double.isFinite(Double.parseDouble(digits.written()))) {
        throw wrong(name, expected);
      }
      numbers.add(Double.parseDouble(digits.written()));
    }
    return numbers;
  }

  /// Whether a member is absent, `null`, or an array or object without content.
  public boolean empty(String name) {
    return switch (members.getOrDefault(name, new Json.Nothing())) {
      case Json.Nothing _ -> true;
      case Json.Items items -> items.values().isEmpty();
      case Json.Members inner -> inner.byName().isEmpty();
      case Json.Text _, Json.Digits _, Json.Truth _ -> false;
    };
  }

  /// An object within this one.
  ///
  /// @throws IOException when it is absent or something else
  public Config section(String name) throws IOException {
    if (get(name, "an object") instanceof Json.Members inner) {
      return new Config(file, path + name + ".", inner.byName());
    }
    throw wrong(name, "an object");
  }

  /// An array of anything, as members named `[0]`, `[1]`, ….
  ///
  /// @throws IOException when it is absent or something else
  public Config items(String name) throws IOException {
    if (!(get(name, "an array") instanceof Json.Items items)) {
      throw wrong(name, "an array");
    }
    Map<String, Json> byName = new LinkedHashMap<>();
    for (Json item : items.values()) {
      byName.put("[%d]".formatted(byName.size()), item);
    }
    return new Config(file, path + name, byName);
  }

  /// What to throw for a member whose value is well-formed and not supported.
  ///
  /// @param supported what would have been: `one of gelu, relu`
  public IOException unsupported(String name, String supported) {
    return new IOException(
        "'%s' says '%s%s' is %s, which is not supported; supported is %s"
            .formatted(file, path, name, found(name), supported));
  }

  private String found(String name) {
    Json value = members.get(name);
    return value == null ? "absent" : value.described();
  }

  private Json get(String name, String expected) throws IOException {
    Json value = members.get(name);
    if (value == null) {
      throw wrong(name, expected);
    }
    return value;
  }

  private IOException wrong(String name, String expected) {
    return new IOException(
        "'%s' should say that '%s%s' is %s, and it is %s"
            .formatted(file, path, name, expected, found(name)));
  }

  /// The file.
  @Override
  public String toString() {
    return file.toString();
  }
}
