"""fast-plaid on the CPU: centroids, residual codes, PLAID's stages.

build: nbits. search: n_ivf_probe, n_full_scores.
"""

import importlib.metadata

import protocol


class FastPlaid(protocol.Peer):
    def version(self):
        import fast_plaid  # noqa: F401
        import torch
        return "%s, torch %s" % (importlib.metadata.version("fast_plaid"), torch.__version__)

    def build(self, input, folder, settings):
        import torch
        from fast_plaid import search
        search.FastPlaid(index=str(folder), device="cpu").create(
            documents_embeddings=[torch.from_numpy(each) for each in input.texts("documents")],
            nbits=int(settings["nbits"]), use_triton_kmeans=False)

    def open(self, input, folder, settings):
        import torch
        from fast_plaid import search
        torch.set_num_threads(protocol.threads())
        self.index = search.FastPlaid(index=str(folder), device="cpu")
        self.n_ivf_probe = int(settings["n_ivf_probe"])
        self.n_full_scores = int(settings["n_full_scores"])

    def queries(self, input):
        import torch
        return [torch.from_numpy(each).unsqueeze(0) for each in input.texts("queries")]

    def search(self, query, k):
        found = self.index.search(
            query, top_k=k, n_ivf_probe=self.n_ivf_probe, n_full_scores=self.n_full_scores,
            n_processes=1, show_progress=False)[0]
        return [n for n, _ in found], [s for _, s in found]


if __name__ == "__main__":
    protocol.main(FastPlaid())
