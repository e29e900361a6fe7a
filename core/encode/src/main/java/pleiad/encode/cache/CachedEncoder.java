package pleiad.encode.cache;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    EncodingKey key = key(text, role);
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
  public List<Encoding> encodeAll(List<String> texts, Role role) {
    List<EncodingKey> keys = texts.stream().map(text -> key(text, role)).toList();
    Map<EncodingKey, Encoding> found = new HashMap<>();
    Map<EncodingKey, String> missing = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      EncodingKey key = keys.get(i);
      if (found.containsKey(key) || missing.containsKey(key)) {
        continue;
      }
      Encoding kept = cache.find(key);
      if (kept == null) {
        missing.put(key, texts.get(i));
      } else {
        found.put(key, kept);
      }
    }
    Iterator<Encoding> made = encoder.encodeAll(List.copyOf(missing.values()), role).iterator();
    for (EncodingKey key : missing.keySet()) {
      Encoding encoding = made.next();
      cache.keep(key, encoding);
      found.put(key, encoding);
    }
    return keys.stream().map(key -> Objects.requireNonNull(found.get(key))).toList();
  }

  private EncodingKey key(String text, Role role) {
    if (closed) {
      throw new IllegalStateException("cannot encode: the encoder is closed");
    }
    return EncodingKey.of(model().fingerprint(), role, text);
  }

  @Override
  public void close() {
    closed = true;
    encoder.close();
  }
}
