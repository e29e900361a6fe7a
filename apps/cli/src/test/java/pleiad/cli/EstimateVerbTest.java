package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateVerbTest {
  private static Ran estimate(Object... options) {
    List<Object> all = new ArrayList<>(List.of("estimate", "--quick"));
    all.addAll(List.of(options));
    return pleiad(all.toArray());
  }

  @Test
  void estimateHasTheFieldsThatScriptsRelyOn() {
    Ran ran = estimate("--documents", "1e6", "--tokens", 100, "--dim", 64, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(found.get("documents").asLong()).isEqualTo(1_000_000);
    assertThat(found.get("tokens").asLong()).isEqualTo(100_000_000);
    assertThat(found.get("dimension").asInt()).isEqualTo(64);
    Map<String, Double> bytes = new HashMap<>();
    found
        .get("rows")
        .forEach(
            row -> {
              bytes.put(row.get("setting").asText(), row.get("bytes_per_token").asDouble());
              assertThat(row.get("bytes").asDouble() / 100_000_000)
                  .isCloseTo(row.get("bytes_per_token").asDouble(), within(1e-9));
            });
    assertThat(bytes)
        .containsEntry("float32", 256.0)
        .containsEntry("plaid-2", 20.0)
        .containsEntry("one vector a document", 4 * 384 / 100.0)
        .containsKeys("int8", "float16", "residual", "residual+int8", "pool-2+residual");
    assertThat(bytes.getOrDefault("residual", 0.0)).isBetween(37.0, 39.0);
    assertThat(bytes.getOrDefault("pool-2+residual", 0.0)).isBetween(18.5, 20.5);
    JsonNode encode = found.get("encode");
    assertThat(encode.get("hours").asDouble() * 3_600 * encode.get("tokens_per_s").asDouble())
        .isCloseTo(1e8, within(1.0));
    assertThat(found.at("/code/hours").asDouble()).isPositive();
    assertThat(found.at("/search_ms/least").asDouble()).isPositive();
    assertThat(found.at("/search_ms/most").asDouble())
        .isGreaterThan(found.at("/search_ms/least").asDouble());
    assertThat(found.at("/search_ms/candidates").asInt()).isGreaterThan(10);
  }

  @Test
  void aPersonReadsThatItIsAnEstimate() {
    Ran ran = estimate("--documents", 1_000, "--tokens", 20, "--dim", 16, "--threads", 1);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out())
        .contains(
            "kept as",
            "one vector a document",
            "pool-2+residual-80+centred",
            "then 48 to 240 documents")
        .contains("1,000 documents of 20 tokens, 16 dimensions; estimated on 1 threads:")
        .contains("tokens/s by bge-small-en-v1.5 in texts of 20 tokens", "codebooks of", "search ");
  }

  @Test
  void whatCannotBeEstimatedIsRefused() {
    assertThat(estimate("--tokens", 5).exit()).isEqualTo(Exit.USAGE);
    assertRefused("--documents is a whole number", "--documents", 0, "--tokens", 5);
    assertRefused("--documents is a whole number", "--documents", 1.5, "--tokens", 5);
    assertRefused("--documents is a whole number", "--documents", "NaN", "--tokens", 5);
    assertRefused("--tokens is a number from 1", "--documents", 5, "--tokens", 0);
    assertRefused("--dim is at least 1", "--documents", 5, "--tokens", 5, "--dim", 0);
    assertRefused("-k is at least 1", "--documents", 5, "--tokens", 5, "-k", 0);
    assertRefused("--threads is at least 1", "--documents", 5, "--tokens", 5, "--threads", 0);
  }

  private static void assertRefused(String said, Object... options) {
    Ran ran = estimate(options);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("pleiad: ").contains(said);
  }
}
