package pleiad;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.queryparser.flexible.core.QueryNodeParseException;
import org.apache.lucene.queryparser.flexible.core.nodes.AndQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.BooleanQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.BoostQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FuzzyQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.GroupQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.ModifierQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.ModifierQueryNode.Modifier;
import org.apache.lucene.queryparser.flexible.core.nodes.OrQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QuotedFieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.SlopQueryNode;
import org.apache.lucene.queryparser.flexible.core.util.UnescapedCharSequence;
import org.apache.lucene.queryparser.flexible.standard.nodes.RegexpQueryNode;
import org.apache.lucene.queryparser.flexible.standard.nodes.TermRangeQueryNode;
import org.apache.lucene.queryparser.flexible.standard.parser.ParseException;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParser;
import org.apache.lucene.queryparser.flexible.standard.parser.Token;
import org.jspecify.annotations.Nullable;
import pleiad.Filter.End;

/// Makes filters of Lucene's query syntax. Lucene's own parser reads it; what has no meaning
/// without scores and analyzed words is refused.
///
/// | written                             | filter                                                |
/// |-------------------------------------|-------------------------------------------------------|
/// | `k:v`, `k:"v w"`, `k=v`             | [Filter#written]                                      |
/// | `k:v*`, `k:*`, `*:*`                | prefix, exists, every document                        |
/// | `k:[a TO b}`, `k:[a TO *]`, `k>=a`  | range                                                 |
/// | `x y`, `x OR y`                     | or                                                    |
/// | `x AND y`                           | and                                                   |
/// | `NOT x`, `-x`, `!x`                 | not; beside other clauses: and not, behind `OR`: or not |
/// | `+x y`                              | `x`, as `y` has a say in scores alone                 |
final class FilterSyntax {
  private static final String VALUE =
      "a key and what it must be, as in kind:news, kind:\"two words\", kind:ne*, year:[2000 TO *] or year>=2000";

  private final String text;

  FilterSyntax(String text) {
    this.text = text;
  }

  Filter filter() {
    StandardSyntaxParser parser = new StandardSyntaxParser();
    try {
      return filter(parser.parse(text, ""));
    } catch (QueryNodeParseException unreadable) {
      throw refuse(
          place(unreadable, parser.token),
          VALUE + "; put \\ before signs that are part of a value, or quotes around it");
    }
  }

  private Filter filter(QueryNode node) {
    return switch (node) {
      case FuzzyQueryNode _ -> throw refuse(place(node), "no ~: a value is the same or it is not");
      case RegexpQueryNode _ -> throw refuse(place(node), "no regular expression, but " + VALUE);
      case SlopQueryNode _ -> throw refuse(place(node), "no ~ behind a value in quotes");
      case BoostQueryNode _ -> throw refuse(place(node), "no ^: a filter gives no scores");
      case QuotedFieldQueryNode quoted ->
          Filter.written(key(quoted, quoted.getField()), quoted.getTextAsString());
      case FieldQueryNode word -> word(word, key(word, word.getField()));
      case TermRangeQueryNode range ->
          range(
              key(range, range.getField()),
              end(range.getLowerBound(), range.isLowerInclusive()),
              end(range.getUpperBound(), range.isUpperInclusive()));
      case GroupQueryNode group -> filter(group.getChild());
      case ModifierQueryNode modified ->
          modified.getModifier() == Modifier.MOD_NOT
              ? Filter.not(filter(modified.getChild()))
              : filter(modified.getChild());
      case AndQueryNode and -> all(filters(and.getChildren()));
      case OrQueryNode or -> any(alternatives(or.getChildren()));
      case BooleanQueryNode clauses -> clauses(clauses.getChildren());
      default -> throw refuse(place(node), VALUE + "; functions and @ are for scores");
    };
  }

  private String key(QueryNode node, @Nullable CharSequence field) {
    if (field == null || field.isEmpty()) {
      throw refuse(place(node), VALUE + "; words without a key are not looked for");
    }
    return field.toString();
  }

  private Filter word(FieldQueryNode node, String key) {
    CharSequence value = node.getText();
    int sign = wildcard(value);
    if (sign < 0) {
      return Filter.written(key, value.toString());
    }
    if (value.charAt(sign) != '*' || sign < value.length() - 1) {
      throw refuse(
          place(node), "* at the end of a value and no other wildcard, or \\ before the sign");
    }
    if (sign > 0) {
      return Filter.prefix(key, value.subSequence(0, sign).toString());
    }
    return key.equals("*") ? Filter.and() : Filter.exists(key);
  }

  /// Where the first `*` or `?` stands that is not escaped; -1: none.
  private static int wildcard(CharSequence value) {
    for (int i = 0; i < value.length(); i++) {
      boolean sign = value.charAt(i) == '*' || value.charAt(i) == '?';
      if (sign && !UnescapedCharSequence.wasEscaped(value, i)) {
        return i;
      }
    }
    return -1;
  }

  private static Filter range(String key, @Nullable End from, @Nullable End to) {
    return from == null && to == null ? Filter.exists(key) : Written.range(key, from, to);
  }

  /// Null: `*`, no bound.
  private static @Nullable End end(FieldQueryNode bound, boolean included) {
    CharSequence value = bound.getText();
    if (value.length() == 1 && wildcard(value) == 0 && value.charAt(0) == '*') {
      return null;
    }
    // Lucene's parser leaves quotes around nothing where they are.
    boolean nothing = value.toString().equals("\"\"") && bound.getEnd() - bound.getBegin() == 2;
    return new End(nothing ? "" : value.toString(), included);
  }

  private List<Filter> filters(List<QueryNode> nodes) {
    return nodes.stream().map(this::filter).toList();
  }

  private List<Filter> alternatives(List<QueryNode> nodes) {
    for (QueryNode node : nodes) {
      if (is(node, Modifier.MOD_REQ)) {
        throw refuse(
            place(node), "+ or OR, not both: + says that a clause must be, OR that it need not");
      }
    }
    return filters(nodes);
  }

  /// Clauses beside each other: all with `+`, none with `-`, and one of the others where none has
  /// `+`.
  private Filter clauses(List<QueryNode> nodes) {
    List<Filter> needed = new ArrayList<>();
    List<Filter> choice = new ArrayList<>();
    for (QueryNode node : nodes) {
      boolean must = is(node, Modifier.MOD_REQ) || is(node, Modifier.MOD_NOT);
      (must ? needed : choice).add(filter(node));
    }
    if (!choice.isEmpty() && nodes.stream().noneMatch(node -> is(node, Modifier.MOD_REQ))) {
      needed.addFirst(any(choice));
    }
    return all(needed);
  }

  private static boolean is(QueryNode node, Modifier modifier) {
    return node instanceof ModifierQueryNode modified && modified.getModifier() == modifier;
  }

  private static Filter all(List<Filter> filters) {
    return filters.size() == 1 ? filters.getFirst() : new Filter.And(filters);
  }

  private static Filter any(List<Filter> filters) {
    return filters.size() == 1 ? filters.getFirst() : new Filter.Or(filters);
  }

  /// Where the first value of a clause stands, as far as Lucene keeps it.
  private static int place(QueryNode node) {
    if (node instanceof FieldQueryNode field) {
      return field.getBegin();
    }
    List<QueryNode> children = node.getChildren();
    return children == null || children.isEmpty() ? 0 : place(children.getFirst());
  }

  /// Where the token stands that does not fit, or what is no token, behind the last one.
  private static int place(QueryNodeParseException unreadable, @Nullable Token last) {
    if (unreadable instanceof ParseException misplaced && misplaced.currentToken != null) {
      return misplaced.currentToken.next.beginColumn;
    }
    int end = 0;
    for (Token each = last; each != null; each = each.next) {
      end = Math.max(end, each.endColumn);
    }
    return end;
  }

  private IllegalArgumentException refuse(int place, String expected) {
    return new IllegalArgumentException(
        "cannot read the filter at character %d, expected %s%n  %s%n  %s^"
            .formatted(place + 1, expected, text, " ".repeat(place)));
  }
}
