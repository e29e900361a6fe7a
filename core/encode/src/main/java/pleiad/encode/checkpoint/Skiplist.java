package pleiad.encode.checkpoint;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Tokens whose vectors are left out.
///
/// @param words the tokens, mostly punctuation
/// @param ofQueries whether they are left out of queries
/// @param ofDocuments whether they are left out of documents
public record Skiplist(List<Word> words, boolean ofQueries, boolean ofDocuments) {
  /// A token that is left out.
  ///
  /// @param text how the file has it
  /// @param id its number; nothing when it is no token of the vocabulary
  public record Word(String text, OptionalInt id) {}

  /// Nothing is left out.
  public static final Skiplist NONE = new Skiplist(List.of(), false, false);

  /// The 32 characters of ASCII that Python calls punctuation.
  public static final List<String> PUNCTUATION =
      IntStream.rangeClosed('!', '~')
          .filter(letter -> !Character.isLetterOrDigit(letter))
          .mapToObj(Character::toString)
          .toList();

  /// Keeps the words.
  public Skiplist {
    words = List.copyOf(words);
  }

  /// The words that are no token of the vocabulary. What they come to depends on the [Profile].
  public List<String> unresolved() {
    return words.stream().filter(word -> word.id().isEmpty()).map(Word::text).toList();
  }
}
