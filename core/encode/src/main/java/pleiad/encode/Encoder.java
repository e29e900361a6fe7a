package pleiad.encode;

import java.util.List;

/// Turns texts into vectors with one model. Safe for many threads: a call runs on the thread that
/// makes it, so one thread a core uses the machine.
///
/// The same text and role give the same numbers, bit by bit, in any thread of this machine and
/// whatever else is encoded. Another kind of processor may round otherwise.
public interface Encoder extends AutoCloseable {
  /// What is recorded about the model.
  Model model();

  /// Splits a text into the tokens that [#encode] gives vectors for. Cheap: no pass of the model.
  /// Works on a closed encoder too.
  List<Token> tokenize(String text, Role role);

  /// Encodes a text of any length. A text without tokens has no token vectors, yet one of the
  /// whole.
  ///
  /// @throws IllegalStateException when the encoder is closed or the JVM is shutting down, also
  ///   between two passes over a long text
  Encoding encode(String text, Role role);

  /// Waits for passes under way and frees the model; a second call does nothing.
  @Override
  void close();
}
