"""Late interaction by PyLate."""
import tempfile

import torch
from pylate import models, rank, scores

import backbones
import vocabularies
from record import Golden, Seen, fresh, numbers, versions
from texts import SCORED_DOCUMENTS, SCORED_QUERIES, texts

QUERY = 20
DOCUMENT = 60
LENGTHS = dict(query_length=QUERY, document_length=DOCUMENT)


def base(tokenizer, encoder):
    """A plain checkpoint in a folder of its own."""
    return backbones.save(encoder, tokenizer, tempfile.mkdtemp())


def colbert(tokenizer, encoder, seed, **options):
    """What PyLate makes of a plain encoder: a projection to 16 dimensions is added."""
    model = models.ColBERT(
        base(tokenizer, encoder), embedding_size=16, device="cpu", **LENGTHS, **options
    )
    return backbones.spread(model, seed)


def bert_expansion():
    return colbert(
        (tokenizer := vocabularies.wordpiece(all_punctuation=False)),
        backbones.bert(tokenizer),
        seed=1,
        query_prefix="[unused0]",
        document_prefix="[unused1]",
    )


def bert_attend():
    return colbert(
        (tokenizer := vocabularies.wordpiece()),
        backbones.bert(tokenizer),
        seed=2,
        attend_to_expansion_tokens=True,
        skiplist_words=[",", ".", "the", "?"],
    )


def modernbert():
    """No expansion, lower case by the settings and not by the vocabulary, and a head of two layers:
    one with bias, activation and a residual of its own, and one that is square and adds its input."""
    from sentence_transformers.models import Transformer

    tokenizer = vocabularies.modern()
    transformer = Transformer(base(tokenizer, backbones.modern(tokenizer)), do_lower_case=True)
    model = models.ColBERT(
        modules=[
            transformer,
            models.Dense(32, 48, activation_function=torch.nn.GELU(), use_residual=True),
            models.Dense(48, 16, bias=False),
            models.Dense(16, 16, activation_function=torch.nn.SiLU(), use_residual=True),
        ],
        device="cpu",
        do_query_expansion=False,
        **LENGTHS,
    )
    return backbones.spread(model, seed=3)


def xlm_roberta():
    return colbert(
        (tokenizer := vocabularies.unigram()),
        backbones.xlm_roberta(tokenizer),
        seed=4,
        query_prefix="[QueryMarker]",
        document_prefix="[DocumentMarker]",
        attend_to_expansion_tokens=True,
    )


def record(folder):
    """Reads the checkpoint back and writes down what it makes of every text."""
    model = models.ColBERT(str(folder), device="cpu")
    seen = Seen(model[0].auto_model)
    golden = Golden(
        "late interaction",
        versions("pylate", "sentence-transformers", "transformers", "tokenizers", "torch"),
        dimension=model[-1].out_features,
    )
    vectors = {}
    for role in ("query", "document"):
        for number, (about, text) in enumerate(asked(model).items()):
            rows = model.encode(text, is_query=role == "query", show_progress_bar=False)
            given = seen.given
            whole = model.encode(text, is_query=role == "query", output_value=None)
            kept = whole["masks"]
            assert (whole["token_embeddings"][kept] == rows).all()
            vectors[role, about] = rows
            golden.add(
                f"{role}.{number}",
                about,
                {"role": role, "text": text},
                given,
                {"": rows},
                kept=numbers(kept),
            )
    score(golden, vectors)
    golden.write(folder)


def asked(model):
    def count(text):
        return len(model.tokenizer(text)["input_ids"]) + 1

    return texts(count, {"query": model.query_length, "document": model.document_length})


def score(golden, vectors):
    """Each pair alone, and by `rank.rerank`, which pads the documents of a query with zeros. Of a
    query that is turned about, every token is unlike every token, so that the zeros of padding win."""
    for query in SCORED_QUERIES:
        score_all(golden, query, vectors["query", query], vectors, "")
    score_all(golden, "short", -vectors["query", "short"], vectors, ", query negated")


def score_all(golden, about, query, vectors, how):
    name = golden.named("query", about)
    names = [golden.named("document", each) for each in SCORED_DOCUMENTS]
    documents = [vectors["document", each] for each in SCORED_DOCUMENTS]
    padded = rank.rerank(
        documents_ids=[names], queries_embeddings=[query], documents_embeddings=[documents]
    )
    together = {each["id"]: each["score"] for each in padded[0]}
    for document, rows in zip(names, documents):
        alone = scores.colbert_scores(query[None], rows[None])[0][0]
        golden.score(name, document, alone, "alone" + how)
        golden.score(name, document, together[document], "padded" + how)


CHECKPOINTS = {
    "pylate-bert": bert_expansion,
    "pylate-bert-attend": bert_attend,
    "pylate-modernbert": modernbert,
    "pylate-xlm-roberta": xlm_roberta,
}


def make(name):
    folder = fresh(name)
    model = CHECKPOINTS[name]()
    # A trained model has met texts before it is saved, which leaves its mark on tokenizer.json.
    model.encode("rain", is_query=True, show_progress_bar=False)
    model.save_pretrained(str(folder), create_model_card=False)
    record(folder)
