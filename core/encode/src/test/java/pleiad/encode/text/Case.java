package pleiad.encode.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import pleiad.encode.weights.Config;

/// What the reference made of a text, as `pieces.py` or `golden.py` wrote it down.
record Case(Config line) {
  static List<Case> read(String resource) {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = Objects.requireNonNull(Case.class.getResourceAsStream(resource));
        JsonParser parser = new JsonFactory().createParser(in)) {
      while (parser.nextToken() != null) {
        cases.add(
            new Case(Config.read(parser, Path.of(resource), resource + ":" + (cases.size() + 1))));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return cases;
  }

  boolean has(String name) {
    return line.has(name);
  }

  /// A string; empty when there is none.
  String text(String name) {
    try {
      return line.text(name, "");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  List<Integer> numbers(String name) {
    try {
      Config items = line.items(name);
      List<Integer> numbers = new ArrayList<>();
      for (String at : items.names()) {
        numbers.add(items.whole(at, 0, Integer.MAX_VALUE));
      }
      return numbers;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public String toString() {
    return line + " " + text("prefix") + text("first") + text("text");
  }
}
