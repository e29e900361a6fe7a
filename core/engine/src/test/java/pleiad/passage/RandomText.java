package pleiad.passage;

import java.util.Random;

/// Texts of words, Chinese, sentences, paragraphs, headings and code, as wild as texts are.
final class RandomText {
  private static final String[] BETWEEN = {
    " ", " ", " ", " ", ". ", "! ", "\n", "\r\n", "\n\n", "\r\n\r\n"
  };
  private static final String[] ODD = {
    "天",
    "気。",
    "(",
    ")",
    "—",
    "3.5",
    "z. B.",
    "\n# Head\n",
    "\n## In\r\n",
    "\n```\n# code\n```\n",
    "\uD83D\uDE00",
    "e\u0301",
    "…"
  };

  private RandomText() {}

  static String of(Random random) {
    StringBuilder text = new StringBuilder();
    int words = random.nextInt(120);
    for (int i = 0; i < words; i++) {
      if (random.nextInt(5) == 0) {
        text.append(ODD[random.nextInt(ODD.length)]);
        text.append(random.nextBoolean() ? " " : "");
      } else {
        text.append((random.nextInt(8) == 0 ? "A" : "a").repeat(1 + random.nextInt(12)));
        text.append(BETWEEN[random.nextInt(BETWEEN.length)]);
      }
    }
    return text.toString();
  }
}
