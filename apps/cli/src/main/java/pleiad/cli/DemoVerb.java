package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.Hits;
import pleiad.Pleiad;
import pleiad.Searcher;
import pleiad.cli.source.Entry;
import pleiad.cli.source.Sources;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Indexes 320 medical abstracts with the embedded model and answers three questions.",
    footer = {"", "Example:", "  pleiad demo"})
final class DemoVerb implements Callable<Integer> {
  /// 320 abstracts of PubMedQA; DEMO.md beside them says where they come from.
  private static final String CORPUS = "demo.jsonl";

  private static final int HITS = 2;

  private static final List<String> QUESTIONS =
      List.of(
          "does the moon decide when babies are born",
          "drinking alcohol while expecting a baby",
          "padded helmets for rugby players and brain injury");

  @Option(
      names = "--folder",
      description =
          "Keep the collection here (default: a new folder among temporary files, removed at the end).")
  private @Nullable Path kept;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DemoVerb() {}

  @Override
  public Integer call() throws IOException {
    Path home = Files.createTempDirectory("pleiad-demo");
    try {
      Path corpus = home.resolve(CORPUS);
      try (InputStream resource =
          Objects.requireNonNull(DemoVerb.class.getResourceAsStream(CORPUS), CORPUS)) {
        Files.copy(resource, corpus, StandardCopyOption.REPLACE_EXISTING);
      }
      run(corpus, kept == null ? home.resolve("collection") : kept);
      return Exit.OK;
    } finally {
      delete(home);
    }
  }

  private void run(Path corpus, Path folder) throws IOException {
    long start = System.nanoTime();
    output.say(
        "Encoding 320 medical abstracts (PubMedQA, MIT licence) with the embedded model ...");
    int threads = Runtime.getRuntime().availableProcessors();
    long tokens;
    double seconds;
    try (Stream<Entry> entries = Sources.open(corpus.toString(), System.in);
        Pleiad pleiad = Pleiad.open(folder)) {
      long encoding = System.nanoTime();
      try (Progress progress = Progress.of("index", "documents", () -> 320)) {
        new Ingestion(pleiad, folder, Ingestion.How.whole(threads), output).run(entries, progress);
      }
      tokens = pleiad.encodedTokens();
      seconds = (System.nanoTime() - encoding) / 1e9;
      output.say(
          "%,d tokens in %.1f s: %,.0f a second on %d threads.",
          tokens, seconds, tokens / seconds, threads);
      List<Hits> answers = new ArrayList<>();
      for (String question : QUESTIONS) {
        answers.add(pleiad.search(question, HITS));
        if (!output.json()) {
          print(question, answers.getLast());
        }
      }
      if (output.json()) {
        output.print(json(pleiad, answers, tokens / seconds, (System.nanoTime() - start) / 1e9));
      } else {
        printWhatNext();
      }
    }
  }

  private void print(String question, Hits hits) {
    output.line("");
    output.line("@|bold,green ? %s|@", question);
    HitsView.print(hits, output);
  }

  private void printWhatNext() {
    output.line("");
    output.line(
        "Every word of the question looked for its best word in each abstract; what they found is in colour.");
    output.line("Try next:");
    output.line("  ./pleiad score \"full moon\" \"the lunar cycle at its brightest\" --matrix");
    output.line("  ./pleiad demo --folder demo-papers");
    output.line("  ./pleiad search demo-papers \"back pain at work\"");
    output.line("  ./pleiad index my-papers my-papers.jsonl");
  }

  private static ObjectNode json(Searcher searcher, List<Hits> answers, double rate, double seconds)
      throws IOException {
    ObjectNode node =
        Output.object()
            .put("documents", searcher.documents())
            .put("tokens", searcher.stats().tokens())
            .put("encode_tokens_per_s", rate)
            .put("seconds", seconds);
    ArrayNode questions = node.putArray("questions");
    for (int i = 0; i < QUESTIONS.size(); i++) {
      ObjectNode each = questions.addObject().put("query", QUESTIONS.get(i));
      HitsView.addHits(each, answers.get(i).hits());
    }
    return node;
  }

  private static void delete(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
