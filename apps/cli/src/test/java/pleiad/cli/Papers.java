package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A dozen short documents, as JSON lines and as a collection.
final class Papers {
  static final int DOCUMENTS = 12;

  private static final List<String> TEXTS =
      List.of(
          "a fox with crimson fur runs through the forest",
          "interest rates of the central bank rose again",
          "how to bake bread with sourdough",
          "the moon circles the earth in a month",
          "running every day improves memory",
          "a helmet protects the brain of a rugby player",
          "the violin has four strings",
          "volcanoes of iceland",
          "a recipe for apple cake",
          "the history of the printing press",
          "training a dog takes patience",
          "solar panels on the roof save money");

  private Papers() {}

  static Path jsonLines(Path home) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < TEXTS.size(); i++) {
      lines.append(
          "{\"_id\": \"p%d\", \"title\": \"%s\", \"text\": \"%s\", \"year\": %d, \"kind\": \"%s\"}%n"
              .formatted(
                  i,
                  i % 2 == 0 ? "" : "Paper " + i,
                  TEXTS.get(i),
                  2000 + i,
                  i % 3 == 0 ? "draft" : "note"));
    }
    return Files.writeString(home.resolve("papers.jsonl"), lines);
  }

  /// As many long ones: each is ten of the texts, one after the other, beginning with its own.
  static Path longJsonLines(Path home) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < TEXTS.size(); i++) {
      List<String> ten = new ArrayList<>();
      for (int j = 0; j < 10; j++) {
        ten.add(TEXTS.get((i + j) % TEXTS.size()));
      }
      lines.append("{\"_id\": \"p%d\", \"text\": \"%s\"}%n".formatted(i, String.join(". ", ten)));
    }
    return Files.writeString(home.resolve("long-papers.jsonl"), lines);
  }

  /// A new collection of them.
  static Path collection(Path home) throws IOException {
    Path folder = home.resolve("papers");
    Ran ran = pleiad("index", folder, jsonLines(home), "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return folder;
  }

  /// @param answer the one document that is right
  record Question(String id, String text, String answer) {}

  static final Question MUSIC = new Question("q1", "something to play music", "p6");
  static final Question BANK = new Question("q2", "central bank", "p1");

  /// A test collection of them, `tiny`, whose split `test` has these questions.
  static Path testCollection(Path home, Question... questions) throws IOException {
    Path folder = Files.createDirectories(home.resolve("tiny"));
    Files.copy(jsonLines(home), folder.resolve("corpus.jsonl"));
    judge(folder, questions);
    return folder;
  }

  /// Questions of their documents, and what is right.
  static void judge(Path folder, Question... questions) throws IOException {
    StringBuilder queries = new StringBuilder();
    StringBuilder judgements = new StringBuilder("query-id\tcorpus-id\tscore\n");
    for (Question each : questions) {
      queries.append("{\"_id\": \"%s\", \"text\": \"%s\"}%n".formatted(each.id(), each.text()));
      judgements.append("%s\t%s\t1%n".formatted(each.id(), each.answer()));
    }
    Files.createDirectories(folder.resolve("qrels"));
    Files.writeString(folder.resolve("queries.jsonl"), queries);
    Files.writeString(folder.resolve("qrels/test.tsv"), judgements);
  }

  static int documents(Path folder) {
    return pleiad("stats", folder, "--json").json().get("documents").asInt();
  }
}
