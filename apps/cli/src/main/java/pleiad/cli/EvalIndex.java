package pleiad.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.Document;
import pleiad.Language;
import pleiad.Options;
import pleiad.Part;
import pleiad.Pleiad;
import pleiad.Settings;
import pleiad.TokenReduction;
import pleiad.cli.source.Entry;
import pleiad.cli.source.PageFiles;
import pleiad.encode.Encoders;
import pleiad.eval.TestCollection;
import pleiad.search.Plan;

/// A test collection's index in the cache: how its tokens are made and kept.
final class EvalIndex {
  @Option(
      names = "--codec",
      description = "How a token is kept; see index --help (default: ${DEFAULT-VALUE}).")
  private String codec = Settings.Encoded.DEFAULT_CODE;

  @Option(
      names = "--pool",
      paramLabel = "N",
      description = "Pool N tokens of a document into one, on average (default: ${DEFAULT-VALUE}).")
  private int pooling = TokenReduction.PAIRS.pooling();

  @Option(names = "--model", description = "The encoder (default: ${DEFAULT-VALUE}).")
  private String model = Encoders.DEFAULT;

  @Mixin private DeviceOption device;
  @Mixin private KeptEncodings encodings;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalIndex() {}

  String codec() {
    return codec;
  }

  int pooling() {
    return pooling;
  }

  String model() {
    return model;
  }

  /// How an index is opened.
  Options options() {
    return ModelOptions.collection(device.device());
  }

  /// The index of a collection, with all of its documents.
  Path open(Path collection, TestCollection test, Output output) throws IOException {
    Path index = encodings.cacheFolder().resolve(Cache.key(collection, model, kept()));
    Files.createDirectories(index);
    Settings.Field tokens =
        new Settings.Encoded(
            Plan.TOKENS_FIELD, model, Part.ALL, codec, TokenReduction.PAIRS.pooling(pooling));
    Options options = options().settings(new Settings(List.of(tokens), Language.EN));
    List<String> empty = new ArrayList<>();
    boolean pages = ModelOptions.readsPages(model);
    try (Stream<pleiad.eval.Document> documents = test.documents();
        KeptEncodings.Opened kept = encodings.open(output);
        Pleiad pleiad = Pleiad.open(index, kept.around(options));
        Progress progress = Progress.of("index", "documents", () -> count(test))) {
      Stream<Entry> entries =
          documents
              .filter(each -> pages || isKept(each, empty))
              .map(each -> pages ? page(collection, each) : entry(each));
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
    return pooling == 1
        ? codec
        : "%s pooled by %d to %d".formatted(codec, pooling, TokenReduction.PAIRS.least());
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

  private Entry page(Path collection, pleiad.eval.Document document) {
    String where = "document " + document.id();
    return document.metadata().get(PageFiles.FIELD) instanceof String picture
        ? PageFiles.entry(where, collection.resolve(picture), text(document))
        : new Entry.Bad(
            where,
            "expected the name of a picture as '%s', which the model '%s' is to read, found none"
                .formatted(PageFiles.FIELD, model));
  }
}
