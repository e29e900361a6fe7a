"""Exact MaxSim by maxsim-cpu, over every document."""

import importlib.metadata

import numpy as np

import protocol


class MaxSimCpu(protocol.Peer):
    def version(self):
        import maxsim_cpu  # noqa: F401
        return importlib.metadata.version("maxsim_cpu")

    def build(self, input, folder, settings):
        rows, _ = input.rows("documents")
        return rows.nbytes

    def open(self, input, folder, settings):
        self.documents = input.texts("documents")

    def search(self, query, k):
        import maxsim_cpu
        scores = np.asarray(maxsim_cpu.maxsim_scores_variable(query, self.documents))
        k = min(k, len(scores))
        best = np.argpartition(-scores, k - 1)[:k]
        best = best[np.argsort(-scores[best], kind="stable")]
        return best, scores[best]


if __name__ == "__main__":
    protocol.main(MaxSimCpu())
