package pleiad.encode;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pleiad.encode.checkpoint.BiEncoder;
import pleiad.encode.checkpoint.Dialect;
import pleiad.encode.checkpoint.Expansion;
import pleiad.encode.checkpoint.LateInteraction;
import pleiad.encode.checkpoint.Lengths;
import pleiad.encode.checkpoint.Marker;
import pleiad.encode.checkpoint.Profile;
import pleiad.encode.checkpoint.Projection;
import pleiad.encode.checkpoint.Prompts;
import pleiad.encode.checkpoint.Skiplist;
import pleiad.encode.checkpoint.TextForm;
import pleiad.encode.text.Tokenizer;

/// Puts together what a checkpoint says, what a [Profile] makes of it, and what a tokenizer has for
/// it in numbers.
final class Recipes {
  private final ModelReference reference;
  private final Dialect dialect;
  private final Profile profile;
  private final Tokenizer tokenizer;

  /// What the encoder has room for.
  private final int window;

  private Recipes(ModelReference reference, LateInteraction model, Tokenizer tokenizer) {
    this.reference = reference;
    this.dialect = model.dialect();
    this.profile = reference.profileFor(dialect);
    this.tokenizer = tokenizer;
    this.window = model.basis().backbone().window().orElseGet(() -> longest(model, reference));
  }

  /// What a checkpoint that does not say its window is taken to have room for; the graph may refuse
  /// what a person asks for.
  private static int longest(LateInteraction model, ModelReference reference) {
    Lengths lengths = model.form().lengths();
    int longest = Math.max(lengths.query(), lengths.document());
    longest = Math.max(longest, reference.queryLength().orElse(0));
    return Math.max(longest, reference.documentLength().orElse(0));
  }

  /// What is done around a model for late interaction.
  ///
  /// @param projection the layers that are still to be applied; none where the graph has them
  static Recipe of(
      LateInteraction model,
      List<DenseLayer> projection,
      ModelReference reference,
      Tokenizer tokenizer) {
    TextForm form = model.form();
    Recipes recipes = new Recipes(reference, model, tokenizer);
    int dimension = dimension(reference, model.projection());
    return new Recipe(
        recipes.query(form, model.prompts()),
        recipes.document(form, model.prompts()),
        projection,
        dimension,
        Single.meanOfTokens(dimension));
  }

  /// What is done around a bi-encoder: its states are token vectors, those of the text's own tokens
  /// alone; the one vector is what it was made for.
  ///
  /// @param layers those behind the pooling
  static Recipe of(BiEncoder model, int states, List<DenseLayer> layers, ModelReference reference) {
    int dimension = dimension(reference, model.projection());
    int query = reference.queryLength().orElse(model.length());
    int document = reference.documentLength().orElse(model.length());
    boolean cutQueries = reference.cut() || reference.queryLength().isPresent();
    return new Recipe(
        side(model, reference, query, cutQueries, "query"),
        side(model, reference, document, reference.cut(), "document", "passage", "corpus"),
        List.of(),
        states,
        new Single(
            model.pooling().modes(), false, model.pooling().withPrompt(), layers, dimension));
  }

  /// @param length ids of one pass
  /// @param cut whether a longer text's end is not seen
  /// @param names of the prompts that are looked for, the first that is there is taken
  private static Side side(
      BiEncoder model, ModelReference reference, int length, boolean cut, String... names) {
    Profile.Input input = reference.profileFor(model.dialect()).input();
    return new Side(
        input.strips(),
        model.lowerCase() && input.lowersCase(),
        model.prompts().of(names),
        false,
        Side.NONE,
        length,
        !cut,
        0,
        Side.NONE,
        false,
        false,
        new BitSet());
  }

  /// A model that is made to be cut says to which dimensions; others are cut when a person asks for
  /// it, and lose what they lose.
  private static int dimension(ModelReference reference, Projection projection) {
    int wanted = reference.dimension().orElse(projection.size());
    if (wanted > projection.dimension()) {
      throw new IllegalArgumentException(
          "the model '%s' has vectors of %d numbers; got dimension=%d"
              .formatted(reference.name(), projection.dimension(), wanted));
    }
    return wanted;
  }

  private Side query(TextForm form, Prompts prompts) {
    Profile.Queries rules = profile.queries();
    int said = reference.queryLength().orElse(rules.length().orElse(form.lengths().query()));
    Expansion expansion = expansion(form.expansion(), said);
    int length = Math.min(said, window);
    int expandTo = 0;
    Expansion.Filler filler = null;
    switch (expansion) {
      case Expansion.None _ -> length = rules.tooLong() == Profile.TooLong.KEPT ? room() : length;
      case Expansion.Fixed(int to, Expansion.Filler fills) -> {
        expandTo = Math.min(to, window);
        length = expandTo;
        filler = fills;
      }
      case Expansion.AtLeast(int to, Expansion.Filler fills) -> {
        expandTo = Math.min(to, window);
        length = rules.tooLong() == Profile.TooLong.KEPT ? room() : Math.max(length, expandTo);
        filler = fills;
      }
    }
    Marker marker = form.markers().query();
    return new Side(
        profile.input().strips(),
        form.lowerCase() && profile.input().lowersCase(),
        prefix(marker, prompts),
        true,
        inserted(marker),
        length,
        false,
        expandTo,
        filler == null ? Side.NONE : filler.id(),
        filler != null && isAttended(filler),
        true,
        form.skiplist().ofQueries() ? skipped(form.skiplist()) : new BitSet());
  }

  /// What a query has room for that is not cut: as much as encoder and tokenizer take.
  private int room() {
    return Math.min(window, tokenizer.maxLength().orElse(window));
  }

  private Side document(TextForm form, Prompts prompts) {
    int said =
        reference
            .documentLength()
            .orElse(profile.documents().length().orElse(form.lengths().document()));
    Marker marker = form.markers().document();
    return new Side(
        profile.input().strips(),
        form.lowerCase() && profile.input().lowersCase(),
        prefix(marker, prompts),
        true,
        inserted(marker),
        Math.min(said, window),
        !reference.cut(),
        0,
        Side.NONE,
        false,
        true,
        form.skiplist().ofDocuments() ? skipped(form.skiplist()) : new BitSet());
  }

  /// How queries are filled up in the end.
  private Expansion expansion(Expansion said, int length) {
    return switch (expansionRule()) {
      case NEVER -> new Expansion.None();
      case AS_SAID ->
          switch (said) {
            case Expansion.None none -> none;
            case Expansion.Fixed fixed ->
                reference.queryLength().isPresent()
                    ? new Expansion.Fixed(length, fixed.filler())
                    : fixed;
            case Expansion.AtLeast least ->
                reference.queryLength().isPresent()
                    ? new Expansion.AtLeast(length, least.filler())
                    : least;
          };
      case TO_LENGTH -> new Expansion.Fixed(length, filler(said));
      case AT_LEAST -> new Expansion.AtLeast(length, filler(said));
    };
  }

  /// A bundle of next-plaid is taken at its word: it is the exporter that always says no.
  private Profile.ExpansionRule expansionRule() {
    return profile.equals(Profile.NEXT_PLAID) && dialect == Dialect.NEXT_PLAID
        ? Profile.ExpansionRule.AS_SAID
        : profile.queries().expansion();
  }

  private Expansion.Filler filler(Expansion said) {
    return switch (said) {
      case Expansion.Fixed fixed -> fixed.filler();
      case Expansion.AtLeast least -> least.filler();
      case Expansion.None _ -> {
        int mask =
            tokenizer
                .specials()
                .mask()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "the profile '%s' fills queries up with the mask token, and the tokenizer of '%s' has none"
                                .formatted(profile.name(), reference.name())));
        yield new Expansion.Filler(tokenizer.piece(mask), mask, false);
      }
    };
  }

  private boolean isAttended(Expansion.Filler filler) {
    return switch (profile.queries().attention()) {
      case AS_SAID -> filler.attended();
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  private int inserted(Marker marker) {
    if (profile.input().marker() == Profile.Placement.TEXT) {
      return Side.NONE;
    }
    return switch (marker) {
      case Marker.None _ -> Side.NONE;
      case Marker.Inserted(_, int id) -> id;
      case Marker.Prefix(_, OptionalInt id) -> id.orElse(Side.NONE);
    };
  }

  private String prefix(Marker marker, Prompts prompts) {
    String prompt = prompts.of();
    boolean asText = inserted(marker) == Side.NONE;
    return switch (marker) {
      case Marker.None _ -> prompt;
      case Marker.Inserted(String text, _) -> asText ? spaced(text) + prompt : prompt;
      case Marker.Prefix(String text, _) -> asText ? text + prompt : prompt;
    };
  }

  private static String spaced(String marker) {
    return marker.endsWith(" ") ? marker : marker + " ";
  }

  /// The numbers of the tokens that documents are kept without.
  private BitSet skipped(Skiplist said) {
    List<String> words =
        switch (profile.documents().skipped()) {
          case AS_SAID -> said.words().stream().map(Skiplist.Word::text).toList();
          case PUNCTUATION -> Skiplist.PUNCTUATION;
        };
    BitSet skipped = new BitSet();
    for (String word : words) {
      ids(word).forEach(skipped::set);
    }
    return skipped;
  }

  private List<Integer> ids(String word) {
    List<Integer> ids = new ArrayList<>();
    tokenizer.id(word).ifPresent(ids::add);
    switch (profile.documents().unknown()) {
      case UNKNOWN_TOKEN -> {
        if (ids.isEmpty()) {
          tokenizer.specials().unk().ifPresent(ids::add);
        }
      }
      case FIRST_PIECE -> firstPiece(word).ifPresent(ids::add);
      case IGNORED -> {}
    }
    return ids;
  }

  private Optional<Integer> firstPiece(String word) {
    int[] pieces = tokenizer.split(word).ids();
    return pieces.length == 0 ? Optional.empty() : Optional.of(pieces[0]);
  }
}
