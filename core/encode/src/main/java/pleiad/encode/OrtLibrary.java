package pleiad.encode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// ONNX Runtime's native library: loaded, or an error that says why not; and kept alive until the
/// process is gone.
///
/// The Java binding releases the native environment in a shutdown hook. Hooks run beside each other
/// and beside the threads that still encode, so an exit during a pass pulls the environment from
/// under it and the process dies of a memory fault. No order can be given to hooks. But the
/// environment counts its references, and whoever asks the C API for it gets one more: this class
/// takes a reference that nobody returns, which leaves the binding's hook nothing to free.
/// `ExitTest` crashes without it, even though [Passes] waits: the binding's hook may be faster.
/// What [Passes] adds is that no native code runs into the end of the process.
///
/// Limits: passes that other code makes through the binding gain the living environment, not the
/// wait. `Runtime.halt` and SIGKILL run no hooks at all. A class loader that holds this class but
/// not the binding's library cannot find the C API; that is logged once an encoder.
final class OrtLibrary {
  /// What must be true of a machine and a JVM for the library to load.
  private static final String NEEDS =
      "It runs on Linux x86-64 and arm64 with glibc (not musl, as on Alpine), macOS arm64 and"
          + " Windows x86-64, needs com.microsoft.onnxruntime:onnxruntime on the class path, a"
          + " writable folder java.io.tmpdir that allows execution, and wants"
          + " --enable-native-access=ALL-UNNAMED.";

  /// The first version of the C API, which every later library gives as well.
  private static final int API_VERSION = 1;

  /// The function `GetApi` in the table that `OrtGetApiBase` gives.
  private static final int GET_API = 0;

  /// The function `CreateEnv` in the table of that version.
  private static final int CREATE_ENV = 3;

  private static final int LOG_WARNINGS = 2;

  /// Bytes of stack for making the environment. That looks at the process's command line with a
  /// regular expression that goes one call deeper with every character: a class path of four
  /// thousand characters ends a thread with a usual stack, and the process with it, in a memory
  /// fault.
  private static final long DEEP_STACK = 1L << 28;

  private OrtLibrary() {}

  /// Loads the library and gives its environment, which outlives every hook.
  ///
  /// @throws IllegalStateException when it cannot load
  static OrtEnvironment environment() {
    FutureTask<OrtEnvironment> making = new FutureTask<>(OrtLibrary::make);
    Thread.ofPlatform()
        .name("pleiad-encode-environment")
        .daemon()
        .stackSize(DEEP_STACK)
        .start(making);
    return made(making);
  }

  /// How sessions run: threads that wait do not spin, and a graph is optimised as far as can be.
  ///
  /// @param threads how many one pass may use, its caller's among them
  /// @throws IllegalStateException when the library cannot run on the device
  static SessionOptions options(int threads, Device device) {
    SessionOptions options = new SessionOptions();
    try {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      switch (device) {
        case CPU -> {}
        case CUDA -> addCuda(options);
      }
      return options;
    } catch (OrtException refused) {
      options.close();
      throw new IllegalStateException(
          "ONNX Runtime refused a setting: " + refused.getMessage(), refused);
    } catch (RuntimeException refused) {
      options.close();
      throw refused;
    }
  }

  private static void addCuda(SessionOptions options) {
    Set<OrtProvider> found = OrtEnvironment.getAvailableProviders();
    if (!found.contains(OrtProvider.CUDA)) {
      throw new IllegalStateException(
          "the device cuda needs ONNX Runtime's library for GPUs; the one that was loaded runs on %s. Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of com.microsoft.onnxruntime:onnxruntime, in the same version, or before it; see docs/how-to/encode-fast.md"
              .formatted(found));
    }
    try {
      options.addCUDA();
    } catch (OrtException refused) {
      throw new IllegalStateException(
          "the device cuda cannot be used: %s. It needs an NVIDIA GPU with its driver, and CUDA and cuDNN in the versions that this ONNX Runtime was built for, on the library path"
              .formatted(refused.getMessage()),
          refused);
    }
  }

  private static OrtEnvironment made(FutureTask<OrtEnvironment> making) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return making.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IllegalStateException notLoaded) {
        throw notLoaded;
      }
      throw new IllegalStateException("ONNX Runtime gave no environment", failed.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static OrtEnvironment make() {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      keepAlive();
      return environment;
    } catch (LinkageError | IllegalCallerException notLoaded) {
      throw new IllegalStateException(
          "ONNX Runtime's native library does not load here (%s). %s"
              .formatted(deepest(notLoaded), NEEDS),
          notLoaded);
    }
  }

  private static Throwable deepest(Throwable error) {
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  private static void keepAlive() {
    MemorySegment apiBase = SymbolLookup.loaderLookup().find("OrtGetApiBase").orElse(null);
    if (apiBase == null) {
      System.getLogger(OrtLibrary.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "ONNX Runtime was loaded by another class loader than pleiad-encode; close encoders"
                  + " before the JVM exits, or an exit while encoding may crash.");
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      createEnv(apiBase, arena);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError("a C function threw an exception", impossible);
    }
  }

  /// `OrtGetApiBase()->GetApi(1)->CreateEnv(level, name, &environment)`.
  private static void createEnv(MemorySegment apiBase, Arena arena) throws Throwable {
    MemorySegment base = (MemorySegment) bind(apiBase).invokeExact();
    MemorySegment api =
        (MemorySegment) bind(entry(base, GET_API), ValueLayout.JAVA_INT).invokeExact(API_VERSION);
    MethodHandle create =
        bind(
            entry(api, CREATE_ENV), ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    MemorySegment name = arena.allocateFrom("pleiad");
    MemorySegment created = arena.allocate(ValueLayout.ADDRESS);
    MemorySegment status = (MemorySegment) create.invokeExact(LOG_WARNINGS, name, created);
    if (status.address() != 0) {
      throw new IllegalStateException("ONNX Runtime gave no second reference to its environment");
    }
  }

  /// A function out of a table of functions.
  @SuppressWarnings("restricted") // a table that C hands over has no size of its own
  private static MemorySegment entry(MemorySegment table, int index) {
    return table
        .reinterpret((index + 1) * ValueLayout.ADDRESS.byteSize())
        .getAtIndex(ValueLayout.ADDRESS, index);
  }

  /// A function that gives a pointer.
  @SuppressWarnings("restricted") // native code is what this class is about
  private static MethodHandle bind(MemorySegment function, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS, parameters));
  }
}
