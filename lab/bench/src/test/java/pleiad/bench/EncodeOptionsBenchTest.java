package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodeOptionsBenchTest {
  @Test
  void everySettingHasItsFiguresBesideOurs() throws IOException {
    List<EncodeOptionsBench.Row> rows =
        EncodeOptionsBench.run(
            EncodeBench.Contest.DEFAULT,
            EncodeBench.Options.QUICK.texts(List.of(9), true, null),
            _ -> {});
    assertThat(rows).extracting(EncodeOptionsBench.Row::texts).containsOnly("9", "mixed");
    assertThat(rows)
        .filteredOn(row -> row.option().equals("as Pleiad runs it"))
        .hasSize(2)
        .allMatch(row -> row.ratio() == 1);
    assertThat(rows)
        .extracting(EncodeOptionsBench.Row::option)
        .contains("arena off", "prepacking off", "a session a thread")
        .as("an int8 model takes no batches")
        .noneMatch(option -> option.startsWith("batches"));
    assertThat(rows).allMatch(row -> row.tokensPerSecond() > 0 && row.ratio() > 0);
  }
}
