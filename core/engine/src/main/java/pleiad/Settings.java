package pleiad;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import pleiad.encode.Encoders;
import pleiad.index.CodeName;
import pleiad.search.Plan;

/// What a collection is made of, decided when it is created. Every part has a default; a newcomer
/// never sees this.
///
/// @param fields the multi-vector fields
/// @param language the language that BM25 takes the texts for
public record Settings(List<Field> fields, Language language) {
  /// A field as it is asked for: a model by name and what it encodes, or vectors that the caller
  /// brings.
  public sealed interface Field {
    String name();

    String code();

    TokenReduction reduction();
  }

  /// A field filled by a model.
  ///
  /// @param name the field
  /// @param model the encoder's name
  /// @param part what of a document is encoded
  /// @param code how a token is kept, see [pleiad.index.CodeName]
  /// @param reduction which tokens are kept
  public record Encoded(String name, String model, Part part, String code, TokenReduction reduction)
      implements Field {
    /// The code of tokens that stand for two, on average.
    public static final String DEFAULT_CODE = "residual-80+centred";

    /// Pools tokens in pairs, and keeps these by [#DEFAULT_CODE].
    public Encoded(String name, String model, Part part) {
      this(name, model, part, DEFAULT_CODE, TokenReduction.PAIRS);
    }

    /// Keeps every token.
    public Encoded(String name, String model, Part part, String code) {
      this(name, model, part, code, TokenReduction.NONE);
    }
  }

  /// A field whose vectors the caller brings.
  ///
  /// @param dimension numbers per token
  /// @param reduction which tokens are kept
  public record Brought(String name, int dimension, String code, TokenReduction reduction)
      implements Field {
    /// The code of a token where nothing is said.
    public static final String DEFAULT_CODE = "residual";

    /// Keeps every token by [#DEFAULT_CODE].
    public Brought(String name, int dimension) {
      this(name, dimension, DEFAULT_CODE, TokenReduction.NONE);
    }

    /// Keeps every token.
    public Brought(String name, int dimension, String code) {
      this(name, dimension, code, TokenReduction.NONE);
    }
  }

  /// The embedded model's token vectors of title and text, in `tokens`; English words.
  public static final Settings DEFAULT =
      new Settings(
          List.of(new Encoded(Plan.TOKENS_FIELD, Encoders.DEFAULT, Part.ALL)), Language.EN);

  /// @throws IllegalArgumentException when a field's name or code is none, or there is no field
  public Settings {
    fields = List.copyOf(fields);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("a collection has at least one multi-vector field");
    }
    Set<String> names = new HashSet<>();
    for (Field field : fields) {
      if (field.name().equals(Plan.TEXT_FIELD)) {
        throw new IllegalArgumentException("'text' is the field of the words; take another name");
      }
      if (!field.name().matches("[A-Za-z][A-Za-z0-9_-]*")) {
        throw new IllegalArgumentException(
            "'%s' is no field name; expected a letter, then letters, digits, '_' or '-'"
                .formatted(field.name()));
      }
      CodeName.parse(field.code());
      if (!names.add(field.name())) {
        throw new IllegalArgumentException("two fields are called '" + field.name() + "'");
      }
    }
  }

  /// One field `tokens` whose vectors of that dimension the caller brings.
  public static Settings ofVectors(int dimension) {
    return new Settings(List.of(new Brought(Plan.TOKENS_FIELD, dimension)), Language.EN);
  }

  /// One field `tokens` filled by that model.
  public static Settings ofModel(String model) {
    return new Settings(List.of(new Encoded(Plan.TOKENS_FIELD, model, Part.ALL)), Language.EN);
  }

  public Settings withLanguage(Language language) {
    return new Settings(fields, language);
  }

  /// The same, with another model in every field that has one.
  public Settings withModel(String model) {
    return new Settings(fields.stream().map(field -> withModel(field, model)).toList(), language);
  }

  /// The same, with another model in that field.
  ///
  /// @throws IllegalArgumentException when there is no such field, or its vectors are brought
  public Settings withModel(String name, String model) {
    return changed(
        name,
        field -> {
          if (withModel(field, model) instanceof Encoded encoded) {
            return encoded;
          }
          throw new IllegalArgumentException(
              "field '%s' has no model, its vectors are brought".formatted(name));
        });
  }

  /// The same, with that field's tokens kept by another code.
  ///
  /// @throws IllegalArgumentException when there is no such field
  public Settings withCode(String name, String code) {
    return changed(name, field -> withCode(field, code));
  }

  private Settings changed(String name, UnaryOperator<Field> change) {
    List<String> names = fields.stream().map(Field::name).toList();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "there is no multi-vector field '%s'; there are %s".formatted(name, names));
    }
    return new Settings(
        fields.stream()
            .map(field -> field.name().equals(name) ? change.apply(field) : field)
            .toList(),
        language);
  }

  private static Field withModel(Field field, String model) {
    return switch (field) {
      case Encoded(String name, _, Part part, String code, TokenReduction reduction) ->
          new Encoded(name, model, part, code, reduction);
      case Brought brought -> brought;
    };
  }

  /// The same, with every field's tokens kept by another code.
  public Settings withCode(String code) {
    return new Settings(fields.stream().map(field -> withCode(field, code)).toList(), language);
  }

  private static Field withCode(Field field, String code) {
    return switch (field) {
      case Encoded(String name, String model, Part part, _, TokenReduction reduction) ->
          new Encoded(name, model, part, code, reduction);
      case Brought(String name, int dimension, _, TokenReduction reduction) ->
          new Brought(name, dimension, code, reduction);
    };
  }

  /// The same, with other tokens kept in every field, as in [TokenReduction#NONE].
  public Settings withReduction(TokenReduction reduction) {
    return new Settings(
        fields.stream().map(field -> withReduction(field, reduction)).toList(), language);
  }

  private static Field withReduction(Field field, TokenReduction reduction) {
    return switch (field) {
      case Encoded(String name, String model, Part part, String code, _) ->
          new Encoded(name, model, part, code, reduction);
      case Brought(String name, int dimension, String code, _) ->
          new Brought(name, dimension, code, reduction);
    };
  }

  /// One more field.
  public Settings with(Field field) {
    List<Field> more = new ArrayList<>(fields);
    more.add(field);
    return new Settings(more, language);
  }
}
