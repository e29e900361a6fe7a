"""One vector a text by sentence-transformers: version 6, and version 5 for the layout that most
published checkpoints have."""
import tempfile

import sentence_transformers
import torch
from sentence_transformers import SentenceTransformer, models

import backbones
import vocabularies
from record import Golden, Seen, fresh, versions
from texts import texts

LENGTH = 40
OLD = sentence_transformers.__version__ < "6"


def encoder(vocabulary, backbone, pooling, *more, prompts=None, truncate=None, **transformer):
    """A model whose tokens come to one vector by `pooling`, settings of the Pooling module."""
    tokenizer = vocabulary()
    start = backbones.save(backbone(tokenizer), tokenizer, tempfile.mkdtemp())
    modules = [
        models.Transformer(start, max_seq_length=LENGTH, **transformer),
        models.Pooling(32, **pooling),
        *more,
    ]
    return SentenceTransformer(
        modules=modules, prompts=prompts, truncate_dim=truncate, device="cpu"
    )


def bert(pooling, *more, **settings):
    return encoder(vocabularies.wordpiece, backbones.bert, pooling, *more, **settings)


INSTRUCTIONS = {"query": "query: ", "passage": "Weights of the text: ", "other": "to tell "}

# How to build it, the seed of its weights, and by what name of a prompt it is asked, if by any.
NEW = {
    "dense-mean": (lambda: bert({"pooling_mode": "mean"}), 31, ["document"]),
    "dense-max": (
        lambda: bert({"pooling_mode": "max"}, models.Normalize()),
        32,
        ["document"],
    ),
    "dense-weightedmean": (
        lambda: bert(
            {"pooling_mode": "weightedmean"},
            models.Dense(32, 24, activation_function=torch.nn.GELU()),
            models.Dense(24, 12, bias=False, activation_function=torch.nn.Identity()),
            models.Normalize(),
        ),
        33,
        ["document"],
    ),
    "dense-lasttoken": (
        lambda: encoder(
            vocabularies.modern,
            backbones.modern,
            {"pooling_mode": "lasttoken"},
            models.Normalize(),
            do_lower_case=True,
        ),
        34,
        ["document"],
    ),
    "dense-prompts": (
        lambda: bert(
            {"pooling_mode": "mean", "include_prompt": False},
            models.Normalize(),
            prompts=INSTRUCTIONS,
        ),
        35,
        ["query", "document", "other"],
    ),
    "dense-matryoshka": (
        lambda: bert({"pooling_mode": ("cls", "mean")}, models.Normalize(), truncate=40),
        36,
        ["document"],
    ),
    "dense-sqrt": (
        lambda: bert({"pooling_mode": "mean_sqrt_len_tokens"}),
        37,
        ["document"],
    ),
}

PRIOR = {
    "dense5-cls": (
        lambda: bert(
            dict(pooling_mode_cls_token=True, pooling_mode_mean_tokens=False), models.Normalize()
        ),
        41,
        ["document"],
    ),
    "dense5-mean": (
        lambda: bert(
            dict(pooling_mode_mean_tokens=True),
            models.Dense(32, 16),
            models.Normalize(),
            prompts={"query": "query: ", "document": "passage: "},
            do_lower_case=True,
        ),
        42,
        ["query", "document"],
    ),
    "dense5-roberta": (
        lambda: encoder(
            vocabularies.roberta,
            backbones.roberta,
            dict(pooling_mode_mean_tokens=False, pooling_mode_weightedmean_tokens=True),
        ),
        43,
        ["document"],
    ),
}

CHECKPOINTS = PRIOR if OLD else NEW


def make(name):
    build, seed, roles = CHECKPOINTS[name]
    model = build()
    backbones.spread(model, seed)
    folder = fresh(name)
    model.encode("rain", show_progress_bar=False)
    model.save_pretrained(str(folder), create_model_card=False)
    record(folder, roles)


def record(folder, roles):
    model = SentenceTransformer(str(folder), device="cpu")
    seen = Seen(model[0].auto_model)
    golden = Golden(
        "dense",
        versions("sentence-transformers", "transformers", "tokenizers", "torch"),
        dimension=len(model.encode("rain")),
        similarity=model.similarity_fn_name,
        prompts=model.prompts,
    )
    asked = texts(lambda text: len(model.tokenizer(text)["input_ids"]), {"model": LENGTH})
    vectors = {}
    for role in roles:
        for number, (about, text) in enumerate(asked.items()):
            vector = encoding(model, role)(text, show_progress_bar=False)
            vectors[role, about] = vector
            golden.add(
                f"{role}.{number}", about, {"role": role, "text": text}, seen.given, {"": [vector]}
            )
    score(model, golden, roles, vectors)
    golden.write(folder)


def encoding(model, role):
    """Queries and documents have methods of their own, which look for a prompt of several names."""
    if role == "query":
        return model.encode_query
    if role == "document":
        return model.encode_document
    return lambda text, **how: model.encode(text, prompt_name=role, **how)


def score(model, golden, roles, vectors):
    for query in ("short", "Chinese"):
        for document in ("German", "long", "code"):
            one = vectors[roles[0], query], vectors["document", document]
            golden.score(
                golden.named(roles[0], query),
                golden.named("document", document),
                model.similarity(*one)[0][0],
                model.similarity_fn_name,
            )
