package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionTest {
  @Test
  void whatAModelFillsIsPooledInPairsAndWhatIsBroughtKeepsEveryToken() {
    assertThat(Settings.DEFAULT.fields())
        .containsExactly(
            new Settings.Encoded(
                "tokens",
                "bge-small-en-v1.5",
                Part.ALL,
                "residual-80+centred",
                new TokenReduction(2, 1, 32, 0)));
    assertThat(Settings.ofModel("other").fields())
        .containsExactly(new Settings.Encoded("tokens", "other", Part.ALL));
    assertThat(Settings.ofVectors(8).fields())
        .containsExactly(new Settings.Brought("tokens", 8, "residual", TokenReduction.NONE));
  }

  @Test
  void aReductionIsThatOfEveryField() {
    Settings both = Settings.DEFAULT.with(new Settings.Brought("page", 4));
    TokenReduction three = TokenReduction.NONE.pooling(3);
    assertThat(both.withReduction(three).fields())
        .containsExactly(
            new Settings.Encoded(
                "tokens", "bge-small-en-v1.5", Part.ALL, Settings.Encoded.DEFAULT_CODE, three),
            new Settings.Brought("page", 4, Settings.Brought.DEFAULT_CODE, three));
    assertThat(both.withReduction(TokenReduction.NONE).withReduction(three))
        .isEqualTo(both.withReduction(three));
  }

  private static final Description DESCRIPTION =
      Description.of(
          List.of(
              new VectorField("tokens", "bge", "f00", 384, "int8", Part.ALL),
              VectorField.ofVectors("page", 128).withCode("float16")),
          Language.DE);

  @Test
  void whatWasWrittenIsReadBack() {
    assertThat(Description.read(DESCRIPTION.write())).isEqualTo(DESCRIPTION);
  }

  @Test
  void theKeysStayAsTheyAre() {
    assertThat(DESCRIPTION.write())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("pleiad.version", "1"),
                Map.entry("pleiad.language", "de"),
                Map.entry("pleiad.fields", "tokens,page"),
                Map.entry("pleiad.field.tokens.model", "bge"),
                Map.entry("pleiad.field.tokens.fingerprint", "f00"),
                Map.entry("pleiad.field.tokens.dimension", "384"),
                Map.entry("pleiad.field.tokens.code", "int8"),
                Map.entry("pleiad.field.tokens.part", "all"),
                Map.entry("pleiad.field.page.dimension", "128"),
                Map.entry("pleiad.field.page.code", "float16"),
                Map.entry("pleiad.field.page.part", "all")));
  }

  @Test
  void whichTokensAreKeptIsWrittenWhereSomeGo() {
    VectorField field =
        VectorField.ofVectors("page", 8)
            .withReduction(TokenReduction.NONE.pooling(3).duplicates(0.95f));
    Description pooled = Description.of(List.of(field), Language.DE);
    assertThat(pooled.write())
        .containsEntry("pleiad.field.page.pooling", "3")
        .containsEntry("pleiad.field.page.protected", "1")
        .containsEntry("pleiad.field.page.duplicates", "0.95");
    assertThat(Description.read(pooled.write())).isEqualTo(pooled);
    assertThat(pooled.inWords()).contains("pooled by 3").contains("0.95");
  }

  @Test
  void otherUserDataHoldNoDescription() {
    assertThat(Description.read(Map.of("someone", "else"))).isNull();
  }

  @Test
  void aNewerVersionAndAMissingKeyAreNamed() {
    Map<String, String> newer = new HashMap<>(DESCRIPTION.write());
    newer.put("pleiad.version", "2");
    assertThatThrownBy(() -> Description.read(newer))
        .hasMessageContaining("version 2")
        .hasMessageContaining("newer Pleiad");
    Map<String, String> torn = new HashMap<>(DESCRIPTION.write());
    torn.remove("pleiad.field.page.code");
    assertThatThrownBy(() -> Description.read(torn))
        .hasMessageContaining("'pleiad.field.page.code'");
  }

  @Test
  void aFieldThatIsNotThereIsAnsweredWithThoseThatAre() {
    assertThatThrownBy(() -> DESCRIPTION.field("image"))
        .hasMessageContaining("'image'")
        .hasMessageContaining("[tokens, page]");
  }

  @Test
  void settingsRefuseNamesThatCannotBe() {
    Settings.Field again = new Settings.Brought("tokens", 3, "int8");
    assertThatThrownBy(() -> Settings.DEFAULT.with(again)).hasMessageContaining("two fields");
    for (String name : List.of("", "a b", "1x", "a@b", "a.b", "text")) {
      assertThatThrownBy(() -> Settings.DEFAULT.with(new Settings.Brought(name, 3, "int8")))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Settings.DEFAULT.with(new Settings.Brought("page", 3, "int9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'int9'")
        .hasMessageContaining("residual-N");
    assertThatThrownBy(() -> new Settings(List.of(), Language.EN))
        .hasMessageContaining("at least one");
  }
}
