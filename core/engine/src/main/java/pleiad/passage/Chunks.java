package pleiad.passage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pleiad.encode.Token;

/// Cuts a text. Every token has a part in at least one passage, and no passage has more than it may
/// (but where several tokens stand for one character); each begins and ends later than the one
/// before it.
public final class Chunks {
  /// By tokens a passage ends behind a sentence when one ends in this last part of it.
  private static final double SEARCHED = 0.3;

  private final String text;
  private final TokenPlaces tokens;
  private final Chunking how;
  private final Locale language;
  private final List<Chunk> chunks = new ArrayList<>();

  private Chunks(String text, List<Token> tokens, Chunking how, Locale language) {
    this.text = text;
    this.tokens = TokenPlaces.of(tokens);
    this.how = how;
    this.language = language;
  }

  /// The passages of a text in their order; none where it has no tokens, one where it has no more
  /// than a passage may have.
  ///
  /// @param tokens the whole text's
  /// @param language in which sentences end
  public static List<Chunk> of(String text, List<Token> tokens, Chunking how, Locale language) {
    Chunks cutting = new Chunks(text, tokens, how, language);
    Span whole = new Span(0, text.length());
    if (cutting.tokens.count() == 0) {
      return List.of();
    }
    if (cutting.tokens.count() <= how.tokens()) {
      Span stripped = whole.stripped(text);
      return List.of(new Chunk(stripped.start(), stripped.end(), List.of()));
    }
    switch (how.by()) {
      case TOKENS -> cutting.cut(cutting.words(whole), true, List.of());
      case SENTENCES -> cutting.cut(cutting.sentences(whole), false, List.of());
      case HEADINGS -> {
        for (Chunk section : Headings.sections(text)) {
          Span span = new Span(section.start(), section.end());
          cutting.cut(cutting.sentences(span), false, section.headings());
        }
      }
    }
    return cutting.chunks;
  }

  private List<Span> words(Span span) {
    return withTokens(Words.of(text, span, tokens, how.tokens()));
  }

  private List<Span> sentences(Span span) {
    List<Span> atoms = new ArrayList<>();
    for (Span sentence : Sentences.of(text, span, language)) {
      if (count(sentence) > how.tokens()) {
        atoms.addAll(Words.of(text, sentence, tokens, how.tokens()));
      } else {
        atoms.add(sentence);
      }
    }
    return withTokens(atoms);
  }

  /// Gives what has no tokens to the atom before it, at the beginning to the one behind it.
  private List<Span> withTokens(List<Span> atoms) {
    List<Span> joined = new ArrayList<>();
    int start = atoms.isEmpty() ? 0 : atoms.getFirst().start();
    for (Span atom : atoms) {
      if (count(atom) > 0) {
        joined.add(new Span(start, atom.end()));
      } else if (!joined.isEmpty()) {
        joined.set(joined.size() - 1, new Span(joined.getLast().start(), atom.end()));
      }
      start = joined.isEmpty() ? start : atom.end();
    }
    return joined;
  }

  private int count(Span span) {
    return tokens.count(span.start(), span.end());
  }

  /// Packs as many atoms into a passage as fit.
  ///
  /// @param endBehindSentences whether a passage may be shorter to end behind a sentence
  private void cut(List<Span> atoms, boolean endBehindSentences, List<String> headings) {
    int from = 0;
    int before = 0;
    while (before < atoms.size()) {
      int to = fitting(atoms, from);
      if (endBehindSentences && to < atoms.size()) {
        to = behindSentence(atoms, from, Math.max(before + 1, from + 1), to);
      }
      Span passage = between(atoms, from, to).stripped(text);
      chunks.add(new Chunk(passage.start(), passage.end(), headings));
      before = to;
      from = overlapping(atoms, from, to);
    }
  }

  private static Span between(List<Span> atoms, int from, int to) {
    return new Span(atoms.get(from).start(), atoms.get(to - 1).end());
  }

  /// The end of the longest passage that begins there.
  private int fitting(List<Span> atoms, int from) {
    int to = from + 1;
    while (to < atoms.size() && count(between(atoms, from, to + 1)) <= how.tokens()) {
      to++;
    }
    return to;
  }

  /// The last end behind a sentence, not before `earliest` and not too early; else `to`.
  private int behindSentence(List<Span> atoms, int from, int earliest, int to) {
    for (int end = to; end >= earliest; end--) {
      boolean tooShort = count(between(atoms, from, end)) < (1 - SEARCHED) * how.tokens();
      if (tooShort) {
        return to;
      }
      if (Sentences.endsWithOne(text, atoms.get(end - 1))) {
        return end;
      }
    }
    return to;
  }

  /// Where the next passage begins: as much earlier than the last one's end as passages overlap,
  /// yet so that it has room for something new.
  private int overlapping(List<Span> atoms, int from, int to) {
    if (to == atoms.size()) {
      return to;
    }
    int next = from + 1;
    while (next < to
        && (count(between(atoms, next, to)) > how.overlap()
            || count(between(atoms, next, to + 1)) > how.tokens())) {
      next++;
    }
    return next;
  }
}
