package pleiad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A peer that is a program of its own: a line of `peers.tsv`.
///
/// @param system what it is called
/// @param built settings that the index depends on, as `name=value`
/// @param searched settings of the search
/// @param command what is started, in the folder of the adapters
record PeerProgram(String system, List<String> built, List<String> searched, List<String> command) {
  static final String LIST = "peers.tsv";

  private static final int FIELDS = 4;

  PeerProgram {
    built = List.copyOf(built);
    searched = List.copyOf(searched);
    command = List.copyOf(command);
  }

  /// Reads the list of a folder of adapters.
  ///
  /// @throws IOException when there is none, or a line is something else
  static List<PeerProgram> all(Path adapters) throws IOException {
    Path list = adapters.resolve(LIST);
    if (!Files.exists(list)) {
      throw new NoSuchFileException(
          list.toString(),
          null,
          "the list of peers belongs here; name the folder of lab/bench/peers by --adapters");
    }
    List<PeerProgram> peers = new ArrayList<>();
    for (String line : Files.readAllLines(list)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        peers.add(of(line, list));
      }
    }
    return peers;
  }

  private static PeerProgram of(String line, Path list) throws IOException {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS || fields[0].isBlank() || fields[3].isBlank()) {
      throw new IOException(
          "'%s' should have system, build settings, search settings and program between tabs, found '%s'"
              .formatted(list, line));
    }
    return new PeerProgram(fields[0], words(fields[1]), words(fields[2]), words(fields[3]));
  }

  private static List<String> words(String field) {
    return Arrays.stream(field.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  String setting() {
    List<String> all = new ArrayList<>(built);
    all.addAll(searched);
    return all.isEmpty() ? "exact" : String.join(" ", all);
  }

  /// The name of its index's folder: another one for other settings of the build.
  String indexName() {
    return (system + " " + String.join(" ", built)).strip().replaceAll("[^A-Za-z0-9.=-]+", "-");
  }

  /// What is started, its program found in the folder of the adapters.
  List<String> command(Path adapters, List<String> arguments) {
    List<String> all = new ArrayList<>(command);
    all.set(0, adapters.resolve(command.getFirst()).toAbsolutePath().toString());
    all.addAll(arguments);
    return all;
  }

  /// Whether its program is there at all.
  boolean exists(Path adapters) {
    return Files.isExecutable(adapters.resolve(command.getFirst()));
  }
}
