package pleiad.encode.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Several sources of the same settings, the first of which that says something wins. What another
/// file says otherwise, and what no file says, is said aloud.
///
/// @param sources in the order in which they are asked; the last knows everything
/// @param notes where it is said
record SettingChoice(List<Settings> sources, Notes notes) {
  SettingChoice {
    sources = List.copyOf(sources);
  }

  String queryMarker() {
    return pick("the query marker", Settings::queryMarker);
  }

  String documentMarker() {
    return pick("the document marker", Settings::documentMarker);
  }

  int queryLength() {
    return pick("the length of queries", Settings::queryLength);
  }

  int documentLength() {
    return pick("the length of documents", Settings::documentLength);
  }

  boolean expands() {
    return pick("whether queries are filled up", Settings::expands);
  }

  boolean attends() {
    return pick("whether tokens see what fills a query up", Settings::attends);
  }

  List<String> skiplist() {
    return pick("the list of skipped words", Settings::skiplist);
  }

  private <T> T pick(String what, Function<Settings, Optional<T>> part) {
    List<Settings> saying = new ArrayList<>();
    for (Settings source : sources) {
      if (part.apply(source).isPresent()) {
        saying.add(source);
      }
    }
    Settings first = saying.getFirst();
    T value = part.apply(first).orElseThrow();
    if (!first.isFile() && !first.equals(sources.getLast())) {
      notes.say("%s, %s, is what is known of %s".formatted(what, shown(value), first.source()));
    }
    for (Settings other : saying) {
      T differing = part.apply(other).orElseThrow();
      if (!other.equals(first) && other.isFile() && !differing.equals(value)) {
        notes.say(
            "%s is %s by %s and %s by %s; the former is taken"
                .formatted(what, shown(value), first.source(), shown(differing), other.source()));
      }
    }
    if (first.equals(sources.getLast()) && !what.startsWith("whether")) {
      notes.say(
          "no file says %s; taken is that of %s, %s".formatted(what, first.source(), shown(value)));
    }
    return value;
  }

  private static String shown(Object value) {
    return switch (value) {
      case String text -> "'" + text + "'";
      case Boolean yes -> yes ? "yes" : "no";
      case List<?> words -> words.size() + " words";
      default -> String.valueOf(value);
    };
  }
}
