package pleiad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.search.Plan;

/// A collection's searching side: what the writer and a read-only opening have in common.
final class ReadOnly implements Searcher {
  private final Directory directory;
  private final Description description;
  private final Models models;
  private final SearcherManager searchers;
  private final View view;

  ReadOnly(Directory directory, Description description, Models models, SearcherManager searchers) {
    this.directory = directory;
    this.description = description;
    this.models = models;
    this.searchers = searchers;
    this.view = new View(description, models);
  }

  static ReadOnly open(Path path, Options options) throws IOException {
    Models models = new Models(options);
    Directory directory = Folder.existing(path);
    try {
      Description description = Folder.descriptionOrRefuse(directory, path);
      models.openAll(description);
      return new ReadOnly(
          directory,
          description,
          models,
          new SearcherManager(directory, new SameDescription(description, path)));
    } catch (Throwable t) {
      models.close();
      directory.close();
      throw t;
    }
  }

  /// Refuses to show a collection that was made anew with other settings since it was opened: its
  /// vectors are not those that the open models' queries are compared with.
  private static final class SameDescription extends SearcherFactory {
    private final Description description;
    private final Path path;

    SameDescription(Description description, Path path) {
      this.description = description;
      this.path = path;
    }

    @Override
    public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous)
        throws IOException {
      Map<String, String> data = ((DirectoryReader) reader).getIndexCommit().getUserData();
      Description found = Description.read(data);
      if (!description.equals(found)) {
        throw new IOException(
            "'%s' was made anew since it was opened: it was %s; open it again"
                .formatted(path, description.inWords()));
      }
      return super.newSearcher(reader, previous);
    }
  }

  /// What is done with one state of the collection.
  interface Use<T extends @Nullable Object> {
    T with(IndexSearcher searcher) throws IOException;
  }

  <T extends @Nullable Object> T use(Use<T> use) throws IOException {
    IndexSearcher shared = searchers.acquire();
    try {
      // A searcher of its own for each use, because a time limit belongs to one search.
      return use.with(new IndexSearcher(shared.getIndexReader()));
    } finally {
      searchers.release(shared);
    }
  }

  @Override
  public Hits search(Search search) throws IOException {
    return use(searcher -> view.search(searcher, search));
  }

  @Override
  public List<Facet> facets(@Nullable Filter filter, List<String> keys, int most)
      throws IOException {
    return use(searcher -> FacetCounts.of(searcher, filter, keys, most));
  }

  @Override
  public Explanation explain(Search search, String id) throws IOException {
    return use(searcher -> view.explain(searcher, search, id));
  }

  @Override
  public Optional<SimilarityGrid> similarities(Search search, String id) throws IOException {
    return use(searcher -> view.similarities(searcher, search, id));
  }

  @Override
  public List<SampledQuery> sample(int count, long seed) throws IOException {
    return use(
        searcher ->
            new SampledQueries(searcher.getIndexReader(), description.sampledField(), seed)
                .draw(count));
  }

  @Override
  public Calibration calibration(String field) throws IOException {
    return use(searcher -> view.calibration(searcher, field));
  }

  @Override
  public Optional<Document> get(String id) throws IOException {
    return use(searcher -> view.get(searcher, id));
  }

  @Override
  public Encoding encode(String text, Role role) {
    return models.of(description.field(Plan.TOKENS_FIELD)).encode(text, role);
  }

  @Override
  public int documents() throws IOException {
    return use(searcher -> searcher.getIndexReader().numDocs());
  }

  @Override
  public Stats stats() throws IOException {
    return CollectionStats.of(directory, description);
  }

  @Override
  public void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /// Ends searching. A writer's searches keep the files of segments that were merged since; only
  /// while it is open does it delete them.
  void endSearches() throws IOException {
    searchers.close();
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    models.close();
    directory.close();
  }
}
