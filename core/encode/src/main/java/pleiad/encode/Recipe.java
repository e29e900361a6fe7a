package pleiad.encode;

import java.util.List;

/// All that is to be done around a transformer to make vectors of texts.
///
/// @param query how queries become passes
/// @param document how documents do
/// @param projection the layers that make a token's vector of its state; none where the graph has
///   them
/// @param dimension numbers kept of a token's vector, the first ones (Matryoshka)
/// @param single how a text's one vector comes about
record Recipe(
    Side query, Side document, List<DenseLayer> projection, int dimension, Single single) {
  Recipe {
    projection = List.copyOf(projection);
  }

  Side side(Role role) {
    return switch (role) {
      case QUERY -> query;
      case DOCUMENT -> document;
    };
  }

  /// All of it but the layers' numbers; part of a fingerprint, so what is published stays.
  String text() {
    return "query: %s\ndocument: %s\ndimension: %d\nlayers: %d\nsingle: %s\n"
        .formatted(query.text(), document.text(), dimension, projection.size(), single.text());
  }

  /// Makes tokens' vectors of their states, not yet of length one.
  float[] project(float[] states, int count) {
    float[] rows = states;
    for (DenseLayer layer : projection) {
      rows = layer.of(rows, count);
    }
    int width = rows.length / count;
    return width == dimension ? rows : narrowed(rows, width, count);
  }

  private float[] narrowed(float[] rows, int width, int count) {
    float[] narrow = new float[count * dimension];
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, i * width, narrow, i * dimension, dimension);
    }
    return narrow;
  }
}
