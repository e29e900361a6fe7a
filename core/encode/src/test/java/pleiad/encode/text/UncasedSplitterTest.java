package pleiad.encode.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.encode.weights.Config;
import pleiad.testkit.Seed;

/// Our own WordPiece and the library's have the same pieces.
@ExtendWith(Seed.class)
final class UncasedSplitterTest {
  private static final Path COLLECTIONS =
      Path.of(System.getProperty("pleiad.root")).resolve("../shared/data").normalize();

  private static final int SIZE = 30_522;

  private static String bundled() throws IOException {
    try (InputStream in =
        UncasedSplitterTest.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  @Test
  void uncasedWordPieceIsRunHereAndGoesOnWhenClosed() throws IOException {
    Tokenizer own = Altered.open(bundled());
    own.close();
    assertThat(own.split("still here").count()).isEqualTo(2);
  }

  /// Closed, they say so: they are the library's.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"lowercase\":true|\"lowercase\":false",
        "\"strip_accents\":null|\"strip_accents\":false",
        "\"clean_text\":true|\"clean_text\":false",
        "\"handle_chinese_chars\":true|\"handle_chinese_chars\":false",
        "\"max_input_chars_per_word\":100|\"max_input_chars_per_word\":99",
        "\"continuing_subword_prefix\":\"##\"|\"continuing_subword_prefix\":\"@@\"",
        "\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"}|\"pre_tokenizer\":{\"type\":\"Whitespace\"}",
        "\"content\":\"[MASK]\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true|\"content\":\"the\",\"special\":false",
      })
  void anythingElseIsTheLibrarys(String change) throws IOException {
    String[] parts = change.split("\\|", 2);
    String json = Altered.json("bert-uncased", parts[0], parts[1]);
    if (change.contains("\"the\"")) {
      json = json.replaceFirst("\"id\":6,", "\"id\":" + idOfThe() + ",");
    }
    Tokenizer tokenizer = Altered.open(json);
    assertThat(tokenizer.split("the").count()).isPositive();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.split("the")).isInstanceOf(IllegalStateException.class);
  }

  private static int idOfThe() {
    try (Tokenizer tokenizer = Families.open("bert-uncased")) {
      return tokenizer.id("the").orElseThrow();
    }
  }

  @Test
  void randomTextsAreSplitAsTheLibraryDoes(Random random) throws IOException {
    try (Tokenizer own = Altered.open(bundled());
        Tokenizer library = Altered.throughLibrary(bundled(), SIZE)) {
      for (int run = 0; run < 3_000; run++) {
        String text = randomText(random);
        String prefix = run % 3 == 0 ? "" : run % 3 == 1 ? "query: " : "pre[MASK]fix ";
        assertThat(own.split(prefix, text).ids())
            .as(prefix + "|" + text)
            .isEqualTo(library.split(prefix, text).ids());
      }
    }
  }

  /// Letters, accents, kana, ideographs and emoji of blocks that both Unicode tables know alike.
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(30);
    for (int i = 0; i < length; i++) {
      int from = new int[] {0x20, 0x20, 0xC0, 0x300, 0x3040, 0x4E00, 0x1F600}[random.nextInt(7)];
      text.appendCodePoint(from + random.nextInt(0x50));
    }
    return text.toString();
  }

  @TestFactory
  Stream<DynamicTest> documentsOfRealCollectionsAreSplitAsTheLibraryDoes() {
    return Stream.of("cranfield", "xquad/en", "xquad/de", "xquad/zh")
        .map(name -> COLLECTIONS.resolve(name).resolve("corpus.jsonl"))
        .filter(Files::exists)
        .map(corpus -> DynamicTest.dynamicTest(corpus.toString(), () -> compare(corpus)));
  }

  private static void compare(Path corpus) throws IOException {
    int pieces = 0;
    try (Tokenizer own = Altered.open(bundled());
        Tokenizer library = Altered.throughLibrary(bundled(), SIZE);
        InputStream in = Files.newInputStream(corpus);
        JsonParser parser = new JsonFactory().createParser(in)) {
      while (parser.nextToken() != null) {
        Config document = Config.read(parser, corpus, "document");
        String text = document.text("title", "") + " " + document.text("text");
        Pieces mine = own.split(text);
        Pieces theirs = library.split(text);
        assertThat(mine.ids()).as(text).isEqualTo(theirs.ids());
        assertThat(Families.starts(mine)).as(text).isEqualTo(Families.starts(theirs));
        pieces += mine.count();
      }
    }
    assertThat(pieces).isGreaterThan(10_000);
  }
}
