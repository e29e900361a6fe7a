package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Document;
import pleiad.Hit;
import pleiad.Hits;
import pleiad.Language;
import pleiad.Options;
import pleiad.Part;
import pleiad.Pleiad;
import pleiad.Search;
import pleiad.Searcher;
import pleiad.Settings;
import pleiad.Stats;
import pleiad.TokenReduction;
import pleiad.VectorField;
import pleiad.cli.source.Entry;
import pleiad.cli.source.PageFiles;
import pleiad.encode.Encoders;
import pleiad.eval.Evaluation;
import pleiad.eval.Measure;
import pleiad.eval.Qrels;
import pleiad.eval.Query;
import pleiad.eval.Run;
import pleiad.eval.TestCollection;
import pleiad.search.Plan;

@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a test collection's queries and measures what comes back, a row a plan.",
      "The collection (BEIR folder, or MS MARCO's files) is indexed once and kept in the cache.",
      "A page-image model is shown the picture that each line of corpus.jsonl names as image, and every other the text."
    },
    footer = {"", "Example:", "  pleiad eval scifact --plan \"bm25(100)\" --plan \"tokens(100)\""})
final class EvalVerb implements Callable<Integer> {
  private static final int WARM_UP_QUERIES = 10;

  @Parameters(paramLabel = "COLLECTION", description = "The test collection's folder.")
  private Path collection;

  @Option(names = "--split", description = "The judgements to use (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Option(names = "--plan", description = "A plan to measure; may be given several times.")
  private List<String> plans =
      List.of("bm25(100)", "dense(100)", "tokens(100)", "bm25(100) | maxsim(100)");

  @Option(
      names = "--measure",
      description = "A measure, as in nDCG@10; may be given several times.")
  private List<String> measures = List.of("nDCG@10", "RR@10", "R@100");

  @Option(names = "-k", description = "Hits taken a query (default: ${DEFAULT-VALUE}).")
  private int k = 100;

  @Option(
      names = "--codec",
      description = "How a token is kept: residual (default), int8, float16; see index --help.")
  private String codec = VectorField.DEFAULT_CODE;

  @Option(
      names = "--pool",
      paramLabel = "N",
      description = "Pool N tokens of a document into one, on average (default: ${DEFAULT-VALUE}).")
  private int pooling = 1;

  @Option(names = "--model", description = "The encoder (default: ${DEFAULT-VALUE}).")
  private String model = Encoders.DEFAULT;

  @Option(
      names = "--run",
      paramLabel = "FILE",
      description = "Write what was found as a TREC run; with several plans FILE.1, FILE.2, …")
  private @Nullable Path run;

  @Mixin private DeviceOption device;
  @Mixin private KeptEncodings encodings;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalVerb() {}

  /// One plan's results.
  private record Row(String plan, Evaluation evaluation, Latency encode, Latency search, Run run) {}

  @Override
  public Integer call() throws IOException {
    TestCollection test = TestCollection.open(collection);
    List<Query> queries = test.queries(split);
    Qrels qrels = test.qrels(split);
    List<Measure> wanted = measures.stream().map(Measure::parse).toList();
    List<Plan> parsed = plans.stream().map(Plan::parse).toList();
    Path index = index(test);
    List<Row> rows = new ArrayList<>();
    try (Searcher searcher = Pleiad.openReadOnly(index, ModelOptions.collection(device.device()))) {
      for (int i = 0; i < parsed.size(); i++) {
        rows.add(row(searcher, plans.get(i), parsed.get(i), queries, qrels, wanted));
      }
      report(rows, wanted, queries.size(), searcher.stats());
    }
    writeRuns(rows);
    return Exit.OK;
  }

  private Path index(TestCollection test) throws IOException {
    Path index = encodings.cacheFolder().resolve(Cache.key(collection, model, kept()));
    Files.createDirectories(index);
    Settings.Field tokens =
        new Settings.Encoded(
            Plan.TOKENS_FIELD, model, Part.ALL, codec, TokenReduction.NONE.pooling(pooling));
    Options options =
        ModelOptions.collection(device.device())
            .settings(new Settings(List.of(tokens), Language.EN));
    List<String> empty = new ArrayList<>();
    boolean pages = ModelOptions.readsPages(model);
    try (Stream<pleiad.eval.Document> documents = test.documents();
        KeptEncodings.Opened kept = encodings.open(output);
        Pleiad pleiad = Pleiad.open(index, kept.around(options));
        Progress progress = Progress.of("index", "documents", () -> count(test))) {
      Stream<Entry> entries =
          documents
              .filter(each -> pages || isKept(each, empty))
              .map(each -> pages ? page(each) : entry(each));
      int threads = Runtime.getRuntime().availableProcessors();
      long start = System.nanoTime();
      Ingestion.Counts counts =
          new Ingestion(pleiad, index, Ingestion.How.whole(threads), output).run(entries, progress);
      double seconds = (System.nanoTime() - start) / 1e9;
      output.say(
          "%s: %,d documents added, %,d in the cache already, %,d without text left out; %,d tokens encoded and %,d reused in %.1f s",
          collection,
          counts.added(),
          counts.unchanged(),
          empty.size(),
          pleiad.encodedTokens() - kept.reusedTokens(),
          kept.reusedTokens(),
          seconds);
    }
    return index;
  }

  /// How tokens are kept, which has an index of its own.
  private String kept() {
    return pooling == 1 ? codec : codec + " pooled by " + pooling;
  }

  private static long count(TestCollection test) throws IOException {
    try (Stream<pleiad.eval.Document> documents = test.documents()) {
      return documents.count();
    }
  }

  private static boolean isKept(pleiad.eval.Document document, List<String> empty) {
    boolean kept = !document.text().isBlank() || !document.title().isBlank();
    if (!kept) {
      empty.add(document.id());
    }
    return kept;
  }

  private static Entry entry(pleiad.eval.Document document) {
    return new Entry.Good("document " + document.id(), text(document));
  }

  private static Document text(pleiad.eval.Document document) {
    return Document.of(document.id(), document.text()).withTitle(document.title());
  }

  private Entry page(pleiad.eval.Document document) {
    String where = "document " + document.id();
    return document.metadata().get(PageFiles.FIELD) instanceof String picture
        ? PageFiles.entry(where, collection.resolve(picture), text(document))
        : new Entry.Bad(
            where,
            "expected the name of a picture as '%s', which the model '%s' is to read, found none"
                .formatted(PageFiles.FIELD, model));
  }

  private Row row(
      Searcher searcher,
      String text,
      Plan plan,
      List<Query> queries,
      Qrels qrels,
      List<Measure> wanted)
      throws IOException {
    for (Query query : queries.subList(0, Math.min(WARM_UP_QUERIES, queries.size()))) {
      searcher.search(search(query, plan));
    }
    Run.Builder builder = Run.builder();
    Latency encode = new Latency();
    Latency search = new Latency();
    try (Progress progress = Progress.of(text, "queries", queries::size)) {
      for (Query query : queries) {
        Hits hits = searcher.search(search(query, plan));
        encode.add(hits.encodeMillis());
        search.add(hits.totalMillis() - hits.encodeMillis());
        for (Hit hit : hits.hits()) {
          builder.add(query.id(), hit.id(), hit.score());
        }
        progress.step();
      }
    }
    Run found = builder.build();
    return new Row(text, Evaluation.of(found, qrels, wanted), encode, search, found);
  }

  private Search search(Query query, Plan plan) {
    return Search.of(query.text()).k(k).plan(plan).matches(false);
  }

  private void report(List<Row> rows, List<Measure> wanted, int queries, Stats stats) {
    if (output.json()) {
      output.print(json(rows, wanted, queries, stats));
      return;
    }
    StringBuilder header = new StringBuilder("%-28s".formatted("plan"));
    wanted.forEach(measure -> header.append("%10s".formatted(measure)));
    header.append("%14s%14s%14s".formatted("encode p50 ms", "search p50 ms", "search p95 ms"));
    output.out().println(header);
    for (Row row : rows) {
      StringBuilder line = new StringBuilder("%-28s".formatted(row.plan()));
      wanted.forEach(measure -> line.append("%10.4f".formatted(row.evaluation().mean(measure))));
      line.append(
          "%14.1f%14.2f%14.2f"
              .formatted(
                  row.encode().percentile(50),
                  row.search().percentile(50),
                  row.search().percentile(95)));
      output.out().println(line);
      if (!row.evaluation().unanswered().isEmpty()) {
        output.say(
            "%s: %d judged queries found nothing and count as 0",
            row.plan(), row.evaluation().unanswered().size());
      }
    }
    output.line(
        "%,d queries, %,d documents, %,d tokens, %.1f bytes a token",
        queries, stats.documents(), stats.tokens(), stats.bytesPerToken());
  }

  private ObjectNode json(List<Row> rows, List<Measure> wanted, int queries, Stats stats) {
    ObjectNode node =
        Output.object()
            .put("collection", String.valueOf(collection.getFileName()))
            .put("split", split)
            .put("queries", queries)
            .put("documents", stats.documents())
            .put("tokens", stats.tokens());
    ArrayNode array = node.putArray("rows");
    for (Row row : rows) {
      ObjectNode each =
          array
              .addObject()
              .put("plan", row.plan())
              .put("expanded", Plan.parse(row.plan()).toString());
      ObjectNode values = each.putObject("measures");
      wanted.forEach(measure -> values.put(measure.toString(), row.evaluation().mean(measure)));
      each.putObject("latency_ms")
          .put("encode_p50", row.encode().percentile(50))
          .put("search_p50", row.search().percentile(50))
          .put("search_p95", row.search().percentile(95));
      each.put("bytes_per_token", stats.bytesPerToken());
    }
    return node;
  }

  private void writeRuns(List<Row> rows) throws IOException {
    if (run == null) {
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      Path file =
          rows.size() == 1
              ? run
              : Objects.requireNonNull(run).resolveSibling(run.getFileName() + "." + (i + 1));
      rows.get(i).run().write(file, "pleiad");
      output.say("%s: written to %s", rows.get(i).plan(), file);
    }
  }
}
