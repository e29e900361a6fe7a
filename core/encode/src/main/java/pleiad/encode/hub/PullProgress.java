package pleiad.encode.hub;

/// Hears how a pull goes on, on the thread that pulls.
@FunctionalInterface
public interface PullProgress {
  /// Some bytes are there.
  ///
  /// @param file the file they belong to
  /// @param done bytes of the whole model that are there; fewer than before when a file has to
  ///   begin again
  /// @param total bytes of the whole model
  void at(String file, long done, long total);

  /// Something that a person may want to know, such as why it waits.
  default void note(String message) {}
}
