package pleiad.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What the core can do at best: multiply-adds between registers, at the width the kernels use;
/// public because JMH asks for it.
///
/// Twelve independent sums: a processor that starts two multiply-adds a cycle and takes four cycles
/// for one needs eight to be kept busy, and twelve still fit the sixteen registers of AVX2.
@State(Scope.Thread)
public class PeakBenchmark {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int SUMS = 12;
  private static final int MULTIPLY_ADDS_PER_SUM = 1_600_000;

  /// Floating-point operations of one call, whatever the width of a register.
  static final double OPERATIONS = 2.0 * SUMS * MULTIPLY_ADDS_PER_SUM;

  /// A field, so that the compiler cannot know it.
  private final float number = Float.parseFloat("0.5");

  /// Adds the squares of a register's numbers to each sum, again and again. The sums start apart,
  /// so that the compiler does not take them for one.
  @Benchmark
  public float multiplyAdds() {
    FloatVector x = FloatVector.broadcast(SPECIES, number);
    FloatVector a = x, b = a.add(x), c = b.add(x), d = c.add(x), e = d.add(x), f = e.add(x);
    FloatVector g = f.add(x), h = g.add(x), i = h.add(x), j = i.add(x), k = j.add(x), l = k.add(x);
    for (int turn = 0; turn < MULTIPLY_ADDS_PER_SUM / SPECIES.length(); turn++) {
      a = x.fma(x, a);
      b = x.fma(x, b);
      c = x.fma(x, c);
      d = x.fma(x, d);
      e = x.fma(x, e);
      f = x.fma(x, f);
      g = x.fma(x, g);
      h = x.fma(x, h);
      i = x.fma(x, i);
      j = x.fma(x, j);
      k = x.fma(x, k);
      l = x.fma(x, l);
    }
    FloatVector left = a.add(b).add(c).add(d).add(e).add(f);
    FloatVector right = g.add(h).add(i).add(j).add(k).add(l);
    return left.add(right).reduceLanes(VectorOperators.ADD);
  }
}
