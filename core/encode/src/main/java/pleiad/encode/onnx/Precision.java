package pleiad.encode.onnx;

/// How a written graph keeps its large matrices, and multiplies by them.
public enum Precision {
  /// Single precision. Vectors equal those of the checkpoint up to rounding.
  FLOAT32,

  /// A quarter of the bytes, and faster: integers, with a scale of its own for every output of a
  /// matrix and every row of the table of words. Activations are scaled as they come, by the
  /// largest of all that is in a pass: encode one text a pass, or a text's vectors depend on its
  /// neighbours.
  ///
  /// Matrices take the integers from -64 to 64. Processors without VNNI add products in pairs of
  /// sixteen bits, which larger ones overflow; so the sums are the same on all of them.
  INT8
}
