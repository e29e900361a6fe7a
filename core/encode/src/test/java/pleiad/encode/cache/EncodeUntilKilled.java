package pleiad.encode.cache;

import java.nio.file.Path;
import pleiad.encode.Encoder;
import pleiad.encode.Role;

/// A process that encodes numbered texts without end into a cache and says how far it came: to be
/// killed, or to meet a disk that takes no more.
final class EncodeUntilKilled {
  private EncodeUntilKilled() {}

  /// Takes the folder, what its texts begin with, and perhaps how many there are.
  public static void main(String[] arguments) {
    int texts = arguments.length > 2 ? Integer.parseInt(arguments[2]) : Integer.MAX_VALUE;
    try (EncodeCache cache =
        EncodeCache.open(Path.of(arguments[0]), 1 << 28, problem -> System.out.println(problem))) {
      Encoder encoder = cache.around(new NumberEncoder("1"));
      for (int i = 0; i < texts; i++) {
        encoder.encode(text(arguments[1], i), Role.DOCUMENT);
        System.out.println(i + 1);
      }
    }
  }

  static String text(String beginning, int number) {
    return beginning + "x".repeat(number % 400) + number;
  }
}
