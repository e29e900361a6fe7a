package pleiad.bench;

import static org.apache.lucene.index.VectorSimilarityFunction.DOT_PRODUCT;
import static org.apache.lucene.search.LateInteractionFloatValuesSource.ScoreFunction.SUM_MAX_SIM;

import pleiad.vector.Kernels;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// One way to compute MaxSim.
enum MaxSimContender {
  /// Pleiad on the Vector API.
  VECTOR {
    @Override
    Scorer prepare(MaxSimTexts texts) {
      if (!Kernels.vectorApi()) {
        throw new IllegalStateException(
            "this JVM has no Vector API, so Pleiad would run on plain loops; "
                + "start it with --add-modules jdk.incubator.vector");
      }
      MaxSim maxSim = MaxSim.of(TokenVectors.copyOf(texts.query()));
      TokenVectors[] documents = texts.documentVectors();
      return document -> maxSim.score(documents[document]);
    }
  },

  /// Pleiad on plain loops.
  SCALAR {
    @Override
    Scorer prepare(MaxSimTexts texts) {
      MaxSim maxSim = MaxSim.scalar(TokenVectors.copyOf(texts.query()));
      TokenVectors[] documents = texts.documentVectors();
      return document -> maxSim.score(documents[document]);
    }
  },

  /// The method behind Lucene's late-interaction rescorer, on vectors that are decoded already. Its
  /// similarities are `(1 + s) / 2`, which is undone here; its maximum starts at the smallest
  /// positive number instead of minus infinity, which changes nothing where `s > -1`.
  LUCENE {
    @Override
    Scorer prepare(MaxSimTexts texts) {
      LuceneVectorization.require();
      float[][] query = texts.query();
      float[][][] documents = texts.documents();
      return document ->
          2 * SUM_MAX_SIM.compare(query, documents[document], DOT_PRODUCT) - query.length;
    }
  };

  /// The score of a document by its number.
  interface Scorer {
    float score(int document);
  }

  /// Gets ready to score these texts.
  abstract Scorer prepare(MaxSimTexts texts);

  /// The same, after the score of every document was found right.
  Scorer prepareAndCheck(MaxSimTexts texts) {
    Scorer scorer = prepare(texts);
    check(name(), scorer, texts);
    return scorer;
  }

  /// Sees that every score is right.
  ///
  /// @throws IllegalStateException where one is not
  static void check(String name, Scorer scorer, MaxSimTexts texts) {
    for (int document = 0; document < texts.documents().length; document++) {
      double right = texts.score(document);
      float score = scorer.score(document);
      if (!(Math.abs(score - right) <= texts.scoreBound())) {
        throw new IllegalStateException(
            "%s scores document %d with %s, right is %s within %s"
                .formatted(name, document, score, right, texts.scoreBound()));
      }
    }
  }
}
