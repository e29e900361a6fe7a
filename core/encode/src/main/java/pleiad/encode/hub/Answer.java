package pleiad.encode.hub;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the hub said, its bytes still to be read.
///
/// @param status 200 for the whole, 206 for the rest of it, 416 when there is no such rest
record Answer(int status, HttpHeaders headers, Body body) implements AutoCloseable {
  static final int WHOLE = 200;
  static final int PART = 206;
  static final int NO_SUCH_PART = 416;

  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(?:\\d{1,18}|\\*)");

  /// How many bytes it says will come.
  OptionalLong length() {
    return headers
        .firstValue("Content-Length")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /// The place in the file of the first byte that comes; -1 when it does not say.
  long first() {
    if (status == WHOLE) {
      return 0;
    }
    Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    return range.matches() ? Long.parseLong(range.group(1)) : -1;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
