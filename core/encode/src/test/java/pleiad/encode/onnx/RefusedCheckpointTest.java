package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.weights.Handmade;
import pleiad.encode.weights.Safetensors;
import pleiad.encode.weights.Tensor;

/// What is not written is refused by name, before anything is written.
final class RefusedCheckpointTest {
  @TempDir private Path folder;

  private void refused(Altered altered, String... messages) {
    Path onnx = folder.resolve("model.onnx");
    assertThatThrownBy(() -> EncoderGraphs.write(altered.folder(), onnx))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(messages);
    assertThat(onnx).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          bert       | "bert"                    | "t5"                      | 'model_type' is 't5', which is not supported
          bert       | "model_type": "bert",     | ""                        | 'model_type' is a string, and it is absent
          bert       | "gelu"                    | "swish"                   | 'hidden_act' is 'swish', which is not supported; supported is gelu
          bert       | "is_decoder": false       | "is_decoder": true        | 'is_decoder' is true
          bert       | "add_cross_attention": false | "add_cross_attention": true | 'add_cross_attention' is true
          bert       | "num_attention_heads": 4  | "num_attention_heads": 5  | 'num_attention_heads' is 5
          bert       | "num_attention_heads": 4  | "num_attention_heads": 0  | a whole number of 1 to 65536, and it is 0
          bert       | "hidden_size": 32         | "hidden_size": -32        | and it is -32
          bert       | "hidden_size": 32         | "hidden_size": 99999999   | and it is 99999999
          bert       | "vocab_size": 100         | "vocab_size": 101         | the shape [100, 32]; expected [101, 32]
          bert       | "num_hidden_layers": 2    | "num_hidden_layers": 3    | there is no tensor 'encoder.layer.2.attention.self.query.weight'
          bert       | "intermediate_size": 40   | "intermediate_size": 41   | the shape [40, 32]; expected [41, 32]
          bert       | "layer_norm_eps": 1e-12   | "layer_norm_eps": 0       | a number above 0, and it is 0
          roberta    | "max_position_embeddings": 50 | "max_position_embeddings": 2 | 'max_position_embeddings' is 2
          modernbert | "hidden_activation": "gelu" | "hidden_activation": "silu" | 'hidden_activation' is 'silu'
          modernbert | "rope_type": "default"    | "rope_type": "yarn"       | 'rope_parameters.full_attention.rope_type' is 'yarn'
          modernbert | "rope_theta": 160000.0    | "rope_theta": null        | 'rope_parameters.full_attention.rope_theta' is a number above 0, and it is null
          modernbert | "num_hidden_layers": 4    | "num_hidden_layers": 5    | 'layer_types' is an array of 4, which is not supported; supported is as many
          modernbert | "sliding_attention",      | "chunked_attention",      | supported is of full_attention and sliding_attention
          modernbert | "num_attention_heads": 4  | "num_attention_heads": 32 | heads of an even number
          modernbert-hub | "local_rope_theta": 20.0 | "local_rope_theta": null | 'local_rope_theta' is a number above 0, and it is null
          """)
  void anOptionThatIsNotWritten(String model, String piece, String by, String message)
      throws IOException {
    refused(
        Altered.copy(model, folder).config(piece, by.replace("\"\"", "")), "config.json", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          bert       | "position_embedding_type": "relative_key" | 'position_embedding_type' is 'relative_key'
          bert       | "quantization_config": {}                 | 'quantization_config' is an object of 0
          distilbert | "pruned_heads": {"0": [1]}                | 'pruned_heads' is an object of 1
          modernbert | "rope_scaling": {"factor": 2}             | 'rope_scaling' is an object of 1
          modernbert | "head_dim": 16                            | 'head_dim' is 16
          """)
  void anOptionThatChangesWhatALayerComputes(String model, String option, String message)
      throws IOException {
    refused(Altered.copy(model, folder).option(option), "config.json", message);
  }

  @Test
  void aTensorThatIsNotThere() throws IOException {
    refused(
        Altered.copy("modernbert", folder)
            .rename(name -> name.equals("model.final_norm.weight") ? "" : name),
        "there is no tensor 'model.final_norm.weight'");
  }

  @Test
  void weightsWithoutAnEncoderOrWithTwo() throws IOException {
    Altered altered = Altered.copy("bert", folder);
    altered.rename(name -> "x" + name);
    refused(altered, "'embeddings.word_embeddings.weight'", "is there 0 times");
    new Handmade()
        .floats("query.embeddings.word_embeddings.weight", List.of(0L))
        .floats("document.embeddings.word_embeddings.weight", List.of(0L))
        .write(folder.resolve("model.safetensors"));
    refused(altered, "is there 2 times: [query.emb", "document.emb");
  }

  @Test
  void aFolderWithoutOneOfTheFiles() throws IOException {
    Altered altered = Altered.copy("bert", folder);
    Files.delete(folder.resolve("model.safetensors"));
    refused(altered, "there are no weights in");
    Files.delete(folder.resolve("config.json"));
    refused(altered, "config.json");
  }

  @Test
  void numbersThatNoIntegersStandFor() throws IOException {
    Path matrix = folder.resolve("model.safetensors");
    Altered altered = Altered.copy("bert", folder);
    try (Safetensors weights = Safetensors.open(Golden.checkpoint("bert"))) {
      Handmade file = new Handmade();
      for (Tensor tensor : Handmade.tensors(weights).values()) {
        float[] values = tensor.floats();
        if (tensor.name().endsWith("layer.1.output.dense.weight")) {
          values[7] = Float.NaN;
        }
        file.floats(tensor.name(), tensor.shape(), values);
      }
      file.write(matrix);
    }
    Path onnx = Files.writeString(folder.resolve("model.onnx"), "what was there");
    assertThatThrownBy(() -> EncoderGraphs.write(altered.folder(), onnx, Precision.INT8))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "'encoder.layer.1.output.dense.weight'", "has a number that is NaN");
    assertThat(onnx).hasContent("what was there");
    assertThat(folder.resolve("model.onnx.part")).doesNotExist();
  }
}
