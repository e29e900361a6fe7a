package pleiad.encode.text;

import java.util.OptionalInt;

/// The numbers of the tokens with a duty, as far as a vocabulary has them.
///
/// @param cls what a sequence begins with: `[CLS]`, `<s>`
/// @param sep what a sequence ends with: `[SEP]`, `</s>`
/// @param mask a gap: `[MASK]`, `<mask>`; late interaction lengthens queries with it
/// @param pad what fills a batch up: `[PAD]`, `<pad>`
/// @param unk what cannot be spelt: `[UNK]`, `<unk>`
public record Specials(
    OptionalInt cls, OptionalInt sep, OptionalInt mask, OptionalInt pad, OptionalInt unk) {}
