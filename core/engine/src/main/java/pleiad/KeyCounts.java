package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.NumericUtils;

/// The values of one metadata key, and how many documents have them.
final class KeyCounts {
  /// Whole numbers up to here are all different as floating-point numbers.
  private static final double LARGEST_WHOLE = 1L << 53;

  private static final int UNSEEN = -1;

  private static final Comparator<Facet.Value> ORDER =
      Comparator.comparingInt(Facet.Value::documents)
          .reversed()
          .thenComparing(KeyCounts::isWord)
          .thenComparingDouble(KeyCounts::number)
          .thenComparing(value -> value.value().toString());

  private final String key;
  private final Map<Object, Integer> places = new HashMap<>();
  private final List<Object> values = new ArrayList<>();
  private final Tally documents = new Tally();
  private final Tally withValue = new Tally();

  private SortedSetDocValues words = DocValues.emptySortedSet();
  private SortedNumericDocValues numbers = DocValues.emptySortedNumeric();

  /// The places of the segment's words, by their numbers there.
  private int[] wordPlaces = new int[0];

  KeyCounts(String key) {
    this.key = key;
  }

  /// Goes on with another segment.
  void open(LeafReader segment) throws IOException {
    words = DocValues.getSortedSet(segment, Metadata.words(key));
    numbers = DocValues.getSortedNumeric(segment, Metadata.numbers(key));
    wordPlaces = new int[Math.toIntExact(words.getValueCount())];
    Arrays.fill(wordPlaces, UNSEEN);
  }

  /// Counts a document of the segment, which must be behind the last one.
  ///
  /// @param whole of which document it is a passage, as in [Tally]
  void count(int document, int whole) throws IOException {
    boolean hasWords = words.advanceExact(document);
    boolean hasNumbers = numbers.advanceExact(document);
    if (hasWords || hasNumbers) {
      withValue.count(0, whole);
    }
    for (int i = 0; hasWords && i < words.docValueCount(); i++) {
      documents.count(place((int) words.nextOrd()), whole);
    }
    long before = 0;
    for (int i = 0; hasNumbers && i < numbers.docValueCount(); i++) {
      long number = numbers.nextValue();
      if (i == 0 || number != before) {
        documents.count(place(plain(NumericUtils.sortableLongToDouble(number))), whole);
      }
      before = number;
    }
  }

  private int place(int word) throws IOException {
    if (wordPlaces[word] == UNSEEN) {
      wordPlaces[word] = place(plain(words.lookupOrd(word).utf8ToString()));
    }
    return wordPlaces[word];
  }

  private int place(Object value) {
    return places.computeIfAbsent(
        value,
        _ -> {
          values.add(value);
          return values.size() - 1;
        });
  }

  private static Object plain(String word) {
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> word;
    };
  }

  private static Object plain(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE;
    return whole ? (Object) (long) number : (Object) number;
  }

  /// @param all how many documents were counted
  /// @param most how many values are given
  Facet facet(int all, int most) {
    int[] counts = documents.counts(values.size());
    List<Facet.Value> counted = new ArrayList<>();
    for (int place = 0; place < counts.length; place++) {
      counted.add(new Facet.Value(values.get(place), counts[place]));
    }
    counted.sort(ORDER);
    return new Facet(
        key,
        counted.subList(0, Math.min(most, counted.size())),
        counted.size(),
        all - withValue.counts(1)[0]);
  }

  private static boolean isWord(Facet.Value value) {
    return !(value.value() instanceof Number);
  }

  private static double number(Facet.Value value) {
    return value.value() instanceof Number number ? number.doubleValue() : 0;
  }
}
