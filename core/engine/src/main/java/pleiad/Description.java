package pleiad;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pleiad.encode.PageEncoder;

/// What a collection says of itself, in the user data of every Lucene commit: it is there or it is
/// not, together with what it describes.
///
/// | key                       | value                                                        |
/// |---------------------------|--------------------------------------------------------------|
/// | `pleiad.version`          | 1                                                            |
/// | `pleiad.language`         | `en`, `de`, … `standard`                                     |
/// | `pleiad.fields`           | names of the multi-vector fields, separated by commas        |
/// | `pleiad.field.NAME.KEY`   | `model`, `fingerprint`, `dimension`, `code`, `part`; where tokens are pooled or left out also `pooling`, `protected`, `duplicates` |
record Description(Map<String, VectorField> fields, Language language) {
  private static final String VERSION = "1";
  private static final String PREFIX = "pleiad.";

  Description {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static Description of(List<VectorField> fields, Language language) {
    Map<String, VectorField> byName = new LinkedHashMap<>();
    fields.forEach(field -> byName.put(field.name(), field));
    return new Description(byName, language);
  }

  /// Reads a commit's user data; null when it holds no description.
  ///
  /// @throws IllegalArgumentException when a newer Pleiad wrote it
  static @Nullable Description read(Map<String, String> data) {
    String version = data.get(PREFIX + "version");
    if (version == null) {
      return null;
    }
    if (!version.equals(VERSION)) {
      throw new IllegalArgumentException(
          "the collection has version %s, this Pleiad reads version %s; take a newer Pleiad"
              .formatted(version, VERSION));
    }
    List<VectorField> fields = new ArrayList<>();
    for (String name : get(data, "fields").split(",", -1)) {
      String prefix = "field." + name + ".";
      fields.add(
          new VectorField(
              name,
              data.get(PREFIX + prefix + "model"),
              data.get(PREFIX + prefix + "fingerprint"),
              Integer.parseInt(get(data, prefix + "dimension")),
              get(data, prefix + "code"),
              Part.named(get(data, prefix + "part")),
              reduction(data, prefix)));
    }
    return of(fields, Language.ofCode(get(data, "language")));
  }

  /// A field that says nothing of it keeps every token.
  private static TokenReduction reduction(Map<String, String> data, String prefix) {
    return data.containsKey(PREFIX + prefix + "pooling")
        ? new TokenReduction(
            Integer.parseInt(get(data, prefix + "pooling")),
            Integer.parseInt(get(data, prefix + "protected")),
            Integer.parseInt(get(data, prefix + "least")),
            Float.parseFloat(get(data, prefix + "duplicates")))
        : TokenReduction.NONE;
  }

  private static void write(TokenReduction reduction, String prefix, Map<String, String> data) {
    if (!reduction.equals(TokenReduction.NONE)) {
      data.put(prefix + "pooling", Integer.toString(reduction.pooling()));
      data.put(prefix + "protected", Integer.toString(reduction.protectedTokens()));
      data.put(prefix + "least", Integer.toString(reduction.least()));
      data.put(prefix + "duplicates", Float.toString(reduction.duplicates()));
    }
  }

  private static String get(Map<String, String> data, String key) {
    String value = data.get(PREFIX + key);
    if (value == null) {
      throw new IllegalArgumentException(
          "the collection's description lacks '%s%s'".formatted(PREFIX, key));
    }
    return value;
  }

  Map<String, String> write() {
    Map<String, String> data = new HashMap<>();
    data.put(PREFIX + "version", VERSION);
    data.put(PREFIX + "language", language.code());
    data.put(PREFIX + "fields", String.join(",", fields.keySet()));
    fields
        .values()
        .forEach(
            field -> {
              String prefix = PREFIX + "field." + field.name() + ".";
              putIfPresent(data, prefix + "model", field.model());
              putIfPresent(data, prefix + "fingerprint", field.fingerprint());
              data.put(prefix + "dimension", Integer.toString(field.dimension()));
              data.put(prefix + "code", field.code());
              data.put(prefix + "part", field.part().word());
              write(field.reduction(), prefix, data);
            });
    return data;
  }

  private static void putIfPresent(Map<String, String> data, String key, @Nullable String value) {
    if (value != null) {
      data.put(key, value);
    }
  }

  /// What it would be asked for with.
  Settings settings() {
    return new Settings(fields.values().stream().map(VectorField::settings).toList(), language);
  }

  /// This and the fields of those settings that it lacks.
  ///
  /// @param folder where it is from, for a message
  /// @throws IllegalArgumentException when the settings lack or change something that is here, or a
  ///   new field cannot be filled from texts
  Description with(Settings wanted, Models models, Path folder) {
    Map<String, VectorField> all = new LinkedHashMap<>(fields);
    Set<String> named = new HashSet<>();
    for (Settings.Field field : wanted.fields()) {
      named.add(field.name());
      VectorField here = fields.get(field.name());
      if (here == null) {
        refuseWithoutTexts(field, models, folder);
        all.put(field.name(), models.described(field));
      } else if (!here.settings().equals(field) && !here.equals(models.described(field))) {
        throw new IllegalArgumentException(
            "'%s' has a field %s; asked for was %s. Make it anew with: pleiad reindex --field %s, or give the new one another name"
                .formatted(
                    folder, here.inWords(), models.described(field).inWords(), field.name()));
      }
    }
    if (!named.containsAll(fields.keySet())) {
      throw new IllegalArgumentException(
          "fields are added to those that '%s' has, %s; asked for were %s"
              .formatted(folder, fields.keySet(), named));
    }
    if (wanted.language() != language) {
      throw new IllegalArgumentException(
          "'%s' takes its words for %s; asked for was %s. Leave the language out, or take another folder"
              .formatted(folder, language, wanted.language()));
    }
    return new Description(all, language);
  }

  /// Refuses a field that cannot be filled from texts.
  private static void refuseWithoutTexts(Settings.Field field, Models models, Path folder) {
    switch (field) {
      case Settings.Encoded encoded -> {
        if (models.open(encoded.model()) instanceof PageEncoder) {
          throw new IllegalArgumentException(
              "the model '%s' reads pages, of which '%s' keeps the texts and not the pictures; index the files into another folder instead"
                  .formatted(encoded.model(), folder));
        }
      }
      case Settings.Brought _ ->
          throw new IllegalArgumentException(
              "field '%s' has no model that could fill it from the texts of '%s'; add the documents with their vectors to another folder"
                  .formatted(field.name(), folder));
    }
  }

  /// The token code of each field, for the writer.
  Map<String, String> codes() {
    return fields.values().stream()
        .collect(Collectors.toUnmodifiableMap(VectorField::name, VectorField::code));
  }

  /// Fields and language, for a message.
  String inWords() {
    return fields.values().stream().map(VectorField::inWords).collect(Collectors.joining(", "))
        + ", language "
        + language;
  }

  /// The field that queries are drawn for where nothing says which: one that takes a text if there
  /// is one.
  VectorField sampledField() {
    return fields.values().stream()
        .filter(field -> field.model() != null)
        .findFirst()
        .orElseGet(() -> fields.values().iterator().next());
  }

  /// The field of that name.
  ///
  /// @throws IllegalArgumentException that lists the fields there are
  VectorField field(String name) {
    VectorField field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException(
          "the collection has no multi-vector field '%s'; it has %s"
              .formatted(name, fields.keySet()));
    }
    return field;
  }
}
