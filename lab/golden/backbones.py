"""Small encoders with random weights."""
import torch
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    ModernBertConfig,
    ModernBertForSequenceClassification,
    ModernBertModel,
    RobertaConfig,
    RobertaForSequenceClassification,
    RobertaModel,
    XLMRobertaConfig,
    XLMRobertaModel,
)

SIZES = dict(hidden_size=32, num_attention_heads=4, intermediate_size=40)

# Positions of the encoders; texts are cut well before.
POSITIONS = 96


def spread(model, seed):
    """Draws weights larger than a fresh model's, so that attention is far from even and a wrong
    mask, marker or position shows; not so large that all tokens of a text come out alike."""
    random = torch.Generator().manual_seed(seed)
    for name, weight in model.named_parameters():
        noise = torch.randn(weight.shape, generator=random)
        if weight.dim() == 1:
            center = 1.0 if name.endswith("weight") else 0.0
            weight.data = center + 0.1 * noise
        elif "embed" in name:
            weight.data = noise
        else:
            weight.data = noise / weight.shape[1] ** 0.5
    return model


def bert_config(tokenizer, **more):
    return BertConfig(
        vocab_size=len(tokenizer),
        num_hidden_layers=2,
        max_position_embeddings=POSITIONS,
        pad_token_id=tokenizer.pad_token_id,
        **SIZES,
        **more,
    )


def bert(tokenizer):
    return BertModel(bert_config(tokenizer))


def bert_pairs(tokenizer, labels):
    return BertForSequenceClassification(bert_config(tokenizer, num_labels=labels))


def modern_config(tokenizer, **more):
    """Two layers of three look at a window only, of 8 tokens to each side."""
    return ModernBertConfig(
        vocab_size=len(tokenizer),
        num_hidden_layers=3,
        max_position_embeddings=POSITIONS,
        local_attention=16,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.cls_token_id,
        eos_token_id=tokenizer.sep_token_id,
        cls_token_id=tokenizer.cls_token_id,
        sep_token_id=tokenizer.sep_token_id,
        **SIZES,
        **more,
    )


def modern(tokenizer):
    return ModernBertModel(modern_config(tokenizer))


def modern_pairs(tokenizer, labels):
    """The first token of the published reranker is averaged with all others."""
    config = modern_config(tokenizer, num_labels=labels, classifier_pooling="mean")
    return ModernBertForSequenceClassification(config)


def roberta_config(kind, tokenizer, **more):
    return kind(
        vocab_size=len(tokenizer),
        num_hidden_layers=2,
        max_position_embeddings=POSITIONS + 2,
        type_vocab_size=1,
        layer_norm_eps=1e-5,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        **SIZES,
        **more,
    )


def roberta(tokenizer):
    return RobertaModel(roberta_config(RobertaConfig, tokenizer))


def roberta_pairs(tokenizer, labels):
    return RobertaForSequenceClassification(
        roberta_config(RobertaConfig, tokenizer, num_labels=labels)
    )


def xlm_roberta(tokenizer):
    return XLMRobertaModel(roberta_config(XLMRobertaConfig, tokenizer))


def save(model, tokenizer, folder):
    """A plain checkpoint of transformers, as the reference implementations start from."""
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)
