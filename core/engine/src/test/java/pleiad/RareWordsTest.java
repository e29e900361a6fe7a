package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import pleiad.encode.Token;

class RareWordsTest {
  private static final String QUERY = "The whales, unheard";

  /// A marker, `The`, `whale` and `##s` of one word, a comma, a word that no document has.
  private static final List<Token> TOKENS =
      List.of(
          new Token("[CLS]", 101, 0, 0),
          new Token("the", 1, 0, 3),
          new Token("whale", 2, 4, 9),
          new Token("##s", 3, 9, 10),
          new Token(",", 4, 10, 11),
          new Token("unheard", 5, 12, 19));

  @Test
  void aQueryTokenCountsAsMuchAsItsWordIsRare() throws IOException {
    // Of three documents one has whales: ln(1 + 2.5 / 1.5) of ln(1 + 3.5 / 0.5).
    float whales = (float) (Math.log1p(2.5 / 1.5) / Math.log1p(7));
    float[] weights = weights(List.of("a whale", "the sea", "the ship"));
    assertThat(weights)
        .containsExactly(new float[] {0, 0.1f, whales, whales, 0.1f, 1}, within(1e-6f));
  }

  /// Of ten documents all have whales: ln(1 + 0.5 / 10.5) of ln(21 + 1) is less than a stop word's.
  @Test
  void aWordThatAllDocumentsHaveCountsAsLittleAsAStopWord() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      texts.add("whales");
    }
    assertThat(weights(texts)[2]).isEqualTo(0.1f);
  }

  @Test
  void withoutDocumentsEveryWordIsRare() throws IOException {
    assertThat(weights(List.of("")))
        .containsExactly(new float[] {0, 0.1f, 1, 1, 0.1f, 1}, within(1e-6f));
  }

  private static float[] weights(List<String> texts) throws IOException {
    try (ByteBuffersDirectory folder = new ByteBuffersDirectory()) {
      IndexWriterConfig config = new IndexWriterConfig(Language.EN.analyzer());
      try (IndexWriter writer = new IndexWriter(folder, config)) {
        for (String text : texts) {
          var fields = new org.apache.lucene.document.Document();
          fields.add(new TextField("text", text, Field.Store.NO));
          writer.addDocument(fields);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        return new RareWords(reader, Language.EN.analyzer()).weights(QUERY, TOKENS);
      }
    }
  }
}
