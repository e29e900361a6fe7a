package pleiad.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import pleiad.eval.MalformedFileException;

/// Says what went wrong in one line, and what to do; a stack trace only for what is a bug of ours.
final class Failures implements CommandLine.IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception exception, CommandLine line, CommandLine.ParseResult parsed) {
    Throwable cause = unwrapped(exception);
    String said = message(cause);
    if (said == null) {
      line.getErr().println("pleiad: this is a bug, please report it:");
      cause.printStackTrace(line.getErr());
      return Exit.BAD_DATA;
    }
    line.getErr().println("pleiad: " + said);
    boolean usage =
        cause instanceof IllegalArgumentException && !(cause instanceof MalformedFileException);
    return usage ? Exit.USAGE : Exit.BAD_DATA;
  }

  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof UncheckedIOException
            || failure instanceof ExecutionException
            || failure instanceof CompletionException;
    return wrapper && cause != null ? unwrapped(cause) : failure;
  }

  /// What to tell a person, or null when only a programmer would understand.
  static @Nullable String message(Throwable cause) {
    return switch (cause) {
      case AccessDeniedException denied ->
          "cannot read or write '%s': no permission".formatted(denied.getFile());
      case NoSuchFileException missing ->
          "'%s': %s"
              .formatted(
                  missing.getFile(),
                  missing.getReason() == null ? "no such file or folder" : missing.getReason());
      case FileSystemException failed ->
          failed.getReason() == null
              ? String.valueOf(failed.getMessage())
              : "'%s': %s".formatted(failed.getFile(), failed.getReason());
      case CharacterCodingException _ -> "a file's bytes are no UTF-8 text";
      case BadData bad -> String.valueOf(bad.getMessage());
      case IOException failed -> String.valueOf(failed.getMessage());
      case IllegalArgumentException wrong -> String.valueOf(wrong.getMessage());
      case IllegalStateException wrong -> String.valueOf(wrong.getMessage());
      default -> null;
    };
  }
}
