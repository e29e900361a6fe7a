"""Qdrant Edge, Qdrant's engine in this process: means by HNSW, and MaxSim for the best of them.

build: tokens, float32, or int8 for whole numbers of 8 bits beside them. search: candidates, how many
are scored by all of their tokens.
"""

import importlib.metadata

import numpy as np

import protocol

BATCH = 200


class Qdrant(protocol.Peer):
    def version(self):
        import qdrant_edge  # noqa: F401
        return importlib.metadata.version("qdrant_edge_py")

    def build(self, input, folder, settings):
        import qdrant_edge as qdrant
        texts = input.texts("documents")
        codes = qdrant.ScalarQuantizationConfig(qdrant.ScalarType.Int8, always_ram=True)
        shard = qdrant.EdgeShard.create(str(folder), qdrant.EdgeConfig(
            vectors=self.vectors(
                texts[0].shape[1],
                mean={"hnsw_config": qdrant.HnswIndexConfig(16, 100, 1)},
                # Without a graph, as Qdrant advises for vectors that only score again.
                tokens={
                    "hnsw_config": qdrant.HnswIndexConfig(0, 100, 1),
                    "quantization_config": codes if settings["tokens"] == "int8" else None,
                }),
            optimizers=qdrant.EdgeOptimizersConfig(default_segment_number=1, indexing_threshold=1),
            wal_enabled=False))
        for first in range(0, len(texts), BATCH):
            shard.update(qdrant.UpdateOperation.upsert_points([
                qdrant.Point(number, {
                    "mean": texts[number].mean(0).tolist(),
                    "tokens": texts[number].tolist(),
                }) for number in range(first, min(first + BATCH, len(texts)))]))
        shard.optimize()
        shard.flush()
        shard.close()

    def open(self, input, folder, settings):
        import qdrant_edge as qdrant
        self.qdrant = qdrant
        self.shard = qdrant.EdgeShard.load(str(folder), qdrant.EdgeConfig(
            vectors=self.vectors(input.rows("queries")[0].shape[1], mean={}, tokens={}),
            max_search_threads=protocol.threads()))
        self.candidates = int(settings["candidates"])

    def vectors(self, dimension, mean, tokens):
        import qdrant_edge as qdrant
        maxsim = qdrant.MultiVectorConfig(qdrant.MultiVectorComparator.MaxSim)
        return {
            "mean": qdrant.EdgeVectorParams(dimension, qdrant.Distance.Cosine, **mean),
            "tokens": qdrant.EdgeVectorParams(
                dimension, qdrant.Distance.Dot, multivector_config=maxsim, **tokens),
        }

    def queries(self, input):
        return [(np.sum(each, 0).tolist(), each.tolist()) for each in input.texts("queries")]

    def search(self, query, k):
        mean, tokens = query
        found = self.shard.query(self.qdrant.QueryRequest(
            limit=k,
            query=self.qdrant.Query.Nearest(tokens, using="tokens"),
            prefetches=[self.qdrant.Prefetch(
                limit=self.candidates, query=self.qdrant.Query.Nearest(mean, using="mean"))]))
        return [each.id for each in found], [each.score for each in found]


if __name__ == "__main__":
    protocol.main(Qdrant())
