# Makes ../resources/pleiad/encode/image: what Pillow, and the processors of transformers and
# colpali-engine, make of small pictures and of queries; and small random graphs with the inputs of real
# page-image models.
#
#   python3 -m venv venv
#   venv/bin/pip install torch==2.15.0 transformers==5.23.0 torchvision==0.29.2 pillow==12.3.0 \
#       onnx==1.23.2 onnxruntime==1.31.1 safetensors
#   venv/bin/pip install --no-deps colpali-engine==0.3.18 && venv/bin/pip install peft scipy
#   venv/bin/python pages.py
#
# form.png is page 1 of the German official form of Bundesgesetzblatt 2021 I S. 190 (an official work,
# § 5 UrhG) in 40 dpi; the other pictures are made here. One folder a model: its settings, a tokenizer
# whose tokens are bytes beside the added ones, and golden.safetensors. Of pixel values every 997th is kept,
# and the SHA-256 of all of them as little-endian floats. Numbers are kept as float32; they are small and
# whole where they are counts.
import hashlib
import json
import pathlib
import shutil

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast
from transformers.models.colmodernvbert.processing_colmodernvbert import ColModernVBertProcessor
from transformers.models.colpali.processing_colpali import ColPaliProcessor
from transformers.models.colqwen2.processing_colqwen2 import ColQwen2Processor
from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil
import colpali_engine.models as engine

PLACE = (pathlib.Path(__file__).parent / "../resources/pleiad/encode/image").resolve()
STEP = 997
QUERY = "Wer erhält <b>Wohngeld</b>?"
HALF = dict(image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5])
CLIP = dict(
    image_mean=[0.48145466, 0.4578275, 0.40821073],
    image_std=[0.26862954, 0.26130258, 0.27577711],
)
TURNS = ["<|im_start|>", "<|begin_of_text|>", "<image>", "<fake_token_around_image>", "<global-img>",
         "<end_of_utterance>", "<pad>", "[CLS]", "[SEP]"]
TILES = [f"<row_{row + 1}_col_{column + 1}>" for row in range(6) for column in range(6)]
GEMMA = ["<pad>", "<bos>", "<eos>", "<image>"]
QWEN = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>"]


def pictures():
    """A page, a wide coloured picture with noise, and one that is smaller than any patch grid."""
    random = numpy.random.default_rng(7)
    y, x = numpy.mgrid[0:127, 0:333]
    wide = numpy.stack([x * 255 // 332, y * 2, (x * y) % 256], axis=2)
    wide[20:90, 100:200] += random.integers(-60, 60, (70, 100, 3))
    Image.fromarray(wide.clip(0, 255).astype(numpy.uint8)).save(PLACE / "wide.png")
    small = random.integers(0, 256, (9, 20, 3)).astype(numpy.uint8)
    Image.fromarray(small).save(PLACE / "small.png")
    return {name: Image.open(PLACE / f"{name}.png") for name in ("form", "wide", "small")}


def resampled(images):
    """Pictures in other sizes: smaller, larger, one direction only, down to a single pixel."""
    kept = {}
    for picture in ("wide", "small"):
        for number in (1, 2, 3):
            for width, height in ((20, 9), (31, 47), (333, 12), (21, 127), (1, 1), (200, 3), (2, 200)):
                image = images[picture].convert("RGB").resize((width, height), number)
                kept[f"{picture}.{number}.{width}.{height}"] = numpy.asarray(image).astype(numpy.float16)
    save_file(kept, PLACE / "resampled.safetensors")


def tokenizer(added, pad, framed=False):
    """Token 0 to 255 are bytes; added tokens follow."""
    letters = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or 174 <= b]
    spelled = {b: chr(b) for b in letters}
    for b in range(256):
        if b not in spelled:
            spelled[b] = chr(256 + len(spelled) - len(letters))
    made = Tokenizer(models.BPE(vocab={spelled[b]: b for b in range(256)}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(each, normalized=False, special=True) for each in added])
    if framed:
        made.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]",
            special_tokens=[(each, made.token_to_id(each)) for each in ("[CLS]", "[SEP]")],
        )
    return made, PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token=pad, bos_token="<bos>" if "<bos>" in added else None
    )


def fresh(name, config, settings, processor, made):
    folder = PLACE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = {"config.json": config, "preprocessor_config.json": settings, "processor_config.json": processor}
    for file, content in files.items():
        if content is not None:
            (folder / file).write_text(json.dumps(content, indent=2) + "\n")
    made.save(str(folder / "tokenizer.json"), pretty=False)
    return folder


def golden(folder, images, process_page, process_query, session=None, query_session=None, half=False):
    kept = {}
    for name, image in images.items():
        batch = process_page(image)
        keep(kept, name, batch)
        if session is not None:
            kept[f"{name}.rows"] = run(session, batch, half)
    query = process_query(QUERY)
    kept["query.ids"] = array(query["input_ids"][0])
    if session is not None:
        blank = dict(query) | {"pixel_values": numpy.zeros_like(array(process_page(images["small"])["pixel_values"]))}
        if query_session is None:
            kept["query.rows"] = run(session, blank, half)
        else:
            kept["query.rows"] = run(query_session, query, half)
    save_file(kept, folder / "golden.safetensors")


def array(tensor, dtype=numpy.float32):
    return numpy.ascontiguousarray(numpy.asarray(tensor)).astype(dtype)


def keep(kept, name, batch):
    pixels = array(batch["pixel_values"])
    kept[f"{name}.shape"] = numpy.array(pixels.shape, numpy.float32)
    kept[f"{name}.sample"] = pixels.reshape(-1)[::STEP].copy()
    digest = hashlib.sha256(pixels.astype("<f4").tobytes()).digest()
    kept[f"{name}.sha256"] = numpy.frombuffer(digest, numpy.uint8).astype(numpy.float32)
    kept[f"{name}.ids"] = array(batch["input_ids"][0])
    assert array(batch["attention_mask"]).all()
    if "image_grid_thw" in batch:
        kept[f"{name}.grid"] = array(batch["image_grid_thw"][0])
    if "pixel_attention_mask" in batch:
        assert array(batch["pixel_attention_mask"]).all()


def run(session, batch, half):
    feed = {}
    for each in session.get_inputs():
        whole = each.type == "tensor(int64)"
        dtype = numpy.int64 if whole else numpy.float16 if half else numpy.float32
        if each.name == "pixel_attention_mask" and each.name not in batch:
            pixels = batch["pixel_values"].shape
            feed[each.name] = numpy.ones((pixels[0], pixels[1], *pixels[3:]), numpy.int64)
        else:
            feed[each.name] = array(batch[each.name], dtype)
    rows = session.run(None, feed)[0][0].astype(numpy.float32)
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def graph(path, vocabulary, placeholder, pixels=None, shape=None, weight=None, extra=(), half=False, dim=8):
    """embeddings[batch, tokens, dim]: a table of tokens, with the picture's features where the placeholder
    stands, and a share of all tokens' mean."""
    random = numpy.random.default_rng(vocabulary)
    nodes, constants = [], []

    def constant(name, value):
        constants.append(numpy_helper.from_array(numpy.asarray(value), name))
        return name

    def node(op, inputs, name, **attributes):
        nodes.append(helper.make_node(op, inputs, [name], **attributes))
        return name

    table = constant("table", random.standard_normal((vocabulary, dim), numpy.float32))
    words = node("Gather", [table, "input_ids"], "words")
    if pixels is not None:
        value = node("Cast", ["pixel_values"], "pixels", to=TensorProto.FLOAT)
        if pixels == "patches":
            flat = node("Reshape", [value, constant("together", numpy.array([-1, weight], numpy.int64))], "flat")
            wide = constant("weight", random.standard_normal((weight, dim), numpy.float32) / weight**0.5)
            grown = node("MatMul", [flat, wide], "grown")
            rows = node("Gather", ["image_grid_thw", constant("one", numpy.array([1], numpy.int64))], "rows", axis=1)
            rows = node("Cast", [rows], "rows_float", to=TensorProto.FLOAT)
            features = node("Add", [grown, node("Div", [rows, constant("ten", numpy.float32(10))], "share")], "features")
        else:
            tiles = node("Reshape", [value, constant("tiles", numpy.array([-1, 3, pixels, pixels], numpy.int64))], "tile")
            kernel = random.standard_normal((dim, 3, weight, weight), numpy.float32) / weight
            grown = node("Conv", [tiles, constant("kernel", kernel)], "grown", strides=[weight, weight])
            lines = node("Reshape", [grown, constant("lines", numpy.array([0, dim, -1], numpy.int64))], "line")
            turned = node("Transpose", [lines], "turned", perm=[0, 2, 1])
            features = node("Reshape", [turned, constant("rows", numpy.array([-1, dim], numpy.int64))], "features")
            if "pixel_attention_mask" in extra:
                seen = node("Cast", ["pixel_attention_mask"], "seen", to=TensorProto.FLOAT)
                features = node("Mul", [features, node("ReduceMean", [seen], "share", keepdims=0)], "seen_features")
        place = node("Equal", ["input_ids", constant("placeholder", numpy.int64(placeholder))], "place")
        counted = node("CumSum", [node("Cast", [place], "placed", to=TensorProto.INT64), constant("axis", numpy.int64(1))], "counted")
        index = node("Max", [node("Sub", [counted, constant("first", numpy.int64(1))], "index"), constant("zero", numpy.int64(0))], "bounded")
        many = node("Gather", [node("Shape", [features], "sizes"), constant("front", numpy.int64(0))], "many")
        index = node("Min", [index, node("Sub", [many, "first"], "last")], "within")
        shown = node("Gather", [features, index], "shown")
        words = node("Where", [node("Unsqueeze", [place, constant("end", numpy.array([-1], numpy.int64))], "wide_place"), shown, words], "all")
    mask = node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    masked = node("Mul", [words, node("Unsqueeze", [mask, constant("behind", numpy.array([-1], numpy.int64))], "wide_mask")], "masked")
    mean = node("ReduceMean", [masked, constant("tokens", numpy.array([1], numpy.int64))], "mean", keepdims=1)
    state = node("Add", [masked, mean], "state")
    node("Cast", [state], "embeddings", to=TensorProto.FLOAT16 if half else TensorProto.FLOAT)
    floats = TensorProto.FLOAT16 if half else TensorProto.FLOAT
    inputs = [helper.make_tensor_value_info(each, TensorProto.INT64, ["batch", "tokens"]) for each in ("input_ids", "attention_mask")]
    if pixels is not None:
        inputs.append(helper.make_tensor_value_info("pixel_values", floats, shape))
    if "image_grid_thw" in extra:
        inputs.append(helper.make_tensor_value_info("image_grid_thw", TensorProto.INT64, ["batch", 3]))
    if "pixel_attention_mask" in extra:
        inputs.append(helper.make_tensor_value_info("pixel_attention_mask", TensorProto.INT64, ["batch", "tiles", "height", "width"]))
    output = helper.make_tensor_value_info("embeddings", floats, ["batch", "tokens", dim])
    made = helper.make_graph(nodes, "pages", inputs, [output], constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return onnxruntime.InferenceSession(path)


def refused():
    """Graphs that are no page-image model, each for a reason of its own."""
    folder = PLACE / "refused"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()

    def write(name, inputs, outputs, dims):
        typed = [helper.make_tensor_value_info(n, t, ["batch", "tokens"]) for n, t in inputs.items()]
        first = next(iter(inputs))
        nodes = [helper.make_node("Cast", [first], ["float"], to=TensorProto.FLOAT)]
        shape = [] if dims == 2 else [numpy_helper.from_array(numpy.array([-1]), "end")]
        for output in outputs:
            nodes.append(
                helper.make_node("Identity", ["float"], [output])
                if dims == 2
                else helper.make_node("Unsqueeze", ["float", "end"], [output])
            )
        sizes = ["batch", "tokens", "dimension"][:dims]
        typed_out = [helper.make_tensor_value_info(o, TensorProto.FLOAT, sizes) for o in outputs]
        made = helper.make_graph(nodes, "refused", typed, typed_out, shape)
        onnx.save(
            helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=10),
            folder / f"{name}.onnx",
        )

    whole = TensorProto.INT64
    both = dict(input_ids=whole, attention_mask=whole)
    write("unknown-input", dict(both, position_ids=whole), ["embeddings"], 3)
    write("no-mask", dict(input_ids=whole), ["embeddings"], 3)
    write("float-ids", dict(both, input_ids=TensorProto.FLOAT), ["embeddings"], 3)
    write("two-outputs", both, ["one", "other"], 3)
    write("flat", both, ["embeddings"], 2)

    inputs = [helper.make_tensor_value_info(n, whole, ["batch", "tokens"]) for n in both]
    nodes = [
        helper.make_node("NonZero", ["input_ids"], ["places"]),
        helper.make_node("Cast", ["places"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["float", "front"], ["embeddings"]),
    ]
    output = helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["batch", "tokens", "dimension"])
    made = helper.make_graph(nodes, "refused", inputs, [output], [numpy_helper.from_array(numpy.array([0]), "front")])
    onnx.save(
        helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=10), folder / "open.onnx"
    )


def siglip(side, tokens):
    settings = dict(HALF, size=dict(height=side, width=side), resample=3, rescale_factor=1 / 255, image_seq_length=tokens)
    pictures = SiglipImageProcessorPil(**{k: v for k, v in settings.items() if k != "image_seq_length"})
    pictures.image_seq_length = tokens
    return settings | dict(do_resize=True, do_rescale=True, do_normalize=True), pictures


def idefics(edge, tile):
    settings = dict(HALF, size=dict(longest_edge=edge), max_image_size=dict(longest_edge=tile), resample=1, do_image_splitting=True)
    return settings, Idefics3ImageProcessorPil(**settings)


def main():
    images = pictures()
    resampled(images)
    refused()

    settings, image_processor = siglip(448, 1024)
    made, words = tokenizer(GEMMA, "<pad>")
    folder = fresh("colpali", dict(model_type="paligemma"), settings, None, made)
    processor = engine.ColPaliProcessor(image_processor, words)
    golden(folder, images, lambda p: processor.process_images([p]), lambda q: processor.process_queries([q]))

    settings, image_processor = siglip(56, 16)
    made, words = tokenizer(GEMMA, "<pad>")
    folder = fresh("colpali-hf", dict(model_type="colpali"), settings, dict(query_prefix="Frage: "), made)
    session = graph(folder / "model.onnx", 260, 259, 56, ["batch", 3, 56, 56], 14)
    native = ColPaliProcessor(image_processor, words, query_prefix="Frage: ")
    golden(folder, images, lambda p: native.process_images(p.convert("RGB")), lambda q: native.process_queries([q]), session)

    settings = dict(CLIP, min_pixels=3136, max_pixels=602112, patch_size=14, temporal_patch_size=2, merge_size=2)
    made, words = tokenizer(QWEN, "<|endoftext|>")
    folder = fresh("colqwen2", dict(model_type="qwen2_vl"), settings, None, made)
    image_processor = Qwen2VLImageProcessorPil(**settings)
    qwen = engine.ColQwen2Processor(image_processor, words, video_processor=video())
    golden(folder, images, lambda p: qwen.process_images([p]), lambda q: qwen.process_queries([q]))

    small = dict(CLIP, size=dict(shortest_edge=256, longest_edge=4096), patch_size=4, temporal_patch_size=2, merge_size=2)
    made, words = tokenizer(QWEN, "<|endoftext|>")
    folder = fresh("colqwen2-hf", dict(model_type="colqwen2"), None, dict(image_processor=small), made)
    session = graph(folder / "model.onnx", 262, 261, "patches", ["batch", "patches", 96], 384, ["image_grid_thw"], half=True)
    alone = graph(folder / "query.onnx", 262, 261, half=True)
    nativeqwen = ColQwen2Processor(Qwen2VLImageProcessorPil(**small), words)
    golden(folder, images, lambda p: nativeqwen.process_images(p.convert("RGB")), lambda q: nativeqwen.process_queries([q]), session, alone, True)

    settings, image_processor = idefics(2048, 512)
    made, words = tokenizer(TURNS + TILES, "<pad>")
    folder = fresh("colsmol", dict(model_type="idefics3"), settings, dict(image_seq_len=64), made)
    smol = engine.ColIdefics3Processor(image_processor, words, image_seq_len=64)
    golden(folder, images, lambda p: smol.process_images([p]), lambda q: smol.process_queries([q]))

    settings, image_processor = idefics(200, 64)
    made, words = tokenizer(TURNS + TILES, "<pad>", framed=True)
    folder = fresh("colmodernvbert", dict(model_type="modernvbert"), settings, dict(image_seq_len=16), made)
    session = graph(folder / "model.onnx", 265 + 36, 258, 64, ["batch", "tiles", 3, 64, 64], 16, ["pixel_attention_mask"])
    modern = engine.ColModernVBertProcessor(image_processor, words, image_seq_len=16)
    golden(folder, images, lambda p: modern.process_images([p]), lambda q: modern.process_queries([q]), session)

    settings, image_processor = idefics(64, 64)
    made, words = tokenizer(TURNS + TILES, "<pad>", framed=True)
    folder = fresh("colmodernvbert-hf", dict(model_type="colmodernvbert"), settings | dict(do_image_splitting=True), dict(image_seq_len=16), made)
    nativemodern = ColModernVBertProcessor(image_processor, words, image_seq_len=16)
    golden(folder, images, lambda p: nativemodern.process_images([p]), lambda q: nativemodern.process_queries([q]))


def video():
    from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor

    return Qwen2VLVideoProcessor()


if __name__ == "__main__":
    main()
