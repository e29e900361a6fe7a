package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final Manifest TWO =
      new Manifest(
          List.of(
              new RepoFile("1_Dense/é.safetensors", 1L << 33, new Checksum("f".repeat(64))),
              new RepoFile("config.json", 0, new Checksum("0".repeat(40)))));

  @TempDir Path home;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path file = home.resolve("pleiad/x.json");
    assertThat(Manifest.read(file)).isEmpty();
    TWO.write(file);
    assertThat(Manifest.read(file)).contains(TWO);
    new Manifest(List.of()).write(file);
    assertThat(Manifest.read(file)).contains(new Manifest(List.of()));
    assertThat(Models.tree(home)).containsExactly("pleiad/x.json");
  }

  @Test
  void theLayoutIsTheOneOfTheClientsLists() throws IOException {
    Path file = home.resolve("x.json");
    TWO.write(file);
    assertThat(Files.readString(file).replaceAll("\\s", ""))
        .isEqualTo(
            "{\"format_version\":1,\"files\":{\"1_Dense/é.safetensors\":{\"size\":8589934592,\"lfs_sha256\":\"%s\"},\"config.json\":{\"size\":0,\"blob_id\":\"%s\"}}}"
                .formatted("f".repeat(64), "0".repeat(40)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"format_version\": 2, \"files\": {}}", "{\"files\": {}}"})
  void whatIsNoListOfThisVersionIsNoList(String text) throws IOException {
    assertThat(Manifest.read(Files.writeString(home.resolve("x.json"), text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"format_version\": 1, \"files\": {\"../../x\": {}}}",
        "{\"format_version\": 1, \"files\": {\"x\": {\"size\": 1}}}",
        "{\"format_version\": 1, \"files\": {\"x\": {\"size\": 1, \"blob_id\": \"../x\"}}}"
      })
  void aDamagedListIsNamed(String text) throws IOException {
    Path file = Files.writeString(home.resolve("x.json"), text);
    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "damaged", "pull the model again");
  }
}
