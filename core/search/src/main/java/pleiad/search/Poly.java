package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorField;
import pleiad.vector.TokenVectors;

/// Finds or orders documents by one vector a text, as [Dense] does, that several vectors of the
/// query meet: its *codes*, the tokens of [Interaction.Form#ATTENTION]. A document's score is the
/// sum of their products with its vector, each weighted by its own softmax (a poly-encoder's,
/// Humeau et al. 2020, section 4.4).
///
/// As source it asks Lucene's graph once for every code and scores what any of them found.
///
/// @param codes how many query tokens attend, the first ones; 0: all
record Poly(String field, Depth depth, int codes) implements Stage.Source, Stage.Ranker {
  static final String NAME = "poly";
  private static final int MOST_CODES = 1_000_000;

  static Poly of(Call call) {
    return new Poly(
        call.field(Plan.TOKENS_FIELD), call.depth(), (int) call.number("codes", 0, 1, MOST_CODES));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Need> needs() {
    return List.of(new Need.Tokens(field));
  }

  @Override
  public Set<Stored> reads() {
    return Set.of(Stored.SINGLE_VECTORS);
  }

  @Override
  public String text() {
    List<String> arguments = new ArrayList<>(List.of(depth.toString()));
    if (codes > 0) {
      arguments.add("codes=" + codes);
    }
    return PlanText.of(NAME, field, Plan.TOKENS_FIELD, arguments);
  }

  @Override
  public Poly asked(int hits) {
    return new Poly(field, depth.asked(hits), codes);
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    TokenVectors query = request.multiVector(field);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      singles(leaf, query);
    }
    TreeSet<Integer> found = new TreeSet<>();
    for (float[] code : Interaction.asking(query, codes).toRows()) {
      KnnFloatVectorQuery near =
          new KnnFloatVectorQuery(
              MultiVectorField.single(field), code, depth.count(), request.filter());
      for (ScoreDoc each : searcher.search(near, depth.count()).scoreDocs) {
        found.add(each.doc);
      }
    }
    int[] documents = found.stream().mapToInt(Integer::intValue).toArray();
    return narrow(
        searcher,
        request,
        Candidates.ordered(
            documents, new float[documents.length], !request.deadline().shouldExit()));
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    TokenVectors query = request.multiVector(field);
    Interaction.Ready ready =
        new Interaction(Interaction.Form.ATTENTION, 0, codes, Interaction.Similarity.DOT)
            .ready(query);
    return GivenDocuments.of(before)
        .by(
            searcher,
            (leaf, given) -> {
              FloatVectorValues values = singles(leaf, query);
              if (values != null) {
                score(values, ready, given);
              }
            })
        .best(depth.count(), before.complete());
  }

  /// The single vectors of a segment, or null where it has none.
  private @Nullable FloatVectorValues singles(LeafReaderContext leaf, TokenVectors query)
      throws IOException {
    FloatVectorValues values = leaf.reader().getFloatVectorValues(MultiVectorField.single(field));
    if (values != null && values.dimension() != query.dimension()) {
      throw new IllegalArgumentException(
          "poly needs query tokens as long as the single vectors of '%s'; tokens have %d dimensions, single vectors %d"
              .formatted(field, query.dimension(), values.dimension()));
    }
    return values;
  }

  private static void score(
      FloatVectorValues values, Interaction.Ready ready, GivenDocuments.Given given)
      throws IOException {
    KnnVectorValues.DocIndexIterator have = Objects.requireNonNull(values.iterator());
    for (int place = 0; place < given.count(); place++) {
      int document = given.document(place);
      int at = have.docID() < document ? have.advance(document) : have.docID();
      if (at == document && at != DocIdSetIterator.NO_MORE_DOCS) {
        float[] vector = values.vectorValue(have.index());
        given.score(place, ready.score(TokenVectors.of(vector, vector.length)));
      }
    }
  }
}
