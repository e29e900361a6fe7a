package pleiad.encode.hub;

import java.io.IOException;

/// The hub did not give what was asked of it; the message says why, and what to do.
public final class HubException extends IOException {
  private static final long serialVersionUID = 1;

  /// An exception whose message is for a person.
  public HubException(String message) {
    super(message);
  }

  HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
