/// Splits texts into the pieces of a model's vocabulary, as the tokenizer that comes with the model
/// does.
///
/// [Tokenizers#open] reads a model's folder and gives a [Tokenizer]; its [Pieces] say which entry
/// of the vocabulary stands where in the text. Uncased WordPiece is run here, all others by the
/// Hugging Face library.
@NullMarked
package pleiad.encode.text;

import org.jspecify.annotations.NullMarked;
