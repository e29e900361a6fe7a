package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import pleiad.vector.TokenVectors;

/// The worked example of `docs/reference/plans.md`: every row of its table is what the interaction
/// of that name gives.
class InteractionExampleTest {
  private static final TokenVectors QUERY = rows(1, 0, 0, 1, 0.6f, 0.8f);
  private static final List<TokenVectors> DOCUMENTS =
      List.of(
          rows(1, 0),
          rows(1, 0, 0, 1),
          rows(1, 0, 0, 1, -1, 0, 0, -1),
          rows(0.6f, 0.8f),
          rows(0.8f, 0.6f, 0.8f, 0.6f));

  private static TokenVectors rows(float... numbers) {
    return TokenVectors.of(numbers, 2);
  }

  @Test
  void everyRowIsWhatItsInteractionGives() throws IOException {
    List<String[]> rows = table();
    for (String[] row : rows) {
      Interaction how =
          ((MaxSimRanker)
                  Plan.parse("bm25(9) | maxsim(9, interaction=" + row[0] + ")")
                      .rankers()
                      .getFirst())
              .interaction();
      for (int document = 0; document < DOCUMENTS.size(); document++) {
        assertThat((double) how.score(QUERY, DOCUMENTS.get(document)))
            .as("%s of document %d", row[0], document)
            .isCloseTo(Double.parseDouble(row[1 + document]), within(0.0051));
      }
    }
    List<String> named = rows.stream().map(row -> row[0].replaceAll(",.*", "")).distinct().toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(Interaction.Form.NAMES);
  }

  /// The cells of each row, without blanks, code marks and emphasis.
  private static List<String[]> table() throws IOException {
    Path page = Path.of(System.getProperty("pleiad.root"), "docs", "reference", "plans.md");
    return Files.readAllLines(page).stream()
        .dropWhile(line -> !line.startsWith("| interaction of the example"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.substring(1).replaceAll("[`*]", ""))
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
        .toList();
  }
}
