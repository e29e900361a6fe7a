package pleiad.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/// Lucene alone, with its own formats, on an index of one segment, built anew each time.
final class LucenePeer implements Peer {
  static final String SYSTEM = "lucene";

  private static final String NUMBER = "number";

  private final LuceneWay way;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final double buildSeconds;
  private final int queries;

  private LucenePeer(
      LuceneWay way,
      Directory directory,
      DirectoryReader reader,
      double buildSeconds,
      int queries) {
    this.way = way;
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    // The same queries come round after round; none may be answered from memory.
    this.searcher.setQueryCache(null);
    this.buildSeconds = buildSeconds;
    this.queries = queries;
  }

  /// @param folder a new one
  static LucenePeer build(LuceneWay way, PeerInput input, Path folder) throws IOException {
    Directory directory = FSDirectory.open(folder);
    try {
      long begin = System.nanoTime();
      IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int number = 0; number < input.documents().count(); number++) {
          Document document = new Document();
          document.add(new NumericDocValuesField(NUMBER, number));
          way.fill(document, number);
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      DirectoryReader reader = DirectoryReader.open(directory);
      return new LucenePeer(way, directory, reader, seconds, input.queries());
    } catch (Throwable t) {
      directory.close();
      throw t;
    }
  }

  @Override
  public Name name() {
    return new Name(SYSTEM, Version.LATEST.toString(), way.setting());
  }

  @Override
  public List<Ranking> answers(int wanted) throws IOException {
    List<Ranking> answers = new ArrayList<>();
    for (int query = 0; query < queries; query++) {
      List<Ranking.Found> found = new ArrayList<>();
      for (ScoreDoc each : way.search(searcher, query, wanted).scoreDocs) {
        found.add(new Ranking.Found(number(each.doc), each.score));
      }
      answers.add(new Ranking(found));
    }
    return answers;
  }

  private int number(int place) throws IOException {
    NumericDocValues numbers = reader.leaves().getFirst().reader().getNumericDocValues(NUMBER);
    if (numbers == null || !numbers.advanceExact(place)) {
      throw new IllegalStateException("document " + place + " has no number");
    }
    return (int) numbers.longValue();
  }

  @Override
  public double[] round(int wanted) throws IOException {
    double[] millis = new double[queries];
    for (int query = 0; query < queries; query++) {
      long begin = System.nanoTime();
      TopDocs found = way.search(searcher, query, wanted);
      millis[query] = (System.nanoTime() - begin) / 1e6;
      if (found.scoreDocs.length > wanted) {
        throw new IllegalStateException("more documents than were asked for");
      }
    }
    return millis;
  }

  @Override
  public long bytes() {
    try {
      long sum = 0;
      for (String file : directory.listAll()) {
        sum += directory.fileLength(file);
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Double buildSeconds() {
    return buildSeconds;
  }

  @Override
  public @Nullable Long peakBytes() {
    return null;
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      reader.close();
    }
  }
}
