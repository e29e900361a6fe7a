"""xtr-warp-rs: XTR's scoring, which imputes the similarities that were not looked at.

build: nbits. search: nprobe, or nothing for its own choice.
"""

import importlib.metadata

import protocol


class XtrWarp(protocol.Peer):
    def version(self):
        import xtr_warp  # noqa: F401
        import torch
        return "%s, torch %s" % (importlib.metadata.version("xtr_warp_rs"), torch.__version__)

    def build(self, input, folder, settings):
        import torch
        from xtr_warp.search import XTRWarp
        XTRWarp(index=str(folder), device="cpu").create(
            [torch.from_numpy(each) for each in input.texts("documents")], device="cpu",
            nbits=int(settings["nbits"]), show_progress=False)

    def open(self, input, folder, settings):
        import torch
        from xtr_warp.search import XTRWarp
        torch.set_num_threads(protocol.threads())
        self.index = XTRWarp(index=str(folder), device="cpu").load(
            device="cpu", dtype=torch.float32, mmap=True)
        self.nprobe = int(settings["nprobe"]) if "nprobe" in settings else None

    def queries(self, input):
        import torch
        return [torch.from_numpy(each).unsqueeze(0) for each in input.texts("queries")]

    def search(self, query, k):
        found = self.index.search(
            query, top_k=k, num_threads=protocol.threads(), nprobe=self.nprobe, show_progress=False)[0]
        return [n for n, _ in found], [s for _, s in found]


if __name__ == "__main__":
    protocol.main(XtrWarp())
