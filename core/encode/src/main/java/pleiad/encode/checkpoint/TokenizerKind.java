package pleiad.encode.checkpoint;

/// How a tokenizer takes words apart.
public enum TokenizerKind {
  /// The longest piece that the vocabulary has, from the left (BERT).
  WORD_PIECE("WordPiece"),
  /// Merges of pairs, in the order in which they were learned (GPT-2, ModernBERT).
  BPE("BPE"),
  /// The pieces that are likeliest together (SentencePiece, XLM-RoBERTa).
  UNIGRAM("Unigram");

  private final String label;

  TokenizerKind(String label) {
    this.label = label;
  }

  /// Its name in `tokenizer.json`.
  public String label() {
    return label;
  }
}
