package pleiad.testkit;

import java.util.Random;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test its randomness by name: a parameter of type [Random] is seeded afresh in every run,
/// and a failed test prints the seed. `./verify -Dpleiad.seed=N` repeats it.
///
/// Used as `@ExtendWith(Seed.class)`.
public final class Seed implements ParameterResolver, AfterTestExecutionCallback {
  private static final long RUN = fromProperty();

  private static long fromProperty() {
    String given = System.getProperty("pleiad.seed", "");
    return given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Random.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return new Random(RUN);
  }

  @Override
  public void afterTestExecution(ExtensionContext test) {
    if (test.getExecutionException().isPresent()) {
      System.err.println(test.getDisplayName() + " failed with -Dpleiad.seed=" + RUN);
    }
  }
}
