"""Writes the golden files that GoldenTest compares with: random runs and judgements, and what
trec_eval, through pytrec_eval-terrier 0.5.11, makes of them.

    pip install pytrec-eval-terrier==0.5.11
    python golden.py 250 ../resources/pleiad/eval

The cases have what rankings trip over: scores that are equal, equal as float32 only, negative, zero
of both signs; ids outside ASCII and outside the first 65536 characters; graded and negative
judgements; queries without relevant documents, runs shorter than the cutoff, documents not judged.

Every query has one grade of 0 or more: with only negative ones trec_eval reads memory that it did
not set. trec_eval has no RR with a cutoff, so that column is RR where 1/RR is within the cutoff.
"""

import pathlib
import random
import sys

import pytrec_eval

CUTOFFS = [1, 3, 5, 10, 100]
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
    judged = random.sample(IDS, random.randint(1, 12))
    qrels = {d: random.choice(grades) for d in judged}
    if max(qrels.values()) < 0:
        qrels[judged[0]] = 0
    found = random.sample(IDS, random.randint(1, random.choice([3, 16])))
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
            for k in (3, 10) if rel == 1 else (3,):
                table[q]["AP%s@%d" % (mark, k)] = v["map_cut_%d" % k]
                table[q]["P%s@%d" % (mark, k)] = v["P_%d" % k]
                table[q]["R%s@%d" % (mark, k)] = v["recall_%d" % k]
                table[q]["Success%s@%d" % (mark, k)] = v["success_%d" % k]
                rank = round(1 / v["recip_rank"]) if v["recip_rank"] else k + 1
                table[q]["RR%s@%d" % (mark, k)] = v["recip_rank"] if rank <= k else 0.0
    return table


def main(count, folder, seed=20261121):
    rng = random.Random(seed)
    qrels, run = {}, {}
    for i in range(count):
        qrels["q%d" % i], run["q%d" % i] = case(rng)
    table = measure(qrels, run)
    columns = list(next(iter(table.values())))
    folder = pathlib.Path(folder)
    with open(folder / "golden.qrels", "w", encoding="utf-8") as out:
        for q, judged in qrels.items():
            for d, grade in judged.items():
                out.write("%s 0 %s %d\n" % (q, d, grade))
    with open(folder / "golden.run", "w", encoding="utf-8") as out:
        for q, hits in run.items():
            for d, s in hits.items():
                out.write("%s Q0 %s 0 %s g\n" % (q, d, s))
    with open(folder / "golden.tsv", "w", encoding="utf-8") as out:
        out.write("\t".join(["query"] + columns) + "\n")
        for q, values in table.items():
            out.write("\t".join([q] + ["%.10g" % values[c] for c in columns]) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
