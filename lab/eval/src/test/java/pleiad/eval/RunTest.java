package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class RunTest {
  @TempDir Path folder;

  @Test
  void scoreDecidesAndNotTheRank() throws IOException {
    Run run = read("q Q0 a 1 0.5 tag\nq Q0 b 2 7 tag\nq Q0 c 3 -1e3 tag\n");
    assertThat(documents(run, "q")).containsExactly("b", "a", "c");
    assertThat(run.hits("q").getFirst()).isEqualTo(new Run.Hit("b", 7));
  }

  @Test
  void equalScoresAreOrderedByIdTheLastFirst() throws IOException {
    Run run = read("q Q0 d2 1 1 t\nq Q0 d10 2 1 t\nq Q0 d1 3 1 t\nq Q0 D9 4 1 t\n");
    assertThat(documents(run, "q")).containsExactly("d2", "d10", "d1", "D9");
  }

  @Test
  void idsAreComparedByTheirBytesAndNotByTheirChars() {
    // As UTF-16 the wave begins with D83C, before E000; as UTF-8 it comes after.
    Run run = Run.builder().add("q", "\uE000", 1).add("q", "\uD83C\uDF0A", 1).build();
    assertThat(documents(run, "q")).containsExactly("\uD83C\uDF0A", "\uE000");
  }

  @Test
  void scoresThatDifferBeyondFloat32AreEqual() throws IOException {
    Run run = read("q Q0 a 1 1.00000002 t\nq Q0 b 2 1.00000001 t\n");
    assertThat(documents(run, "q")).containsExactly("b", "a");
  }

  @Test
  void zeroHasNoSign() {
    Run run = Run.builder().add("q", "a", 0f).add("q", "b", -0f).build();
    assertThat(documents(run, "q")).containsExactly("b", "a");
  }

  @Test
  void anInfiniteScoreHasItsPlace() {
    Run run =
        Run.builder()
            .add("q", "z", Float.NEGATIVE_INFINITY)
            .add("q", "b", -Float.MAX_VALUE)
            .build();
    assertThat(documents(run, "q")).containsExactly("b", "z");
  }

  @Test
  void queriesMayAlternate() throws IOException {
    Run run = read("q1 Q0 a 1 1 t\nq2 Q0 a 1 1 t\nq1 Q0 b 2 2 t\n");
    assertThat(run.queries()).containsExactly("q1", "q2");
    assertThat(documents(run, "q1")).containsExactly("b", "a");
    assertThat(run.hits("q3")).isEmpty();
  }

  @Test
  void anyWhiteSpaceSeparates() throws IOException {
    Run run = read("\uFEFF\r\n  q\tQ0  a 1\t1.5 t\t\r\n \t\r\nq Q0 b 2 1 t");
    assertThat(documents(run, "q")).containsExactly("a", "b");
  }

  @Test
  void anEmptyFileIsAnEmptyRun() throws IOException {
    assertThat(read("").queries()).isEmpty();
  }

  @Test
  void aDocumentThatComesTwiceIsRefusedWithItsPlace() throws IOException {
    Path file = write("q Q0 a 1 2 t\nq Q0 b 2 1 t\n\nq Q0 a 3 0 t\n");
    assertThatThrownBy(() -> Run.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(file + ", line 4: document 'a' is here a second time for query 'q'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Run.builder().add("q", "a", 1).add("q", "a", 2))
        .withMessage("document 'a' is here a second time for query 'q'");
  }

  @Test
  void aLineOfAnotherFormatIsRefusedWithItsPlace() throws IOException {
    Path file = write("q Q0 a 1 2 t\nq 0 a 1\n");
    assertThatThrownBy(() -> Run.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            file
                + ", line 2: expected 'query Q0 document rank score tag' between white space,"
                + " found 4 fields");
  }

  @Test
  void aScoreThatIsNoNumberIsRefused() throws IOException {
    Path word = write("q Q0 a 1 high t\n");
    assertThatThrownBy(() -> Run.read(word))
        .hasMessageContaining("line 1")
        .hasMessageContaining("'high'");
    Path nan = write("q Q0 a 1 NaN t\n");
    assertThatThrownBy(() -> Run.read(nan))
        .hasMessageContaining("line 1")
        .hasMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Run.builder().add("q", "a", Float.NaN))
        .withMessageContaining("NaN");
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere.run");
    assertThatThrownBy(() -> Run.read(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("nowhere.run");
  }

  @Test
  void aFolderIsNoRun() {
    assertThatThrownBy(() -> Run.read(folder)).isInstanceOf(IOException.class);
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Path file = folder.resolve("latin1.run");
    Files.write(
        file, new byte[] {'q', ' ', 'Q', '0', ' ', (byte) 0xE9, ' ', '1', ' ', '1', ' ', 't'});
    assertThatThrownBy(() -> Run.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("line 1: not UTF-8");
  }

  @Test
  void aRunIsWrittenAsTrecWantsIt() throws IOException {
    Path file = folder.resolve("run");
    Run.builder().add("q", "a", 0.5f).add("q", "b", 2).add("r", "a", -1).build().write(file, "me");
    assertThat(file).hasContent("q Q0 b 1 2.0 me\nq Q0 a 2 0.5 me\nr Q0 a 1 -1.0 me\n");
  }

  @Test
  void aWrittenRunReadsBackTheSame(Random random) throws IOException {
    Run.Builder builder = Run.builder();
    for (int i = 0; i < 2000; i++) {
      float score = Float.intBitsToFloat(random.nextInt());
      builder.add("q" + random.nextInt(20), "d" + i, Float.isNaN(score) ? 1 : score);
    }
    Run run = builder.build();
    Path file = folder.resolve("run");
    run.write(file, "tag");
    Run read = Run.read(file);
    assertThat(read.queries()).containsExactlyElementsOf(run.queries());
    for (String query : run.queries()) {
      assertThat(read.hits(query)).isEqualTo(run.hits(query));
    }
  }

  @Test
  void whiteSpaceInAnIdCannotBeWritten() {
    Path file = folder.resolve("run");
    Run document = Run.builder().add("q", "fine", 1).add("q", "Geneva Durben", 0).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> document.write(file, "tag"))
        .withMessageContaining("document 'Geneva Durben'");
    Run query = Run.builder().add("", "a", 1).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query.write(file, "tag"))
        .withMessageContaining("query ''");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Run.builder().build().write(file, "my tag"))
        .withMessageContaining("tag 'my tag'");
    assertThat(file).doesNotExist();
  }

  private static List<String> documents(Run run, String query) {
    return run.hits(query).stream().map(Run.Hit::document).toList();
  }

  private Run read(String content) throws IOException {
    return Run.read(write(content));
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("a.run"), content);
  }
}
