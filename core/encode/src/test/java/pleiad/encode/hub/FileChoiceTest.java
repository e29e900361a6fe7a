package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which files of a repository are fetched. Names as they are in real ones, those of
/// answerdotai/answerai-colbert-small-v1 and colbert-ir/colbertv2.0 among them.
class FileChoiceTest {
  private static List<RepoFile> files(String paths) {
    return Arrays.stream(paths.strip().split("\\s+"))
        .map(path -> new RepoFile(path, 1, new Checksum("0".repeat(40))))
        .toList();
  }

  private static List<String> chosen(String paths) throws IOException {
    return FileChoice.of(new ModelName("a/b"), files(paths), List.of()).stream()
        .map(RepoFile::path)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model.safetensors config.json README.md .gitattributes | config.json model.safetensors
          model.safetensors tokenizer.json vocab.txt special_tokens_map.json tokenizer_config.json notes.txt | model.safetensors special_tokens_map.json tokenizer.json tokenizer_config.json vocab.txt
          model.safetensors artifact.metadata pytorch_model.bin training_args.bin | artifact.metadata model.safetensors
          model.safetensors flax_model.msgpack tf_model.h5 rust_model.ot model.gguf openvino/openvino_model.bin openvino/openvino_model.xml | model.safetensors
          model-00001-of-00002.safetensors model-00002-of-00002.safetensors model.safetensors.index.json pytorch_model.bin.index.json | model-00001-of-00002.safetensors model-00002-of-00002.safetensors model.safetensors.index.json
          model.safetensors modules.json 1_Dense/config.json 1_Dense/model.safetensors 1_Dense/pytorch_model.bin 1_Pooling/config.json | 1_Dense/config.json 1_Dense/model.safetensors 1_Pooling/config.json model.safetensors modules.json
          modules.json 0_Transformer/model.safetensors 0_Transformer/config.json 0_Transformer/vocab.txt 0_Transformer/pytorch_model.bin | 0_Transformer/config.json 0_Transformer/model.safetensors 0_Transformer/vocab.txt modules.json
          model.safetensors results/run.json samples/a.txt checkpoint-500/model.safetensors | model.safetensors
          model.onnx model_int8.onnx onnx_config.json | model.onnx onnx_config.json
          model_int8.onnx model_quantized.onnx model_fp16.onnx | model_quantized.onnx
          onnx/model.onnx onnx/model_quantized.onnx onnx/model_O3.onnx onnx/model_qint8_avx512_vnni.onnx | onnx/model.onnx
          onnx/model_qint8_avx512_vnni.onnx onnx/model_O3.onnx onnx/model_uint8.onnx | onnx/model_uint8.onnx
          onnx/model_qint8_arm64.onnx onnx/model_O3.onnx | onnx/model_O3.onnx
          vespa_colbert.onnx onnx/model.onnx onnx/model_fp16.onnx model.safetensors | model.safetensors onnx/model.onnx vespa_colbert.onnx
          model.onnx model.onnx_data model_fp16.onnx model_fp16.onnx_data | model.onnx model.onnx_data
          model.onnx model.onnx.data other.data | model.onnx model.onnx.data
          other/model.onnx model.safetensors | model.safetensors
          model.onnx pytorch_model.bin 2_Dense/pytorch_model.bin 2_Dense/config.json | 2_Dense/config.json model.onnx
          model.safetensors sentencepiece.bpe.model merges.txt vocab.json added_tokens.json preprocessor_config.json | added_tokens.json merges.txt model.safetensors preprocessor_config.json sentencepiece.bpe.model vocab.json
          """)
  void whatARetrievalModelNeedsIsChosen(String paths, String expected) throws IOException {
    assertThat(chosen(paths)).containsExactly(expected.strip().split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          config.json pytorch_model.bin                                       | pytorch_model.bin
          config.json tf_model.h5 flax_model.msgpack                          | flax_model.msgpack, tf_model.h5
          pytorch_model-00001-of-00002.bin pytorch_model.bin.index.json       | pytorch_model-00001-of-00002.bin
          pytorch_model.bin 1_Dense/model.safetensors                         | pytorch_model.bin
          model.safetensors modules.json 1_Dense/config.json 1_Dense/pytorch_model.bin | 1_Dense/pytorch_model.bin
          onnx/model.onnx 1_Dense/pytorch_model.bin                           | 1_Dense/pytorch_model.bin
          0_Transformer/pytorch_model.bin 1_Pooling/config.json               | 0_Transformer/pytorch_model.bin
          """)
  void picklesAloneAreRefusedByName(String paths, String pickle) {
    assertThatThrownBy(() -> chosen(paths))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("can run code", pickle, ".safetensors or .onnx");
  }
}
