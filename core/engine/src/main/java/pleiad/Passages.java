package pleiad;

import java.util.ArrayList;
import java.util.List;
import pleiad.encode.Encoder;
import pleiad.encode.Role;
import pleiad.encode.Token;

/// Cuts long texts into passages, each a document of its own: `ID#1`, `ID#2`, … with the title of
/// the whole, and its id as metadata `passage_of`.
public final class Passages {
  /// The metadata key that holds the id of the whole.
  public static final String OF = "passage_of";

  /// A passage ends behind a sentence when one ends in this last part of it.
  private static final double SEARCHED = 0.3;

  private Passages() {}

  /// The id of a passage, counted from 1.
  public static String id(String whole, int number) {
    return whole + "#" + number;
  }

  static List<Document> split(Document document, Encoder encoder, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a passage has at least 1 token, got " + most);
    }
    List<Token> tokens = encoder.tokenize(document.text(), Role.DOCUMENT);
    if (tokens.size() <= most) {
      return List.of(document);
    }
    List<Document> passages = new ArrayList<>();
    for (int from = 0; from < tokens.size(); ) {
      int to = end(tokens, from, most);
      String text = document.text().substring(tokens.get(from).start(), tokens.get(to - 1).end());
      passages.add(
          Document.of(id(document.id(), passages.size() + 1), text)
              .withTitle(document.title())
              .withMetadata(document.metadata())
              .with(OF, document.id()));
      from = to;
    }
    return passages;
  }

  /// Where a passage that begins at `from` ends: behind its last sentence, where one ends late
  /// enough.
  private static int end(List<Token> tokens, int from, int most) {
    int end = Math.min(tokens.size(), from + most);
    if (end == tokens.size()) {
      return end;
    }
    int earliest = from + Math.max(1, (int) (most * (1 - SEARCHED)));
    for (int to = end; to >= earliest; to--) {
      String last = tokens.get(to - 1).piece();
      if (last.equals(".") || last.equals("!") || last.equals("?") || last.equals("。")) {
        return to;
      }
    }
    return end;
  }
}
