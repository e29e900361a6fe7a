package pleiad.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pleiad.encode.checkpoint.Activation;
import pleiad.encode.text.Pieces;
import pleiad.encode.text.Tokenizer;

/// A cross-encoder: a model that reads a query and a text together and scores the pair (Nogueira
/// and Cho, 2019). The best judge there is, at one pass of the model a text.
public final class PairReranker implements Reranker {
  private final String name;
  private final Tokenizer tokenizer;

  /// What is put in front of queries; empty for nothing.
  private final String prompt;

  private final Session session;

  /// Null where the graph gives logits itself.
  private final @Nullable PairHead head;

  private final List<String> labels;
  private final Activation activation;
  private final int length;

  PairReranker(
      String name,
      Tokenizer tokenizer,
      String prompt,
      Session session,
      @Nullable PairHead head,
      List<String> labels,
      Activation activation,
      int length) {
    this.name = name;
    this.tokenizer = tokenizer;
    this.prompt = prompt;
    this.session = session;
    this.head = head;
    this.labels = labels;
    this.activation = activation;
    this.length = length;
  }

  @Override
  public String name() {
    return name;
  }

  /// What the model scores; a model that ranks has one label.
  public List<String> labels() {
    return labels;
  }

  /// The labels' scores of a pair, after the model's activation, in the order of [#labels()].
  ///
  /// @throws IllegalStateException when it is closed
  public List<Float> labelScores(String query, String text) {
    return labelScores(query(query), text);
  }

  private Pieces query(String query) {
    return prompt.isEmpty() ? tokenizer.split(query) : tokenizer.split(prompt, query);
  }

  private List<Float> labelScores(Pieces query, String text) {
    List<Float> scores = new ArrayList<>();
    for (float logit : logits(query, text)) {
      scores.add(DenseLayer.activated(activation, logit));
    }
    return scores;
  }

  /// The rows of a pair that the model is given.
  List<Long> ids(String query, String text) {
    List<Long> ids = new ArrayList<>();
    for (long id : PairLayout.of(query(query), text, tokenizer, length).ids()) {
      ids.add(id);
    }
    return ids;
  }

  private float[] logits(Pieces query, String text) {
    Pass pass = PairLayout.of(query, text, tokenizer, length);
    float[] output = pass.states(session);
    return head == null ? output : Objects.requireNonNull(head).logits(output, pass.ids().length);
  }

  /// The scores of texts by the model's one label.
  ///
  /// @throws IllegalArgumentException when the model has several: [#labelScores] tells them apart
  @Override
  public List<Float> scores(String query, List<String> texts) {
    if (labels.size() != 1) {
      throw new IllegalArgumentException(
          "the model '%s' has %d labels (%s) and no order by them; a model that ranks has one"
              .formatted(name, labels.size(), String.join(", ", labels)));
    }
    Pieces pieces = query(query);
    List<Float> scores = new ArrayList<>();
    for (String text : texts) {
      scores.add(labelScores(pieces, text).getFirst());
    }
    return scores;
  }

  @Override
  public void close() {
    session.close();
    tokenizer.close();
  }
}
