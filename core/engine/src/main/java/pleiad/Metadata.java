package pleiad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import pleiad.Filter.End;

/// Metadata in Lucene's terms, written and asked for: the value as given in a stored field, a word
/// or a number beside it for filters. Words and numbers of one key live in fields of their own, so
/// that documents may differ in type.
final class Metadata {
  private static final String STORED = "meta:";
  private static final String WORDS = "word:";
  private static final String NUMBERS = "number:";

  /// Longer strings are kept and given back, but no filter finds them: Lucene's terms end at 32,766
  /// bytes.
  private static final int LONGEST_WORD = 8_191;

  private Metadata() {}

  static void write(Map<String, Object> metadata, Document document) {
    metadata.forEach(
        (key, value) -> {
          if (value instanceof List<?> list) {
            list.forEach(each -> write(key, each, document));
          } else {
            write(key, value, document);
          }
        });
  }

  private static void write(String key, Object value, Document document) {
    switch (value) {
      case String word -> {
        document.add(new StoredField(STORED + key, word));
        writeWord(key, word, document);
      }
      case Boolean truth -> {
        document.add(new StoredField(STORED + key, truth ? 1 : 0));
        writeWord(key, truth.toString(), document);
      }
      case Float _, Double _ -> {
        double number = number(key, value);
        document.add(new StoredField(STORED + key, number));
        writeNumber(key, number, document);
      }
      case Byte _, Short _, Integer _, Long _ -> {
        long number = ((Number) value).longValue();
        document.add(new StoredField(STORED + key, number));
        writeNumber(key, (double) number, document);
      }
      default -> throw unfit(key, value);
    }
  }

  private static void writeWord(String key, String word, Document document) {
    if (word.length() <= LONGEST_WORD) {
      document.add(new KeywordField(WORDS + key, word, Field.Store.NO));
    }
  }

  private static void writeNumber(String key, double number, Document document) {
    document.add(new DoubleField(NUMBERS + key, withoutSignedZero(number), Field.Store.NO));
  }

  /// Lucene puts -0 before 0.
  private static double withoutSignedZero(double number) {
    return number + 0.0;
  }

  private static double number(String key, Object value) {
    double number = ((Number) value).doubleValue();
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "metadata '%s' is %s; only finite numbers can be kept".formatted(key, number));
    }
    return number;
  }

  private static IllegalArgumentException unfit(String key, Object value) {
    return new IllegalArgumentException(
        "metadata '%s' is a %s; strings, numbers, booleans and lists of them can be kept"
            .formatted(key, value.getClass().getSimpleName()));
  }

  /// The metadata as it was given; a list of one comes back as its member.
  static Map<String, Object> read(Document stored) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (IndexableField field : stored.getFields()) {
      if (field.name().startsWith(STORED)) {
        metadata.merge(field.name().substring(STORED.length()), value(field), Metadata::both);
      }
    }
    return metadata;
  }

  private static Object value(IndexableField field) {
    Number number = field.numericValue();
    if (number instanceof Integer truth) {
      return truth == 1;
    }
    return number != null ? number : field.stringValue();
  }

  private static Object both(Object before, Object next) {
    List<Object> list =
        before instanceof List<?> some ? new ArrayList<>(some) : new ArrayList<>(List.of(before));
    list.add(next);
    return list;
  }

  /// The field of a key's words, whose doc values a reader has.
  static String words(String key) {
    return WORDS + key;
  }

  /// The field of a key's numbers, whose doc values a reader has.
  static String numbers(String key) {
    return NUMBERS + key;
  }

  /// @throws IllegalArgumentException when it has more conditions than Lucene takes
  static Query query(Filter filter) {
    int conditions = conditions(filter);
    if (conditions > IndexSearcher.getMaxClauseCount()) {
      throw new IllegalArgumentException(
          "the filter has %,d conditions, %,d are the most; many values of one key are one condition of 'in'"
              .formatted(conditions, IndexSearcher.getMaxClauseCount()));
    }
    return unchecked(filter);
  }

  /// How many Lucene counts.
  private static int conditions(Filter filter) {
    return switch (filter) {
      case Filter.Equal _, Filter.Range _, Filter.Prefix _ -> 1;
      case Filter.In _, Filter.Exists _ -> 2;
      case Filter.Not(Filter not) -> 1 + conditions(not);
      case Filter.And(List<Filter> all) -> 1 + all.stream().mapToInt(Metadata::conditions).sum();
      case Filter.Or(List<Filter> any) -> any.stream().mapToInt(Metadata::conditions).sum();
    };
  }

  private static Query unchecked(Filter filter) {
    return switch (filter) {
      case Filter.Equal(String key, Object value) -> equal(key, value);
      case Filter.In(String key, List<?> values) -> in(key, values);
      case Filter.Range(String key, End from, End to) -> range(key, from, to);
      case Filter.Exists(String key) ->
          any(List.of(new FieldExistsQuery(WORDS + key), new FieldExistsQuery(NUMBERS + key)));
      case Filter.Prefix(String key, String prefix) ->
          new PrefixQuery(new Term(WORDS + key, prefix));
      case Filter.And(List<Filter> filters) -> all(filters);
      case Filter.Or(List<Filter> filters) ->
          any(filters.stream().map(Metadata::unchecked).toList());
      case Filter.Not(Filter not) ->
          new BooleanQuery.Builder()
              .add(MatchAllDocsQuery.INSTANCE, BooleanClause.Occur.FILTER)
              .add(unchecked(not), BooleanClause.Occur.MUST_NOT)
              .build();
    };
  }

  private static Query equal(String key, Object value) {
    return switch (value) {
      case String word -> KeywordField.newExactQuery(WORDS + key, word);
      case Boolean truth -> KeywordField.newExactQuery(WORDS + key, truth.toString());
      case Number _ -> DoubleField.newExactQuery(NUMBERS + key, asked(key, value));
      default -> throw unfit(key, value);
    };
  }

  /// Any number of values is one clause, which Lucene would count otherwise.
  private static Query in(String key, List<?> values) {
    List<BytesRef> words = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    for (Object value : values) {
      switch (value) {
        case String word -> words.add(new BytesRef(word));
        case Boolean truth -> words.add(new BytesRef(truth.toString()));
        case Number _ -> numbers.add(asked(key, value));
        default -> throw unfit(key, value);
      }
    }
    double[] theirs = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    return any(
        List.of(
            KeywordField.newSetQuery(WORDS + key, words),
            DoubleField.newSetQuery(NUMBERS + key, theirs)));
  }

  private static double asked(String key, Object value) {
    return withoutSignedZero(number(key, value));
  }

  private static Query range(String key, @Nullable End from, @Nullable End to) {
    if (isNumber(from) || isNumber(to)) {
      return DoubleField.newRangeQuery(
          NUMBERS + key,
          from == null ? Double.NEGATIVE_INFINITY : least(key, from),
          to == null ? Double.POSITIVE_INFINITY : most(key, to));
    }
    return IsoDates.areDates(from, to)
        ? IsoDates.range(words(key), from, to)
        : words(key, from, to);
  }

  private static boolean isNumber(@Nullable End end) {
    return end != null && end.value() instanceof Number;
  }

  private static double least(String key, End from) {
    double value = bound(key, from.value());
    return from.included() ? value : Math.nextUp(value);
  }

  private static double most(String key, End to) {
    double value = bound(key, to.value());
    return to.included() ? value : Math.nextDown(value);
  }

  private static double bound(String key, Object value) {
    if (!(value instanceof Number)) {
      throw new IllegalArgumentException(
          "the range of '%s' goes from a number to a string; give two of one kind".formatted(key));
    }
    return asked(key, value);
  }

  private static Query words(String key, @Nullable End from, @Nullable End to) {
    return SortedSetDocValuesField.newSlowRangeQuery(
        words(key),
        from == null ? null : new BytesRef(from.value().toString()),
        to == null ? null : new BytesRef(to.value().toString()),
        from == null || from.included(),
        to == null || to.included());
  }

  private static Query all(List<Filter> filters) {
    BooleanQuery.Builder all =
        new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, BooleanClause.Occur.FILTER);
    filters.forEach(each -> all.add(unchecked(each), BooleanClause.Occur.FILTER));
    return all.build();
  }

  private static Query any(List<Query> queries) {
    if (queries.isEmpty()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    queries.forEach(each -> any.add(each, BooleanClause.Occur.SHOULD));
    return any.build();
  }
}
