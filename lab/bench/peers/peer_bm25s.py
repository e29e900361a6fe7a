"""BM25 by bm25s, with its own tokenizer and no stemmer.

build, search: stopwords, the language of the words that are left out.
"""

import importlib.metadata

import protocol


class Bm25s(protocol.Peer):
    def version(self):
        import bm25s  # noqa: F401
        return importlib.metadata.version("bm25s")

    def build(self, input, folder, settings):
        import bm25s
        index = bm25s.BM25()
        words = bm25s.tokenize(
            input.words("documents"), stopwords=settings["stopwords"], show_progress=False)
        index.index(words, show_progress=False)
        index.save(str(folder))

    def open(self, input, folder, settings):
        import bm25s
        self.index = bm25s.BM25.load(str(folder))
        self.stopwords = settings["stopwords"]
        self.count = len(input.counts("documents"))

    def queries(self, input):
        return input.words("queries")

    def search(self, query, k):
        import bm25s
        words = bm25s.tokenize(
            query, stopwords=self.stopwords, show_progress=False, return_ids=False)
        documents, scores = self.index.retrieve(words, k=min(k, self.count), show_progress=False)
        # What has none of the words comes with 0, and is no answer.
        found = [(n, s) for n, s in zip(documents[0], scores[0]) if s > 0]
        return [n for n, _ in found], [s for _, s in found]


if __name__ == "__main__":
    protocol.main(Bm25s())
