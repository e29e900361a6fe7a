package pleiad.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import pleiad.encode.image.Prompt;
import pleiad.encode.image.TextIds;
import pleiad.encode.text.Pieces;
import pleiad.encode.text.Template;
import pleiad.encode.text.Tokenizer;

/// The tokenizer of a checkpoint, as page-image models use it: prompts call tokens up wherever they
/// spell them, a query never does.
final class CheckpointTokens implements TextIds {
  private final Tokenizer tokenizer;

  CheckpointTokens(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  @Override
  public int[] ids(String text, boolean framed) {
    return framed(tokenizer.split(text, "").ids(), framed);
  }

  @Override
  public int[] ids(String before, String text, String after, boolean framed) {
    int[] first = tokenizer.split(before, text).ids();
    int[] last = tokenizer.split(after, "").ids();
    return framed(IntStream.concat(Arrays.stream(first), Arrays.stream(last)).toArray(), framed);
  }

  private int[] framed(int[] ids, boolean framed) {
    if (!framed) {
      return ids;
    }
    Template.Single frame = tokenizer.template().single();
    return IntStream.concat(
            IntStream.concat(numbers(frame.before()), Arrays.stream(ids)), numbers(frame.after()))
        .toArray();
  }

  private static IntStream numbers(Template.Part part) {
    return part.ids().stream().mapToInt(Integer::intValue);
  }

  /// A query's tokens, those that the model puts around it among them. They stand at its beginning
  /// or its end, and have no length.
  List<Token> tokens(Prompt prompt, String query) {
    List<Token> tokens = new ArrayList<>();
    Template.Single frame = tokenizer.template().single();
    if (prompt.framed()) {
      numbers(frame.before()).forEach(id -> tokens.add(token(id, 0, 0)));
    }
    Pieces pieces = tokenizer.split(prompt.queryStart(), query);
    for (int i = 0; i < pieces.count(); i++) {
      tokens.add(token(pieces.id(i), pieces.start(i), pieces.end(i)));
    }
    int end = query.length();
    for (int id : tokenizer.split(prompt.queryEnd(), "").ids()) {
      tokens.add(token(id, end, end));
    }
    if (prompt.framed()) {
      numbers(frame.after()).forEach(id -> tokens.add(token(id, end, end)));
    }
    return tokens;
  }

  private Token token(int id, int start, int end) {
    return new Token(tokenizer.piece(id), id, start, end);
  }
}
