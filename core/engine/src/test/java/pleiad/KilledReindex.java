package pleiad;

import java.io.IOException;
import java.nio.file.Path;
import pleiad.encode.Encoder;

/// A process that makes one collection anew without end, with one model and the other in turn, and
/// says when it begins: to be killed.
final class KilledReindex {
  static final int DOCUMENTS = 60;

  private KilledReindex() {}

  /// Takes the folder.
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    System.out.println("ready");
    System.out.flush();
    while (true) {
      String model = Pleiad.stats(folder).fields().getFirst().model();
      Settings wanted =
          Reindex.settings(folder).withModel("first".equals(model) ? "second" : "first");
      Reindex.run(folder, wanted, options(), Reindex.Watch.NONE);
    }
  }

  static Options options() {
    return Options.DEFAULT.threads(1).models(KilledReindex::encoder);
  }

  private static Encoder encoder(String name) {
    return name.equals("first")
        ? new WordEncoder("first", "1", 16)
        : new WordEncoder("second", "2", 8);
  }
}
