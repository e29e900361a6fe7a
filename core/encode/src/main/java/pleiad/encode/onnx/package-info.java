/// Writes encoders as ONNX graphs, from a checkpoint's settings and weights: what training leaves
/// behind becomes what ONNX Runtime runs, without Python.
///
/// ```
/// config.json → Architecture → Layers → Graph → OnnxFile
///                safetensors ↗
/// ```
@NullMarked
package pleiad.encode.onnx;

import org.jspecify.annotations.NullMarked;
