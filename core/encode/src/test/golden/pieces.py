# Makes ../resources/pleiad/encode/text: small tokenizers of the families in use, and what the tokenizers
# library makes of some texts with them.
#
#   python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3
#   venv/bin/python pieces.py
#
# A tokenizer that is there is kept, as training breaks ties by chance; delete its folder to train anew.
#
# One folder a family: tokenizer.json (or vocab.txt), tokenizer_config.json, special_tokens_map.json where
# the family has one, and golden.jsonl, one case a line:
#
#   {"text", "ids", "starts", "ends"}              a text alone, no special tokens, none found in it
#   {"prefix", "text", "ids", "starts", "ends"}    prefix and text as one string; places are in the text
#   {"first", "second"?, "ids", "types"}           with all that the post-processor adds
#
# Places are UTF-16 indexes. Blanks at either end of a piece are no part of its place, unless it is all
# blanks. A piece that lies in the prefix alone is at 0 to 0.
#
# The training text below was written for this file.
import json
import pathlib

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
from tokenizers import processors, trainers

PLACE = pathlib.Path(__file__).parent / "../resources/pleiad/encode/text"

TRAINING = """
Late interaction keeps one vector for every token of a text. A query token looks for the document token
that is nearest to it, and the score of the document is the sum of these best similarities. The tokenizer
decides what a token is. It cuts the text into words and the words into pieces of a vocabulary.
The quick brown fox jumps over the lazy dog. Heat flows from the warm wall to the cold water. Ships sail
past the lighthouse in the evening; the tide comes in, and the harbour is quiet. What is the capital of
France? Paris is. How far is it from here? Eleven hours by train. 1 2 3 4 5 6 7 8 9 0 10 100 1999 2026
def score(query, document): return sum(max(dot(q, d) for d in document) for q in query)
if (a[i] >= 0 && b != null) { x += 1.5e-3; } // a comment <html> "quoted" 'single' $5 #tag @name 50% ~ ^ | \\ `
Die späte Wechselwirkung behält für jedes Stück eines Textes einen Vektor. Straße, Brücke, Fußgänger, Übermut,
Äpfel und Öl. Die Grenzschicht einer dünnen Platte bleibt laminar, und der Wärmestrom wird gemessen.
L'élève a déjà vu l'hôtel à Noël. Ça va? Mañana. Český jazyk. Ångström. naïve café résumé
東京は日本の首都です。機械学習とは、データから学ぶ技術です。カタカナとひらがな。
北京是中国的首都。机器学习是一种技术。人口约两千万。
اللغة العربية جميلة. العاصمة هي القاهرة. مدرسة
Москва столица России. Машинное обучение. 한국어 텍스트입니다. हिन्दी भाषा
emoji 😀 👍 👨 👩 👧 ❤ 🇩🇪
""".strip().split("\n")

PLAIN = [
    "",
    " ",
    " \t\r\n  \u00a0\u3000 ",
    "a",
    "?",
    "?!... --- ;;; (([[{{}}]]))",
    "Late interaction scores a document by its best tokens.",
    "  two blanks before, three   within and two behind  ",
    "tab\tseparated\tvalues\r\nnext line\n\n\nblank lines",
    "def f(x):\n        return x  # eight blanks\n\t\treturn 2 tabs",
    "unaffable untokenizable antidisestablishmentarianism",
    "HTTP/2.0 GET /a_b/c-d?x=1&y=%20#frag someone@example.org 3.14159 1e-10 2026-11-21T10:15:54Z",
    "Die Straße führt über die Brücke; GROẞ, Fußgängerübergänge. Äpfel, Öl",
    "A\u0308pfel U\u0308bermut cafe\u0301s caf\u00e9s e\u0301\u0327 nai\u0308ve \u00c5ngstr\u00f6m \u212bngstr\u00f6m \ufb01nd \u00bd",
    "\u0130stanbul I\u015f\u0131k \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u1f48\u03b4\u03c5\u03c3\u03c3\u03b5\u03cd\u03c2",
    "北京是中国的首都。人口约2189万，位于华北平原。\U00020000\U0002a6d6",
    "東京は日本の首都です。機械学習（machine learning）とは ガギグ ｶﾞ",
    "اللغة العربية مُدَرِّس، שָׁלוֹם עברית",
    "हिन्दी भाषा ภาษาไทย Tiếng Việt 한국어 텍스트 \u1112\u1161\u11ab",
    "emoji 😀👍🏽 👨‍👩‍👧 ❤️ flags 🇩🇪 end",
    "a😀b 😀c d😀",
    "zero\u200bwidth joiner\u200dhere soft\u00adhyphen \ufeffbom nul\u0000l bell\u0007 rep\ufffdlacement \ue000",
    "x" * 99 + " " + "x" * 100 + " " + "x" * 101 + " " + "é" * 101,
    " ".join(TRAINING)[:3000],
]

# What a text must not be able to call up.
HOSTILE = [
    "[CLS] [SEP] [MASK] [PAD] [UNK] a[SEP]b",
    "<s>x</s> <pad> <mask> <unk> a<mask>b  <mask>  c",
    "[Q] which [D] one [unused0] [Q]none",
]

PREFIXED = ["", " ", "a", "late interaction", " a blank first", "Öl 😀 北京", "\nnext", "s are words"]


def utf16(text):
    indexes = [0]
    for character in text:
        indexes.append(indexes[-1] + (2 if ord(character) > 0xFFFF else 1))
    return indexes


def trimmed(text, start, end):
    first, last = start, end
    while first < last and text[first].isspace():
        first += 1
    if first == last:
        return start, end
    while text[last - 1].isspace():
        last -= 1
    return first, last


def case(tokenizer, text, prefix=""):
    """The pieces of one string, the first `len(prefix)` characters of which are the prefix."""
    encoding = tokenizer.encode(prefix + text, add_special_tokens=False)
    at = utf16(text)
    starts, ends = [], []
    for start, end in encoding.offsets:
        start, end = trimmed(prefix + text, start, end)
        starts.append(at[max(0, start - len(prefix))])
        ends.append(at[max(0, end - len(prefix))])
    return {"text": text, "ids": encoding.ids, "starts": starts, "ends": ends}


def blind(tokenizer):
    """The same tokenizer, which does not know its special tokens when it sees them."""
    parts = json.loads(tokenizer.to_str())
    unknown = {
        token["content"]: f"\U00100000{token['id']}\U00100000"
        for token in parts["added_tokens"]
        if token["special"] or token["content"].strip().startswith("[")
    }
    model = parts["model"]
    if isinstance(model["vocab"], list):
        model["vocab"] = [[unknown.get(piece, piece), score] for piece, score in model["vocab"]]
    else:
        model["vocab"] = {unknown.get(piece, piece): id for piece, id in model["vocab"].items()}
    if model.get("unk_token") in unknown:
        model["unk_token"] = unknown[model["unk_token"]]
    for token in parts["added_tokens"]:
        token["content"] = unknown.get(token["content"], token["content"])
    parts["post_processor"] = None
    return Tokenizer.from_str(json.dumps(parts))


def kept(name, train):
    """The tokenizer of a family's folder, trained if it is not there."""
    file = PLACE / name / "tokenizer.json"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        tokenizer = train()
        # What must not take effect: it is for the encoder to cut texts off.
        tokenizer.enable_truncation(16)
        tokenizer.enable_padding(length=24, pad_id=0)
        parts = json.loads(tokenizer.to_str())
        file.write_text(json.dumps(parts, ensure_ascii=False, separators=(",", ":")) + "\n")
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def write(name, tokenizer, config, prefixes, map=None):
    folder = PLACE / name
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    if map:
        (folder / "special_tokens_map.json").write_text(json.dumps(map, indent=1) + "\n")
    bare = Tokenizer.from_str(tokenizer.to_str())
    bare.post_processor = processors.TemplateProcessing(single="$A", pair="$A $B")
    unseeing = blind(tokenizer)
    cases = [case(unseeing, text) for text in PLAIN + HOSTILE]
    cases += [{"prefix": p, **case(bare, text, p)} for p in prefixes for text in PREFIXED]
    for texts in [("a text",), ("",), ("a query?", "and its document"), ("", "b")]:
        encoding = tokenizer.encode(*texts)
        cases.append(dict(zip(("first", "second"), texts), ids=encoding.ids, types=encoding.type_ids))
    with open(folder / "golden.jsonl", "w") as out:
        for each in cases:
            out.write(json.dumps(each, separators=(",", ":")) + "\n")


def special(*contents):
    return [AddedToken(content, special=True, normalized=False) for content in contents]


def bert(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=900,
        special_tokens=["[PAD]", "[unused0]", "[unused1]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
        show_progress=False,
    )
    tokenizer.train_from_iterator(TRAINING, trainer)
    parts = json.loads(tokenizer.to_str())
    parts["added_tokens"] = [t for t in parts["added_tokens"] if "unused" not in t["content"]]
    tokenizer = Tokenizer.from_str(json.dumps(parts))
    ids = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ids
    )
    return tokenizer


BERT_CONFIG = {
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "mask_token": "[MASK]",
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "model_max_length": 512,
    "tokenizer_class": "BertTokenizer",
}


def bert_families():
    prefixes = ["query: ", "pre", "[MASK] of "]
    uncased = kept("bert-uncased", lambda: bert(True))
    write("bert-uncased", uncased, dict(BERT_CONFIG, do_lower_case=True), prefixes)
    cased = kept("bert-cased", lambda: bert(False))
    write("bert-cased", cased, dict(BERT_CONFIG, do_lower_case=False), prefixes)
    # The same without tokenizer.json, as checkpoints were before that.
    vocabulary = PLACE / "bert-vocabulary" / "vocab.txt"
    vocabulary.parent.mkdir(exist_ok=True)
    pieces = sorted(cased.get_vocab(), key=cased.get_vocab().get)
    vocabulary.write_text("".join(piece + "\n" for piece in pieces))
    duties = {name: token for name, token in BERT_CONFIG.items() if name.endswith("_token")}
    write("bert-vocabulary", cased, {"do_lower_case": False}, prefixes, duties)


def modern_bert():
    """As ModernBERT with the markers of PyLate: blanks are tokens, markers end in a blank."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=700,
        special_tokens=["|||IP_ADDRESS|||", "<|padding|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TRAINING, trainer)
    tokenizer.add_tokens([AddedToken(" " * count) for count in range(8, 1, -1)])
    tokenizer.add_special_tokens(special("[UNK]", "[CLS]", "[SEP]", "[PAD]"))
    tokenizer.add_special_tokens([AddedToken("[MASK]", lstrip=True, normalized=False, special=True)])
    tokenizer.add_tokens(["[unused0]", "[Q] ", "[D] "])
    ids = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=ids
    )
    return tokenizer


def modern_bert_family():
    config = dict(BERT_CONFIG, model_max_length=8192, tokenizer_class="PreTrainedTokenizerFast")
    prefixes = ["[Q] ", "[D] ", "search_query: ", "[MASK] then [Q] "]
    write("modernbert", kept("modernbert", modern_bert), config, prefixes)


def roberta():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=700,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TRAINING, trainer)
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", tokenizer.token_to_id("</s>")),
        ("<s>", tokenizer.token_to_id("<s>")),
        add_prefix_space=False,
    )
    return tokenizer


def roberta_family():
    config = {
        "bos_token": "<s>",
        "eos_token": {"__type": "AddedToken", "content": "</s>", "lstrip": False},
        "model_max_length": 1000000000000000019884624838656,
        "tokenizer_class": "RobertaTokenizer",
    }
    map = {
        "cls_token": "<s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": {"content": "<mask>", "lstrip": True},
    }
    write("roberta", kept("roberta", roberta), config, ["query: ", "a<mask>"], map)


def xlm_roberta():
    """As XLM-RoBERTa, with NFKC in place of its 300 KB table of characters; markers as Jina's."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    trainer = trainers.UnigramTrainer(
        vocab_size=700,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
        unk_token="<unk>",
        show_progress=False,
    )
    tokenizer.train_from_iterator(TRAINING, trainer)
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    tokenizer.add_tokens(special("[QueryMarker]", "[DocumentMarker]"))
    ids = [(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=ids
    )
    return tokenizer


def xlm_roberta_family():
    config = {
        "cls_token": "<s>",
        "sep_token": "</s>",
        "mask_token": {"content": "<mask>", "lstrip": True},
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "model_max_length": 8194,
        "tokenizer_class": "XLMRobertaTokenizerFast",
    }
    prefixes = ["query: ", "[QueryMarker] ", "[QueryMarker]", "pre"]
    write("xlm-roberta", kept("xlm-roberta", xlm_roberta), config, prefixes)


bert_families()
modern_bert_family()
roberta_family()
xlm_roberta_family()
