package pleiad.cli;

/// What the command line exits with.
final class Exit {
  static final int OK = 0;
  static final int NOTHING_FOUND = 1;
  static final int USAGE = 2;
  static final int BAD_DATA = 3;

  private Exit() {}
}
