package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pleiad.Language;
import pleiad.Part;
import pleiad.Settings;
import pleiad.TokenReduction;
import pleiad.encode.Encoders;
import pleiad.search.Plan;

/// Which multi-vector fields a collection is to have, and how they keep tokens.
final class FieldOptions {
  @Option(
      names = "--model",
      description =
          "The encoder of fields that name none (default: the embedded model, or what a field has).")
  private @Nullable String model;

  @Option(
      names = "--field",
      paramLabel = "NAME[:PART][=MODEL]",
      description = {
        "A multi-vector field, of a part of the documents: title, text or all (default: tokens:all). Several make several fields, as in --field description=MODEL --field page:text=OTHER.",
        "A collection that lacks it is given it: the documents that are there are encoded for it, and nothing else of them."
      })
  private List<String> fields = new ArrayList<>();

  @Option(
      names = "--codec",
      paramLabel = "CODE",
      description = {
        "How new fields keep a token (default: " + Settings.Encoded.DEFAULT_CODE + "):",
        "residual-80+centred: 80 six-bit codes and a length of what tokens differ from",
        "  their document's mean, which is kept once; 61 bytes for two tokens;",
        "residual: 48 such codes of the tokens themselves, 37 bytes;",
        "residual-N, with or without +centred: any multiple of 4 from 12;",
        "residual+int8, residual-20+int8: codes to find by, int8 beside them to score by;",
        "int8: a byte a number; float16: two bytes a number;",
        "+muvera behind any: an encoding a document, too, for the plan's",
        "  muvera(n)."
      })
  private @Nullable String codec;

  @Option(
      names = "--pool",
      paramLabel = "N",
      description =
          "In new fields pool N tokens of a document into one, on average (default: 2; 1 keeps every token), of what is longer than 32; what that costs is measured and said at the end.")
  private @Nullable Integer pooling;

  @Option(
      names = "--prune-duplicates",
      paramLabel = "COSINE",
      description =
          "In new fields leave out tokens that are so near to an earlier one of the document, as in 0.95.")
  private @Nullable Float duplicates;

  @Option(
      names = "--language",
      description =
          "The language of a new collection's words: ${COMPLETION-CANDIDATES} (default: EN).")
  private @Nullable Language language;

  FieldOptions() {}

  /// What a new collection is made of.
  Settings created() {
    return new Settings(
        choices().stream().<Settings.Field>map(this::created).toList(),
        language == null ? Language.EN : language);
  }

  /// What a collection is to be made of; what is not said is as it has it.
  ///
  /// @throws IllegalArgumentException when it lacks a field that nobody named
  Settings wanted(Settings existing) {
    List<Settings.Field> all = new ArrayList<>(existing.fields());
    for (FieldChoice choice : choices()) {
      int place = place(existing.fields(), choice.name());
      if (place >= 0) {
        all.set(place, changed(choice, all.get(place)));
      } else if (!fields.isEmpty()) {
        all.add(created(choice));
      } else if (Stream.of(model, codec, pooling, duplicates).anyMatch(Objects::nonNull)) {
        throw new IllegalArgumentException(
            "the collection has no field '%s', it has %s; say with --field which is meant"
                .formatted(
                    choice.name(), existing.fields().stream().map(Settings.Field::name).toList()));
      }
    }
    return new Settings(all, language == null ? existing.language() : language);
  }

  private static int place(List<Settings.Field> fields, String name) {
    return fields.stream().map(Settings.Field::name).toList().indexOf(name);
  }

  private List<FieldChoice> choices() {
    return fields.isEmpty()
        ? List.of(new FieldChoice(Plan.TOKENS_FIELD, null, null))
        : fields.stream().map(FieldChoice::parse).toList();
  }

  private Settings.Encoded created(FieldChoice choice) {
    return new Settings.Encoded(
        choice.name(),
        said(choice.model(), said(model, Encoders.DEFAULT)),
        said(choice.part(), Part.ALL),
        said(codec, Settings.Encoded.DEFAULT_CODE),
        reduction(TokenReduction.PAIRS));
  }

  private Settings.Field changed(FieldChoice choice, Settings.Field there) {
    return switch (there) {
      case Settings.Encoded field ->
          new Settings.Encoded(
              field.name(),
              said(choice.model(), said(model, field.model())),
              said(choice.part(), field.part()),
              said(codec, field.code()),
              reduction(field.reduction()));
      case Settings.Brought field ->
          choice.model() == null && model == null ? field : created(choice);
    };
  }

  private TokenReduction reduction(TokenReduction otherwise) {
    if (duplicates != null && duplicates <= 0) {
      throw new IllegalArgumentException(
          "--prune-duplicates is a cosine above 0 and at most 1, got " + duplicates);
    }
    TokenReduction pooled = pooling == null ? otherwise : otherwise.pooling(pooling);
    return duplicates == null ? pooled : pooled.duplicates(duplicates);
  }

  private static <T> T said(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }
}
