package pleiad.encode.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pleiad.encode.onnx.EncoderGraph;
import pleiad.encode.onnx.GraphAnswer;

/// What runs the model.
public sealed interface Graph {
  /// Why it is this one.
  String reason();

  /// The `.onnx` files that are there, by name.
  List<Candidate> candidates();

  /// A file that is there.
  ///
  /// @param file where it is
  /// @param answer what it gives, when it can be used
  /// @param refusal why it cannot, when it cannot
  record Candidate(Path file, Optional<GraphAnswer> answer, Optional<String> refusal) {}

  /// A file of the checkpoint.
  ///
  /// @param file where it is
  /// @param answer what it gives
  /// @param reason why it is this one
  /// @param candidates all files that are there
  record File(Path file, GraphAnswer answer, String reason, List<Candidate> candidates)
      implements Graph {
    /// Keeps the candidates.
    public File {
      candidates = List.copyOf(candidates);
    }
  }

  /// A graph that [pleiad.encode.onnx.EncoderGraphs] writes from the weights: the encoder's states.
  ///
  /// @param encoder what it will take and give
  /// @param reason why it has to be written
  /// @param candidates all files that are there
  record Written(EncoderGraph encoder, String reason, List<Candidate> candidates) implements Graph {
    /// Keeps the candidates.
    public Written {
      candidates = List.copyOf(candidates);
    }
  }

  /// None: the model cannot be run as it is.
  ///
  /// @param reason why no file is of use, and none can be written
  /// @param candidates all files that are there
  record Missing(String reason, List<Candidate> candidates) implements Graph {
    /// Keeps the candidates.
    public Missing {
      candidates = List.copyOf(candidates);
    }
  }
}
