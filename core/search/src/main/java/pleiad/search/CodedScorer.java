package pleiad.search;

import java.io.IOException;
import pleiad.codec.CodeScorer;
import pleiad.index.MultiVectorValues;

/// Adds codes up: a score has the bits that [CodedDocuments] gives.
final class CodedScorer implements DocumentScorer {
  private final CodeScorer scorer;
  private final CodeBuffer codes = new CodeBuffer();

  CodedScorer(CodeScorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public float score(MultiVectorValues values) throws IOException {
    return scorer.score(codes.read(values), values.tokenCount());
  }
}
