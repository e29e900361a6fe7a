"""Writes lab/eval/src/test/resources/pleiad/eval/significance.tsv: paired differences, and what SciPy
says of them.

    pip install numpy==2.4.6 scipy==1.17.1
    python significance.py ../eval/src/test/resources/pleiad/eval/significance.tsv

A line a case: the differences between blanks, then between tabs p of the paired t-test, p of the
randomisation test, `exact` or the number of random signs, and both ends of the percentile bootstrap
interval of the mean, of 200,000 resamples.

Values are like those of measures: many equal ones and zeros among them, or any number of (0, 1).
"""

import sys
import warnings

import numpy as np
from scipy import stats

EXACT = 18
RANDOM = 400_000
RESAMPLES = 200_000


def differences(rng, n):
    kind = rng.integers(4)
    if kind == 0:  # precision at 10, most queries as before
        return rng.integers(0, 4, n) / 10 - rng.integers(0, 3, n) / 10
    if kind == 1:  # nDCG
        return rng.uniform(0, 1, n) - rng.uniform(0, 1, n) + 0.1
    if kind == 2:  # reciprocal ranks
        return 1 / rng.integers(1, 9, n) - 1 / rng.integers(1, 9, n)
    return np.where(rng.uniform(size=n) < 0.7, 0, rng.normal(0.05, 0.2, n))


def main(path):
    rng = np.random.default_rng(20261122)
    warnings.simplefilter("error")
    with open(path, "w") as out:
        for n in [2, 3, 3, 5, 8, 8, 10, 12, 14, 16, 18, 18, 40, 76, 225, 300]:
            d = differences(rng, n)
            while np.ptp(d) < 1e-6:
                d = differences(rng, n)
            exact = n <= EXACT
            t = stats.ttest_1samp(d, 0)
            r = stats.permutation_test(
                (d,), lambda x, axis: x.mean(axis=axis), permutation_type="samples", vectorized=True,
                n_resamples=np.inf if exact else RANDOM, rng=rng, batch=2000)
            b = stats.bootstrap(
                (d,), np.mean, confidence_level=0.95, method="percentile", n_resamples=RESAMPLES,
                rng=rng, vectorized=True, batch=2000)
            ends = b.confidence_interval
            out.write("\t".join([
                " ".join(repr(float(x)) for x in d), repr(float(t.pvalue)), repr(float(r.pvalue)),
                "exact" if exact else str(RANDOM), repr(float(ends.low)), repr(float(ends.high))]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
