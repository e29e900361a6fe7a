"""What a peer in Python needs to be measured: reads the vectors, answers the commands.

    program version
    program build INPUT INDEX [name=value ...]      prints `built`, seconds and bytes
    program serve INPUT INDEX [name=value ...]      prints `ready`, then answers the lines that come:

| line      | answer                                                                             |
|-----------|------------------------------------------------------------------------------------|
| answers K | a line a query: number and score of its K best documents, all between tabs          |
| round K   | one line: what the search for the K best took for each query, in milliseconds       |
| peak      | one line: the most memory that this process has had, in bytes                       |

INPUT is a folder:

| file                            | holds                                                    |
|---------------------------------|----------------------------------------------------------|
| documents.f32, queries.f32      | float32 rows in this machine's byte order                 |
| documents.tsv, queries.tsv      | a line a text: id, tab, number of rows                    |
| documents.txt, queries.txt      | a line a text                                             |

Documents are known by their line, from 0. Only answers go to standard output.
"""

import os
import pathlib
import shutil
import sys
import time

import numpy as np


class Input:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def counts(self, name):
        with open(self.folder / (name + ".tsv"), encoding="utf-8") as lines:
            return [int(line.rsplit("\t", 1)[1]) for line in lines]

    def rows(self, name):
        """All rows of `documents` or `queries`, and where each text's begin."""
        counts = self.counts(name)
        flat = np.fromfile(self.folder / (name + ".f32"), dtype=np.float32)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return flat.reshape(int(starts[-1]), -1), starts

    def texts(self, name):
        """An array of rows for each text."""
        rows, starts = self.rows(name)
        return [rows[starts[i]:starts[i + 1]] for i in range(len(starts) - 1)]

    def words(self, name):
        with open(self.folder / (name + ".txt"), encoding="utf-8") as lines:
            return [line.rstrip("\n") for line in lines]


class Peer:
    """A system: `version`, `build`, `open`, `queries`, `search`."""

    def version(self):
        raise NotImplementedError

    def build(self, input, folder, settings):
        """Makes an index in a new folder. Without one to make, gives the bytes that it searches."""
        raise NotImplementedError

    def open(self, input, folder, settings):
        raise NotImplementedError

    def queries(self, input):
        """The queries in the form that `search` takes."""
        return input.texts("queries")

    def search(self, query, k):
        """The k best documents: numbers and scores, best first."""
        raise NotImplementedError


def threads():
    """How many a search may take."""
    return int(os.environ["OMP_NUM_THREADS"])


def folder_bytes(folder):
    # What a file has room for but never wrote is not counted.
    stats = [f.stat() for f in pathlib.Path(folder).rglob("*") if f.is_file()]
    return sum(min(each.st_size, 512 * each.st_blocks) for each in stats)


def peak_bytes():
    # Not getrusage: what it gives begins with the peak of the process that started this one.
    with open("/proc/self/status", encoding="ascii") as lines:
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def settings(arguments):
    return dict(each.split("=", 1) for each in arguments)


def build(peer, arguments, say):
    input, folder = Input(arguments[0]), pathlib.Path(arguments[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    begin = time.perf_counter()
    searched = peer.build(input, folder, settings(arguments[2:]))
    seconds = time.perf_counter() - begin
    say("built\t%s\t%d" % ("" if searched else repr(seconds), searched or folder_bytes(folder)))


def serve(peer, arguments, say):
    input, folder = Input(arguments[0]), pathlib.Path(arguments[1])
    peer.open(input, folder, settings(arguments[2:]))
    queries = peer.queries(input)
    say("ready")
    for line in sys.stdin:
        command = line.split()
        if command[0] == "answers":
            for query in queries:
                numbers, scores = peer.search(query, int(command[1]))
                say("\t".join("%d\t%r" % (int(n), float(s)) for n, s in zip(numbers, scores)))
        elif command[0] == "round":
            millis = []
            for query in queries:
                begin = time.perf_counter()
                peer.search(query, int(command[1]))
                millis.append(1e3 * (time.perf_counter() - begin))
            say("\t".join(map(repr, millis)))
        elif command[0] == "peak":
            say(str(peak_bytes()))
        else:
            sys.exit("no command '%s'" % line.strip())


def main(peer):
    # Libraries print what they like: standard output is theirs no longer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(line):
        answers.write(line + "\n")
        answers.flush()

    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "version":
        say(peer.version())
    elif command == "build":
        build(peer, arguments, say)
    elif command == "serve":
        serve(peer, arguments, say)
    else:
        sys.exit("version, build or serve, got '%s'" % command)
    answers.flush()
    # Some libraries keep threads that never end.
    os._exit(0)
