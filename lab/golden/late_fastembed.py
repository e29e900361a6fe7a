"""Late interaction by fastembed, from Stanford's checkpoint and a graph of it whose output is
`contextual`, as Vespa's exporter makes them: projected, and rows of length one."""
import json
import shutil

import numpy
import onnx
import onnxruntime
import torch
from fastembed.late_interaction.colbert import Colbert
from safetensors.torch import load_file
from transformers import BertModel

from record import PLACE, Golden, fresh, numbers, versions
from texts import SCORED_DOCUMENTS, SCORED_QUERIES, texts

DOCUMENT = 60

CHECKPOINTS = {"fastembed-bert": "stanford-bert"}


class Contextual(torch.nn.Module):
    """Stanford's model without its masks."""

    def __init__(self, folder):
        super().__init__()
        self.bert = BertModel.from_pretrained(folder, attn_implementation="eager")
        self.weight = load_file(folder / "model.safetensors")["linear.weight"]

    def forward(self, input_ids, attention_mask):
        rows = self.bert(input_ids, attention_mask=attention_mask).last_hidden_state
        return torch.nn.functional.normalize(rows @ self.weight.T, p=2, dim=2)


def make(name):
    source = PLACE / CHECKPOINTS[name]
    folder = fresh(name)
    for each in ("tokenizer.json", "special_tokens_map.json", "config.json"):
        shutil.copy(source / each, folder)
    stated = json.loads((source / "tokenizer_config.json").read_text())
    stated = {**stated, "model_max_length": DOCUMENT}
    (folder / "tokenizer_config.json").write_text(json.dumps(stated, indent=2))
    export(Contextual(source).eval(), folder / "model.onnx")
    record(folder)


def export(model, file):
    """By tracing, as exporters of that time did; the result is compared with the model."""
    ids = torch.randint(7, 500, (2, 9))
    seen = torch.ones_like(ids)
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        model,
        (ids, seen),
        file,
        input_names=["input_ids", "attention_mask"],
        output_names=["contextual"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "contextual": axes},
        opset_version=17,
        dynamo=False,
    )
    graph = onnx.load(file)
    for each in [graph.graph, *graph.graph.node, *graph.graph.value_info]:
        each.ClearField("metadata_props")
        each.ClearField("doc_string")
    onnx.save(graph, file)
    longer = torch.randint(7, 500, (3, 14))
    given = {"input_ids": longer.numpy(), "attention_mask": torch.ones_like(longer).numpy()}
    rows = onnxruntime.InferenceSession(file).run(None, given)[0]
    assert abs(rows - model(longer, torch.ones_like(longer)).detach().numpy()).max() < 1e-5


class Watched(Colbert):
    """Remembers what the graph was given; of a document, `attention` is set to 0 afterwards where a
    row is dropped."""

    def _run_model(self, onnx_input, onnx_output_names=None):
        self.ids = onnx_input["input_ids"][0]
        self.attention = onnx_input["attention_mask"][0].copy()
        self.left = onnx_input["attention_mask"][0]
        return super()._run_model(onnx_input, onnx_output_names)


def record(folder):
    model = Watched("colbert-ir/colbertv2.0", specific_model_path=str(folder), threads=1)
    golden = Golden("late interaction", versions("fastembed", "tokenizers", "onnxruntime"), dimension=16)
    lengths = {"query": model.MIN_QUERY_LENGTH + 1, "document": DOCUMENT}
    asked = texts(lambda text: len(encoded(model, text)) + 1, lengths)
    vectors = {}
    for role, embed in (("query", model.query_embed), ("document", model.embed)):
        for number, (about, text) in enumerate(asked.items()):
            rows = vectors[role, about] = next(iter(embed([text])))
            kept = [1] * len(model.ids) if role == "query" else numbers(model.left)
            given = {"ids": numbers(model.ids), "attention": numbers(model.attention)}
            golden.add(
                f"{role}.{number}", about, {"role": role, "text": text}, given, {"": rows}, kept=kept
            )
    for query in SCORED_QUERIES:
        for document in SCORED_DOCUMENTS:
            alone = (vectors["query", query] @ vectors["document", document].T).max(1).sum()
            names = golden.named("query", query), golden.named("document", document)
            golden.score(*names, numpy.float32(alone), "alone")
    golden.write(folder)


def encoded(model, text):
    """The tokens of a text that is not cut."""
    limit = model.tokenizer.truncation
    model.tokenizer.no_truncation()
    ids = model.tokenizer.encode(text).ids
    model.tokenizer.enable_truncation(max_length=limit["max_length"])
    return ids
