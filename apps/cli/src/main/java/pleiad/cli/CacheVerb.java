package pleiad.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.encode.cache.EncodeCache;

@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says how much is kept of what was encoded.",
      "With --clear it is removed; what another process writes just now stays."
    },
    footer = {"", "Example:", "  pleiad cache", "  pleiad cache --clear"})
final class CacheVerb implements Callable<Integer> {
  @Option(names = "--clear", description = "Remove all encodings that are kept.")
  private boolean clear;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = "Where they are (default: ~/.cache/pleiad).")
  private @Nullable Path cache;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CacheVerb() {}

  @Override
  public Integer call() throws IOException {
    Path folder = KeptEncodings.folder(Cache.folder(cache));
    long freed = clear ? EncodeCache.clear(folder) : 0;
    long bytes = bytes(folder);
    if (output.json()) {
      output.print(
          Output.object().put("folder", folder.toString()).put("bytes", bytes).put("freed", freed));
    } else if (clear) {
      output.line("%,d bytes freed, %,d bytes left in %s", freed, bytes, folder);
    } else {
      output.line("%,d bytes of encodings in %s", bytes, folder);
    }
    return Exit.OK;
  }

  private static long bytes(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
