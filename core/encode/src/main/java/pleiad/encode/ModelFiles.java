package pleiad.encode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import pleiad.encode.checkpoint.Pooling;

/// A model that lies on the class path, as two resources of an artifact that need not be used for
/// anything else.
///
/// @param name what people call the model
/// @param graph the resource of its `.onnx` file
/// @param tokenizer the resource of its `tokenizer.json`
/// @param artifact what to add to a build that lacks them
/// @param dimension numbers of a token's vector
record ModelFiles(String name, String graph, String tokenizer, String artifact, int dimension) {
  /// What of the encoding the files do not say; part of the fingerprint.
  static final String PROFILE =
      "wordpiece-uncased; [CLS] text [SEP]; last_hidden_state; tokens without [CLS] and [SEP]; l2;"
          + " even windows of 510 overlap 64; single: mean of [CLS], l2";

  /// The graph's output, a row a token.
  static final String OUTPUT = "last_hidden_state";

  /// The model's 512 positions less `[CLS]` and `[SEP]`.
  static final int WINDOW = 510;

  /// A bi-encoder of the BERT family used for late interaction: the last layer's state of every
  /// token of the text, without those of `[CLS]` and `[SEP]`; no prompt, no `[MASK]` padding, the
  /// same for queries and documents. The one vector is the `[CLS]` state.
  Recipe recipe() {
    Side side = Side.plain(WINDOW + 2, false);
    return new Recipe(
        side,
        side,
        List.of(),
        dimension,
        new Single(List.of(Pooling.Mode.CLS), false, true, List.of(), dimension));
  }

  /// The graph's bytes.
  byte[] readGraph(ClassLoader loader) {
    return read(loader, graph);
  }

  /// The tokenizer file's bytes.
  byte[] readTokenizer(ClassLoader loader) {
    return read(loader, tokenizer);
  }

  private byte[] read(ClassLoader loader, String resource) {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the model '%s' is not on the class path: there is no resource '%s'; add the artifact %s"
                .formatted(name, resource, artifact));
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(
          "the resource '%s' of the model '%s' cannot be read".formatted(resource, name), broken);
    }
  }

  /// What is recorded about the model.
  Model described(ClassLoader loader) {
    return described(fingerprint(readGraph(loader), readTokenizer(loader), PROFILE, dimension));
  }

  Model described(String fingerprint) {
    return new Model(name, fingerprint, dimension, dimension, WINDOW);
  }

  /// What decides a vector of this model, in one number.
  static String fingerprint(byte[] graph, byte[] tokenizer, String profile, int dimension) {
    return new Fingerprint().with(graph).with(tokenizer).with(profile).with(dimension).end();
  }
}
