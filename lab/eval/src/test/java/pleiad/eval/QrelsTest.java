package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QrelsTest {
  @TempDir Path folder;

  @Test
  void anyWhiteSpaceSeparates() throws IOException {
    Qrels qrels = Qrels.read(write("\uFEFFq 0 a 2\r\n\r\nq\t0\tb\t-1\t\r\nr  Q0 a   0"));
    assertThat(qrels.queries()).containsExactly("q", "r");
    assertThat(qrels.grades("q")).containsExactly(entry("a", 2), entry("b", -1));
    assertThat(qrels.grades("r")).containsExactly(entry("a", 0));
    assertThat(qrels.grades("s")).isEmpty();
    assertThat(qrels.size()).isEqualTo(3);
  }

  @Test
  void theSameJudgementTwiceIsOne() throws IOException {
    assertThat(Qrels.read(write("q 0 a 1\nq 0 a 1\n")).size()).isEqualTo(1);
  }

  @Test
  void twoGradesForOneDocumentAreRefusedWithTheirPlace() throws IOException {
    Path file = write("q 0 a 1\nq 0 a 2\n");
    assertThatThrownBy(() -> Qrels.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(file + ", line 2: query 'q' judges document 'a' twice, first 1, then 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Qrels.builder().add("q", "a", 1).add("q", "a", 2))
        .withMessage("query 'q' judges document 'a' twice, first 1, then 2");
  }

  @Test
  void aLineOfAnotherFormatIsRefusedWithItsPlace() throws IOException {
    Path beir = write("q\ta\t1\n");
    assertThatThrownBy(() -> Qrels.read(beir))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(
            beir
                + ", line 1: expected 'query 0 document grade' between white space,"
                + " found 3 fields");
    Path fraction = write("q 0 a 1\nq 0 b 0.5\n");
    assertThatThrownBy(() -> Qrels.read(fraction))
        .hasMessage(fraction + ", line 2: expected a whole number as grade, found '0.5'");
  }

  @Test
  void theFirstLineTellsTheFormat() throws IOException {
    Path beir = write("\nquery-id\tcorpus-id\tscore\nq 1\ta\t2\n");
    assertThat(Qrels.open(beir).grades("q 1")).containsExactly(entry("a", 2));
    Path bare = write("q\ta\t2\nq\tb\t0\n");
    assertThat(Qrels.open(bare).grades("q")).containsExactly(entry("a", 2), entry("b", 0));
    Path trec = write("q\t0\ta\t2\n");
    assertThat(Qrels.open(trec).grades("q")).containsExactly(entry("a", 2));
    assertThat(Qrels.open(write("")).queries()).isEmpty();
  }

  @Test
  void whatIsOfNoFormatIsRefusedWithItsPlace() throws IOException {
    Path run = write("q Q0 a 1 2.5 tag\n");
    assertThatThrownBy(() -> Qrels.open(run))
        .hasMessageContaining("line 1: expected 'query 0 document grade'");
    Path mixed = write("q\ta\t2\nq 0 b 1\n");
    assertThatThrownBy(() -> Qrels.open(mixed))
        .hasMessageContaining("line 2: expected query, document and grade between tabs");
    Path latin1 = folder.resolve("latin1.qrels");
    Files.write(latin1, new byte[] {'q', ' ', (byte) 0xE9, '\n'});
    assertThatThrownBy(() -> Qrels.open(latin1)).isInstanceOf(MalformedFileException.class);
  }

  @Test
  void whatIsWrittenReadsBackTheSame() throws IOException {
    Path file = folder.resolve("written");
    Qrels.builder().add("q", "a", 2).add("r", "a", 0).add("q", "b", -1).build().write(file);
    assertThat(file).hasContent("q 0 a 2\nq 0 b -1\nr 0 a 0\n");
    assertThat(Qrels.read(file).grades("q")).containsExactly(entry("a", 2), entry("b", -1));
  }

  @Test
  void whiteSpaceInAnIdCannotBeWritten() {
    Path file = folder.resolve("written");
    Qrels qrels = Qrels.builder().add("q", "two words", 1).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> qrels.write(file))
        .withMessageContaining("document 'two words'");
    assertThat(file).doesNotExist();
  }

  @Test
  void whatWasBuiltDoesNotChangeAnymore() {
    Qrels.Builder builder = Qrels.builder().add("q", "a", 1);
    Qrels before = builder.build();
    builder.add("q", "b", 1).add("r", "a", 1);
    assertThat(before.size()).isEqualTo(1);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("a.qrels"), content);
  }
}
