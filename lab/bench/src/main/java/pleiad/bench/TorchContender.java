package pleiad.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A checkpoint in PyTorch, run by a Python process beside this one; `torch_contender.py` says how.
final class TorchContender implements EncodeContender.OfStates {
  private static final String SCRIPT = "torch_contender.py";

  private final Path home;
  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;
  private final String versions;
  private String runner = "";

  private TorchContender(Path home, Process process) throws IOException {
    this.home = home;
    this.process = process;
    this.questions = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    this.versions = text();
  }

  /// Starts Python and loads a checkpoint.
  ///
  /// @param python the interpreter; it needs `torch` and `transformers`
  /// @throws IOException when it cannot be started, or ends before the checkpoint is loaded; tells
  ///   what it said
  static TorchContender start(Path python, Path checkpoint) throws IOException {
    Path home = Files.createTempDirectory("pleiad-bench-");
    Path script = home.resolve(SCRIPT);
    try (InputStream resource =
        Objects.requireNonNull(TorchContender.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.copy(resource, script);
    }
    Process process =
        new ProcessBuilder(python.toString(), script.toString(), checkpoint.toString())
            .redirectError(home.resolve("said").toFile())
            .start();
    try {
      return new TorchContender(home, process);
    } catch (IOException failed) {
      process.destroy();
      throw failed;
    }
  }

  /// Versions of what runs it.
  String versions() {
    return versions;
  }

  /// Which of its libraries the texts that were taken last go through.
  String runner() {
    return runner;
  }

  @Override
  public void take(EncodeTexts texts) throws IOException {
    questions.writeByte('t');
    questions.writeInt(texts.count());
    for (String each : texts.texts()) {
      byte[] bytes = each.getBytes(UTF_8);
      questions.writeInt(bytes.length);
      questions.write(bytes);
    }
    for (EncodeTexts.Input each : texts.inputs()) {
      write(each.ids());
    }
    for (EncodeTexts.Input each : texts.inputs()) {
      write(each.attention());
    }
    questions.flush();
    runner = text();
  }

  private void write(List<Long> numbers) throws IOException {
    questions.writeInt(numbers.size());
    for (long number : numbers) {
      questions.writeLong(number);
    }
  }

  @Override
  public void encode(EncodeTexts texts, int threads) throws IOException {
    questions.writeByte('e');
    questions.writeInt(threads);
    questions.flush();
    text();
  }

  @Override
  public List<float[][]> states(EncodeTexts texts) throws IOException {
    take(texts);
    questions.writeByte('s');
    questions.flush();
    List<float[][]> states = new ArrayList<>();
    for (int text = 0; text < texts.count(); text++) {
      float[][] rows = new float[answers.readInt()][answers.readInt()];
      for (float[] row : rows) {
        for (int k = 0; k < row.length; k++) {
          row[k] = answers.readFloat();
        }
      }
      states.add(rows);
    }
    return states;
  }

  private String text() throws IOException {
    try {
      return new String(answers.readNBytes(answers.readInt()), UTF_8);
    } catch (EOFException ended) {
      throw new IOException(
          "Python ended without an answer; it needs torch and transformers, and said: "
              + Files.readString(home.resolve("said")).strip(),
          ended);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      Files.deleteIfExists(home.resolve(SCRIPT));
      Files.deleteIfExists(home.resolve("said"));
      Files.deleteIfExists(home);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
