package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
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
}
