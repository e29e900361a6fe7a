"""Writes down what a reference implementation makes of texts."""
import functools
import importlib.metadata
import json
import pathlib
import shutil

import numpy
from safetensors.numpy import save_file

PLACE = pathlib.Path(__file__).parent / "../../core/encode/src/test/resources/pleiad/encode/parity"

# What an encoder is given, by the name that it has in a case.
INPUTS = {"input_ids": "ids", "attention_mask": "attention", "token_type_ids": "types"}


def versions(*packages):
    return {package: importlib.metadata.version(package) for package in packages}


def fresh(name):
    """The empty folder of a checkpoint."""
    folder = (PLACE / name).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Seen:
    """What an encoder was given last. Its `forward` is replaced, since sentence-transformers 6 calls
    that by name, past all hooks."""

    def __init__(self, encoder):
        self.given = {}
        forward = encoder.forward

        @functools.wraps(forward)
        def watched(*positional, **named):
            given = {**dict(zip(INPUTS, positional)), **named}
            self.given = {
                short: numbers(given[name][0])
                for name, short in INPUTS.items()
                if given.get(name) is not None
            }
            return forward(*positional, **named)

        encoder.forward = watched


def numbers(row):
    return [int(each) for each in row]


class Golden:
    """Cases and their tensors, written as `golden.json` and `golden.safetensors`."""

    def __init__(self, kind, reference, **facts):
        self.head = {"kind": kind, "reference": reference, **facts}
        self.cases = []
        self.scores = []
        self.tensors = {}

    def add(self, name, about, text, given, tensors, **more):
        """A case. `given` is what the encoder got; `tensors` are by suffix, '' for the vectors."""
        assert {"ids", "attention"} <= set(given), "what the encoder got was not seen"
        self.cases.append({"name": name, "about": about, **text, **given, **more})
        for suffix, tensor in tensors.items():
            self.tensors[name + suffix] = numpy.ascontiguousarray(tensor, dtype=numpy.float32)

    def named(self, role, about):
        """The case of a role and a text."""
        return next(
            case["name"]
            for case in self.cases
            if case["about"] == about and case.get("role") == role
        )

    def score(self, query, document, score, how):
        self.scores.append(
            {"query": query, "document": document, "how": how, "score": round(float(score), 6)}
        )

    def write(self, folder, prefix="golden"):
        lines = [f'"{name}": {dumped(value)}' for name, value in self.head.items()]
        lines += [block("cases", self.cases), block("scores", self.scores)]
        (folder / f"{prefix}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
        save_file(self.tensors, folder / f"{prefix}.safetensors")


def dumped(value):
    return json.dumps(value, ensure_ascii=True)


def block(name, rows):
    return f'"{name}": [\n' + ",\n".join(dumped(row) for row in rows) + "\n]"
