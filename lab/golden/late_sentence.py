"""Late interaction by sentence-transformers 6, in its own layout."""
import string
import tempfile

import torch
from sentence_transformers import MultiVectorEncoder
from sentence_transformers.base.modules import Dense, Normalize, Transformer
from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
from tokenizers import AddedToken

import backbones
import vocabularies
from record import Golden, Seen, fresh, numbers, versions
from texts import SCORED_DOCUMENTS, SCORED_QUERIES, texts

QUERY = 20
DOCUMENT = 60
MARKERS = {"query": "[Q] ", "document": "[D] "}


def encoder(vocabulary, backbone, heads, skipped, similarity="maxsim", **settings):
    """Markers are tokens of their own, and come to the text as a prompt."""
    tokenizer = vocabulary()
    tokenizer.add_tokens(
        [AddedToken(each, normalized=False, special=True) for each in MARKERS.values()],
        special_tokens=True,
    )
    start = backbones.save(backbone(tokenizer), tokenizer, tempfile.mkdtemp())
    modules = [
        Transformer(start, document_length=DOCUMENT, **settings),
        *heads,
        MultiVectorMask(skiplist_words=skipped),
        Normalize(module_input_name="token_embeddings"),
    ]
    return MultiVectorEncoder(
        modules=modules, prompts=MARKERS, device="cpu", similarity_fn_name=similarity
    )


def head(width, dimension, activation=None, **settings):
    return Dense(
        width,
        dimension,
        activation_function=activation or torch.nn.Identity(),
        module_input_name="token_embeddings",
        **settings,
    )


def bert(expansion, skipped, **settings):
    def vocabulary():
        return vocabularies.wordpiece(all_punctuation=False)

    return encoder(
        vocabulary,
        backbones.bert,
        [head(32, 16, bias=False)],
        skipped,
        query_expansion=expansion,
        **settings,
    )


CHECKPOINTS = {
    "sentence-bert-fixed": (
        lambda: bert(
            {"strategy": "fixed", "attend": False, "length": QUERY}, list(string.punctuation)
        ),
        21,
    ),
    "sentence-bert-min": (
        lambda: bert(
            {"strategy": "min", "attend": True, "token": "[unused1]", "length": 12},
            [",", ".", "the", "?"],
            query_length=QUERY,
        ),
        22,
    ),
    "sentence-modernbert": (
        lambda: encoder(
            vocabularies.modern,
            backbones.modern,
            [
                head(32, 48, torch.nn.GELU(), use_residual=True),
                head(48, 16, torch.nn.Tanh(), bias=False),
            ],
            [],
            similarity="meanmaxsim",
            query_length=QUERY,
            do_lower_case=True,
        ),
        23,
    ),
}


def make(name):
    build, seed = CHECKPOINTS[name]
    model = build()
    backbones.spread(model, seed)
    folder = fresh(name)
    model.encode_query("rain", show_progress_bar=False)
    model.save_pretrained(str(folder), create_model_card=False)
    record(folder)


def record(folder):
    model = MultiVectorEncoder(str(folder), device="cpu")
    seen = Seen(model[0].auto_model)
    golden = Golden(
        "late interaction",
        versions("sentence-transformers", "transformers", "tokenizers", "torch"),
        dimension=model.get_embedding_dimension(),
        similarity=model.similarity_fn_name,
    )
    vectors = {}
    for role, encode in (("query", model.encode_query), ("document", model.encode_document)):
        for number, (about, text) in enumerate(asked(model).items()):
            rows = encode(text, show_progress_bar=False)
            given = seen.given
            whole = encode(text, show_progress_bar=False, output_value=None)
            kept = whole["attention_mask"]
            assert (whole["token_embeddings"][kept] == rows).all()
            vectors[role, about] = rows
            golden.add(
                f"{role}.{number}",
                about,
                {"role": role, "text": text},
                given,
                {"": rows.numpy()},
                kept=numbers(kept),
            )
    score(model, golden, vectors)
    golden.write(folder)


def asked(model):
    def count(text):
        return len(model.tokenizer(MARKERS["document"] + text)["input_ids"])

    return texts(count, {"query": QUERY, "document": DOCUMENT})


def score(model, golden, vectors):
    for query in SCORED_QUERIES:
        score_all(model, golden, query, vectors["query", query], vectors, "")
    score_all(model, golden, "short", -vectors["query", "short"], vectors, ", query negated")


def score_all(model, golden, about, query, vectors, how):
    documents = [vectors["document", each] for each in SCORED_DOCUMENTS]
    together = model.similarity([query], documents)[0]
    for document, rows, score in zip(SCORED_DOCUMENTS, documents, together):
        alone = model.similarity([query], [rows])[0][0]
        names = golden.named("query", about), golden.named("document", document)
        golden.score(*names, alone, "alone" + how)
        golden.score(*names, score, "padded" + how)
