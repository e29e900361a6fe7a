"""PyLate's index PLAID, as it is by default: fast-plaid in the version that it wants.

build: nbits. search: n_ivf_probe, n_full_scores.
"""

import importlib.metadata

import protocol


class PyLate(protocol.Peer):
    def version(self):
        import pylate  # noqa: F401
        return "%s, fast-plaid %s" % (
            importlib.metadata.version("pylate"), importlib.metadata.version("fast_plaid"))

    def build(self, input, folder, settings):
        texts = input.texts("documents")
        self.plaid(folder, nbits=int(settings["nbits"])).add_documents(
            documents_ids=[str(number) for number in range(len(texts))], documents_embeddings=texts)

    def open(self, input, folder, settings):
        import torch
        torch.set_num_threads(protocol.threads())
        self.index = self.plaid(
            folder, num_threads=protocol.threads(), n_ivf_probe=int(settings["n_ivf_probe"]),
            n_full_scores=int(settings["n_full_scores"]))

    def plaid(self, folder, **options):
        from pylate import indexes
        return indexes.PLAID(
            index_folder=str(folder), index_name="plaid", device="cpu", use_triton=False,
            show_progress=False, **options)

    def search(self, query, k):
        found = self.index([query], k=k)[0]
        return [int(each["id"]) for each in found], [each["score"] for each in found]


if __name__ == "__main__":
    protocol.main(PyLate())
