package pleiad.encode.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The tokenizer of the checkpoints that `pages.py` makes: added tokens from 256 on, and bytes.
final class ByteTokens implements TextIds {
  private static final List<String> GEMMA = List.of("<pad>", "<bos>", "<eos>", "<image>");
  private static final List<String> QWEN =
      List.of(
          "<|endoftext|>",
          "<|im_start|>",
          "<|im_end|>",
          "<|vision_start|>",
          "<|vision_end|>",
          "<|image_pad|>");
  private static final List<String> TURNS =
      List.of(
          "<|im_start|>",
          "<|begin_of_text|>",
          "<image>",
          "<fake_token_around_image>",
          "<global-img>",
          "<end_of_utterance>",
          "<pad>",
          "[CLS]",
          "[SEP]");

  private final List<String> added;
  private final boolean template;

  ByteTokens(List<String> added, boolean template) {
    this.added = added;
    this.template = template;
  }

  static ByteTokens of(String model) {
    return switch (model) {
      case "colpali", "colpali-hf", "exported-colpali" -> new ByteTokens(GEMMA, false);
      case "colqwen2", "colqwen2-hf" -> new ByteTokens(QWEN, false);
      default -> new ByteTokens(tiled(), model.contains("colmodernvbert"));
    };
  }

  private static List<String> tiled() {
    Stream<String> tiles =
        IntStream.range(0, 36).mapToObj(i -> "<row_%d_col_%d>".formatted(i / 6 + 1, i % 6 + 1));
    return Stream.concat(TURNS.stream(), tiles).toList();
  }

  @Override
  public int[] ids(String text, boolean framed) {
    List<Integer> ids = new ArrayList<>();
    String rest = framed && template ? "[CLS]" + text + "[SEP]" : text;
    while (!rest.isEmpty()) {
      int token = tokenAt(rest);
      if (token >= 0) {
        ids.add(256 + token);
        rest = rest.substring(added.get(token).length());
      } else {
        int end = rest.offsetByCodePoints(0, 1);
        for (byte each : rest.substring(0, end).getBytes(StandardCharsets.UTF_8)) {
          ids.add(each & 0xff);
        }
        rest = rest.substring(end);
      }
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private int tokenAt(String text) {
    for (int token = 0; token < added.size(); token++) {
      if (text.startsWith(added.get(token))) {
        return token;
      }
    }
    return -1;
  }
}
