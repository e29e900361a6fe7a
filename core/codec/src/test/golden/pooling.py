# Makes ../resources/pleiad/codec/pooling.tsv: which tokens SciPy puts together.
#
#   python3 -m venv venv && venv/bin/pip install scipy==1.17.1
#   venv/bin/python pooling.py > ../resources/pleiad/codec/pooling.tsv
#
# The vectors are not in the file: PoolingGoldenTest makes the same ones, by the same linear
# congruential generator. Ward linkage on condensed cosine distances and a cut into at most so many
# clusters, as sentence-transformers' HierarchicalTokenPooling (6.0) does it. A case is refused when
# distances that are off by what float32 may be off would give other clusters.
import numpy as np
from scipy.cluster import hierarchy

CASES = [
    # tokens, dimension, topics, factor, protected
    (2, 4, 1, 2, 0),
    (3, 4, 1, 2, 0),
    (3, 4, 1, 2, 1),
    (5, 4, 2, 3, 0),
    (10, 8, 3, 2, 1),
    (10, 8, 3, 20, 2),
    (32, 16, 5, 3, 0),
    (49, 96, 9, 2, 1),
    (49, 96, 9, 4, 1),
    (237, 128, 30, 2, 1),
    (237, 128, 30, 3, 0),
    (237, 128, 30, 10, 1),
    (600, 48, 60, 2, 1),
    (600, 48, 60, 5, 3),
]


def numbers(seed, count):
    state, out = seed, np.empty(count, dtype=np.float64)
    for i in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        out[i] = (state >> 8) / 2**22 - 1
    return out


def vectors(seed, tokens, dimension, topics):
    topic = numbers(seed, topics * dimension).reshape(topics, dimension)
    noise = numbers(seed + 1, tokens * dimension).reshape(tokens, dimension)
    # Halves of multiples of 2^-22 below one: their sums are exact in float32.
    return topic[np.arange(tokens) * 7 % topics] * 0.5 + noise * 0.5


def clusters(distances, count):
    labels = hierarchy.fcluster(
        hierarchy.linkage(distances, method="ward"), t=count, criterion="maxclust"
    )
    _, first = np.unique(labels, return_index=True)
    order = {labels[i]: number for number, i in enumerate(sorted(first))}
    return [order[label] for label in labels]


print("tokens\tdimension\ttopics\tfactor\tprotected\tseed\tclusters")
for tokens, dimension, topics, factor, protected in CASES:
    for seed in range(1, 1000):
        rows = vectors(seed, tokens, dimension, topics)[protected:]
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        cosines = rows @ rows.T
        distances = np.clip(1 - cosines, 0, 2)[np.triu_indices(len(rows), k=1)]
        count = max(len(rows) // factor, 1)
        expected = clusters(distances, count)
        random = np.random.default_rng(seed)
        if max(expected) + 1 == count and all(
            clusters(np.abs(distances + random.normal(0, 2e-6, distances.shape)), count) == expected
            for _ in range(50)
        ):
            break
    else:
        raise SystemExit("no seed of this case is stable")
    print(tokens, dimension, topics, factor, protected, seed, sep="\t", end="\t")
    print(",".join(map(str, expected)))
