"""LanceDB: product codes of tokens under centroids, and MaxSim of what they find.

build: num_sub_vectors. search: nprobes, refine_factor.
"""

import importlib.metadata

import protocol


class LanceDb(protocol.Peer):
    def version(self):
        import lancedb  # noqa: F401
        return importlib.metadata.version("lancedb")

    def build(self, input, folder, settings):
        import lancedb
        import pyarrow
        texts = input.texts("documents")
        tokens = pyarrow.list_(pyarrow.list_(pyarrow.float32(), texts[0].shape[1]))
        table = lancedb.connect(folder).create_table("documents", pyarrow.table({
            "number": pyarrow.array(range(len(texts)), pyarrow.int32()),
            "tokens": pyarrow.array([list(each) for each in texts], tokens),
        }))
        table.create_index(
            metric="cosine", vector_column_name="tokens", index_type="IVF_PQ",
            num_sub_vectors=int(settings["num_sub_vectors"]))

    def open(self, input, folder, settings):
        import lancedb
        self.table = lancedb.connect(folder).open_table("documents")
        self.nprobes = int(settings["nprobes"])
        self.refine_factor = int(settings["refine_factor"])

    def search(self, query, k):
        found = (
            self.table.search(query, vector_column_name="tokens")
            .metric("cosine").nprobes(self.nprobes).refine_factor(self.refine_factor)
            .select(["number", "_distance"]).limit(k).to_arrow())
        # Distances: less is nearer.
        return (found["number"].to_pylist(),
                [-distance for distance in found["_distance"].to_pylist()])


if __name__ == "__main__":
    protocol.main(LanceDb())
