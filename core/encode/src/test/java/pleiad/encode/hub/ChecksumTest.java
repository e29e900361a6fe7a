package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class ChecksumTest {
  @TempDir Path home;

  /// `printf 'hello\n' | git hash-object --stdin`, `| sha256sum`, and both of nothing.
  @Test
  void theyAreThoseOfGitAndOfSha256sum() throws IOException {
    Path hello = Files.writeString(home.resolve("hello"), "hello\n");
    Path empty = Files.createFile(home.resolve("empty"));
    for (Checksum each :
        List.of(
            new Checksum("ce013625030ba8dba906f756967f9e9ca394464a"),
            new Checksum("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"))) {
      assertThat(each.of(hello)).isEqualTo(each);
      assertThat(each.of(empty)).isNotEqualTo(each);
    }
    for (Checksum each :
        List.of(
            new Checksum("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"),
            new Checksum("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))) {
      assertThat(each.of(empty)).isEqualTo(each);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_535, 65_536, 65_537, 200_000})
  void sizesAroundTheBufferAreRight(int size, Random random) throws IOException {
    byte[] bytes = Models.bytes(random, size);
    Path file = Files.write(home.resolve("file"), bytes);
    assertThat(new Checksum("0".repeat(40)).of(file).hex()).isEqualTo(Hex.gitSha1(bytes));
    assertThat(new Checksum("0".repeat(64)).of(file).hex()).isEqualTo(Hex.sha256(bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 39, 41, 63, 65})
  void otherLengthsAreNoChecksums(int length) {
    assertThat(Checksum.parse("a".repeat(length))).isEmpty();
  }

  @Test
  void onlyLowerCaseHexIsAChecksum() {
    assertThat(Checksum.parse("a".repeat(40))).isPresent();
    assertThat(Checksum.parse("A".repeat(40))).isEmpty();
    assertThat(Checksum.parse("g".repeat(64))).isEmpty();
    assertThat(Checksum.parse("../" + "a".repeat(37))).isEmpty();
  }
}
