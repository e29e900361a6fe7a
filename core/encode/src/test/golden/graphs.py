# Makes ../resources/pleiad/encode/onnx: small random checkpoints and what transformers makes of them.
#
#   python3 -m venv venv && venv/bin/pip install torch==2.15.0 transformers==5.23.0
#   venv/bin/python graphs.py
#
# One folder a model: config.json, model.safetensors (or shards and their index), and golden.safetensors
# with the inputs and last_hidden_state of every case, computed in float32 with eager attention. Token
# numbers and masks are kept as float32 too; they are small and whole.
#
# Weights are larger than a fresh model's, so that attention is far from even and a wrong window, angle
# or mask shows. The checkpoints named *-hub have the keys of configurations before transformers 5.
import json
import pathlib
import shutil

import torch
from safetensors.torch import save_file
from transformers import (
    AutoModel,
    BertConfig,
    BertForMaskedLM,
    BertModel,
    DistilBertConfig,
    DistilBertModel,
    ModernBertConfig,
    ModernBertForMaskedLM,
    ModernBertModel,
    RobertaConfig,
    RobertaForMaskedLM,
    XLMRobertaConfig,
    XLMRobertaModel,
)

PLACE = pathlib.Path(__file__).parent / "../resources/pleiad/encode/onnx"
VOCABULARY = 100
SIZES = dict(vocab_size=VOCABULARY, hidden_size=32, num_attention_heads=4, intermediate_size=40)
BERT = dict(SIZES, num_hidden_layers=2, max_position_embeddings=48, type_vocab_size=2)
ROBERTA = dict(
    SIZES,
    num_hidden_layers=2,
    max_position_embeddings=50,
    type_vocab_size=1,
    pad_token_id=1,
    bos_token_id=0,
    eos_token_id=2,
    layer_norm_eps=1e-5,
)
MODERN = dict(
    SIZES,
    num_hidden_layers=4,
    max_position_embeddings=64,
    local_attention=10,
    pad_token_id=1,
    bos_token_id=2,
    eos_token_id=3,
    cls_token_id=2,
    sep_token_id=3,
)
MODERN_HUB = dict(
    model_type="modernbert",
    architectures=["ModernBertModel"],
    vocab_size=VOCABULARY,
    hidden_size=32,
    num_attention_heads=2,
    intermediate_size=40,
    num_hidden_layers=3,
    max_position_embeddings=64,
    global_attn_every_n_layers=2,
    global_rope_theta=500.0,
    local_rope_theta=20.0,
    local_attention=7,
    hidden_activation="gelu",
    position_embedding_type="absolute",
    norm_eps=1e-5,
    layer_norm_eps=1e-5,
    attention_bias=True,
    mlp_bias=True,
    norm_bias=True,
    pad_token_id=1,
)


def spread(model, seed):
    random = torch.Generator().manual_seed(seed)
    for name, weight in model.named_parameters():
        noise = torch.randn(weight.shape, generator=random)
        if weight.dim() == 1:
            center = 1.0 if name.endswith("weight") else 0.0
            weight.data = center + 0.2 * noise
        elif "embed" in name:
            weight.data = noise
        else:
            weight.data = 1.6 * noise / weight.shape[1] ** 0.5
    return model


def write(name, model, seed, dtype=torch.float32, **options):
    folder = PLACE / name
    shutil.rmtree(folder, ignore_errors=True)
    spread(model, seed).to(dtype).save_pretrained(folder, **options)
    (folder / "generation_config.json").unlink(missing_ok=True)
    golden(folder, seed)


def write_hub(name, config, seed):
    folder = PLACE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    model = ModernBertModel(ModernBertConfig.from_pretrained(folder))
    save_file(
        {key: each.half().contiguous() for key, each in spread(model, seed).state_dict().items()},
        folder / "model.safetensors",
    )
    golden(folder, seed)


def cases(random, padding):
    """A short text, a long one, a padded batch, and a text whose mask has holes."""
    for name, lengths in (("short", [3]), ("long", [44]), ("batch", [5, 21, 14]), ("holes", [24])):
        ids = torch.full((len(lengths), max(lengths)), padding)
        mask = torch.zeros_like(ids)
        for row, length in enumerate(lengths):
            ids[row, :length] = torch.randint(4, VOCABULARY, (length,), generator=random)
            mask[row, :length] = 1
        if name == "holes":
            mask[0, :3] = 0
            mask[0, 9:12] = 0
        yield name, ids, mask


def golden(folder, seed):
    model = AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    config = model.config
    random = torch.Generator().manual_seed(seed + 1000)
    kept = {}
    for name, ids, mask in cases(random, config.pad_token_id):
        inputs = dict(input_ids=ids, attention_mask=mask)
        if config.model_type == "bert":
            types = torch.randint(0, 2, ids.shape, generator=random)
            inputs["token_type_ids"] = types
        with torch.no_grad():
            hidden = model(**inputs).last_hidden_state
        for key, value in inputs.items():
            kept[f"{name}.{key}"] = value.float()
        kept[f"{name}.last_hidden_state"] = hidden.contiguous()
    save_file(kept, folder / "golden.safetensors")


write("bert", BertModel(BertConfig(**BERT)), 1)
write("bert-tanh", BertForMaskedLM(BertConfig(**BERT, hidden_act="gelu_new")), 2, torch.float16)
write("distilbert", DistilBertModel(
    DistilBertConfig(
        vocab_size=VOCABULARY, dim=32, n_heads=4, n_layers=2, hidden_dim=40, max_position_embeddings=48
    )
), 3, torch.float16)
write("xlm-roberta", XLMRobertaModel(XLMRobertaConfig(**ROBERTA)), 4, torch.bfloat16)
write("roberta", RobertaForMaskedLM(RobertaConfig(**ROBERTA)), 5, torch.float16, max_shard_size="20KB")
write("modernbert", ModernBertForMaskedLM(ModernBertConfig(**MODERN)), 6, torch.float16)
write_hub("modernbert-hub", MODERN_HUB, 7)
