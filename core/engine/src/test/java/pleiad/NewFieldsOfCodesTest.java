package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.index.Codebooks;
import pleiad.testkit.Seed;

/// Codes are copied, not made of what they stand for.
@ExtendWith(Seed.class)
class NewFieldsOfCodesTest {
  private static final int WORDS = 2_000;
  private static final int DOCUMENTS = Math.toIntExact(Codebooks.MATURE_TOKENS) / WORDS + 1;

  private static final Settings OLD = Settings.ofModel("old").withReduction(TokenReduction.NONE);

  @TempDir Path home;

  private static Encoder open(String name) {
    return new WordEncoder(name, name, name.equals("old") ? 6 : 4);
  }

  @Test
  void codesStayWhatTheyAreAndNewOnesAreMade(Random random) throws IOException {
    Path folder = home.resolve("c");
    Options options = Options.DEFAULT.models(NewFieldsOfCodesTest::open);
    try (Pleiad pleiad = Pleiad.open(folder, options.settings(OLD))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        pleiad.add("d" + i, text(random));
      }
    }
    FieldStats before = Pleiad.stats(folder).kept().getFirst();
    assertThat(before.codedTokens()).as("kept as codes alone").isGreaterThan(500_000);
    List<Hit> hits = hits(folder, options);
    Settings more =
        Reindex.settings(folder).with(new Settings.Encoded("page", "new", Part.ALL, "residual"));
    Reindex.addFields(folder, more, options, Reindex.Watch.NONE);
    FieldStats after = Pleiad.stats(folder).kept().getFirst();
    assertThat(after.codebooks()).isEqualTo(before.codebooks());
    assertThat(after.codedTokens()).isEqualTo(before.codedTokens());
    assertThat(after.reencoded()).isEqualTo(before.reencoded());
    assertThat(hits(folder, options)).isEqualTo(hits);
    FieldStats page = Pleiad.stats(folder).kept().getLast();
    assertThat(page.codedTokens()).isEqualTo(after.codedTokens());
    assertThat(page.codebooks()).hasSize(1);
    assertThat(Pleiad.verify(folder)).isEmpty();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      text.append('w').append(random.nextInt(5_000)).append(' ');
    }
    return text.toString();
  }

  private static List<Hit> hits(Path folder, Options options) throws IOException {
    try (Searcher searcher = Pleiad.openReadOnly(folder, options)) {
      return searcher.search("w1 w2 w3 w4 w5", 20).hits();
    }
  }
}
