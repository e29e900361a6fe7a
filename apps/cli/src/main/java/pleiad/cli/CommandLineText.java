package pleiad.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A command as somebody else would type it, to have the same figures.
final class CommandLineText {
  private CommandLineText() {}

  /// Folders and files by their last name alone, as they lie elsewhere on other machines; without
  /// `--json`, which changes no figure.
  static String of(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> !argument.equals("--json"))
        .map(CommandLineText::quoted)
        .collect(Collectors.joining(" ", "./pleiad ", ""));
  }

  private static String quoted(String argument) {
    int value = argument.startsWith("--") ? argument.indexOf('=') + 1 : 0;
    String word = argument.substring(0, value) + shortened(argument.substring(value));
    return word.matches("[\\w.,/:=+@-]+") ? word : '"' + word + '"';
  }

  private static String shortened(String value) {
    try {
      Path path = Path.of(value);
      Path name = path.getFileName();
      return path.getNameCount() > 1 && name != null && Files.exists(path)
          ? name.toString()
          : value;
    } catch (InvalidPathException _) {
      return value;
    }
  }
}
