package pleiad.encode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pleiad.encode.checkpoint.Dialect;
import pleiad.encode.checkpoint.Profile;
import pleiad.encode.onnx.Precision;

/// Which model, and how it is run: what a person writes where a model is asked for, and what a
/// collection records to open the same one again.
///
/// ```
/// bge-small-en-v1.5
/// colbert-ir/colbertv2.0
/// colbert-ir/colbertv2.0@main,profile=stanford,document-length=512
/// ./checkpoints/mine,precision=int8
/// ```
///
/// @param name of a model that comes with Pleiad, of one on the hub (`ORG/NAME`), or a folder
/// @param revision of a model on the hub; null: the one that is there
/// @param profile whose way of encoding is followed; null: that which the checkpoint was made by
/// @param precision of a graph that is written from the weights
/// @param queryLength tokens of a query, instead of what the model's files say
/// @param documentLength tokens of a document that one pass sees, instead of what the files say
/// @param dimension numbers kept of a text's one vector, the first ones; where a model is made for
///   it (Matryoshka)
/// @param cut whether a document's text behind the length is not seen, as the reference
///   implementations have it; otherwise a long document takes several passes
public record ModelReference(
    String name,
    @Nullable String revision,
    @Nullable Profile profile,
    Precision precision,
    OptionalInt queryLength,
    OptionalInt documentLength,
    OptionalInt dimension,
    boolean cut) {
  private static final Pattern SETTING = Pattern.compile("(,[a-z-]+=[^,]*)*$");
  private static final Pattern WITH_REVISION =
      Pattern.compile("([\\w.-]*\\w[\\w.-]*(?:/[\\w.-]*\\w[\\w.-]*)?)@(.+)");
  private static final int MOST = 9_999_999;

  public ModelReference {
    Objects.requireNonNull(precision, "precision");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a model has a name or a folder, got '" + name + "'");
    }
  }

  /// A model as it is.
  public static ModelReference of(String name) {
    return new ModelReference(
        name,
        null,
        null,
        Precision.FLOAT32,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        false);
  }

  /// Reads what a person wrote.
  ///
  /// @throws IllegalArgumentException when a setting is unknown or has no such value
  public static ModelReference parse(String written) {
    Matcher settings = SETTING.matcher(written);
    int end = settings.find() ? settings.start() : written.length();
    String name = written.substring(0, end);
    Matcher revised = WITH_REVISION.matcher(name);
    ModelReference reference = of(name);
    if (revised.matches()) {
      reference = of(revised.group(1)).at(revised.group(2));
    }
    for (String setting : written.substring(end).split(",", -1)) {
      reference = setting.isEmpty() ? reference : reference.with(setting);
    }
    return reference;
  }

  private ModelReference with(String setting) {
    String key = setting.substring(0, setting.indexOf('='));
    String value = setting.substring(key.length() + 1);
    return switch (key) {
      case "profile" -> profile(Profile.named(value));
      case "precision" -> precision(precision(value));
      case "query-length" -> lengths(whole(key, value), documentLength);
      case "document-length" -> lengths(queryLength, whole(key, value));
      case "dimension" -> dimension(whole(key, value));
      case "long" -> cut(isCut(value));
      default ->
          throw new IllegalArgumentException(
              "a model has no setting '%s'; there are profile, precision, query-length, document-length, dimension and long"
                  .formatted(key));
    };
  }

  private static Precision precision(String value) {
    for (Precision each : Precision.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
        return each;
      }
    }
    throw new IllegalArgumentException("precision is float32 or int8, got '%s'".formatted(value));
  }

  private static OptionalInt whole(String key, String value) {
    if (!value.matches("\\d{1,7}") || Integer.parseInt(value) < 1) {
      throw new IllegalArgumentException(
          "%s is a number from 1 to %d, got '%s'".formatted(key, MOST, value));
    }
    return OptionalInt.of(Integer.parseInt(value));
  }

  private static boolean isCut(String value) {
    return switch (value) {
      case "cut" -> true;
      case "windows" -> false;
      default ->
          throw new IllegalArgumentException(
              "long is windows (long documents take several passes) or cut, got '%s'"
                  .formatted(value));
    };
  }

  /// The same with the folder's whole path for a name, so that it is found from anywhere.
  ModelReference in(Path folder) {
    return new ModelReference(
        folder.toAbsolutePath().normalize().toString(),
        revision,
        profile,
        precision,
        queryLength,
        documentLength,
        dimension,
        cut);
  }

  /// The same at a branch, tag or commit.
  public ModelReference at(@Nullable String revision) {
    return new ModelReference(
        name, revision, profile, precision, queryLength, documentLength, dimension, cut);
  }

  /// Refuses lengths that an encoder has no room for.
  ///
  /// @param window tokens that it takes; nothing where no file says
  void checkLengths(OptionalInt window) {
    checkLength("query-length", queryLength, window);
    checkLength("document-length", documentLength, window);
  }

  private void checkLength(String setting, OptionalInt length, OptionalInt window) {
    if (length.isPresent() && window.isPresent() && length.getAsInt() > window.getAsInt()) {
      throw new IllegalArgumentException(
          "the encoder of '%s' takes %d tokens at most, special ones included; got %s=%d"
              .formatted(name, window.getAsInt(), setting, length.getAsInt()));
    }
  }

  /// The way of encoding: the one asked for, or that of the checkpoint's makers.
  Profile profileFor(Dialect dialect) {
    return profile != null ? profile : dialect.profile();
  }

  /// The same encoding in another way.
  public ModelReference profile(Profile profile) {
    return new ModelReference(
        name, revision, profile, precision, queryLength, documentLength, dimension, cut);
  }

  /// The same with other numbers in the graph that is written.
  public ModelReference precision(Precision precision) {
    return new ModelReference(
        name, revision, profile, precision, queryLength, documentLength, dimension, cut);
  }

  /// The same with other lengths.
  public ModelReference lengths(OptionalInt query, OptionalInt document) {
    return new ModelReference(name, revision, profile, precision, query, document, dimension, cut);
  }

  /// The same with so many numbers of a text's one vector.
  public ModelReference dimension(OptionalInt dimension) {
    return new ModelReference(
        name, revision, profile, precision, queryLength, documentLength, dimension, cut);
  }

  /// The same cutting long documents, or not.
  public ModelReference cut(boolean cut) {
    return new ModelReference(
        name, revision, profile, precision, queryLength, documentLength, dimension, cut);
  }

  /// As a person would write it; [#parse] gives the same again.
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(settings());
    parts.addFirst(revision == null ? name : name + "@" + revision);
    return String.join(",", parts);
  }

  /// What is asked for beside the name and the revision, as a person would write it.
  List<String> settings() {
    List<String> settings = new ArrayList<>();
    if (profile != null) {
      settings.add("profile=" + profile.name());
    }
    if (precision != Precision.FLOAT32) {
      settings.add("precision=" + precision.name().toLowerCase(Locale.ROOT));
    }
    queryLength.ifPresent(length -> settings.add("query-length=" + length));
    documentLength.ifPresent(length -> settings.add("document-length=" + length));
    dimension.ifPresent(numbers -> settings.add("dimension=" + numbers));
    if (cut) {
      settings.add("long=cut");
    }
    return settings;
  }
}
