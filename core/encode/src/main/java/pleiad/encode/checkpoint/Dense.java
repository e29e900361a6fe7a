package pleiad.encode.checkpoint;

/// One layer behind an encoder: `activation(linear(x)) + residual(x)`.
///
/// @param linear its matrix
/// @param activation the function over the product
/// @param residual what is added after that
public record Dense(Linear linear, Activation activation, Residual residual) {
  /// Whether it is nothing but a matrix, with or without a bias.
  public boolean plain() {
    return activation == Activation.IDENTITY && residual instanceof Residual.None;
  }
}
