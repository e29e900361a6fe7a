package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.encode.image.Pixels;

/// Pages whose pictures are gone are given a field of their texts, and none of their pictures.
class NewFieldsOfPagesTest {
  private static final int WHITE = 0xffffff;
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;

  @TempDir Path home;

  private final Options options = Options.DEFAULT.threads(1).models(NewFieldsOfPagesTest::open);

  private static Encoder open(String name) {
    return name.equals("colours") ? new ColourEncoder(name) : new WordEncoder(name, name);
  }

  private record Painted(String identity, Pixels draw) implements PagePicture {}

  private Path pages() throws IOException {
    Path folder = home.resolve("pages");
    Settings settings = Settings.ofModel("colours").withCode("int8");
    try (Pleiad pleiad = Pleiad.open(folder, options.settings(settings))) {
      pleiad.add(
          Document.of("a", "the first"),
          new Painted("1", ColourEncoder.quarters(WHITE, RED, GREEN, WHITE)));
      pleiad.add(
          Document.of("b", ""), new Painted("2", ColourEncoder.quarters(WHITE, RED, RED, RED)));
    }
    return folder;
  }

  private List<Hit> hits(Path folder, String query, String plan) throws IOException {
    try (Searcher searcher = Pleiad.openReadOnly(folder, options)) {
      return searcher.search(Search.of(query).plan(plan).k(2)).hits();
    }
  }

  @Test
  void pagesAreFoundByTheirTextsTooAndTheirPatchesStay() throws IOException {
    Path folder = pages();
    List<Hit> before = hits(folder, "red green", "tokens(2)");
    assertThat(before.getFirst().matches().getFirst().area()).isNotNull();
    Settings more =
        Reindex.settings(folder).with(new Settings.Encoded("words", "words", Part.ALL, "float16"));
    Reindex.addFields(folder, more, options, Reindex.Watch.NONE);
    assertThat(hits(folder, "red green", "tokens(2)")).isEqualTo(before);
    assertThat(hits(folder, "first", "tokens@words(2)").getFirst().id()).isEqualTo("a");
  }

  @Test
  void picturesAreNotKeptToMakeAFieldOf() throws IOException {
    Path folder = pages();
    Settings more =
        Reindex.settings(folder).with(new Settings.Encoded("more", "colours", Part.ALL, "float16"));
    assertThatThrownBy(() -> Reindex.addFields(folder, more, options, Reindex.Watch.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the model 'colours' reads pages")
        .hasMessageContaining("not the pictures");
    assertThat(Reindex.nextFields(folder)).doesNotExist();
  }
}
