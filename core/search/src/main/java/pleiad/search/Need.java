package pleiad.search;

/// A form of the query that a stage works with.
public sealed interface Need {
  /// For a person to read.
  String inWords();

  /// Its token vectors, for a multi-vector field.
  record Tokens(String field) implements Need {
    @Override
    public String inWords() {
      return "token vectors for '%s'".formatted(field);
    }
  }

  /// Its one vector, for the single vectors beside a multi-vector field.
  record Single(String field) implements Need {
    @Override
    public String inWords() {
      return "a vector for '%s'".formatted(field);
    }
  }

  /// How much each of its tokens counts, for a multi-vector field.
  ///
  /// @param way as [TokenWeights] has it
  record Weights(String field, String way) implements Need {
    @Override
    public String inWords() {
      return "weights by %s of the tokens for '%s'".formatted(way, field);
    }
  }

  /// Its words.
  record Words() implements Need {
    @Override
    public String inWords() {
      return "words";
    }
  }

  /// A model that reads query and document together, and the documents' texts.
  record TextModel(String model) implements Need {
    @Override
    public String inWords() {
      return "texts and the model '%s'".formatted(model);
    }
  }
}
