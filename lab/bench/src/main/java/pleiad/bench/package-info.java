/// Benchmarks that assert their answers before they time them.
///
/// [MaxSimBench] times the MaxSim kernels.
@NullMarked
package pleiad.bench;

import org.jspecify.annotations.NullMarked;
