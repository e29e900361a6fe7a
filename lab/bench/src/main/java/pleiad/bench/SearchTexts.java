package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import pleiad.eval.Document;
import pleiad.eval.Qrels;
import pleiad.eval.TestCollection;

/// What a benchmark of searching searches: texts under their ids, questions, and which document
/// answers which.
///
/// A collection that has judgements is taken as it is, title and text together. One that has none
/// is asked for documents it is known to hold: the question is a title, the text alone is indexed.
///
/// @param documents the texts, by id, read again whenever asked
/// @param queries the questions' texts, by id
record SearchTexts(Documents documents, Map<String, String> queries, Qrels qrels) {
  private static final String SPLIT = "test";
  private static final int KNOWN_ITEMS = 1_000;
  private static final long SEED = 1;

  /// Texts that can be read more than once.
  @FunctionalInterface
  interface Documents {
    /// The texts in the collection's order; the caller closes the stream.
    Stream<Map.Entry<String, String>> open() throws IOException;
  }

  static SearchTexts read(Path folder) throws IOException {
    TestCollection collection = TestCollection.open(folder);
    return collection.splits().contains(SPLIT) ? judged(collection) : knownItems(collection);
  }

  private static SearchTexts judged(TestCollection collection) throws IOException {
    Map<String, String> queries = new LinkedHashMap<>();
    collection.queries(SPLIT).forEach(query -> queries.put(query.id(), query.text()));
    return new SearchTexts(
        texts(collection, document -> (document.title() + " " + document.text()).strip()),
        queries,
        collection.qrels(SPLIT));
  }

  private static SearchTexts knownItems(TestCollection collection) throws IOException {
    List<Document> titled = new ArrayList<>();
    try (Stream<Document> documents = collection.documents()) {
      documents
          .filter(document -> !document.title().isBlank() && !document.text().isBlank())
          .forEach(titled::add);
    }
    Collections.shuffle(titled, new Random(SEED));
    Map<String, String> queries = new LinkedHashMap<>();
    Qrels.Builder qrels = Qrels.builder();
    for (Document document : titled.subList(0, Math.min(KNOWN_ITEMS, titled.size()))) {
      queries.put(document.id(), document.title());
      qrels.add(document.id(), document.id(), 1);
    }
    return new SearchTexts(texts(collection, Document::text), queries, qrels.build());
  }

  private static Documents texts(TestCollection collection, Function<Document, String> text) {
    return () -> collection.documents().map(each -> Map.entry(each.id(), text.apply(each)));
  }
}
