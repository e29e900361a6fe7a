package pleiad.encode;

import java.util.List;
import pleiad.encode.checkpoint.Pooling;

/// Turns texts into vectors with one model. Safe for many threads: a call runs on the thread that
/// makes it, so one thread a core uses the machine.
///
/// The same text and role give [#encode] the same numbers, bit by bit, in any thread of this
/// machine and whatever else is encoded. Another kind of processor may round otherwise.
public interface Encoder extends AutoCloseable {
  /// What is recorded about the model.
  Model model();

  /// Splits a text into the tokens that [#encode] gives vectors for. Cheap: no pass of the model.
  /// Works on a closed encoder too.
  List<Token> tokenize(String text, Role role);

  /// Everything that the model is given for a text, row by row: special tokens, markers and what
  /// fills a query among it. The rows kept are those of [#tokenize]; an encoder that has no more to
  /// tell gives these.
  default List<InputRow> rows(String text, Role role) {
    return tokenize(text, role).stream()
        .map(each -> new InputRow(0, each.piece(), each.id(), true, true, each.start(), each.end()))
        .toList();
  }

  /// Encodes a text of any length. A text without tokens has no token vectors, yet one of the
  /// whole.
  ///
  /// @throws IllegalStateException when the encoder is closed or the JVM is shutting down, also
  ///   between two passes over a long text
  Encoding encode(String text, Role role);

  /// Encodes texts, each as [#encode] does, in their order. Faster where many are short and the
  /// model's graph calculates in floats: then texts of like length share passes, and a text's
  /// numbers may differ from those that [#encode] gives by rounding, by no more than 1e-5. Other
  /// graphs are given one text at a time and the same numbers come out.
  ///
  /// Runs on its caller's thread, too, and holds all encodings at once: a few dozen texts a call
  /// are as fast as thousands.
  ///
  /// @throws IllegalStateException as [#encode]
  default List<Encoding> encodeAll(List<String> texts, Role role) {
    return texts.stream().map(text -> encode(text, role)).toList();
  }

  /// The one vector that a text would have if it were pooled in this way, of length one, whatever
  /// [Encoding#single] is: to compare the ways. Pooled are the token vectors of a model for late
  /// interaction, and the last layer's states of all that a bi-encoder is given, special tokens
  /// among them. Costs a pass of its own. An encoder that has token vectors alone pools these.
  ///
  /// @throws IllegalStateException as [#encode]
  default float[] pooled(String text, Role role, Pooling.Mode mode) {
    return Pooled.ofUnitLength(mode, encode(text, role).vectors());
  }

  /// Waits for passes under way and frees the model; a second call does nothing.
  @Override
  void close();
}
