package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.apache.lucene.util.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Role;
import pleiad.vector.Kernels;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what this machine offers, and tries the embedded model.",
    footer = {"", "Example:", "  pleiad doctor"})
final class DoctorVerb implements Callable<Integer> {
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DoctorVerb() {}

  @Override
  public Integer call() {
    ObjectNode found =
        Output.object()
            .put("jdk", Runtime.version().toString())
            .put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
            .put("lucene", Version.LATEST.toString())
            .put("vector_api", Kernels.vectorApi())
            .put("lanes", Kernels.lanes())
            .put("kernel", Kernels.name());
    boolean encodes = encoder(found);
    found
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("heap_bytes", Runtime.getRuntime().maxMemory());
    if (output.json()) {
      output.print(found);
    } else {
      found
          .properties()
          .forEach(
              each -> output.out().printf("%-16s %s%n", each.getKey(), each.getValue().asText()));
    }
    return encodes ? Exit.OK : Exit.NOTHING_FOUND;
  }

  /// Opens the embedded model and encodes a word; what is wrong with it is a finding, not a
  /// failure.
  private static boolean encoder(ObjectNode found) {
    long start = System.nanoTime();
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      int tokens = encoder.encode("pleiad", Role.QUERY).vectors().count();
      found
          .put("encoder", encoder.model().name())
          .put("encoder_dimension", encoder.model().dimension())
          .put("encoder_open_ms", (System.nanoTime() - start) / 1_000_000);
      return tokens > 0;
    } catch (IllegalStateException e) {
      found.put("encoder", "not usable: " + e.getMessage());
      return false;
    }
  }
}
