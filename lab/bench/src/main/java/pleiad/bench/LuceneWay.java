package pleiad.bench;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LateInteractionField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.LateInteractionRescorer;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.QueryBuilder;
import pleiad.vector.TokenVectors;

/// How Lucene alone would find documents.
sealed interface LuceneWay {
  String setting();

  /// Adds the fields of a document.
  void fill(Document document, int number);

  TopDocs search(IndexSearcher searcher, int query, int wanted) throws IOException;

  /// BM25 over stemmed English words.
  record Words(List<String> documents, List<Query> queries) implements LuceneWay {
    private static final String TEXT = "text";

    static Words of(PeerInput input) {
      QueryBuilder builder = new QueryBuilder(new EnglishAnalyzer());
      return new Words(
          input.documentTexts(),
          input.queryTexts().stream().map(text -> query(builder, text)).toList());
    }

    /// A query of stop words alone has no words.
    private static Query query(QueryBuilder builder, String text) {
      Query query = builder.createBooleanQuery(TEXT, text);
      return query == null ? new MatchNoDocsQuery("no words") : query;
    }

    @Override
    public String setting() {
      return "BM25";
    }

    @Override
    public void fill(Document document, int number) {
      document.add(new TextField(TEXT, documents.get(number), Field.Store.NO));
    }

    @Override
    public TopDocs search(IndexSearcher searcher, int query, int wanted) throws IOException {
      return searcher.search(queries.get(query), wanted);
    }
  }

  /// HNSW over the mean of a text's token vectors, then Lucene's own late interaction over the
  /// uncompressed vectors of the nearest.
  record Vectors(EncodedTexts documents, List<TokenVectors> queries, int candidates)
      implements LuceneWay {
    private static final String MEAN = "mean";
    private static final String TOKENS = "tokens";
    private static final VectorSimilarityFunction BY = VectorSimilarityFunction.DOT_PRODUCT;

    static Vectors of(PeerInput input, int candidates) {
      return new Vectors(input.documents(), input.queryVectors(), candidates);
    }

    @Override
    public String setting() {
      return "HNSW of means, best %d rescored".formatted(candidates);
    }

    @Override
    public void fill(Document document, int number) {
      TokenVectors tokens = documents.vectors(number);
      document.add(new KnnFloatVectorField(MEAN, mean(tokens), VectorSimilarityFunction.COSINE));
      document.add(new LateInteractionField(TOKENS, tokens.toRows()));
    }

    @Override
    public TopDocs search(IndexSearcher searcher, int query, int wanted) throws IOException {
      TokenVectors tokens = queries.get(query);
      KnnFloatVectorQuery near = new KnnFloatVectorQuery(MEAN, mean(tokens), candidates);
      TopDocs found = searcher.search(near, candidates);
      return LateInteractionRescorer.create(TOKENS, tokens.toRows(), BY)
          .rescore(searcher, found, wanted);
    }

    private static float[] mean(TokenVectors tokens) {
      float[] sum = new float[tokens.dimension()];
      for (float[] row : tokens.toRows()) {
        for (int k = 0; k < sum.length; k++) {
          sum[k] += row[k] / tokens.count();
        }
      }
      return sum;
    }
  }
}
