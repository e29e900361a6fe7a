package pleiad.encode;

/// One stretch of a text that a model sees in one pass, and the part of it whose vectors are kept.
/// All four are token indexes into the text, ends exclusive.
record Window(int start, int end, int keepFrom, int keepTo) {}
