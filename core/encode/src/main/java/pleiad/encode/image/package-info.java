/// Turns pages into what a page-image model takes: a picture becomes the tensor that the model's
/// own processor would make of it, a query becomes its tokens, and every row that comes out of the
/// model is told which part of the page it stands for.
///
/// ```
/// PDF page, PNG, JPEG → Pixels → PageProcessor → PageInput (pixel values, ids, PatchGrid)
/// ```
///
/// The models themselves run elsewhere. Formulas are those of Pillow and of the processors in
/// transformers and colpali-engine; `golden.safetensors` in the tests holds what those make.
@NullMarked
package pleiad.encode.image;

import org.jspecify.annotations.NullMarked;
