# Makes ../resources/pleiad/encode/image/exported-*: small page-image models of transformers with random
# weights, exported as docs/reference/page-images.md says, and the rows that they give in PyTorch.
#
#   venv/bin/pip install --no-deps onnxscript onnx_ir ml_dtypes
#   venv/bin/python exports.py
#
# with the environment of pages.py. Names of layers and of lines of Python are taken out of the graphs.
import importlib
import pathlib
import tempfile

import numpy
import onnx
import torch
from safetensors.numpy import save_file
from transformers import ColPaliConfig, ColPaliForRetrieval
from transformers.models.colmodernvbert import ColModernVBertConfig, ColModernVBertForRetrieval
from transformers.models.colmodernvbert.processing_colmodernvbert import ColModernVBertProcessor
from transformers.models.colpali.processing_colpali import ColPaliProcessor

import pages

SIZES = dict(hidden_size=32, intermediate_size=40, num_attention_heads=4, num_hidden_layers=2)

WORDS = ("input_ids", "attention_mask")
# Without token_type_ids the eager PaliGemma is another model: its tokens do not see those behind them.
TYPED = (*WORDS, "token_type_ids")


def export(model, inputs, file, dynamic):
    """Writes a graph whose one output is the model's embeddings."""
    for module in ("modernvbert.modeling_modernvbert", "paligemma.modeling_paligemma"):
        # A check that the picture has as many patches as the prompt has places; no ONNX operator has it.
        importlib.import_module(f"transformers.models.{module}").torch_compilable_check = lambda *_, **__: None

    class Rows(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, *values):
            return self.model(**dict(zip(inputs, values))).embeddings

    model.eval().set_attn_implementation("eager")
    torch.onnx.export(
        Rows().eval(),
        tuple(inputs.values()),
        file,
        input_names=list(inputs),
        output_names=["embeddings"],
        dynamic_shapes=(tuple({1: torch.export.Dim.DYNAMIC} if name in dynamic else None for name in inputs),),
        dynamo=True,
        opset_version=18,
    )


def write(folder, model, images, process_page, process_query, words, dynamic):
    def inputs(batch, names):
        return {name: torch.as_tensor(batch[name]) for name in names}

    kept = {}
    with torch.no_grad():
        for name, image in images.items():
            page = inputs(process_page(image), (*words, "pixel_values"))
            kept[f"{name}.rows"] = model(**page).embeddings[0].numpy()
        query = inputs(process_query(pages.QUERY), words)
        kept["query.rows"] = model(**query).embeddings[0].numpy()
        with tempfile.TemporaryDirectory() as place:
            export(model, page, pathlib.Path(place, "model.onnx"), dynamic)
            graph = onnx.load(pathlib.Path(place, "model.onnx"))
    save_file(kept, folder / "golden.safetensors")
    inner = graph.graph
    for each in [graph, inner, *inner.node, *inner.input, *inner.output, *inner.initializer]:
        del each.metadata_props[:]
    del inner.value_info[:]
    onnx.save(graph, folder / "model.onnx")


def spread(model, seed):
    """Larger weights than a fresh model's, so that attention is far from even."""
    random = torch.Generator().manual_seed(seed)
    for name, weight in model.named_parameters():
        noise = torch.randn(weight.shape, generator=random)
        weight.data = (1 if name.endswith("weight") else 0) + 0.2 * noise if weight.dim() == 1 else noise / weight.shape[-1] ** 0.5
    return model.eval()


def main():
    images = {name: pages.Image.open(pages.PLACE / f"{name}.png").convert("RGB") for name in ("form", "wide", "small")}

    settings, image_processor = pages.siglip(56, 16)
    made, words = pages.tokenizer(pages.GEMMA, "<pad>")
    folder = pages.fresh("exported-colpali", dict(model_type="colpali"), settings, None, made)
    words_model = dict(SIZES, model_type="gemma", num_key_value_heads=1, head_dim=8, vocab_size=320)
    vision = dict(SIZES, model_type="siglip_vision_model", image_size=56, patch_size=14, projection_dim=32)
    config = dict(model_type="paligemma", image_token_index=259, projection_dim=32, hidden_size=32, text_config=words_model, vision_config=vision)
    processor = ColPaliProcessor(image_processor, words)
    model = spread(ColPaliForRetrieval(ColPaliConfig(embedding_dim=8, vlm_config=config)), 1)
    write(folder, model, images, processor.process_images, lambda q: processor.process_queries([q]), TYPED, TYPED)

    settings, image_processor = pages.idefics(200, 64)
    made, words = pages.tokenizer(pages.TURNS + pages.TILES, "<pad>", framed=True)
    folder = pages.fresh("exported-colmodernvbert", dict(model_type="colmodernvbert"), settings, dict(image_seq_len=16), made)
    marks = dict(pad_token_id=262, bos_token_id=263, eos_token_id=264, cls_token_id=263, sep_token_id=264)
    words_model = dict(SIZES, **marks, model_type="modernbert", vocab_size=320, layer_types=["full_attention", "sliding_attention"])
    config = dict(model_type="modernvbert", image_token_id=258, pixel_shuffle_factor=1, text_config=words_model, vision_config=dict(SIZES, image_size=64, patch_size=16))
    modern = ColModernVBertProcessor(image_processor, words, image_seq_len=16)
    model = spread(ColModernVBertForRetrieval(ColModernVBertConfig(embedding_dim=8, vlm_config=config)), 2)
    write(folder, model, images, lambda p: modern.process_images([p]), lambda q: modern.process_queries([q]), WORDS, (*WORDS, "pixel_values"))


main()
