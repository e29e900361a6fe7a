package pleiad.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import pleiad.encode.Encoder;
import pleiad.encode.InputRow;
import pleiad.encode.Role;

/// Texts that are encoded to be timed, and the numbers that a model is given for each.
///
/// @param name what they are called in the results
/// @param inputs one a text
record EncodeTexts(String name, Role role, List<String> texts, List<Input> inputs) {
  EncodeTexts {
    texts = List.copyOf(texts);
    inputs = List.copyOf(inputs);
  }

  /// What a model is given for a text.
  ///
  /// @param ids its tokens, special ones among them
  /// @param attention 1 for each that others look at
  /// @param kept which rows become vectors
  record Input(List<Long> ids, List<Long> attention, List<Integer> kept) {
    Input {
      ids = List.copyOf(ids);
      attention = List.copyOf(attention);
      kept = List.copyOf(kept);
    }
  }

  /// Texts as an encoder wants them.
  ///
  /// @throws IllegalArgumentException when one takes more than one pass
  static EncodeTexts of(String name, Encoder encoder, Role role, List<String> texts) {
    return new EncodeTexts(
        name, role, texts, texts.stream().map(text -> input(encoder.rows(text, role))).toList());
  }

  private static Input input(List<InputRow> rows) {
    if (rows.getLast().pass() != 0) {
      throw new IllegalArgumentException(
          "a text takes %d passes of the model; texts of one pass are compared"
              .formatted(rows.getLast().pass() + 1));
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).kept()) {
        kept.add(i);
      }
    }
    return new Input(
        rows.stream().map(row -> (long) row.id()).toList(),
        rows.stream().map(row -> row.attended() ? 1L : 0L).toList(),
        kept);
  }

  int count() {
    return texts.size();
  }

  /// Tokens of all texts, special ones among them.
  int tokens() {
    return inputs.stream().mapToInt(input -> input.ids().size()).sum();
  }

  EncodeTexts slice(int from, int to) {
    return new EncodeTexts(name, role, texts.subList(from, to), inputs.subList(from, to));
  }

  /// So many texts each, and no more than so many tokens unless it is one; the order stays.
  List<EncodeTexts> groups(int mostTexts, int mostTokens) {
    List<EncodeTexts> groups = new ArrayList<>();
    int from = 0;
    int tokens = 0;
    for (int i = 0; i < count(); i++) {
      int more = inputs.get(i).ids().size();
      if (i > from && (i - from == mostTexts || tokens + more > mostTokens)) {
        groups.add(slice(from, i));
        from = i;
        tokens = 0;
      }
      tokens += more;
    }
    groups.add(slice(from, count()));
    return groups;
  }

  /// Texts of like length, so many that they have no more than so many tokens with what pads them;
  /// longest first.
  List<EncodeTexts> batches(int budget) {
    List<Integer> order =
        IntStream.range(0, count())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -inputs.get(i).ids().size()))
            .toList();
    EncodeTexts sorted =
        new EncodeTexts(
            name,
            role,
            order.stream().map(texts::get).toList(),
            order.stream().map(inputs::get).toList());
    List<EncodeTexts> batches = new ArrayList<>();
    for (int from = 0; from < count(); ) {
      int fit = Math.max(1, budget / sorted.inputs.get(from).ids().size());
      int to = Math.min(count(), from + fit);
      batches.add(sorted.slice(from, to));
      from = to;
    }
    return batches;
  }
}
