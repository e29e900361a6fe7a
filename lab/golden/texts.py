"""The texts that every checkpoint is asked about, and those that its vocabulary is trained on."""

# Written for this purpose. Vocabularies are trained on these lines and on nothing else.
LINES = """
Late interaction keeps a vector for every token of a query and of a document.
A query is compared with a document by the sum of the best match of each of its tokens.
The search engine reads the index, finds candidates, and ranks the best of them first.
What is the capital of France? Paris is the capital of France, and Berlin that of Germany.
Every word of the text is split into pieces; pieces that are not in the vocabulary are unknown.
The model adds a marker to the text, so that it can tell a question from an answer.
Padding is not part of the text, and a mask tells the model which tokens it should not see.
Weights are random here, yet large, so that a wrong position or mask shows in the numbers.
It was a dark and stormy night; the rain fell in torrents, except at occasional intervals.
One, two, three, four, five, six, seven, eight, nine, ten: counting is harder than it looks!
The quick brown fox jumps over the lazy dog, and the dog (who was asleep) does not mind.
He said: "don't stop now", and she answered 'why not?' before the door was shut.
Call us at 030 1234-5678 or write to someone@example.org; see https://example.org/a?b=c&d=1_000.
Rivers carry water from the mountains to the sea, where it rises again as clouds and rain.
A library lends books, a museum shows pictures, and a market sells bread, cheese and fruit.
In 1990 the price was $5.00 a piece, which is 50% more than * or + signs cost; a # is free.
if (a < b && c > d) { return x[i] = y | z; } else { path = "C:\\temp\\file.txt"; }
Die Größe der Straße übertrifft alles: Äpfel, Öl und Übermut kosten nichts.
Späte Wechselwirkung behält einen Vektor für jedes Wort der Frage und des Textes.
Le café est très bon à l'été, mais la forêt où l'on rêve est déjà loin.
你好世界 今天天气很好 我们去图书馆看书 搜索引擎
Ночью идёт дождь, и река поднимается.
""".strip().split("\n")

# The words that texts of a wanted length are made of: frequent ones, so that most are one piece.
WORDS = (
    "the text of a query and the best match in the index is a token that the model reads "
    "with every word of the document so that it can tell the answer from the rest"
).split()

# 400 words, in whole sentences first and then in a turning order, so that no two stretches agree.
LONG = " ".join((" ".join(LINES[:15]) + " " + " ".join(WORDS * 8)).split()[:400])


def fitting(count, wanted):
    """A text of exactly `wanted` tokens by `count(text)`, markers and all."""
    text = "rain"
    turn = 0
    while count(text) < wanted:
        longer = text + " " + WORDS[turn % len(WORDS)]
        if count(longer) <= wanted:
            text = longer
        turn += 1
        if turn > 50 * wanted:
            raise ValueError(f"no text of {wanted} tokens was found")
    return text


# Texts by what they are about; those of an exact length depend on the checkpoint.
TEXTS = {
    "short": "What is late interaction?",
    "word": "rain",
    "mixed case": "LaTe InTeRaCtIoN KEEPS eVery TOKEN of the Query",
    "punctuation within": "Don't stop (now): a_b/c-d, \"yes\" & no; 50% #1 ~ ^ `x` @me!",
    "punctuation only": "?! ... , ; - ( ) [ ] { } ~ ^ ` @ # $ % & * _ = + | \\ / < > : ' \"",
    "empty": "",
    "blank": "  \t \n  ",
    "white space around": " \n\t late interaction keeps tokens \n\n ",
    "line breaks within": "first line\nsecond line\r\n\tthird   line\u00a0with\u2003wide spaces",
    "German": "Die Größe der Straße: ÄPFEL, Öl und Übermut für jedes Wort",
    "accents": "Le café où l'on rêve; cafe\u0301 de\u0301compose\u0301, Ångström, naïve",
    "Chinese": "你好，世界。今天天气很好！龘 mixed 搜索 text",
    "other scripts": "Ночью ДОЖДЬ; مرحبا بالعالم; नमस्ते; สวัสดี; ΣΊΣΥΦΟΣ; 한국어",
    "emoji": "rain 🌧 and 👍🏽 or 👨‍👩‍👧 and ❤️",
    "case folding": "İSTANBUL STRASSE ẞ ﬁnd Ⅷ ½ ｆｕｌｌ ＷＩＤＴＨ",
    "invisible": "zero\u200bwidth soft\u00adhyphen null\u0000byte \ufeff mark \ufffd end\u007f \u202etext",
    "markers as text": "[Q] the [D] marker [MASK] [SEP] [CLS] [PAD] [unused0] <mask> </s> <s> text",
    "long word": "x" * 40 + "token" * 25 + " rain",
    "numbers": "Call 030 1234-5678 at https://example.org/a?b=c&d=1_000.",
    "code": "if (a < b && c > d) { return x[i]; }",
    "long": LONG,
}


def texts(count, lengths):
    """All texts by what they are about. `count` gives the tokens of a text as the model takes it, of
    a text that is not cut; `lengths` are those at which it is cut, by name."""
    limits = {}
    for name, length in lengths.items():
        for about, more in (("one short of", -1), ("exactly", 0), ("one over", 1), ("three over", 3)):
            limits[f"{about} the {name} length"] = fitting(count, length + more)
    return {**TEXTS, **limits}


# Which queries are scored with which documents.
SCORED_QUERIES = ["short", "mixed case", "punctuation within", "Chinese", "empty"]
SCORED_DOCUMENTS = ["short", "German", "punctuation only", "code", "empty", "long"]
