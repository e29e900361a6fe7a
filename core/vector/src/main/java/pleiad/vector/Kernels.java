package pleiad.vector;

import java.lang.System.Logger.Level;

/// Which arithmetic this machine got: the Vector API where the JVM has it, plain loops where not.
/// Chosen once, when first asked.
public final class Kernels {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /// Created on first use, so that a JVM without the module never loads [VectorKernel].
  private static final class Chosen {
    static final MaxSimKernel KERNEL = choose();
    static final DotKernel DOTS =
        KERNEL instanceof VectorKernel ? new VectorDots() : new ScalarDots();
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
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
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
}
