package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.weights.Handmade;

/// Published models whose files do not say how they want their texts, known by what is in them.
final class KnownModelTest {
  @TempDir private Path path;

  /// Its files name neither markers nor lengths that are right.
  @Test
  void jinaColBertV2IsKnownByItsMarkers() throws IOException {
    LateInteraction model =
        ModelFolder.bert(path)
            .edit(
                "config.json",
                "\"max_position_embeddings\": 64",
                "\"max_position_embeddings\": 8194")
            .edit(
                "tokenizer.json",
                "\"added_tokens\": []",
                "\"added_tokens\": [{\"id\": 250002, \"content\": \"[QueryMarker]\"}, {\"id\": 250003, \"content\": \"[DocumentMarker]\"}]")
            .linear(128, 8)
            .file("artifact.metadata", "{\"doc_maxlen\": 220, \"attend_to_mask_tokens\": false}")
            .tokens();
    assertThat(model.form().markers())
        .isEqualTo(
            new Markers(
                new Marker.Inserted("[QueryMarker]", 250_002),
                new Marker.Inserted("[DocumentMarker]", 250_003)));
    assertThat(model.form().lengths()).isEqualTo(new Lengths(32, 8_192));
    assertThat(model.form().expansion())
        .isEqualTo(new Expansion.Fixed(32, new Expansion.Filler("[MASK]", 4, true)));
    assertThat(model.projection().shorter()).containsExactly(96, 64);
    assertThat(model.warnings())
        .contains(
            "the query marker, '[QueryMarker]', is what is known of jinaai/jina-colbert-v2",
            "the length of documents is 8192 by jinaai/jina-colbert-v2 and 220 by artifact.metadata; the former is taken");
  }

  /// Whoever trains it further says so in PyLate's file, which is believed first.
  @Test
  void aModelsOwnFileIsBelievedBeforeWhatIsKnown() throws IOException {
    LateInteraction model =
        ModelFolder.bert(path)
            .edit(
                "tokenizer.json",
                "\"added_tokens\": []",
                "\"added_tokens\": [{\"id\": 250002, \"content\": \"[QueryMarker]\"}, {\"id\": 250003, \"content\": \"[DocumentMarker]\"}]")
            .linear(128, 8)
            .file(ModelFolder.SENTENCE, "{\"query_length\": 20, \"document_length\": 30}")
            .tokens();
    assertThat(model.form().lengths()).isEqualTo(new Lengths(20, 30));
  }

  private ModelFolder encoder(String family, int states) throws IOException {
    ModelFolder folder =
        ModelFolder.bert(path)
            .edit("config.json", "\"bert\"", "\"%s\"".formatted(family))
            .edit("config.json", "\"hidden_size\": 8", "\"hidden_size\": " + states)
            .edit(
                "config.json",
                "\"max_position_embeddings\": 64",
                "\"max_position_embeddings\": 512");
    ModelFolder.matrix(new Handmade(), "linear.weight", 128, states)
        .write(path.resolve("model.safetensors"));
    return folder;
  }

  @Test
  void mxbaiColBertLargeIsKnownByItsSizes() throws IOException {
    ModelFolder folder =
        encoder("bert", 1_024)
            .modules("sentence_transformers.models.Transformer=")
            .edit("tokenizer.json", "\"[UNK]\": 1", "\"[UNK]\": 99")
            .edit("tokenizer.json", "\"[unused0]\": 5", "\"[unused0]\": 1");
    LateInteraction model = folder.tokens();
    assertThat(model.form().lengths()).isEqualTo(new Lengths(128, 256));
    assertThat(model.projection().dimension()).isEqualTo(128);
    assertThat(model.warnings())
        .contains(
            "the length of queries, 128, is what is known of mixedbread-ai/mxbai-colbert-large-v1");
    folder.file("artifact.metadata", "{\"query_maxlen\": 64, \"doc_maxlen\": 100}");
    assertThat(folder.tokens().form().lengths()).isEqualTo(new Lengths(64, 100));
  }

  @ParameterizedTest
  @CsvSource({"32, true", "48, false", "40, true"})
  void revisionsOfGteModernColBertAreToldApart(int length, boolean expands) throws IOException {
    encoder("modernbert", 768)
        .tokenizer("[Q] ", "[D] ", ".")
        .modules("sentence_transformers.models.Transformer=", "pylate.models.Dense.Dense=1_Dense")
        .dense("1_Dense", 768, 128, ", \"bias\": false")
        .file(
            ModelFolder.SENTENCE,
            "{\"query_prefix\": \"[Q] \", \"document_prefix\": \"[D] \", \"query_length\": %d, \"document_length\": 300}"
                .formatted(length));
    LateInteraction model = new ModelFolder(path).tokens();
    assertThat(model.form().expansion() instanceof Expansion.Fixed).isEqualTo(expands);
    assertThat(model.warnings().stream().anyMatch(line -> line.contains("GTE-ModernColBERT-v1")))
        .isEqualTo(length != 40);
    Files.writeString(
        path.resolve(ModelFolder.SENTENCE),
        Files.readString(path.resolve(ModelFolder.SENTENCE))
            .replace("{", "{\"do_query_expansion\": %s, ".formatted(!expands)));
    assertThat(new ModelFolder(path).tokens().form().expansion() instanceof Expansion.Fixed)
        .isEqualTo(!expands);
  }
}
