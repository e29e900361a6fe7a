package pleiad.search;

import java.io.IOException;
import java.util.Locale;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.vector.TokenVectors;

/// What stands for all tokens of a document, so that one product says how near the document is.
enum Summary {
  /// The mean of the tokens.
  CENTROID(Stored.MEAN_VECTORS) {
    @Override
    Asked ask(String field, TokenVectors query) {
      return new Centroid(field, query);
    }
  },
  /// The tokens' fixed-dimensional encoding.
  MUVERA(Stored.TOKEN_VECTORS) {
    @Override
    Asked ask(String field, TokenVectors query) {
      return new Muvera(field, query);
    }
  };

  private final Stored stored;

  Summary(Stored stored) {
    this.stored = stored;
  }

  /// Where it is kept.
  Stored stored() {
    return stored;
  }

  /// The stage's name in the plan language.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// A query held against summaries.
  abstract Asked ask(String field, TokenVectors query);

  /// A query held against one kind of summary. For one thread.
  sealed interface Asked permits Centroid, Muvera {
    /// Offers a segment's nearest documents.
    ///
    /// @param allowed the documents that may be found; null: all
    void find(LeafReaderContext leaf, int wanted, @Nullable Bits allowed, Best best)
        throws IOException;

    /// Scores documents of a segment, those that have a summary.
    void score(LeafReaderContext leaf, GivenDocuments.Given given) throws IOException;
  }
}
