"""Exact MaxSim in PyTorch: one matrix product with all tokens, and the maximum of each document."""

import numpy as np

import protocol


class PyTorch(protocol.Peer):
    def version(self):
        import torch
        return torch.__version__

    def build(self, input, folder, settings):
        rows, _ = input.rows("documents")
        return rows.nbytes

    def open(self, input, folder, settings):
        import torch
        torch.set_num_threads(protocol.threads())
        torch.set_grad_enabled(False)
        rows, starts = input.rows("documents")
        self.documents = torch.from_numpy(rows)
        self.lengths = torch.from_numpy(np.diff(starts))

    def queries(self, input):
        import torch
        return [torch.from_numpy(each) for each in input.texts("queries")]

    def search(self, query, k):
        import torch
        similarities = self.documents @ query.T
        best = torch.segment_reduce(similarities, "max", lengths=self.lengths, axis=0)
        found = torch.topk(best.sum(1), min(k, len(self.lengths)))
        return found.indices.tolist(), found.values.tolist()


if __name__ == "__main__":
    protocol.main(PyTorch())
