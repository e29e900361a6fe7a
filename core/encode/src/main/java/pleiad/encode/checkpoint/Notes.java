package pleiad.encode.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What there is to say aloud about a checkpoint, in the order in which it was found; nothing
/// twice.
final class Notes {
  private final Set<String> lines = new LinkedHashSet<>();

  void say(String line) {
    lines.add(line);
  }

  List<String> lines() {
    return new ArrayList<>(lines);
  }
}
