"""Makes the checkpoints and goldens of a family, or of some checkpoints in it.

    python parity.py pylate
    python parity.py pylate pylate-bert
"""
import importlib
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

FAMILIES = {
    "pylate": "late_pylate",
    "stanford": "late_stanford",
    "sentence": "late_sentence",
    "dense": "dense",
    "cross": "cross",
}


def main(family, *names):
    import torch

    torch.set_num_threads(1)
    module = importlib.import_module(FAMILIES[family])
    for name in names or module.CHECKPOINTS:
        torch.manual_seed(0)
        module.make(name)
        print(name, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
