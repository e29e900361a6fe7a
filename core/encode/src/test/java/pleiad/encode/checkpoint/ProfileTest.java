package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class ProfileTest {
  static final List<Profile> ALL = Profile.ALL;

  @ParameterizedTest
  @FieldSource("ALL")
  void aProfileIsFoundByItsNameInEitherCase(Profile profile) {
    assertThat(Profile.named(profile.name())).isSameAs(profile);
    assertThat(Profile.named(profile.name().toUpperCase(Locale.ROOT))).isSameAs(profile);
  }

  @Test
  void aNameThatNoneHasIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> Profile.named("txtai"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no profile 'txtai'; there are pylate, stanford, st6, next-plaid, fastembed, vespa");
  }

  @Test
  void theTextOfAProfileStaysAsItIs() {
    assertThat(Profile.PYLATE.text())
        .isEqualTo(
            """
            attention: as said
            document length: as said
            expansion: as said
            long query: cut
            lowers case: true
            marker: id at 1
            pooled: as they are
            query length: as said
            skipped: as said
            strips: true
            unknown word: unknown token
            """);
    assertThat(Profile.FASTEMBED.text()).contains("query length: 32\n", "expansion: at least\n");
  }

  @Test
  void profilesThatEncodeOtherwiseHaveOtherTexts() {
    Set<String> texts = new HashSet<>();
    Profile.ALL.forEach(profile -> texts.add(profile.text()));
    assertThat(texts).hasSize(Profile.ALL.size());
  }

  @Test
  void neitherTheNameNorTheScoreOfMaskedTokensIsInTheText() {
    Profile.Documents documents = Profile.PYLATE.documents();
    Profile renamed =
        new Profile(
            "mine",
            Profile.PYLATE.input(),
            Profile.PYLATE.queries(),
            new Profile.Documents(
                documents.length(),
                documents.skipped(),
                documents.unknown(),
                Profile.Masked.LOWEST,
                documents.pooled()));
    assertThat(renamed.text()).isEqualTo(Profile.PYLATE.text());
  }
}
