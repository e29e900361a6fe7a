package pleiad;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import pleiad.encode.Token;
import pleiad.search.Plan;

/// Weighs query tokens by how rare the words are that they are pieces of, from 0 to 1: by BM25's
/// inverse document frequency, as a share of what a word has that no document has. What is no word
/// to BM25, a stop word or a comma, counts little; what stands for no text, a marker, nothing.
final class RareWords {
  private static final float LITTLE = 0.1f;

  private final IndexReader reader;
  private final Analyzer analyzer;

  RareWords(IndexReader reader, Analyzer analyzer) {
    this.reader = reader;
    this.analyzer = analyzer;
  }

  float[] weights(String text, List<Token> tokens) {
    float[] weights = new float[tokens.size()];
    try {
      for (int i = 0; i < weights.length; i++) {
        Token token = tokens.get(i);
        weights[i] = token.start() == token.end() ? 0 : rarity(word(text, token));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return weights;
  }

  /// The word that a piece belongs to.
  private static String word(String text, Token token) {
    int start = token.start();
    int end = token.end();
    while (start > 0 && joined(text, start)) {
      start--;
    }
    while (end < text.length() && joined(text, end)) {
      end++;
    }
    return text.substring(start, end);
  }

  /// Whether a word goes on behind that place.
  private static boolean joined(String text, int at) {
    return Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(text.charAt(at));
  }

  /// That of the word's rarest term.
  private float rarity(String word) throws IOException {
    float most = LITTLE;
    try (TokenStream terms = analyzer.tokenStream(Plan.TEXT_FIELD, word)) {
      TermToBytesRefAttribute term = terms.addAttribute(TermToBytesRefAttribute.class);
      terms.reset();
      while (terms.incrementToken()) {
        BytesRef bytes = BytesRef.deepCopyOf(term.getBytesRef());
        most = Math.max(most, rarity(reader.docFreq(new Term(Plan.TEXT_FIELD, bytes))));
      }
      terms.end();
    }
    return most;
  }

  private float rarity(int documents) {
    double all = reader.maxDoc();
    double rarity = Math.log1p((all - documents + 0.5) / (documents + 0.5));
    return (float) (rarity / Math.log1p((all + 0.5) / 0.5));
  }
}
