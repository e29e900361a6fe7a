package pleiad.encode.image;

import java.io.IOException;
import java.util.Set;
import pleiad.encode.weights.Config;

/// What a model was taught to read around a picture, and around a query. A query is followed by ten
/// tokens without meaning, whose vectors the model uses as it likes.
///
/// | `model_type`                | of                  | page                    | query               |
/// |-----------------------------|---------------------|-------------------------|---------------------|
/// | `paligemma`                 | colpali-engine      | picture, 2 × `<bos>`, … | `<bos>`, text, pads |
/// | `colpali`                   | transformers        | picture, `<bos>`, …     | `<bos>Question: ` … |
/// | `qwen2_vl`, `qwen2_5_vl`    | colpali-engine      | a user's turn           | text, ends          |
/// | `colqwen2`                  | transformers        | a user's turn           | `Query: ` …         |
/// | `idefics3`                  | colpali-engine      | a user's turn           | text, ends          |
/// | `modernvbert`, `colmodernvbert` | either          | a user's turn           | text, ends          |
///
/// @param page with the picture's placeholder once
/// @param queryStart what stands before a query
/// @param queryEnd what stands behind it
/// @param framed whether the tokenizer's template goes around both
public record Prompt(String page, String queryStart, String queryEnd, boolean framed) {
  /// Tokens without meaning behind a query.
  private static final int AUGMENTATION = 10;

  /// The values of `model_type` that are known here.
  static final Set<String> FAMILIES =
      Set.of(
          "paligemma",
          "colpali",
          "qwen2_vl",
          "qwen2_5_vl",
          "colqwen2",
          "idefics3",
          "modernvbert",
          "colmodernvbert");

  private static final String DESCRIBE = "Describe the image.";
  private static final String QWEN_PAGE =
      "<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>"
          + DESCRIBE
          + "<|im_end|><|endoftext|>";
  private static final String TURN_PAGE =
      "User:<image>" + DESCRIBE + "<end_of_utterance>\nAssistant:";

  /// The prompt of a model.
  ///
  /// @param config its `config.json`
  /// @param texts what of `processor_config.json` says other than the usual
  /// @throws IOException when it is no family that is known here
  static Prompt of(Config config, Overrides texts) throws IOException {
    String pads = "<pad>".repeat(AUGMENTATION);
    String ends = "<|endoftext|>".repeat(AUGMENTATION);
    String turns = "<end_of_utterance>".repeat(AUGMENTATION);
    return switch (config.text("model_type")) {
      case "paligemma" ->
          new Prompt(
              texts.page("<image><bos>" + DESCRIBE).replace("<image>", "<image><bos>") + "\n",
              "<bos>" + texts.query(""),
              pads,
              false);
      case "colpali" ->
          new Prompt(
              "<image><bos>" + texts.page(DESCRIBE) + "\n",
              "<bos>" + texts.query("Question: "),
              pads + "\n",
              false);
      case "qwen2_vl", "qwen2_5_vl" ->
          new Prompt(texts.page(QWEN_PAGE), texts.query(""), ends, true);
      case "colqwen2" ->
          new Prompt(texts.page(QWEN_PAGE), texts.query("Query: "), ends + "\n", true);
      case "idefics3" ->
          new Prompt(texts.page("<|im_start|>" + TURN_PAGE), texts.query(""), turns, true);
      case "modernvbert", "colmodernvbert" ->
          new Prompt(texts.page("<|begin_of_text|>" + TURN_PAGE), texts.query(""), turns, true);
      default ->
          throw config.unsupported(
              "model_type",
              "one of paligemma, colpali, qwen2_vl, qwen2_5_vl, colqwen2, idefics3, modernvbert,"
                  + " colmodernvbert");
    };
  }

  /// The texts that a checkpoint may set in `processor_config.json`.
  ///
  /// @param page `visual_prompt_prefix`, or empty
  /// @param query `query_prefix`, or empty
  record Overrides(String page, String query) {
    /// Reads them.
    ///
    /// @throws IOException when one is there and no string
    static Overrides of(Config processor) throws IOException {
      return new Overrides(
          processor.text("visual_prompt_prefix", ""), processor.text("query_prefix", ""));
    }

    private String page(String usual) {
      return page.isEmpty() ? usual : page;
    }

    private String query(String usual) {
      return query.isEmpty() ? usual : query;
    }
  }
}
