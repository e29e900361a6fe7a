package pleiad;

import java.io.IOException;
import java.nio.file.Path;

/// A process that gives one collection a field and one more without end, and says when it begins:
/// to be killed.
final class KilledNewFields {
  static final int DOCUMENTS = 60;

  private KilledNewFields() {}

  /// Takes the folder.
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    System.out.println("ready");
    System.out.flush();
    while (true) {
      addOne(folder);
    }
  }

  static void addOne(Path folder) throws IOException {
    Settings settings = Reindex.settings(folder);
    String name = "field" + settings.fields().size();
    Settings wanted = settings.with(new Settings.Encoded(name, name, Part.ALL, "float16"));
    Reindex.addFields(folder, wanted, options(), Reindex.Watch.NONE);
  }

  static Options options() {
    return Options.DEFAULT.threads(1).models(name -> new WordEncoder(name, name, 8));
  }
}
