package pleiad.encode.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Puts a tokenizer together from its files.
final class Assembly {
  private final TokenizerFile file;
  private final Settings settings;
  private final List<AddedToken> tokens;

  private Assembly(TokenizerFile file, Settings settings, List<AddedToken> tokens) {
    this.file = file;
    this.settings = settings;
    this.tokens = tokens;
  }

  static Tokenizer of(TokenizerFile file, Settings settings, Collection<String> markers)
      throws IOException {
    return new Assembly(file, settings, tokens(file, markers)).tokenizer(markers);
  }

  /// The file's added tokens and the markers, which must be entries of the vocabulary.
  private static List<AddedToken> tokens(TokenizerFile file, Collection<String> markers)
      throws IOException {
    List<AddedToken> tokens = new ArrayList<>(file.added());
    for (String marker : markers) {
      int id =
          file.names()
              .id(marker)
              .orElseThrow(
                  () ->
                      new IOException(
                          "the tokenizer in '%s' has no token '%s' to mark texts with; is it the"
                                  .formatted(file.file(), marker)
                              + " model's own, blanks and all?"));
      if (tokens.stream().noneMatch(token -> token.content().equals(marker))) {
        tokens.add(AddedToken.marker(id, marker));
      }
    }
    return tokens;
  }

  private Tokenizer tokenizer(Collection<String> markers) throws IOException {
    Specials specials = specials();
    Set<String> guarded = new TreeSet<>(markers);
    for (AddedToken token : tokens) {
      if (token.special() || token.looksSpecial()) {
        guarded.add(token.content());
      }
    }
    for (int id : TemplateReader.ids(file.template())) {
      guarded.add(file.names().piece(id));
    }
    for (OptionalInt id :
        List.of(specials.cls(), specials.sep(), specials.mask(), specials.pad(), specials.unk())) {
      id.ifPresent(special -> guarded.add(file.names().piece(special)));
    }
    Guard guard = new Guard(guarded);
    Optional<BertNormalizer> stated = BertNormalizer.of(file.normalizer());
    @Nullable BertNormalizer normalizer =
        stated.isPresent() ? settings.applied(stated.get()) : null;
    return new FileTokenizer(
        splitter(normalizer, guard),
        file.names(),
        specials,
        file.template(),
        settings.maxLength(),
        digest(normalizer, guarded, specials));
  }

  private Splitter splitter(@Nullable BertNormalizer normalizer, Guard guard) throws IOException {
    if (normalizer != null && UncasedSplitter.fits(file, normalizer, guard)) {
      List<String> pieces = file.names().inOrder(file.model().size());
      return new UncasedSplitter(Vocabulary.of(pieces), guard, file.names());
    }
    Fatal.refuse(file);
    String json = new LibraryFile(file, guard, tokens, normalizer).write();
    return LibrarySplitter.open(json, file.file(), guard);
  }

  private Specials specials() throws IOException {
    return new Specials(
        special(List.of("cls_token", "bos_token"), List.of("[CLS]", "<s>")),
        special(List.of("sep_token", "eos_token"), List.of("[SEP]", "</s>")),
        special(List.of("mask_token"), List.of("[MASK]", "<mask>")),
        special(List.of("pad_token"), List.of("[PAD]", "<pad>")),
        special(List.of("unk_token"), List.of("[UNK]", "<unk>")));
  }

  /// The token that the settings name; without them, an added token of a usual name.
  private OptionalInt special(List<String> duties, List<String> usual) throws IOException {
    for (String duty : duties) {
      Optional<String> named = settings.token(duty);
      if (named.isPresent()) {
        return file.names().id(named.get());
      }
    }
    return tokens.stream()
        .filter(token -> usual.contains(token.content()))
        .mapToInt(AddedToken::id)
        .findFirst();
  }

  private String digest(
      @Nullable BertNormalizer normalizer, Set<String> guarded, Specials specials) {
    MessageDigest sha256 = sha256();
    update(sha256, file.json());
    String decided = "%s %s %s".formatted(normalizer, String.join("\0", guarded), specials);
    update(sha256, decided.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void update(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(part.length).array());
    digest.update(part);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JVM has SHA-256", impossible);
    }
  }
}
