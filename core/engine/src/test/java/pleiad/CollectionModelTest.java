package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Ten thousand adds, updates and deletes in random order; then the collection must be what a plain
/// map is, document by document and search by search.
@ExtendWith(Seed.class)
class CollectionModelTest {
  private static final int DIMENSION = 8;
  private static final int STEPS = 10_000;

  private record Known(TokenVectors vectors, int group) {}

  @TempDir Path home;

  @Test
  void afterTenThousandChangesItIsWhatAMapWouldBe(Random random) throws IOException {
    Map<String, Known> model = new TreeMap<>();
    Settings settings =
        new Settings(
            List.of(new Settings.Brought("tokens", DIMENSION, "float16")), Language.STANDARD);
    Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(settings));
    try {
      for (int step = 0; step < STEPS; step++) {
        change(pleiad, model, random);
        if (random.nextInt(1_000) == 0) {
          pleiad.commit();
        } else if (random.nextInt(500) == 0) {
          pleiad.refresh();
        } else if (random.nextInt(2_000) == 0) {
          pleiad.close();
          pleiad = Pleiad.open(home.resolve("c"), Options.of(settings));
        }
      }
      pleiad.refresh();
      assertSame(pleiad, model, random);
    } finally {
      pleiad.close();
    }
    try (Searcher reader = Pleiad.openReadOnly(home.resolve("c"))) {
      assertSame(reader, model, random);
    }
  }

  private static void change(Pleiad pleiad, Map<String, Known> model, Random random)
      throws IOException {
    String id = "d" + random.nextInt(700);
    if (random.nextInt(4) == 0) {
      assertThat(pleiad.delete(id)).isEqualTo(model.remove(id) != null);
      return;
    }
    if (random.nextInt(2_000) == 0) {
      int group = random.nextInt(20);
      long matching = model.values().stream().filter(each -> each.group() == group).count();
      assertThat(pleiad.delete(Filter.equal("group", group))).isEqualTo((int) matching);
      model.values().removeIf(each -> each.group() == group);
      return;
    }
    Known known = new Known(vectors(random.nextInt(20), random), random.nextInt(20));
    Document document =
        Document.of(id, "").withVectors("tokens", known.vectors()).with("group", known.group());
    assertThat(pleiad.add(document)).isEqualTo(expected(model.put(id, known), known));
    if (random.nextInt(10) == 0) {
      assertThat(pleiad.add(document)).isEqualTo(Added.UNCHANGED);
    }
  }

  /// Two documents without tokens may be the same one by chance.
  private static Added expected(@Nullable Known before, Known now) {
    if (before == null) {
      return Added.ADDED;
    }
    boolean same =
        before.group() == now.group()
            && Arrays.equals(before.vectors().toArray(), now.vectors().toArray());
    return same ? Added.UNCHANGED : Added.REPLACED;
  }

  private static void assertSame(Searcher searcher, Map<String, Known> model, Random random)
      throws IOException {
    assertThat(searcher.documents()).isEqualTo(model.size());
    for (int round = 0; round < 20; round++) {
      TokenVectors query = vectors(1 + random.nextInt(40), random);
      Integer group = random.nextBoolean() ? random.nextInt(20) : null;
      List<Double> expected = new ArrayList<>();
      model
          .values()
          .forEach(
              each -> {
                boolean wanted = group == null || each.group() == group;
                if (wanted && each.vectors().count() > 0) {
                  expected.add(maxSim(query, each.vectors()));
                }
              });
      expected.sort(Comparator.reverseOrder());
      Search search =
          Search.of(query).k(50).filter(group == null ? null : Filter.equal("group", group));
      assertScoresAreTrue(searcher.search(search).hits(), expected.size(), query, model);
      List<Hit> best = searcher.search(search.recall(1)).hits();
      assertScoresAreTrue(best, expected.size(), query, model);
      for (int i = 0; i < best.size(); i++) {
        assertThat((double) best.get(i).score()).isCloseTo(expected.get(i), within(1e-3));
      }
    }
  }

  /// As many as there are, each with its own score.
  private static void assertScoresAreTrue(
      List<Hit> hits, int all, TokenVectors query, Map<String, Known> model) {
    assertThat(hits).hasSize(Math.min(50, all));
    for (Hit hit : hits) {
      Known known = model.get(hit.id());
      assertThat(known).as(hit.id()).isNotNull();
      assertThat((double) hit.score()).isCloseTo(maxSim(query, known.vectors()), within(1e-3));
    }
  }

  /// Numbers that half precision holds exactly.
  private static TokenVectors vectors(int tokens, Random random) {
    float[] values = new float[tokens * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(129) - 64) / 64f;
    }
    return TokenVectors.of(values, DIMENSION);
  }

  private static double maxSim(TokenVectors query, TokenVectors document) {
    double sum = 0;
    for (int i = 0; i < query.count(); i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < document.count(); j++) {
        double dot = 0;
        for (int k = 0; k < DIMENSION; k++) {
          dot += (double) query.at(i, k) * document.at(j, k);
        }
        best = Math.max(best, dot);
      }
      sum += best;
    }
    return sum;
  }
}
