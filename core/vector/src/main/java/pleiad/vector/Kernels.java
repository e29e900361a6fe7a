package pleiad.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Which arithmetic this machine got: the Vector API where the JVM has it, plain loops where not.
/// Chosen once, when first asked.
public final class Kernels {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final boolean VECTOR_API =
      ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();

  /// Created on first use, so that a JVM without the module never loads [VectorKernel].
  private static final class Chosen {
    static final MaxSimKernel KERNEL = choose();
    static final DotKernel DOTS =
        KERNEL instanceof VectorKernel ? new VectorDots() : new ScalarDots();
    static final boolean BYTE_PERMUTES = KERNEL.lanes() == 16 && processorHas("avx512_vbmi");
  }

  private Kernels() {}

  /// `scalar`, or `vector-512`, `vector-256`, `vector-128` after the register width in bits.
  public static String name() {
    return chosen().name();
  }

  /// Float32 lanes of a register; 1 without the Vector API.
  public static int lanes() {
    return chosen().lanes();
  }

  /// Whether the JVM was started with the Vector API's module.
  public static boolean vectorApi() {
    return VECTOR_API;
  }

  /// Whether a register holds 64 bytes and one instruction permutes them: AVX-512 with VBMI. The
  /// JVM does not say, Linux does; elsewhere the answer is no.
  public static boolean bytePermutes() {
    return Chosen.BYTE_PERMUTES;
  }

  static MaxSimKernel chosen() {
    return Chosen.KERNEL;
  }

  static DotKernel dots() {
    return Chosen.DOTS;
  }

  private static MaxSimKernel choose() {
    if (vectorApi()) {
      return new VectorKernel();
    }
    System.getLogger(Kernels.class.getName())
        .log(
            Level.WARNING,
            "The Vector API is off, so scoring runs on plain loops, several times slower. "
                + "Start java with --add-modules "
                + VECTOR_MODULE
                + ".");
    return new ScalarKernel();
  }

  /// A flag of Linux's list, which some kernels write without the underscore.
  private static boolean processorHas(String flag) {
    Path list = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(list)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(list)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .limit(1)
          .flatMap(line -> Stream.of(line.split("\\s+")))
          .anyMatch(each -> each.equals(flag) || each.equals(flag.replace("_", "")));
    } catch (IOException | UncheckedIOException e) {
      System.getLogger(Kernels.class.getName())
          .log(Level.DEBUG, "cannot read the processor's flags", e);
      return false;
    }
  }
}
