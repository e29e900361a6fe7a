package pleiad.codec;

/// MaxSim of documents over their codes. For one thread.
///
/// Documents are taken in one after the other, each with an estimate of what it comes to; then
/// those that matter, which is known only when the others' estimates are, are scored.
public sealed interface CodeScorer extends AutoCloseable permits LaneScorer, PermuteScorer {
  /// Takes a document in, as the next of those that are looked at together: the first `count`
  /// tokens of `codes`, laid out by [ResidualCode], and what follows them.
  ///
  /// @param least what a document needs. One that will hardly have it is given up early: then what
  ///   it is expected to come to is returned, and it has no score. That befalls one in a thousand
  ///   of those that are just good enough.
  /// @return what it comes to, rather too much than too little; negative infinity for a document
  ///   without tokens
  float add(byte[] codes, int count, float least);

  /// How far a document's score may lie above its estimate, but for one case in a hundred thousand.
  float tolerance();

  /// Whether so much is taken in that it should be scored before there is more.
  boolean full();

  /// Scores some of the documents that were taken in: each query token's largest similarity to what
  /// the document's codes stand for, its centre included, added up.
  ///
  /// @param documents their numbers, in the order in which they were taken in, from 0
  /// @param count how many
  /// @param scores is given what each comes to; negative infinity for one without tokens, or one
  ///   that was given up
  void score(int[] documents, int count, float[] scores);

  /// Forgets all documents.
  void clear();

  /// Forgets all documents, and scores one; negative infinity for one without tokens.
  float score(byte[] codes, int count);

  /// Gives back what it worked with. It may not be used any more.
  @Override
  void close();
}
