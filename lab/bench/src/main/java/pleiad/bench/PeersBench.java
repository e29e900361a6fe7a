package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pleiad.vector.TokenVectors;

/// Pleiad beside what a user would take instead: the same token vectors, the same queries, one
/// search at a time on one thread or several, round by round in turn, so that a slow minute of the
/// machine is everybody's.
///
/// Systems in Java run in this process, on one thread: their indexes have one segment. The others
/// are programs that [PeerProgram] lists, held to as many processors as they may have threads;
/// their indexes are kept and used again. What cannot be started has a row that says why.
public final class PeersBench {
  private static final int WANTED = 10;
  private static final int RESCORED = 100;

  /// A JVM compiles while it runs, so what runs in it is searched so many times more before.
  private static final int JAVA_WARM_UPS = 8;

  private static final List<String> PLEIAD_SETTINGS = List.of(IndexBuild.DEFAULT, "residual+int8");

  private final Options options;
  private final Consumer<String> progress;
  private final List<PeerRow> absent = new ArrayList<>();

  private PeersBench(Options options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /// What is measured.
  ///
  /// @param source the collection
  /// @param work an empty folder for Pleiad's and Lucene's indexes
  /// @param adapters the folder of the programs and their list
  /// @param only systems to measure, by name; empty: all
  /// @param warmUps rounds of a program that nobody looks at; of a system in this JVM eight times
  ///   as many
  /// @param rounds over all queries
  /// @param threads that a program may take for a search
  /// @param patience what a program may take for one answer, building among them
  public record Options(
      VectorSource source,
      Path work,
      Path adapters,
      List<String> only,
      int warmUps,
      int rounds,
      int threads,
      Duration patience) {
    /// @throws IllegalArgumentException when nothing would be measured
    public Options {
      only = List.copyOf(only);
      new Patience(patience);
      if (warmUps < 0 || rounds < 1) {
        throw new IllegalArgumentException(
            "at least one round is measured, got %d after %d warm-ups".formatted(rounds, warmUps));
      }
      int cores = Runtime.getRuntime().availableProcessors();
      if (threads < 1 || threads > cores) {
        throw new IllegalArgumentException(
            "a search takes 1 to %d threads on this machine, got %d".formatted(cores, threads));
      }
    }

    boolean wants(String system) {
      return only.isEmpty() || only.contains(system);
    }
  }

  /// What was measured.
  ///
  /// @param exactNdcg nDCG@10 of exact MaxSim of the uncompressed vectors
  public record Result(
      String data,
      int dim,
      int documents,
      long tokens,
      int queries,
      double exactNdcg,
      List<PeerRow> rows) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  /// Runs the benchmark; encodes the collection first where its vectors are not in the cache.
  ///
  /// @param progress is told what is being done
  /// @throws IllegalArgumentException when a system is asked for that there is not
  public static Result run(Options options, Consumer<String> progress) throws IOException {
    return new PeersBench(options, progress).run();
  }

  /// A peer that runs, and what its searches took.
  private record Contender(Peer peer, PeerTimes times) {}

  private Result run() throws IOException {
    List<PeerProgram> programs = PeerProgram.all(options.adapters());
    checkNames(programs);
    try (EncodedCollection collection = EncodedCollection.open(options.source(), progress)) {
      Path folder = collection.folder().resolve("peers-" + collection.documents().count());
      PeerInput input = PeerInput.of(collection, options.source().data(), folder);
      List<Contender> contenders = new ArrayList<>();
      try {
        openInProcess(input, contenders);
        for (PeerProgram program : programs) {
          open(program, input, folder.resolve("indexes"), contenders);
        }
        time(contenders);
        return result(collection, input, contenders);
      } finally {
        for (Contender each : contenders) {
          each.peer().close();
        }
      }
    }
  }

  private void checkNames(List<PeerProgram> programs) {
    List<String> known = new ArrayList<>(List.of(PleiadPeer.SYSTEM, LucenePeer.SYSTEM));
    programs.stream().map(PeerProgram::system).distinct().forEach(known::add);
    for (String wanted : options.only()) {
      if (!known.contains(wanted)) {
        throw new IllegalArgumentException(
            "no system '%s'; there are %s".formatted(wanted, String.join(", ", known)));
      }
    }
  }

  private void openInProcess(PeerInput input, List<Contender> contenders) throws IOException {
    if (options.wants(PleiadPeer.SYSTEM)) {
      for (String setting : PLEIAD_SETTINGS) {
        progress.accept("pleiad, %s: building".formatted(setting));
        Path index = options.work().resolve("pleiad-" + contenders.size());
        contenders.add(new Contender(PleiadPeer.build(setting, input, index), new PeerTimes()));
      }
    }
    if (options.wants(LucenePeer.SYSTEM)) {
      for (LuceneWay way :
          List.of(LuceneWay.Words.of(input), LuceneWay.Vectors.of(input, RESCORED))) {
        progress.accept("lucene, %s: building".formatted(way.setting()));
        Path index = options.work().resolve("lucene-" + contenders.size());
        contenders.add(new Contender(LucenePeer.build(way, input, index), new PeerTimes()));
      }
    }
  }

  /// Starts a program; where that fails, it has a row that says why.
  private void open(
      PeerProgram program, PeerInput input, Path indexes, List<Contender> contenders) {
    if (!options.wants(program.system())) {
      return;
    }
    if (!program.exists(options.adapters())) {
      String how = "not installed: run %s".formatted(options.adapters().resolve("setup"));
      absent.add(PeerRow.without(program.system(), program.setting(), how));
      return;
    }
    progress.accept(
        "%s, %s: starting, or building first".formatted(program.system(), program.setting()));
    try {
      Peer started =
          PeerProcess.start(
              program,
              options.adapters(),
              input,
              indexes,
              new PeerProcess.Limits(options.threads(), new Patience(options.patience())));
      contenders.add(new Contender(started, new PeerTimes()));
    } catch (IOException e) {
      absent.add(PeerRow.without(program.system(), program.setting(), "failed: " + e.getMessage()));
    }
  }

  private void time(List<Contender> contenders) throws IOException {
    for (Contender each : List.copyOf(contenders)) {
      Peer.Name name = each.peer().name();
      progress.accept("%s, %s: warming up".formatted(name.system(), name.setting()));
      int rounds = options.warmUps() * (each.peer() instanceof PeerProcess ? 1 : JAVA_WARM_UPS);
      for (int round = 0; round < rounds && contenders.contains(each); round++) {
        searchAll(each, contenders);
      }
    }
    for (int round = 0; round < options.rounds(); round++) {
      progress.accept("round %d of %d".formatted(round + 1, options.rounds()));
      for (Contender each : List.copyOf(contenders)) {
        double[] millis = searchAll(each, contenders);
        if (millis != null) {
          each.times().add(millis);
        }
      }
    }
  }

  /// The times of a round; null where the peer failed: it is out, and has a row that says why.
  private double @Nullable [] searchAll(Contender contender, List<Contender> contenders)
      throws IOException {
    try {
      return contender.peer().round(WANTED);
    } catch (IOException e) {
      contenders.remove(contender);
      failed(contender, e);
      return null;
    }
  }

  private void failed(Contender contender, IOException failure) throws IOException {
    Peer.Name name = contender.peer().name();
    contender.peer().close();
    absent.add(PeerRow.without(name.system(), name.setting(), "failed: " + failure.getMessage()));
  }

  private Result result(EncodedCollection collection, PeerInput input, List<Contender> contenders)
      throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    List<TokenVectors> queries = collection.queryVectors();
    VectorBlocks vectors = VectorBlocks.of(collection.documents());
    List<Ranking> exact = ExactAnswers.of(collection, vectors, threads, progress);
    RankingQuality quality = new RankingQuality(collection, queries);
    List<PeerRow> rows = new ArrayList<>();
    for (Contender each : contenders) {
      Peer.Name name = each.peer().name();
      progress.accept("%s, %s: what it finds".formatted(name.system(), name.setting()));
      try {
        List<Ranking> found = input.inCollection(each.peer().answers(WANTED));
        PeerRow.Figures figures =
            figures(
                each,
                collection.documents().tokens(),
                quality.recall(new Recall(vectors), found, exact, WANTED),
                quality.ndcg(found, WANTED));
        rows.add(new PeerRow(name.system(), name.version(), name.setting(), figures, ""));
      } catch (IOException e) {
        failed(each, e);
      }
    }
    PeerRow.Figures pleiad =
        rows.stream()
            .filter(row -> row.system().equals(PleiadPeer.SYSTEM))
            .map(PeerRow::figures)
            .findFirst()
            .orElse(null);
    rows.addAll(absent);
    return new Result(
        String.valueOf(options.source().data().getFileName()),
        options.source().dimension(),
        collection.documents().count(),
        collection.documents().tokens(),
        queries.size(),
        quality.ndcg(exact, WANTED),
        rows.stream().map(row -> row.comparedWith(pleiad)).toList());
  }

  private PeerRow.Figures figures(Contender contender, long tokens, double recall, double ndcg)
      throws IOException {
    PeerTimes times = contender.times();
    Double seconds = contender.peer().buildSeconds();
    return new PeerRow.Figures(
        contender.peer() instanceof PeerProcess ? options.threads() : 1,
        times.percentile(50),
        times.least(50),
        times.most(50),
        times.percentile(95),
        times.perSecond(),
        recall,
        ndcg,
        (double) contender.peer().bytes() / tokens,
        seconds == null ? null : tokens / seconds,
        contender.peer().peakBytes(),
        null);
  }
}
