package pleiad.cli;

import java.io.IOException;

/// An input that cannot be taken; the message names where it stands.
final class BadData extends IOException {
  private static final long serialVersionUID = 1;

  BadData(String message) {
    super(message);
  }
}
