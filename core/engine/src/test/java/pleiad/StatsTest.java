package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Role;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// What a collection says it holds, against its files.
class StatsTest {
  @TempDir Path folder;
  private final WordEncoder encoder = new WordEncoder("words", "1");

  private Pleiad open(Settings settings) throws IOException {
    return Pleiad.open(folder, Options.of(settings).models(_ -> encoder));
  }

  @Test
  void statsCountWhatIsThere() throws IOException {
    try (Pleiad pleiad = open(Settings.ofModel("words"))) {
      pleiad.add("1", "red fox");
      pleiad.add("2", "blue");
      pleiad.commit();
      Stats stats = pleiad.stats();
      assertThat(stats.documents()).isEqualTo(2);
      assertThat(stats.tokens()).isEqualTo(3);
      assertThat(stats.files()).anyMatch(file -> file.role().equals("token vectors"));
      assertThat(stats.fields().getFirst().model()).isEqualTo("words");
    }
  }

  /// A model's field has mean vectors and single ones, both in files of the same format.
  @Test
  void bytesPerTokenCountsEveryFileOfTheMultiVectorsAndNoneOfTheSingleVectors() throws IOException {
    Settings settings =
        Settings.ofModel("words").with(new Settings.Brought("page", WordEncoder.DIMENSION, "int8"));
    try (Pleiad pleiad = open(settings)) {
      TokenVectors page = encoder.encode("a page", Role.DOCUMENT).vectors();
      pleiad.add("1", "red fox");
      pleiad.add(Document.of("2", "blue").withVectors("page", page));
      pleiad.commit();
      pleiad.add(Document.of("3", "a green tree").withVectors("page", page));
      pleiad.commit();
      pleiad.add("4", page);
      pleiad.commit();
      Stats stats = pleiad.stats();
      long tokens = 2 + 1 + 2 + 3 + 2 + 2;
      assertThat(stats.tokens()).isEqualTo(tokens);
      long codes = bytes(stats, "token vectors");
      long means = bytes(stats, "mean vectors");
      assertThat(stats.bytesPerToken()).isEqualTo((codes + means) / (double) tokens);
      assertThat(codes)
          .isEqualTo(
              stats.files().stream()
                  .filter(file -> file.name().endsWith(".plv") || file.name().endsWith(".plm"))
                  .mapToLong(Stats.File::bytes)
                  .sum());
      assertBytesFor(stats, "tokens(9)", codes + means);
      assertBytesFor(stats, "dense(9)", bytes(stats, "single vectors"), bytes(stats, "HNSW graph"));
      long words = bytes(stats, "words") + bytes(stats, "lengths of texts");
      assertBytesFor(stats, "bm25(9)", words);
      assertBytesFor(stats, "bm25(9) | maxsim@page(3, weights=idf)", words, codes);
      assertBytesFor(
          stats, "tokens(9) | cross(1, model=m)", codes, means, bytes(stats, "stored texts"));
      assertBytesFor(
          stats,
          "centroid(9) | poly(k)",
          means,
          bytes(stats, "single vectors"),
          bytes(stats, "HNSW graph"));
      assertBytesFor(stats, "muvera(9)", codes);
      assertVectors(stats, "mean vectors", 4 + 2, WordEncoder.DIMENSION);
      assertVectors(stats, "single vectors", 3, WordEncoder.DIMENSION * Float.BYTES);
    }
  }

  private static void assertBytesFor(Stats stats, String plan, long... parts) {
    assertThat(stats.bytesFor(Plan.parse(plan)))
        .as(plan)
        .isPositive()
        .isEqualTo(Arrays.stream(parts).sum());
  }

  /// A flat vector file is its vectors, a header and a footer.
  private static void assertVectors(Stats stats, String role, int count, int bytesEach) {
    List<Stats.File> files =
        stats.files().stream()
            .filter(file -> file.role().equals(role) && file.name().endsWith(".vec"))
            .toList();
    long bytes = files.stream().mapToLong(Stats.File::bytes).sum();
    assertThat(bytes)
        .as(role + ": " + files)
        .isBetween((long) count * bytesEach, (long) count * bytesEach + 200L * files.size());
  }

  private static long bytes(Stats stats, String role) {
    return stats.files().stream()
        .filter(file -> file.role().equals(role))
        .mapToLong(Stats.File::bytes)
        .sum();
  }
}
