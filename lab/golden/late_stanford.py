"""Late interaction by Stanford's ColBERT."""
import re
import tempfile

from colbert.infra import ColBERTConfig
from colbert.modeling.base_colbert import BaseColBERT
from colbert.modeling.checkpoint import Checkpoint
from colbert.modeling.colbert import colbert_score

import backbones
import vocabularies
from record import Golden, Seen, fresh, numbers, versions
from texts import SCORED_DOCUMENTS, SCORED_QUERIES, texts

QUERY = 20
DOCUMENT = 60

# A vocabulary, settings and the seed of the weights. Without `mask_punctuation` no document can be
# encoded: the list of skipped tokens is then absent, and asked for all the same.
CHECKPOINTS = {
    "stanford-bert": (
        lambda: vocabularies.wordpiece(all_punctuation=False),
        dict(mask_punctuation=True),
        11,
    ),
    "stanford-bert-attend": (
        vocabularies.wordpiece,
        dict(attend_to_mask_tokens=True, mask_punctuation=True),
        12,
    ),
}


def make(name):
    vocabulary, options, seed = CHECKPOINTS[name]
    tokenizer = vocabulary()
    start = backbones.save(backbones.bert(tokenizer), tokenizer, tempfile.mkdtemp())
    config = ColBERTConfig(
        checkpoint=start, query_maxlen=QUERY, doc_maxlen=DOCUMENT, dim=16, **options
    )
    model = BaseColBERT(start, colbert_config=config)
    backbones.spread(model, seed)
    folder = fresh(name)
    model.save(str(folder))
    forget(folder)
    record(folder)


def forget(folder):
    """Takes out what the save wrote down of the machine it ran on: places, times and names."""
    file = folder / "artifact.metadata"
    text = re.sub(r'"meta": \{[^}]*\}', '"meta": {"version": "colbert-v0.4"}', file.read_text())
    for name, value in dict(checkpoint="base", root="experiments", name="2020-01").items():
        text = re.sub(f'"{name}": "[^"]*"', f'"{name}": "{value}"', text)
    file.write_text(text)
    file = folder / "config.json"
    file.write_text(re.sub('"_name_or_path": "[^"]*"', '"_name_or_path": "base"', file.read_text()))


def record(folder):
    model = Checkpoint(str(folder), colbert_config=ColBERTConfig(), verbose=0)
    seen = Seen(model.bert)
    golden = Golden(
        "late interaction",
        versions("colbert-ai", "transformers", "tokenizers", "torch"),
        dimension=model.colbert_config.dim,
    )
    vectors = {}
    for number, (about, text) in enumerate(asked(model).items()):
        rows = model.queryFromText([text])[0]
        kept = [1] * len(rows)
        write(golden, vectors, "query", number, about, text, seen.given, rows, kept)
    for number, (about, text) in enumerate(asked(model).items()):
        rows = model.docFromText([text], keep_dims=False)[0]
        ids, _ = model.doc_tokenizer.tensorize([text])
        kept = numbers(model.mask(ids, model.skiplist)[0])
        write(golden, vectors, "document", number, about, text, seen.given, rows, kept)
    score(model, golden, vectors)
    golden.write(folder)


def write(golden, vectors, role, number, about, text, given, rows, kept):
    vectors[role, about] = rows
    text = {"role": role, "text": text}
    golden.add(f"{role}.{number}", about, text, given, {"": rows.numpy()}, kept=kept)


def asked(model):
    def count(text):
        return len(model.raw_tokenizer(text)["input_ids"]) + 1

    return texts(count, {"query": QUERY, "document": DOCUMENT})


def score(model, golden, vectors):
    """Each pair by `colbert_score`, whose masked rows count as -9999."""
    documents = [vectors["document", about] for about in SCORED_DOCUMENTS]
    for query in SCORED_QUERIES:
        rows = vectors["query", query]
        score_all(golden, query, rows, documents, model.colbert_config, "")
    turned = -vectors["query", "short"]
    score_all(golden, "short", turned, documents, model.colbert_config, ", query negated")


def score_all(golden, about, query, documents, config, how):
    import torch

    padded = torch.nn.utils.rnn.pad_sequence(documents, batch_first=True)
    longest = torch.arange(padded.shape[1])
    mask = torch.stack([longest < len(each) for each in documents])[..., None]
    together = colbert_score(query[None], padded, mask, config=config)
    for document, rows, score in zip(SCORED_DOCUMENTS, documents, together):
        here = torch.ones(1, len(rows), 1, dtype=torch.bool)
        alone = colbert_score(query[None], rows[None].clone(), here, config=config)[0]
        names = golden.named("query", about), golden.named("document", document)
        golden.score(*names, alone, "alone" + how)
        golden.score(*names, score, "padded" + how)
