package pleiad.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that was started, and is asked line by line. It ends when nobody asks any more.
final class PeerProcess implements Peer {
  /// How libraries are told how many threads to take.
  private static final List<String> THREADS =
      List.of(
          "OMP_NUM_THREADS",
          "MKL_NUM_THREADS",
          "OPENBLAS_NUM_THREADS",
          "RAYON_NUM_THREADS",
          "NUMBA_NUM_THREADS");

  private static final Path PIN = Path.of("/usr/bin/taskset");

  private final PeerProgram program;
  private final String version;
  private final Built built;
  private final int queries;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  private final Path log;
  private final Patience patience;

  /// @param threads that it may take for a search; to build it takes all
  /// @param patience with each of its answers
  record Limits(int threads, Patience patience) {}

  /// What building gave.
  private record Built(@Nullable Double seconds, long bytes) {
    static Built parse(String line) throws IOException {
      String[] fields = line.split("\t", -1);
      if (fields.length != 3 || !fields[0].equals("built")) {
        throw new IOException("expected 'built', seconds and bytes, found '" + line + "'");
      }
      return new Built(
          fields[1].isEmpty() ? null : Double.valueOf(fields[1]), Long.parseLong(fields[2]));
    }
  }

  private PeerProcess(
      PeerProgram program,
      String version,
      Built built,
      int queries,
      Process process,
      Path log,
      Patience patience) {
    this.program = program;
    this.version = version;
    this.built = built;
    this.queries = queries;
    this.process = process;
    this.log = log;
    this.patience = patience;
    this.answers = process.inputReader(UTF_8);
    this.commands = process.outputWriter(UTF_8);
  }

  /// Starts a program, after it has built its index where there is none of this version.
  ///
  /// @param adapters the folder of the programs
  /// @param indexes the folder for indexes of this input
  static PeerProcess start(
      PeerProgram program, Path adapters, PeerInput input, Path indexes, Limits limits)
      throws IOException {
    Path index = indexes.resolve(program.indexName());
    Path log = indexes.resolve(program.indexName() + ".log");
    Files.createDirectories(indexes);
    Files.deleteIfExists(log);
    Runner runner = new Runner(program, adapters, log, limits.patience());
    String version = runner.line(List.of("version"));
    String inputFolder = input.folder().toAbsolutePath().toString();
    Path kept = indexes.resolve(program.indexName() + ".built");
    List<String> known = Files.exists(kept) ? Files.readAllLines(kept) : List.of();
    if (known.size() != 2 || !known.getFirst().equals(version)) {
      List<String> build = new ArrayList<>(List.of("build", inputFolder, index.toString()));
      build.addAll(program.built());
      known = List.of(version, runner.line(build));
      Files.write(kept, known);
    }
    List<String> serve = new ArrayList<>(List.of("serve", inputFolder, index.toString()));
    serve.addAll(program.built());
    serve.addAll(program.searched());
    PeerProcess peer =
        new PeerProcess(
            program,
            version,
            Built.parse(known.getLast()),
            input.queries(),
            runner.start(serve, limits.threads()),
            log,
            limits.patience());
    peer.expectReady();
    return peer;
  }

  /// Starts the same program again and again.
  private record Runner(PeerProgram program, Path adapters, Path log, Patience patience) {
    /// @param threads that it may take, on as many processors; 0: what it likes
    Process start(List<String> arguments, int threads) throws IOException {
      List<String> command = program.command(adapters, arguments);
      if (threads > 0 && Files.isExecutable(PIN)) {
        command.addAll(0, List.of(PIN.toString(), "-c", "0-" + (threads - 1)));
      }
      ProcessBuilder builder = new ProcessBuilder(command).directory(adapters.toFile());
      builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
      if (threads > 0) {
        THREADS.forEach(name -> builder.environment().put(name, Integer.toString(threads)));
      }
      return builder.start();
    }

    /// Runs it to its end, and gives the one line that it says.
    String line(List<String> arguments) throws IOException {
      Process process = start(arguments, 0);
      try {
        return patience.with(process, () -> said(process, arguments.getFirst()));
      } finally {
        process.destroy();
      }
    }

    private String said(Process process, String command) throws IOException {
      try (BufferedReader said = process.inputReader(UTF_8)) {
        String line = said.readLine();
        if (process.waitFor() != 0 || line == null) {
          throw failed(command, log);
        }
        return line;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + program.system() + " was at work", e);
      }
    }
  }

  private static IOException failed(String command, Path log) throws IOException {
    List<String> said = Files.exists(log) ? Files.readAllLines(log) : List.of();
    String last =
        said.reversed().stream().filter(line -> !line.isBlank()).findFirst().orElse("nothing");
    return new IOException("'%s' failed and said: %s (%s)".formatted(command, last.strip(), log));
  }

  private void expectReady() throws IOException {
    try {
      String said = read("serve");
      if (!said.equals("ready")) {
        throw new IOException("expected 'ready', found '" + said + "'");
      }
    } catch (Throwable t) {
      process.destroy();
      throw t;
    }
  }

  private String read(String command) throws IOException {
    return patience.with(
        process,
        () -> {
          String line = answers.readLine();
          if (line == null) {
            throw failed(command, log);
          }
          return line;
        });
  }

  private void ask(String command) throws IOException {
    commands.write(command);
    commands.write('\n');
    commands.flush();
  }

  @Override
  public Name name() {
    return new Name(program.system(), version, program.setting());
  }

  @Override
  public List<Ranking> answers(int wanted) throws IOException {
    ask("answers " + wanted);
    List<Ranking> rankings = new ArrayList<>();
    for (int query = 0; query < queries; query++) {
      rankings.add(ranking(read("answers")));
    }
    return rankings;
  }

  private static Ranking ranking(String line) throws IOException {
    List<Ranking.Found> found = new ArrayList<>();
    String[] fields = line.isEmpty() ? new String[0] : line.split("\t", -1);
    try {
      for (int i = 0; i < fields.length; i += 2) {
        found.add(new Ranking.Found(Integer.parseInt(fields[i]), Float.parseFloat(fields[i + 1])));
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("expected numbers and scores between tabs, found '" + line + "'", e);
    }
    return new Ranking(found);
  }

  @Override
  public double[] round(int wanted) throws IOException {
    ask("round " + wanted);
    String line = read("round");
    double[] millis;
    try {
      millis = Arrays.stream(line.split("\t", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new IOException("expected times between tabs, found '" + line + "'", e);
    }
    if (millis.length != queries) {
      throw new IOException(
          "%s gave times of %d queries, there are %d"
              .formatted(program.system(), millis.length, queries));
    }
    return millis;
  }

  @Override
  public long bytes() {
    return built.bytes();
  }

  @Override
  public @Nullable Double buildSeconds() {
    return built.seconds();
  }

  @Override
  public @Nullable Long peakBytes() throws IOException {
    ask("peak");
    return Long.valueOf(read("peak").strip());
  }

  @Override
  public void close() throws IOException {
    try (answers) {
      commands.close();
    } finally {
      process.destroy();
    }
  }
}
