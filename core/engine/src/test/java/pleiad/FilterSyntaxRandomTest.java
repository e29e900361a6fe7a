package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// What is found by filters in Lucene's syntax is what a look at every document finds.
@ExtendWith(Seed.class)
class FilterSyntaxRandomTest {
  private static final int DOCUMENTS = 80;
  private static final int FILTERS = 400;
  private static final TokenVectors ONE = TokenVectors.of(new float[] {1}, 1);

  @TempDir Path home;

  @Test
  void filtersFindWhatALookAtEveryDocumentFinds(Random random) throws IOException {
    Map<String, Map<String, Object>> documents = new TreeMap<>();
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(Settings.ofVectors(1)))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        Map<String, Object> metadata = metadata(random);
        documents.put("d" + i, metadata);
        pleiad.add(Document.of("d" + i, "").withMetadata(metadata).withVectors("tokens", ONE));
        if (i == DOCUMENTS / 2) {
          pleiad.commit();
        }
      }
      pleiad.commit();
      for (int i = 0; i < FILTERS; i++) {
        WrittenFilter filter = WrittenFilter.random(random, random.nextInt(4));
        assertThat(found(pleiad, filter.text()))
            .as("%s in %s", filter.text(), documents)
            .containsExactlyInAnyOrderElementsOf(
                documents.keySet().stream()
                    .filter(id -> filter.matches().test(documents.get(id)))
                    .toList());
      }
    }
  }

  private static List<String> found(Pleiad pleiad, String filter) throws IOException {
    Search search = Search.of(ONE).plan("tokens(" + DOCUMENTS + ", recall=1)").k(DOCUMENTS);
    return pleiad.search(search.matches(false).filter(Filter.parse(filter))).hits().stream()
        .map(Hit::id)
        .toList();
  }

  private static Map<String, Object> metadata(Random random) {
    Map<String, Object> metadata = new HashMap<>();
    for (String key : WrittenFilter.KEYS) {
      int values = key.equals("nowhere") ? 0 : random.nextInt(4);
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < values; i++) {
        list.add(value(random));
      }
      if (values > 0) {
        metadata.put(key, values == 1 ? list.getFirst() : list);
      }
    }
    return metadata;
  }

  private static Object value(Random random) {
    String text = WrittenFilter.any(WrittenFilter.VALUES, random);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextBoolean();
      case 1 -> List.of(-2L, -1L, -0.0, 0.0, 0L, 1L, 2.5, 3L, 1999L, 2005L).get(random.nextInt(10));
      default -> text;
    };
  }
}
