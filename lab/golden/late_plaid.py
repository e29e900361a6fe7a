"""Late interaction by next-plaid: bundles as its exporter writes them, read by its own runtime.

The runtime is the example `encode` of the crate next-plaid-onnx, which is to be on the PATH."""
import glob
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import numpy
import onnx
import onnxruntime
from colbert_export.export import export_model
from onnx import TensorProto, helper
from pylate import models
from tokenizers import Tokenizer

from record import PLACE, Golden, fresh, numbers, versions
from texts import texts

# A bundle, the checkpoint that it is made from, what is changed in its settings afterwards, and
# whether its tokenizer keeps the length and padding that it had when the checkpoint was saved.
CHECKPOINTS = {
    "plaid-bert": ("pylate-bert", {}, True),
    "plaid-bert-expansion": ("pylate-bert", {"do_query_expansion": True}, False),
    "plaid-modernbert": ("pylate-modernbert", {}, False),
}


def make(name):
    source, changes, cut = CHECKPOINTS[name]
    folder = fresh(name)
    export_model(str(PLACE / source), output_dir=folder, verbose=False)
    forget(folder)
    if not cut:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.save(str(folder / "tokenizer.json"))
    stated = settings(folder, {"model_name": source, **changes})
    record(folder, PLACE / source, stated)


def settings(folder, changes):
    file = folder / "onnx_config.json"
    stated = {**json.loads(file.read_text()), **changes}
    file.write_text(json.dumps(stated, indent=2))
    return stated


def forget(folder):
    """Takes out the lines of Python that each node of the graph came from, and puts the weights into
    the graph's own file, as those that are published have them."""
    model = onnx.load(folder / "model.onnx")
    for each in [model.graph, *model.graph.node, *model.graph.value_info]:
        each.ClearField("metadata_props")
        each.ClearField("doc_string")
    onnx.save(model, folder / "model.onnx")
    (folder / "model.onnx.data").unlink(missing_ok=True)


def record(folder, source, stated):
    golden = Golden(
        "late interaction",
        {
            "next-plaid-onnx": "1.8.5",
            "pylate-onnx-export": "1.6.1",
            **versions("pylate", "transformers", "tokenizers", "torch", "onnxruntime"),
        },
        dimension=stated["embedding_dim"],
    )
    lengths = {"query": stated["query_length"], "document": stated["document_length"]}
    tokenizer = models.ColBERT(str(source), device="cpu").tokenizer
    asked = texts(lambda text: len(tokenizer(text)["input_ids"]) + 1, lengths)
    spying, keeping = spy(folder, stated, {"skiplist_words": []}), spy(folder, stated, {})
    for role in lengths:
        for number, (about, text) in enumerate(asked.items()):
            rows = encode(folder, role, text)
            seen = encode(spying, role, text).round().astype(int)
            kept = aligned(encode(keeping, role, text).round().astype(int), seen)
            assert sum(kept) == len(rows)
            given = {"ids": numbers(seen[:, 0]), "attention": numbers(seen[:, 1])}
            golden.add(
                f"{role}.{number}", about, {"role": role, "text": text}, given, {"": rows}, kept=kept
            )
    golden.write(folder)


def encode(folder, role, text):
    """What the runtime makes of a text alone."""
    with tempfile.TemporaryDirectory() as place:
        asked, answer = pathlib.Path(place, "asked.json"), pathlib.Path(place, "answer.json")
        asked.write_text(json.dumps([text]))
        command = ["encode", "--model", folder, "--input", asked, "--output", answer]
        subprocess.run(
            command + (["--query"] if role == "query" else []),
            env={**os.environ, "ORT_DYLIB_PATH": library(), "NEXT_PLAID_FORCE_CPU": "1"},
            check=True,
            capture_output=True,
        )
        return numpy.array(json.loads(answer.read_text())[0], dtype=numpy.float32)


def library():
    return glob.glob(str(pathlib.Path(onnxruntime.__file__).parent / "capi/libonnxruntime.so.*"))[0]


def spy(folder, stated, changes):
    """The same bundle with a graph whose rows are what it was given: a token and its attention, and
    the place of the token, so that it is seen which rows the runtime keeps."""
    copy = pathlib.Path(tempfile.mkdtemp())
    shutil.copy(folder / "tokenizer.json", copy)
    (copy / "onnx_config.json").write_text(json.dumps({**stated, **changes, "embedding_dim": 3}))
    inputs = ["input_ids", "attention_mask"]
    inputs += ["token_type_ids"] if stated["uses_token_type_ids"] else []
    shape = ["texts", "tokens"]
    nodes = [
        helper.make_node("CumSum", ["ones", "axis"], ["places"]),
        helper.make_node("Mul", ["input_ids", "zero"], ["zeros"]),
        helper.make_node("Add", ["zeros", "one"], ["ones"]),
        helper.make_node("Unsqueeze", ["input_ids", "last"], ["a"]),
        helper.make_node("Unsqueeze", ["attention_mask", "last"], ["b"]),
        helper.make_node("Unsqueeze", ["places", "last"], ["c"]),
        helper.make_node("Concat", ["a", "b", "c"], ["whole"], axis=2),
        helper.make_node("Cast", ["whole"], ["output"], to=TensorProto.FLOAT),
    ]
    constants = {"zero": [0], "one": [1], "last": [2]}
    tensors = [helper.make_tensor(n, TensorProto.INT64, [1], v) for n, v in constants.items()]
    tensors.append(helper.make_tensor("axis", TensorProto.INT64, [], [1]))
    graph = helper.make_graph(
        nodes[1:3] + nodes[:1] + nodes[3:],
        "spy",
        [helper.make_tensor_value_info(each, TensorProto.INT64, shape) for each in inputs],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [*shape, 3])],
        tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, copy / "model.onnx")
    return copy


def aligned(kept, whole):
    """For each token, whether its place is among those kept."""
    places = set(kept[:, 2])
    return [int(place in places) for place in whole[:, 2]]
