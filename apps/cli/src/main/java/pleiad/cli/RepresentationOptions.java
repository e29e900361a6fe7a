package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pleiad.cli.Representation.As;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.PolyCodes;
import pleiad.encode.Role;

/// In which ways a text is shown as vectors.
final class RepresentationOptions {
  private static final int UNTRAINED = 16;
  private static final long SEED = 1;

  @Option(
      names = "--as",
      paramLabel = "WAY",
      split = ",",
      description = {
        "Compare representations and their bytes, any of:",
        "cls: one vector, the first token's state;",
        "mean: one vector, the mean of the states;",
        "codes: a few, what the codes of a poly-encoder make of the token vectors;",
        "tokens: one a token."
      })
  private List<As> ways = new ArrayList<>();

  @Option(
      names = "--codes",
      paramLabel = "M",
      description = "For --as codes: so many random codes, which nobody trained (default: 16).")
  private @Nullable Integer untrained;

  @Option(
      names = "--poly",
      paramLabel = "FILE",
      description = "For --as codes: those of the tensor 'codes' of a safetensors file.")
  private @Nullable Path poly;

  RepresentationOptions() {}

  /// Whether ways are compared.
  boolean asked() {
    return !ways.isEmpty();
  }

  /// @throws IllegalArgumentException when options contradict each other
  void check() {
    if (new HashSet<>(ways).size() < ways.size()) {
      throw new IllegalArgumentException("--as names a way twice, got " + ways);
    }
    if (!ways.contains(As.CODES) && (untrained != null || poly != null)) {
      throw new IllegalArgumentException("--codes and --poly say which codes; add --as codes");
    }
    if (untrained != null && poly != null) {
      throw new IllegalArgumentException(
          "--poly has codes and --codes makes random ones; give one of them");
    }
    if (untrained != null && untrained < 1) {
      throw new IllegalArgumentException("--codes must be at least 1, got " + untrained);
    }
  }

  /// The text in the ways asked for; as tokens and one vector where none is.
  List<Representation> of(Encoder encoder, Encoding encoding, String text, Role role)
      throws IOException {
    if (!asked()) {
      return List.of(Representation.tokens(encoding), Representation.single(encoding));
    }
    List<Representation> all = new ArrayList<>();
    for (As way : ways) {
      all.add(
          switch (way) {
            case CLS, MEAN -> Representation.pooled(encoder, text, role, way);
            case CODES -> Representation.codes(encoding, codes(encoder));
            case TOKENS -> Representation.tokens(encoding);
          });
    }
    return all;
  }

  private PolyCodes codes(Encoder encoder) throws IOException {
    return poly != null
        ? PolyCodes.read(poly)
        : PolyCodes.untrained(
            untrained == null ? UNTRAINED : untrained, encoder.model().dimension(), SEED);
  }
}
