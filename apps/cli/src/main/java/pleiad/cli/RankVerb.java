package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Document;
import pleiad.cli.source.Entry;
import pleiad.cli.source.Sources;
import pleiad.encode.PolyCodes;
import pleiad.encode.Reranker;

@Command(
    name = "rank",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Orders texts by how well they answer a query, without an index.",
      "A model for late interaction, or a bi-encoder, ranks by MaxSim; a cross-encoder reads each text together with the query."
    },
    footer = {
      "",
      "Example:",
      "  pleiad rank \"does exercise help memory\" texts.jsonl --model cross-encoder/ms-marco-MiniLM-L6-v2"
    })
final class RankVerb implements Callable<Integer> {
  private static final int SHOWN = 100;

  @Parameters(index = "0", paramLabel = "QUERY", description = "The query.")
  private String query;

  @Parameters(
      index = "1",
      paramLabel = "SOURCE",
      description =
          "The texts: a .jsonl, .csv or .tsv file, a folder of texts, or - for JSON lines.")
  private String source;

  @Option(names = "-k", description = "Texts to show (default: all).")
  private int k = Integer.MAX_VALUE;

  @Option(
      names = "--poly",
      paramLabel = "FILE",
      description = "Rank as a poly-encoder, by the tensor 'codes' of a safetensors file.")
  private @Nullable Path poly;

  @Mixin private ModelOptions models;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RankVerb() {}

  @Override
  public Integer call() throws IOException {
    if (k < 1) {
      throw new IllegalArgumentException("-k must be at least 1, got " + k);
    }
    List<Document> documents = documents();
    try (Reranker reranker = reranker()) {
      List<Reranker.Ranked> ranked =
          reranker.rank(query, documents.stream().map(RankVerb::text).toList());
      List<Reranker.Ranked> wanted = ranked.subList(0, Math.min(k, ranked.size()));
      if (output.json()) {
        output.print(json(reranker, wanted, documents));
      } else {
        print(wanted, documents);
      }
      return ranked.isEmpty() ? Exit.NOTHING_FOUND : Exit.OK;
    }
  }

  private Reranker reranker() throws IOException {
    return poly == null
        ? models.openReranker()
        : Reranker.poly(models.open(), PolyCodes.read(poly));
  }

  private List<Document> documents() throws IOException {
    List<Document> documents = new ArrayList<>();
    try (Stream<Entry> entries = Sources.open(source, System.in)) {
      for (Entry entry : (Iterable<Entry>) entries::iterator) {
        switch (entry) {
          case Entry.Good good -> documents.add(good.document());
          case Entry.Page page -> documents.add(page.document());
          case Entry.Blank blank -> output.say("%s: no text, left out", blank.where());
          case Entry.Bad bad -> throw new BadData("%s: %s".formatted(bad.where(), bad.problem()));
        }
      }
    }
    return documents;
  }

  private static String text(Document document) {
    return document.title().isEmpty() ? document.text() : document.title() + " " + document.text();
  }

  private ObjectNode json(
      Reranker reranker, List<Reranker.Ranked> ranked, List<Document> documents) {
    ObjectNode node = Output.object().put("query", query).put("model", reranker.name());
    ArrayNode hits = node.putArray("hits");
    for (Reranker.Ranked each : ranked) {
      Document document = documents.get(each.index());
      hits.addObject()
          .put("rank", hits.size())
          .put("id", document.id())
          .put("score", each.score())
          .put("text", document.text());
    }
    return node;
  }

  private void print(List<Reranker.Ranked> ranked, List<Document> documents) {
    for (int i = 0; i < ranked.size(); i++) {
      Document document = documents.get(ranked.get(i).index());
      String text = text(document).replaceAll("\\s+", " ");
      output
          .out()
          .printf(
              "%4d  %9.4f  %s  %s%n",
              i + 1,
              ranked.get(i).score(),
              document.id(),
              text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }
  }
}
