package pleiad.encode.hub;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What may be over when asked again: a broken connection, a hub that is busy.
final class TransientException extends IOException {
  private static final long serialVersionUID = 1;

  private final @Nullable Duration pause;

  TransientException(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  /// @param pause how long the hub wants to be left alone, or null
  TransientException(String message, @Nullable Throwable cause, @Nullable Duration pause) {
    super(message, cause);
    this.pause = pause;
  }

  @Nullable Duration pause() {
    return pause;
  }
}
