package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pleiad.Pleiad;
import pleiad.Stats;
import pleiad.search.CandidateRoute;
import pleiad.search.Plan;
import pleiad.search.Request;

/// Pleiad itself: the plan `tokens(k)` on an index of one segment, built anew each time.
final class PleiadPeer implements Peer {
  static final String SYSTEM = "pleiad";

  private final String setting;
  private final BenchIndex index;
  private final List<Request> requests;
  private final BuildTimes times;
  private final Stats stats;
  private final PeerInput input;

  private PleiadPeer(
      String setting, BenchIndex index, BuildTimes times, Stats stats, PeerInput input) {
    this.setting = setting;
    this.index = index;
    this.times = times;
    this.stats = stats;
    this.input = input;
    this.requests = input.queryVectors().stream().map(index::request).toList();
  }

  /// @param setting how tokens are kept, as [IndexBuild#named] reads it
  /// @param folder a new one
  static PleiadPeer build(String setting, PeerInput input, Path folder) throws IOException {
    EncodedTexts documents = input.documents();
    IndexBuild build =
        IndexBuild.named(setting, folder, documents.dimension(), DrawnDocuments.NONE);
    BuildTimes times = build.run(documents, true);
    BenchIndex index = BenchIndex.open(folder, documents, CandidateRoute.AUTOMATIC);
    String name = setting.equals(IndexBuild.DEFAULT) ? "default" : setting;
    return new PleiadPeer(name, index, times, Pleiad.stats(folder), input);
  }

  @Override
  public Name name() {
    String version = Pleiad.class.getPackage().getImplementationVersion();
    return new Name(SYSTEM, Objects.requireNonNullElse(version, "from source"), setting);
  }

  @Override
  public List<Ranking> answers(int wanted) throws IOException {
    Plan plan = BenchIndex.plan(wanted);
    List<Ranking> answers = new ArrayList<>();
    for (var query : input.queryVectors()) {
      answers.add(index.answer(plan, query));
    }
    return answers;
  }

  @Override
  public double[] round(int wanted) throws IOException {
    Plan plan = BenchIndex.plan(wanted);
    double[] millis = new double[requests.size()];
    for (int query = 0; query < millis.length; query++) {
      long begin = System.nanoTime();
      index.run(plan, requests.get(query));
      millis[query] = (System.nanoTime() - begin) / 1e6;
    }
    return millis;
  }

  @Override
  public long bytes() {
    return Math.round(stats.bytesPerToken() * stats.tokens());
  }

  @Override
  public Double buildSeconds() {
    return input.documents().tokens() / times.tokensPerSecond();
  }

  @Override
  public @Nullable Long peakBytes() {
    return null;
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
