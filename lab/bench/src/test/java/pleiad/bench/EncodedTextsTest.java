package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class EncodedTextsTest {
  /// Straddles two batches.
  private static final int TEXTS = 1_100;

  @TempDir Path folder;

  private static List<String> numbers() {
    return IntStream.range(0, TEXTS).mapToObj(Integer::toString).toList();
  }

  /// A text's number as many times as the number modulo five.
  private static TokenVectors encode(String text) {
    int number = Integer.parseInt(text);
    float[] rows = new float[2 * (number % 5)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = number + i;
    }
    return TokenVectors.of(rows, 2);
  }

  private int write(Function<String, TokenVectors> encode) throws IOException {
    AtomicInteger encoded = new AtomicInteger();
    EncodedTextsWriter.write(
        folder,
        "t",
        TinyCollection.texts("t", numbers()),
        text -> {
          encoded.incrementAndGet();
          return encode.apply(text);
        },
        _ -> {});
    return encoded.get();
  }

  private void assertAllThere() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      EncodedTexts texts = EncodedTexts.open(folder, "t", 2, arena);
      assertThat(texts.count()).isEqualTo(TEXTS);
      assertThat(texts.tokens()).isEqualTo(2L * TEXTS);
      for (int text = 0; text < TEXTS; text++) {
        assertThat(texts.id(text)).isEqualTo("t" + text);
        assertThat(texts.tokenCount(text)).isEqualTo(text % 5);
        assertThat(texts.vectors(text).toArray()).isEqualTo(encode("" + text).toArray());
      }
      assertThat(texts.numbers()).hasSize(TEXTS).containsEntry("t77", 77);
    }
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    assertThat(EncodedTexts.exist(folder, "t")).isFalse();
    assertThat(write(EncodedTextsTest::encode)).isEqualTo(TEXTS);
    assertThat(EncodedTexts.exist(folder, "t")).isTrue();
    assertAllThere();
    assertThat(write(EncodedTextsTest::encode)).as("texts encoded again").isZero();
  }

  @Test
  void progressCountsTexts() throws IOException {
    List<Integer> told = new ArrayList<>();
    EncodedTextsWriter.write(
        folder,
        "t",
        TinyCollection.texts("t", numbers()),
        EncodedTextsTest::encode,
        done -> told.add(done));
    assertThat(told).containsExactly(512, 1_024, TEXTS);
  }

  @Test
  void anInterruptedRunGoesOnWhereWholeTextsEnd() throws IOException {
    assertThatThrownBy(() -> write(EncodedTextsTest::failingAt600))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a text could not be encoded")
        .hasRootCauseMessage("no more memory");
    assertThat(EncodedTexts.exist(folder, "t")).isFalse();
    assertThat(write(EncodedTextsTest::encode)).isEqualTo(TEXTS - 512);
    assertAllThere();
  }

  private static TokenVectors failingAt600(String text) {
    if (text.equals("600")) {
      throw new IllegalStateException("no more memory");
    }
    return encode(text);
  }

  @Test
  void aLineTornByADyingProcessIsWrittenAgain(Random random) throws IOException {
    write(EncodedTextsTest::encode);
    Files.delete(folder.resolve("t.done"));
    Path table = folder.resolve("t.tsv");
    byte[] whole = Files.readAllBytes(table);
    int cut = random.nextInt(whole.length);
    byte[] torn = new byte[cut];
    System.arraycopy(whole, 0, torn, 0, cut);
    Files.write(table, torn);
    Files.write(folder.resolve("t.f32"), new byte[13], StandardOpenOption.APPEND);
    write(EncodedTextsTest::encode);
    assertThat(table).hasBinaryContent(whole);
    assertAllThere();
  }

  @Test
  void aSelectionHasItsOwnOrder() throws IOException {
    write(EncodedTextsTest::encode);
    try (Arena arena = Arena.ofConfined()) {
      EncodedTexts some = EncodedTexts.open(folder, "t", 2, arena).only(new int[] {9, 5, 3});
      assertThat(some.ids()).containsExactly("t9", "t5", "t3");
      assertThat(some.tokens()).isEqualTo(7);
      assertThat(some.vectors(0).toArray()).isEqualTo(encode("9").toArray());
      assertThat(some.vectors(1).count()).isZero();
      assertThat(some.vectors(2).toArray()).isEqualTo(encode("3").toArray());
    }
  }

  @Test
  void anotherDimensionIsRefused() throws IOException {
    write(EncodedTextsTest::encode);
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> EncodedTexts.open(folder, "t", 3, arena))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("t.f32' has 17,600 bytes; 2,200 tokens of 3 dimensions are 26,400")
          .hasMessageContaining("Delete its folder");
    }
  }

  @Test
  void anIdThatTheTableCannotHoldIsRefused() {
    for (String id : List.of("a\tb", "a\nb", "a\rb")) {
      assertThatThrownBy(
              () ->
                  EncodedTextsWriter.write(
                      folder,
                      "bad",
                      () -> Collections.singletonMap(id, "1").entrySet().stream(),
                      EncodedTextsTest::encode,
                      _ -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has a tab or a line end");
    }
  }
}
