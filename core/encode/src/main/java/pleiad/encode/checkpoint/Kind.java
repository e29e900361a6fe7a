package pleiad.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;

/// What kind of model a folder holds, and how that is told.
///
/// @param model the kind
/// @param dialect how it is told
record Kind(Model model, Dialect dialect) {
  /// What a model gives.
  enum Model {
    TOKENS,
    ONE_VECTOR,
    PAIRS
  }

  /// Tells by what is there. A projection in the weights is believed before `modules.json`, which
  /// some models have without it.
  ///
  /// @throws IOException when the model is of no kind that is read
  static Kind of(Contents contents) throws IOException {
    Contents.Said said = contents.said();
    checkText(contents);
    if (contents.hasStep("MultiVectorMask")) {
      return new Kind(Model.TOKENS, Dialect.ST6);
    }
    if (hasLayers(contents) && !contents.hasStep("Pooling")) {
      return new Kind(Model.TOKENS, Dialect.PYLATE);
    }
    if (contents.hasStanfordProjection()) {
      if (!contents.steps().isEmpty()) {
        contents
            .notes()
            .say(
                ("modules.json lists no projection of tokens, and '%s' is among the weights; the"
                        + " latter is taken")
                    .formatted(Layers.LINEAR));
      }
      return new Kind(Model.TOKENS, Dialect.STANFORD);
    }
    if (said.onnx().isPresent() || Contents.nextPlaid(said.sentence())) {
      return new Kind(Model.TOKENS, Dialect.NEXT_PLAID);
    }
    if (said.artifact().isPresent() || said.isArchitecture("HF_ColBERT")) {
      return new Kind(Model.TOKENS, Dialect.STANFORD);
    }
    if (said.isType("ColBERT") || said.isType("MultiVectorEncoder")) {
      return new Kind(Model.TOKENS, said.isType("ColBERT") ? Dialect.PYLATE : Dialect.ST6);
    }
    return ofOneVector(contents);
  }

  private static Kind ofOneVector(Contents contents) throws IOException {
    if (contents.hasStep("Pooling")) {
      return new Kind(Model.ONE_VECTOR, Dialect.SENTENCE_TRANSFORMERS);
    }
    Contents.Said said = contents.said();
    boolean byType = said.isType("CrossEncoder");
    boolean byActivation =
        said.model().isPresent()
            && (said.model().get().has("sentence_transformers")
                || said.model().get().has("sbert_ce_default_activation_function"));
    if (byType || byActivation || said.isArchitecture("ForSequenceClassification")) {
      return new Kind(
          Model.PAIRS,
          byType || byActivation ? Dialect.SENTENCE_TRANSFORMERS : Dialect.TRANSFORMERS);
    }
    return new Kind(
        Model.ONE_VECTOR,
        contents.steps().isEmpty() ? Dialect.TRANSFORMERS : Dialect.SENTENCE_TRANSFORMERS);
  }

  /// Whether there are layers, and not only their names, which some exporters copy without them.
  private static boolean hasLayers(Contents contents) {
    return contents.hasStep("Dense")
        && (contents.said().onnx().isEmpty()
            || contents.steps("Dense").stream().allMatch(step -> Files.isDirectory(step.folder())));
  }

  private static void checkText(Contents contents) throws IOException {
    if (contents.said().isArchitecture("ForRetrieval")) {
      throw contents
          .said()
          .model()
          .orElseThrow()
          .unsupported("architectures", "an encoder of text");
    }
    if (contents.said().isType("SparseEncoder")) {
      throw contents
          .said()
          .sentence()
          .orElseThrow()
          .unsupported(
              "model_type", "ColBERT, MultiVectorEncoder, SentenceTransformer or CrossEncoder");
    }
  }
}
