"""Scores of pairs by the cross-encoders of sentence-transformers, version 6 and version 5."""
import tempfile

import sentence_transformers
import torch
from sentence_transformers import CrossEncoder

import backbones
import vocabularies
from record import Golden, Seen, fresh, versions
from texts import TEXTS, WORDS

LENGTH = 48
OLD = sentence_transformers.__version__ < "6"

# Queries and documents by what they are about; lengths are those of the pair.
PAIRS = [
    ("short", "German"),
    ("short", "long"),
    ("long", "short"),
    ("long", "long"),
    ("empty", "code"),
    ("code", "empty"),
    ("empty", "empty"),
    ("blank", "white space around"),
    ("Chinese", "other scripts"),
    ("emoji", "invisible"),
    ("mixed case", "case folding"),
    ("punctuation only", "numbers"),
    ("markers as text", "accents"),
    ("line breaks within", "long word"),
]

CHECKPOINTS = (
    {"cross5-bert": (vocabularies.wordpiece, backbones.bert_pairs, 1, {}, 61)}
    if OLD
    else {
        "cross-bert": (vocabularies.wordpiece, backbones.bert_pairs, 1, {}, 51),
        "cross-bert-labels": (vocabularies.wordpiece, backbones.bert_pairs, 3, {}, 52),
        "cross-roberta": (
            vocabularies.roberta,
            backbones.roberta_pairs,
            1,
            {"activation_fn": torch.nn.Identity()},
            53,
        ),
        "cross-modernbert": (vocabularies.modern, backbones.modern_pairs, 1, {}, 54),
        "cross-bert-prompt": (
            vocabularies.wordpiece,
            backbones.bert_pairs,
            1,
            {
                "prompts": {"query": "query: ", "other": "to tell "},
                "default_prompt_name": "query",
            },
            55,
        ),
    }
)


def make(name):
    vocabulary, backbone, labels, options, seed = CHECKPOINTS[name]
    tokenizer = vocabulary()
    encoder = backbones.spread(backbone(tokenizer, labels), seed)
    start = backbones.save(encoder, tokenizer, tempfile.mkdtemp())
    model = CrossEncoder(start, max_length=LENGTH, device="cpu", **options)
    model.predict([("rain", "rain")], show_progress_bar=False)
    folder = fresh(name)
    model.save_pretrained(str(folder))
    (folder / "README.md").unlink(missing_ok=True)
    record(folder)


def record(folder):
    model = CrossEncoder(str(folder), device="cpu")
    seen = Seen(model.model)
    golden = Golden(
        "pairs",
        versions("sentence-transformers", "transformers", "tokenizers", "torch"),
        labels=model.num_labels,
    )
    # Another instance: in version 5 an activation that is asked for once stays.
    raw = CrossEncoder(str(folder), device="cpu", activation_fn=torch.nn.Identity())
    for number, (about, query, document) in enumerate(asked(model.tokenizer)):
        scores = model.predict((query, document), show_progress_bar=False).reshape(1, -1)
        given = seen.given
        logits = raw.predict((query, document), show_progress_bar=False)
        golden.add(
            f"pair.{number}",
            about,
            {"query": query, "document": document},
            given,
            {"": scores, ".logits": logits.reshape(1, -1)},
        )
    golden.write(folder)


def asked(tokenizer):
    for query, document in PAIRS:
        yield f"{query} / {document}", TEXTS[query], TEXTS[document]
    for more in (-1, 0, 1, 2):
        yield f"{more:+d} of the length", *fitting(tokenizer, LENGTH + more)
    # Of texts of one length, which is cut first?
    words = " ".join(WORDS[:30])
    yield "both over half of the length", words, words


def fitting(tokenizer, wanted):
    """A query of some words, and a document with which the pair has exactly `wanted` tokens."""
    query, document, turn = " ".join(WORDS[:8]), "rain", 0
    while len(tokenizer(query, document)["input_ids"]) < wanted:
        longer = document + " " + WORDS[turn % len(WORDS)]
        if len(tokenizer(query, longer)["input_ids"]) <= wanted:
            document = longer
        turn += 1
    return query, document
