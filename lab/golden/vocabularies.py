"""Small vocabularies, trained on the lines of `texts.py`, in the tokenizer classes of transformers."""
import io
import json
import pathlib
import string
import tempfile
from collections import Counter

import transformers
from tokenizers import (
    AddedToken,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from transformers import (
    BertTokenizerFast,
    PreTrainedTokenizerFast,
    RobertaTokenizerFast,
    XLMRobertaTokenizerFast,
)

from texts import LINES

# Not in the vocabulary of BERT without all punctuation, so that they are unknown.
MISSING = "~^`"


def wordpiece(size=560, all_punctuation=True, lowercase=True):
    """BERT's. The markers of ColBERT, `[unused0]` and `[unused1]`, are 1 and 2 as in the real one.
    Pieces are counted and not trained: the trainer breaks ties by chance."""
    specials = ["[PAD]", "[unused0]", "[unused1]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = Counter(_bert_words(lowercase))
    punctuation = [sign for sign in string.punctuation if all_punctuation or sign not in MISSING]
    letters = sorted({letter for word in words for letter in word} - set(string.punctuation))
    ends = Counter()
    for word, count in words.items():
        for cut in range(max(1, len(word) - 5), len(word) - 1):
            ends["##" + word[cut:]] += count
    pieces = specials + punctuation + letters + ["##" + letter for letter in letters]
    for often in (ends, words):
        room = (size - len(pieces)) // (2 if often is ends else 1)
        ranked = sorted(often, key=lambda piece: (-often[piece], piece))
        pieces += [piece for piece in ranked if piece not in pieces][:room]
    if transformers.__version__ < "5":
        file = pathlib.Path(tempfile.mkdtemp(), "vocab.txt")
        file.write_text("\n".join(pieces) + "\n", encoding="utf-8")
        return BertTokenizerFast(vocab_file=str(file), do_lower_case=lowercase)
    return BertTokenizerFast(
        vocab={piece: number for number, piece in enumerate(pieces)}, do_lower_case=lowercase
    )


def _bert_words(lowercase):
    normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    for line in LINES:
        for word, _ in pre_tokenizers.BertPreTokenizer().pre_tokenize_str(
            normalizer.normalize_str(line)
        ):
            yield word


def _byte_level(size, specials):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(
        LINES,
        trainers.BpeTrainer(
            vocab_size=size,
            special_tokens=specials,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    return tokenizer


def modern(size=560):
    """ModernBERT's: byte-level BPE with BERT's special tokens behind it, `[MASK]` eating the blank
    before it."""
    specials = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"]
    tokenizer = _byte_level(size, [])
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(each, special=True, lstrip=each == "[MASK]") for each in specials]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B [SEP]",
        special_tokens=[(each, tokenizer.token_to_id(each)) for each in ("[CLS]", "[SEP]")],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        pad_token="[PAD]",
        mask_token="[MASK]",
        model_input_names=["input_ids", "attention_mask"],
    )


def roberta(size=560):
    """RoBERTa's: byte-level BPE, and two separators between the texts of a pair."""
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained = _byte_level(size, specials)
    model = json.loads(trained.to_str())["model"]
    return RobertaTokenizerFast(
        vocab=model["vocab"], merges=[tuple(merge) for merge in model["merges"]]
    )


def unigram(size=320):
    """XLM-RoBERTa's: pieces with odds, and the character map of sentencepiece."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    file = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES),
        model_writer=file,
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.999,
        minloglevel=2,
        num_threads=1,
    )
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(file.getvalue())
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces += [(each.piece, each.score) for each in model.pieces[3:]]
    return XLMRobertaTokenizerFast(
        vocab=pieces + [("<mask>", 0.0)],
        _spm_precompiled_charsmap=model.normalizer_spec.precompiled_charsmap,
    )
