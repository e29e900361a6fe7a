package pleiad.encode.onnx;

/// How ONNX keeps a number; those of its types that are used here.
enum NumberType {
  FLOAT(1, Float.BYTES),
  INT8(3, Byte.BYTES),
  INT64(7, Long.BYTES);

  private final int code;
  private final int bytes;

  NumberType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /// The number that `TensorProto.DataType` gives the type.
  int code() {
    return code;
  }

  /// Bytes of one number.
  int bytes() {
    return bytes;
  }
}
