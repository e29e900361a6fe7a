"""Writes what GoldenTest compares with: random runs and judgements, and what trec_eval, through
pytrec_eval-terrier, makes of them.

    pip install pytrec-eval-terrier==0.5.11
    python measures.py 3000 ../eval/src/test/resources/pleiad/eval

golden.qrels.gz and golden.run.gz are in TREC's formats. golden.tsv.gz has a line a judged query, a
column a measure, and last a line `all` with the means over all judged queries (trec_eval -c).

The cases have what rankings trip over: scores that are equal, equal as float32 only, negative, zero
of both signs; ids outside ASCII and outside the first 65536 characters; graded and negative
judgements; queries without relevant documents; runs shorter than the cutoff and far beyond it;
documents not judged; judged queries that the run does not answer, and queries that nobody judged.

Every query has one grade of 0 or more: with only negative ones trec_eval reads memory that it did
not set. trec_eval has no RR with a cutoff, so that column is RR where 1/RR is within the cutoff. A
document that comes twice for a query has no golden: trec_eval ends with an error there, as Pleiad does.
"""

import gzip
import math
import pathlib
import random
import sys

import pytrec_eval

CUTOFFS = [1, 3, 5, 10, 100]
MANY = ["m%d" % i for i in range(160)]
IDS = ["d%d" % i for i in range(16)] + ["D1", "d01", "é", "\ue000", "\U0001f30a", "\U00010000", "ß", "z~"]


def score(random):
    return random.choice([
        lambda: "%d" % random.randint(-2, 3),
        lambda: "%.1f" % random.uniform(0, 2),
        lambda: "1.%09d" % random.randint(0, 300),
        lambda: "%.7f" % random.uniform(-30, 30),
        lambda: "%.3e" % random.uniform(0, 1),
        lambda: "-0.0",
        lambda: "16777217",
        lambda: "16777216",
    ])()


def case(random):
    grades = random.choice([[0, 1], [0, 1, 2, 3], [-2, -1, 0, 1, 2, 4], [0], [1]])
    ids, most = (IDS, 12) if random.random() < 0.95 else (MANY, 120)
    judged = random.sample(ids, random.randint(1, most))
    qrels = {d: random.choice(grades) for d in judged}
    if max(qrels.values()) < 0:
        qrels[judged[0]] = 0
    found = random.sample(ids, random.randint(1, random.choice([3, len(ids)])))
    return qrels, {d: score(random) for d in found}


def measure(qrels, run):
    numbers = {q: {d: float(s) for d, s in hits.items()} for q, hits in run.items()}
    table = {q: {} for q in qrels}

    def ask(names, rel):
        evaluator = pytrec_eval.RelevanceEvaluator(qrels, names, relevance_level=rel)
        return evaluator.evaluate(numbers)

    cuts = ",".join(map(str, CUTOFFS))
    for q, v in ask({"ndcg", "ndcg_cut." + cuts}, 1).items():
        table[q]["nDCG"] = v["ndcg"]
        for k in CUTOFFS:
            table[q]["nDCG@%d" % k] = v["ndcg_cut_%d" % k]
    for rel in (1, 2):
        mark = "" if rel == 1 else "(rel=2)"
        names = {"map", "recip_rank", "map_cut." + cuts, "P." + cuts, "recall." + cuts, "success." + cuts}
        for q, v in ask(names, rel).items():
            table[q]["AP" + mark] = v["map"]
            table[q]["RR" + mark] = v["recip_rank"]
            for k in (1, 3, 10, 100) if rel == 1 else (3, 100):
                table[q]["AP%s@%d" % (mark, k)] = v["map_cut_%d" % k]
                table[q]["P%s@%d" % (mark, k)] = v["P_%d" % k]
                table[q]["R%s@%d" % (mark, k)] = v["recall_%d" % k]
                table[q]["Success%s@%d" % (mark, k)] = v["success_%d" % k]
                rank = round(1 / v["recip_rank"]) if v["recip_rank"] else k + 1
                table[q]["RR%s@%d" % (mark, k)] = v["recip_rank"] if rank <= k else 0.0
    return table


def write(path, lines):
    # Without a name and a time, so that the same numbers are the same bytes.
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as out:
        out.write("".join(line + "\n" for line in lines).encode())


def main(count, folder, seed=20261122):
    rng = random.Random(seed)
    qrels, run = {}, {}
    for i in range(count):
        judged, hits = case(rng)
        kind = rng.random()
        if kind > 0.03:
            qrels["q%d" % i] = judged
        if kind < 0.97:
            run["q%d" % i] = hits
    table = measure(qrels, run)
    columns = list(next(values for values in table.values() if values))
    folder = pathlib.Path(folder)
    write(folder / "golden.qrels.gz",
          ["%s 0 %s %d" % (q, d, grade) for q, judged in qrels.items() for d, grade in judged.items()])
    write(folder / "golden.run.gz",
          ["%s Q0 %s 0 %s g" % (q, d, s) for q, hits in run.items() for d, s in hits.items()])
    rows = {q: [values.get(c, 0.0) for c in columns] for q, values in table.items()}
    rows["all"] = [math.fsum(each) / len(rows) for each in zip(*rows.values())]
    write(folder / "golden.tsv.gz",
          ["\t".join(["query"] + columns)]
          + ["\t".join([q] + ["%.10g" % value for value in values]) for q, values in rows.items()])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
