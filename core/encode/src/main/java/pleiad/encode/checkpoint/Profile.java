package pleiad.encode.checkpoint;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// How one of the reference implementations encodes with a checkpoint. They differ, and what
/// differs changes the vectors; a search gives what its model is known for only by the profile of
/// the implementation that the model was made with.
///
/// | switch          | pylate        | stanford    | st6          | next-plaid | fastembed   | vespa |
/// |-----------------|---------------|-------------|--------------|------------|-------------|-------|
/// | strips          | yes           | no          | no           | yes        | no          | no    |
/// | lower case      | as said       | no          | as said      | as said    | no          | no    |
/// | marker          | id at 1       | id at 1     | text         | id at 1    | id at 1     | id at 1 |
/// | expansion       | as said       | to length   | as said      | never      | 32 at least | to 32 |
/// | attends         | as said       | as said     | as said      | always     | as said     | never |
/// | long query      | cut           | cut         | as expansion | cut        | kept        | cut   |
/// | skipped words   | as said       | as said     | as said      | as said    | punctuation | punctuation |
/// | unknown word    | unknown token | first piece | left alone   | left alone | first piece | left alone |
/// | masked token    | 0             | -9999       | passed over  | passed over | passed over | passed over |
/// | pooled rows     | as they are   | as they are | module order | as they are | as they are | as they are |
///
/// @param name what people call it
/// @param input what is done to every text
/// @param queries what is done to a query
/// @param documents what is done to a document
public record Profile(String name, Input input, Queries queries, Documents documents) {
  /// What is done to every text.
  ///
  /// @param strips whether white space around it is left out
  /// @param lowersCase whether a checkpoint that says so has its texts put into lower case
  /// @param marker where the marker goes
  public record Input(boolean strips, boolean lowersCase, Placement marker) {}

  /// What is done to a query.
  ///
  /// @param expansion whether it is filled up
  /// @param length tokens of `expansion` and of a query at most, instead of the checkpoint's
  /// @param attention whether tokens see what it is filled up with
  /// @param tooLong what happens to one that is longer
  public record Queries(
      ExpansionRule expansion, OptionalInt length, Attention attention, TooLong tooLong) {}

  /// What is done to a document.
  ///
  /// @param length tokens at most, instead of the checkpoint's
  /// @param skipped which tokens are left out
  /// @param unknown what a skipped word comes to that is no token
  /// @param masked what the maximum makes of a token that is left out
  /// @param pooled what becomes of the means of pooled tokens
  public record Documents(
      OptionalInt length, Skipped skipped, UnknownWord unknown, Masked masked, Pooled pooled) {}

  /// Where a marker goes.
  public enum Placement {
    /// Its number is put in at index 1 of a text's tokens; it takes one of the length.
    ID_AT_1,
    /// Its text is put in front of the text, before the tokenizer sees it.
    TEXT
  }

  /// Whether a query is filled up.
  public enum ExpansionRule {
    /// As the checkpoint says.
    AS_SAID,
    /// To the length, whatever the checkpoint says.
    TO_LENGTH,
    /// When it is shorter than the length, whatever the checkpoint says.
    AT_LEAST,
    /// Whatever the checkpoint says: no.
    NEVER
  }

  /// Whether the model's tokens see what a query is filled up with.
  public enum Attention {
    /// As the checkpoint says.
    AS_SAID,
    /// They do.
    ALWAYS,
    /// They do not.
    NEVER
  }

  /// What happens to a query of more tokens than its length.
  public enum TooLong {
    /// It is cut.
    CUT,
    /// It keeps what the encoder has room for.
    KEPT,
    /// It is cut, except where the checkpoint's expansion is a lower bound only.
    AS_EXPANSION
  }

  /// Which tokens are left out of documents.
  public enum Skipped {
    /// Those that the checkpoint names.
    AS_SAID,
    /// ASCII's punctuation, whatever the checkpoint says.
    PUNCTUATION
  }

  /// What a skipped word comes to that the vocabulary does not have.
  public enum UnknownWord {
    /// The tokenizer's unknown token: all unknown tokens are left out.
    UNKNOWN_TOKEN,
    /// The first piece that the tokenizer takes it apart into, beside the word itself where it is a
    /// token.
    FIRST_PIECE,
    /// Nothing.
    IGNORED
  }

  /// What the maximum over a document's tokens makes of one that is left out or fills up a batch.
  /// It decides scores, not vectors.
  public enum Masked {
    /// It counts as 0, so that a shorter document of a batch never scores below.
    ZERO,
    /// It counts as -9999, which never wins.
    LOWEST,
    /// It is not there.
    PASSED_OVER
  }

  /// What becomes of the means of pooled tokens.
  public enum Pooled {
    /// They stay as they are, shorter than 1.
    AS_THEY_ARE,
    /// They are brought to unit length where the checkpoint's modules do so behind the pooling.
    MODULE_ORDER
  }

  private static final OptionalInt SAID = OptionalInt.empty();

  /// PyLate's, which most models are made with.
  public static final Profile PYLATE =
      new Profile(
          "pylate",
          new Input(true, true, Placement.ID_AT_1),
          new Queries(ExpansionRule.AS_SAID, SAID, Attention.AS_SAID, TooLong.CUT),
          new Documents(
              SAID, Skipped.AS_SAID, UnknownWord.UNKNOWN_TOKEN, Masked.ZERO, Pooled.AS_THEY_ARE));

  /// Stanford's ColBERT.
  public static final Profile STANFORD =
      new Profile(
          "stanford",
          new Input(false, false, Placement.ID_AT_1),
          new Queries(ExpansionRule.TO_LENGTH, SAID, Attention.AS_SAID, TooLong.CUT),
          new Documents(
              SAID, Skipped.AS_SAID, UnknownWord.FIRST_PIECE, Masked.LOWEST, Pooled.AS_THEY_ARE));

  /// sentence-transformers 6.
  public static final Profile ST6 =
      new Profile(
          "st6",
          new Input(false, true, Placement.TEXT),
          new Queries(ExpansionRule.AS_SAID, SAID, Attention.AS_SAID, TooLong.AS_EXPANSION),
          new Documents(
              SAID, Skipped.AS_SAID, UnknownWord.IGNORED, Masked.PASSED_OVER, Pooled.MODULE_ORDER));

  /// next-plaid's runtime, with the settings that its exporter writes.
  public static final Profile NEXT_PLAID =
      new Profile(
          "next-plaid",
          new Input(true, true, Placement.ID_AT_1),
          new Queries(ExpansionRule.NEVER, SAID, Attention.ALWAYS, TooLong.CUT),
          new Documents(
              SAID, Skipped.AS_SAID, UnknownWord.IGNORED, Masked.PASSED_OVER, Pooled.AS_THEY_ARE));

  /// fastembed.
  public static final Profile FASTEMBED =
      new Profile(
          "fastembed",
          new Input(false, false, Placement.ID_AT_1),
          new Queries(ExpansionRule.AT_LEAST, OptionalInt.of(32), Attention.AS_SAID, TooLong.KEPT),
          new Documents(
              SAID,
              Skipped.PUNCTUATION,
              UnknownWord.FIRST_PIECE,
              Masked.PASSED_OVER,
              Pooled.AS_THEY_ARE));

  /// Vespa's ColBERT embedder with its own settings.
  public static final Profile VESPA =
      new Profile(
          "vespa",
          new Input(false, false, Placement.ID_AT_1),
          new Queries(ExpansionRule.TO_LENGTH, OptionalInt.of(32), Attention.NEVER, TooLong.CUT),
          new Documents(
              OptionalInt.of(512),
              Skipped.PUNCTUATION,
              UnknownWord.IGNORED,
              Masked.PASSED_OVER,
              Pooled.AS_THEY_ARE));

  /// All of them. Which is taken where nobody says is up to the [Dialect].
  public static final List<Profile> ALL =
      List.of(PYLATE, STANFORD, ST6, NEXT_PLAID, FASTEMBED, VESPA);

  /// A profile by its name, in either case.
  ///
  /// @throws IllegalArgumentException when none has the name; lists those that there are
  public static Profile named(String name) {
    return ALL.stream()
        .filter(profile -> profile.name.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no profile '%s'; there are %s"
                        .formatted(
                            name,
                            ALL.stream().map(Profile::name).collect(Collectors.joining(", ")))));
  }
}
