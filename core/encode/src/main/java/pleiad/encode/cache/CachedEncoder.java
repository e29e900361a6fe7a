package pleiad.encode.cache;

import java.util.List;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.InputRow;
import pleiad.encode.Model;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.encode.checkpoint.Pooling;

/// An encoder that runs its model only for what a cache does not hold.
final class CachedEncoder implements Encoder {
  private final Encoder encoder;
  private final EncodeCache cache;
  private volatile boolean closed;

  CachedEncoder(Encoder encoder, EncodeCache cache) {
    this.encoder = encoder;
    this.cache = cache;
  }

  @Override
  public Model model() {
    return encoder.model();
  }

  @Override
  public List<Token> tokenize(String text, Role role) {
    return encoder.tokenize(text, role);
  }

  @Override
  public List<InputRow> rows(String text, Role role) {
    return encoder.rows(text, role);
  }

  @Override
  public Encoding encode(String text, Role role) {
    if (closed) {
      throw new IllegalStateException("cannot encode: the encoder is closed");
    }
    EncodingKey key = EncodingKey.of(model().fingerprint(), role, text);
    Encoding kept = cache.find(key);
    if (kept != null) {
      return kept;
    }
    Encoding encoding = encoder.encode(text, role);
    cache.keep(key, encoding);
    return encoding;
  }

  /// Only what the model gives at every encoding is kept.
  @Override
  public float[] pooled(String text, Role role, Pooling.Mode mode) {
    if (closed) {
      throw new IllegalStateException("cannot encode: the encoder is closed");
    }
    return encoder.pooled(text, role, mode);
  }

  @Override
  public void close() {
    closed = true;
    encoder.close();
  }
}
