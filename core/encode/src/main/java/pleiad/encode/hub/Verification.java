package pleiad.encode.hub;

import java.util.List;

/// What came of computing a model's checksums anew.
///
/// @param model which
/// @param files each file that is there or should be
public record Verification(StoredModel model, List<Checked> files) {
  /// Takes a copy of the files.
  public Verification {
    files = List.copyOf(files);
  }

  /// Whether the model is complete and no file of it is damaged or missing.
  public boolean passed() {
    return model.complete() && files.stream().noneMatch(file -> file.state().isBad());
  }

  /// One file.
  ///
  /// @param file its name in the model
  /// @param state what is known of it
  /// @param expected the checksum it should have, in hex; empty when nobody wrote one down
  /// @param found the checksum it has; empty when nothing was computed
  public record Checked(String file, State state, String expected, String found) {}

  /// What is known of a file.
  public enum State {
    /// The checksum is right.
    GOOD,
    /// The checksum is another one.
    DAMAGED,
    /// The file is not there.
    MISSING,
    /// Nothing says what its checksum should be.
    UNKNOWN,
    /// Pleiad wrote it, from the model's weights.
    WRITTEN;

    /// Whether the file cannot be used.
    public boolean isBad() {
      return this == DAMAGED || this == MISSING;
    }
  }
}
