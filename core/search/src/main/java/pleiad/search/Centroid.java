package pleiad.search;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import pleiad.codec.MeanSketch;
import pleiad.index.MultiVectorField;
import pleiad.vector.ByteDots;

/// Finds or orders documents by the mean of their token vectors alone: the product of its direction
/// with the sum of the query's. Scores are whole numbers of the sketches that are kept of both,
/// comparable within one search only.
record Centroid(String field, int wanted) implements Stage.Source, Stage.Ranker {
  static final String NAME = "centroid";

  static Centroid of(Call call) {
    return new Centroid(call.field(Plan.TOKENS_FIELD), call.count());
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
  public String text() {
    return PlanText.of(NAME, field, Plan.TOKENS_FIELD, List.of(Integer.toString(wanted)));
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    MeanCandidates means = new MeanCandidates(MeanSketch.ofQuery(request.multiVector(field)));
    Best best = new Best(Math.min(wanted, Math.max(1, searcher.getIndexReader().maxDoc())));
    Accepted accepted = Accepted.of(searcher, request.filter());
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Bits allowed = accepted.in(leaf);
      Found found = means.find(leaf.reader(), field, wanted, allowed);
      for (int place = 0; place < found.count(); place++) {
        best.offer(leaf.docBase + found.documents()[place], found.nearness(place));
      }
    }
    return best.drain(!request.deadline().shouldExit());
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    ByteDots query = ByteDots.with(MeanSketch.ofQuery(request.multiVector(field)));
    return GivenDocuments.of(before)
        .by(searcher, (leaf, given) -> score(leaf, query, given))
        .best(wanted, before.complete());
  }

  private void score(LeafReaderContext leaf, ByteDots query, GivenDocuments.Given given)
      throws IOException {
    ByteVectorValues values = leaf.reader().getByteVectorValues(MultiVectorField.mean(field));
    if (values == null) {
      return;
    }
    KnnVectorValues.DocIndexIterator have = Objects.requireNonNull(values.iterator());
    int[] dot = new int[1];
    for (int place = 0; place < given.count(); place++) {
      int document = given.document(place);
      int at = have.docID() < document ? have.advance(document) : have.docID();
      if (at == document && at != DocIdSetIterator.NO_MORE_DOCS) {
        query.multiply(values.vectorValue(have.index()), 0, 1, dot, 0);
        given.score(place, dot[0]);
      }
    }
  }
}
