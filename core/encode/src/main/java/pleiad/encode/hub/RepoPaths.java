package pleiad.encode.hub;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which of the hub's file names and revisions may become paths here.
final class RepoPaths {
  private static final int LONGEST_PATH = 1_000;
  private static final int LONGEST_SEGMENT = 240;

  /// Names that some system takes for a device or cannot write.
  private static final Pattern DEVICE =
      Pattern.compile(
          "(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$) *(?:\\..*)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern UNWRITABLE = Pattern.compile("[<>:\"|?*]|[. ]$|^ ");

  private RepoPaths() {}

  /// Refuses what no repository holds and what would leave its folder.
  static void check(String path) throws HubException {
    boolean bad =
        path.isEmpty()
            || path.length() > LONGEST_PATH
            || path.indexOf('\\') >= 0
            || path.codePoints()
                .anyMatch(letter -> Character.isISOControl(letter) || unpaired(letter));
    for (String segment : path.split("/", -1)) {
      bad |= segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }
    if (bad) {
      throw new HubException(
          "the hub names a file '%s', which cannot be one of a model: nothing of it was kept"
              .formatted(Shown.text(path)));
    }
  }

  private static boolean unpaired(int letter) {
    return letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE;
  }

  /// Refuses what only some systems could write.
  static void checkWritable(String path) throws HubException {
    check(path);
    for (String segment : path.split("/", -1)) {
      boolean bad =
          DEVICE.matcher(segment).matches()
              || UNWRITABLE.matcher(segment).find()
              || segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT;
      if (bad) {
        throw new HubException(
            "the model has a file '%s', a name that not every system can write: it is not fetched"
                .formatted(Shown.text(path)));
      }
    }
  }

  /// Refuses a revision that cannot be one, or cannot be written everywhere; it comes from the
  /// caller.
  static void checkRevision(String revision) {
    try {
      checkWritable(revision);
    } catch (HubException none) {
      throw new IllegalArgumentException(
          "'%s' is no revision; expected a branch, a tag or a commit"
              .formatted(Shown.text(revision)),
          none);
    }
  }

  /// Refuses names of which one would hide another: equal but for their case, or a file where
  /// another has a folder.
  static void checkApart(List<String> paths) throws HubException {
    Map<String, String> taken = new HashMap<>();
    for (String path : paths) {
      refuse(path, taken.put(fold(path), path));
    }
    for (String path : paths) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        refuse(path, taken.get(fold(path.substring(0, slash))));
      }
    }
  }

  private static String fold(String path) {
    return path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static void refuse(String path, @Nullable String other) throws HubException {
    if (other != null) {
      throw new HubException(
          "the model has the files '%s' and '%s', which not every system can keep apart: it is not fetched"
              .formatted(Shown.text(other), Shown.text(path)));
    }
  }
}
