package pleiad.encode.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import pleiad.encode.weights.Config;

/// Makes pages and queries what a model takes, as the processor of its checkpoint does: ColPali,
/// ColQwen2 and ColQwen2.5, ColSmol (Idefics3) and ColModernVBERT, in the forms of colpali-engine
/// and of transformers. Safe for many threads when the tokenizer is.
public final class PageProcessor {
  /// Tokens of a tile where `processor_config.json` does not say.
  private static final int TILE_TOKENS = 64;

  private final Preprocessing preprocessing;
  private final Prompt prompt;
  private final TextIds text;
  private final int placeholder;

  private PageProcessor(Preprocessing preprocessing, Prompt prompt, TextIds text, int placeholder) {
    this.preprocessing = preprocessing;
    this.prompt = prompt;
    this.text = text;
    this.placeholder = placeholder;
  }

  /// Whether a folder holds a page-image model of a family that is known here, by its
  /// `config.json`.
  ///
  /// @throws IOException when that file is there and is none of settings
  public static boolean reads(Path folder) throws IOException {
    Path config = folder.resolve("config.json");
    return Files.isRegularFile(config)
        && Prompt.FAMILIES.contains(Config.read(config).text("model_type", ""));
  }

  /// Reads a checkpoint's settings.
  ///
  /// @param folder with `config.json`, and `preprocessor_config.json` or `processor_config.json`
  /// @param text the checkpoint's tokenizer
  /// @throws IOException when a file is missing, or says something that is not supported; names
  ///   both
  public static PageProcessor open(Path folder, TextIds text) throws IOException {
    Config config = Config.read(folder.resolve("config.json"));
    Path file = folder.resolve("processor_config.json");
    List<Config> processor = Files.exists(file) ? List.of(Config.read(file)) : List.of();
    Prompt.Overrides texts =
        processor.isEmpty()
            ? new Prompt.Overrides("", "")
            : Prompt.Overrides.of(processor.getFirst());
    Prompt prompt = Prompt.of(config, texts);
    int tileTokens = TILE_TOKENS;
    if (!processor.isEmpty() && processor.getFirst().has("image_seq_len")) {
      tileTokens = processor.getFirst().whole("image_seq_len", 1, 4_096);
    }
    Preprocessing preprocessing = preprocessing(config, settings(folder, processor), tileTokens);
    checkPlace(folder, prompt, preprocessing.placeholder());
    return new PageProcessor(
        preprocessing, prompt, text, single(folder, text, preprocessing.placeholder()));
  }

  private static Preprocessing preprocessing(Config config, Config settings, int tileTokens)
      throws IOException {
    return switch (config.text("model_type")) {
      case "paligemma", "colpali" -> StretchedPicture.of(settings);
      case "qwen2_vl", "qwen2_5_vl", "colqwen2" -> PatchedPicture.of(settings);
      default -> TiledPicture.of(settings, tileTokens);
    };
  }

  /// The settings of pictures: a file of their own, or, since transformers 5, a part of another.
  private static Config settings(Path folder, List<Config> processor) throws IOException {
    Path file = folder.resolve("preprocessor_config.json");
    if (Files.exists(file)) {
      return Config.read(file);
    }
    if (!processor.isEmpty() && processor.getFirst().has("image_processor")) {
      return processor.getFirst().section("image_processor");
    }
    throw new IOException(
        "'%s' has no preprocessor_config.json, nor a processor_config.json with an image_processor"
            .formatted(folder));
  }

  private static void checkPlace(Path folder, Prompt prompt, String placeholder)
      throws IOException {
    int first = prompt.page().indexOf(placeholder);
    if (first < 0 || first != prompt.page().lastIndexOf(placeholder)) {
      throw new IOException(
          "the prompt for pages should have '%s' once; 'visual_prompt_prefix' in '%s' makes it '%s'"
              .formatted(placeholder, folder.resolve("processor_config.json"), prompt.page()));
    }
  }

  private static int single(Path folder, TextIds text, String placeholder) throws IOException {
    int[] ids = text.ids(placeholder, false);
    if (ids.length != 1) {
      throw new IOException(
          "the tokenizer of '%s' should have '%s' as one token, and makes %d of it"
              .formatted(folder, placeholder, ids.length));
    }
    return ids[0];
  }

  /// What the model was taught to read around pages and queries.
  public Prompt prompt() {
    return prompt;
  }

  /// Prepares a page.
  ///
  /// @throws IllegalArgumentException when the model takes no picture of these proportions
  public PageInput page(Pixels page) {
    Prepared picture = preprocessing.prepare(page);
    String spelled = prompt.page().replace(preprocessing.placeholder(), picture.placeholders());
    int[] ids = text.ids(spelled, prompt.framed());
    return new PageInput(picture, ids, PatchGrid.over(ids, placeholder, picture.cells()));
  }

  /// Prepares a query.
  ///
  /// @throws IllegalArgumentException when it spells the model's placeholder of a picture
  public PageInput query(String query) {
    int[] ids = text.ids(prompt.queryStart(), query, prompt.queryEnd(), prompt.framed());
    if (Arrays.stream(ids).anyMatch(id -> id == placeholder)) {
      throw new IllegalArgumentException(
          "a query cannot contain '%s', which stands for a picture here; leave it out"
              .formatted(preprocessing.placeholder()));
    }
    return new PageInput(preprocessing.blank(), ids, PatchGrid.over(ids, placeholder, List.of()));
  }
}
