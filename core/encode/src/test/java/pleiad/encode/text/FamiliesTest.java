package pleiad.encode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import pleiad.encode.text.Template.Pair;
import pleiad.encode.text.Template.Part;
import pleiad.encode.text.Template.Single;

/// Each family splits as the reference does.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FamiliesTest {
  private final Map<String, Tokenizer> open = new HashMap<>();

  @AfterAll
  void close() {
    open.values().forEach(Tokenizer::close);
  }

  private Tokenizer tokenizer(String family) {
    return open.computeIfAbsent(family, Families::open);
  }

  private Stream<DynamicTest> cases(Predicate<Case> chosen, Check check) {
    return Families.ALL.stream()
        .flatMap(
            family ->
                Case.read(family + "/golden.jsonl").stream()
                    .filter(chosen)
                    .map(
                        each ->
                            DynamicTest.dynamicTest(
                                each.toString(), () -> check.of(family, each))));
  }

  private interface Check {
    void of(String family, Case golden);
  }

  @TestFactory
  Stream<DynamicTest> aTextAloneHasThePiecesOfTheReference() {
    return cases(
        golden -> golden.has("text") && !golden.has("prefix"),
        (family, golden) -> {
          String text = golden.text("text");
          Pieces pieces = tokenizer(family).split(text);
          assertThat(Families.ids(pieces)).isEqualTo(golden.numbers("ids"));
          assertThat(pieces.prefixed()).isZero();
          if (!family.equals("bert-uncased")) {
            assertThat(Families.starts(pieces)).isEqualTo(golden.numbers("starts"));
            assertThat(Families.ends(pieces)).isEqualTo(golden.numbers("ends"));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aPrefixIsSplitWithTheTextAsTheReferenceDoes() {
    return cases(
        golden -> golden.has("prefix"),
        (family, golden) -> {
          Pieces pieces = tokenizer(family).split(golden.text("prefix"), golden.text("text"));
          assertThat(Families.ids(pieces)).isEqualTo(golden.numbers("ids"));
          assertThat(Families.starts(pieces)).isEqualTo(golden.numbers("starts"));
          assertThat(Families.ends(pieces)).isEqualTo(golden.numbers("ends"));
        });
  }

  @TestFactory
  Stream<DynamicTest> theTemplateAddsWhatTheReferenceAdds() {
    return cases(
        golden -> golden.has("types"),
        (family, golden) -> {
          Tokenizer tokenizer = tokenizer(family);
          List<Integer> ids = new ArrayList<>();
          List<Integer> types = new ArrayList<>();
          Pieces first = tokenizer.split(golden.text("first"));
          if (golden.has("second")) {
            Pair pair = tokenizer.template().pair();
            add(pair.before(), ids, types);
            add(first, pair.firstType(), ids, types);
            add(pair.between(), ids, types);
            add(tokenizer.split(golden.text("second")), pair.secondType(), ids, types);
            add(pair.after(), ids, types);
          } else {
            Single single = tokenizer.template().single();
            add(single.before(), ids, types);
            add(first, single.type(), ids, types);
            add(single.after(), ids, types);
          }
          assertThat(ids).isEqualTo(golden.numbers("ids"));
          assertThat(types).isEqualTo(golden.numbers("types"));
        });
  }

  private static void add(Part part, List<Integer> ids, List<Integer> types) {
    ids.addAll(part.ids());
    types.addAll(part.types());
  }

  private static void add(Pieces pieces, int type, List<Integer> ids, List<Integer> types) {
    for (int id : pieces.ids()) {
      ids.add(id);
      types.add(type);
    }
  }
}
