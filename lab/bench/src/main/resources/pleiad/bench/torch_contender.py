"""Runs a checkpoint in PyTorch for `pleiad bench encode --python`.

    python torch_contender.py FOLDER

With sentence-transformers, where that is installed and makes the same tokens of the texts: one call
of `encode` for all of them. Otherwise with transformers alone, as sentence-transformers does it:
texts sorted by length, 32 a batch, padded, without gradients; then tokens are given and cost
nothing.

Speaks over standard input and output, in big-endian numbers. First it writes its versions, a text.
Then it answers: `t` takes texts, `e` encodes them, `s` encodes them and writes the states of their
tokens, `q` ends.
"""

import os
import struct
import sys

answers = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what libraries print goes elsewhere

import torch
import transformers

questions = sys.stdin.buffer
BATCH = 32


def read(form):
    size = struct.calcsize(">" + form)
    return struct.unpack(">" + form, questions.read(size))


def read_longs():
    (count,) = read("i")
    return list(read(f"{count}q"))


def read_text():
    (count,) = read("i")
    return questions.read(count).decode("utf-8")


def write_text(text):
    encoded = text.encode("utf-8")
    answers.write(struct.pack(">i", len(encoded)) + encoded)
    answers.flush()


class Transformers:
    """Token numbers in, states out."""

    def __init__(self, folder):
        self.model = transformers.AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
        self.takes_types = "token_type_ids" in self.model.forward.__code__.co_varnames

    def encode(self, texts, ids, attention):
        states = [None] * len(ids)
        order = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            longest = len(ids[batch[0]])
            padded = torch.zeros(len(batch), longest, dtype=torch.long)
            mask = torch.zeros_like(padded)
            for row, i in enumerate(batch):
                padded[row, : len(ids[i])] = torch.tensor(ids[i])
                mask[row, : len(ids[i])] = torch.tensor(attention[i])
            inputs = {"input_ids": padded, "attention_mask": mask}
            if self.takes_types:
                inputs["token_type_ids"] = torch.zeros_like(padded)
            with torch.inference_mode():
                output = self.model(**inputs).last_hidden_state
            for row, i in enumerate(batch):
                states[i] = output[row, : len(ids[i])]
        return states


class SentenceTransformers:
    """Texts in, states out."""

    def __init__(self, folder):
        import sentence_transformers

        self.model = sentence_transformers.SentenceTransformer(folder, device="cpu")
        self.version = "sentence-transformers " + sentence_transformers.__version__

    def fits(self, texts, ids):
        made = self.model.tokenizer(texts, truncation=True)["input_ids"]
        return [list(each) for each in made] == ids

    def encode(self, texts, ids, attention):
        return self.model.encode(
            texts, batch_size=BATCH, output_value="token_embeddings", show_progress_bar=False
        )


def sentence_transformers_or_none(folder):
    try:
        return SentenceTransformers(folder)
    except Exception as unusable:  # not installed, or a checkpoint of another kind
        print(f"without sentence-transformers: {unusable}", file=sys.stderr)
        return None


def main(folder):
    plain = Transformers(folder)
    whole = sentence_transformers_or_none(folder)
    versions = f"torch {torch.__version__}, transformers {transformers.__version__}"
    write_text(versions if whole is None else f"{versions}, {whole.version}")
    texts, ids, attention, runner = [], [], [], plain
    while True:
        kind = questions.read(1)
        if kind == b"t":
            (count,) = read("i")
            texts = [read_text() for _ in range(count)]
            ids = [read_longs() for _ in range(count)]
            attention = [read_longs() for _ in range(count)]
            runner = whole if whole is not None and whole.fits(texts, ids) else plain
            write_text("sentence-transformers" if runner is whole else "transformers")
        elif kind == b"e":
            torch.set_num_threads(*read("i"))
            runner.encode(texts, ids, attention)
            write_text("done")
        elif kind == b"s":
            for state in runner.encode(texts, ids, attention):
                rows = state.float().cpu().contiguous().numpy().astype(">f4")
                answers.write(struct.pack(">ii", *rows.shape) + rows.tobytes())
            answers.flush()
        else:
            return


main(sys.argv[1])
