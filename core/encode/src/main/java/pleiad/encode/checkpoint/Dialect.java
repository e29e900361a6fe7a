package pleiad.encode.checkpoint;

/// In which way a folder tells what a model is.
public enum Dialect {
  /// Stanford's ColBERT: `linear.weight` among the encoder's weights, settings in
  /// `artifact.metadata`.
  STANFORD("stanford"),
  /// PyLate: `modules.json`, `1_Dense`, settings in `config_sentence_transformers.json`.
  PYLATE("pylate"),
  /// sentence-transformers 6: `modules.json` with a `MultiVectorMask`.
  ST6("sentence-transformers-6"),
  /// next-plaid: `onnx_config.json` beside a graph that holds the projection.
  NEXT_PLAID("next-plaid"),
  /// sentence-transformers' models of one vector a text, and its cross-encoders.
  SENTENCE_TRANSFORMERS("sentence-transformers"),
  /// A transformer alone.
  TRANSFORMERS("transformers");

  private final String label;

  Dialect(String label) {
    this.label = label;
  }

  /// Its name in reports.
  public String label() {
    return label;
  }

  /// The way of encoding that is taken where nobody says which: that of those who write such
  /// folders, as far as it is another than PyLate's.
  public Profile profile() {
    return this == ST6 ? Profile.ST6 : Profile.PYLATE;
  }
}
