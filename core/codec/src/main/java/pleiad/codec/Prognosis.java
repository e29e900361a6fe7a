package pleiad.codec;

import java.util.Arrays;

/// Tells what a document will come to from what some parts of the query come to in it: documents
/// that were added up whole say how parts and the rest go together. Parts go in the order of how
/// much documents differ in them, so that few of them tell much.
///
/// It says nothing before it has seen [#LEAST] documents.
final class Prognosis {
  private static final int LEAST = 16;

  /// The rest of one document in a thousand is so many standard deviations larger than expected.
  private static final double DEVIATIONS = 3;

  private final int parts;

  /// `[document][part]` of the first documents.
  private final float[] seen;

  private int count;
  private final int[] order;

  /// What is expected of the rest behind so many parts: `offset + slope · sum`, and how far off
  /// that may be.
  private final double[] offsets;

  private final double[] slopes;
  private final double[] slacks;

  Prognosis(int parts) {
    this.parts = parts;
    this.seen = new float[LEAST * parts];
    this.order = new int[parts];
    this.offsets = new double[parts];
    this.slopes = new double[parts];
    this.slacks = new double[parts];
    Arrays.setAll(order, part -> part);
  }

  /// The part that is looked at after so many others.
  int part(int place) {
    return order[place];
  }

  /// Whether it can tell anything.
  boolean ready() {
    return count == LEAST;
  }

  /// Learns from a document that was added up whole, while it cannot tell anything.
  ///
  /// @param sums what each part came to
  void learn(float[] sums) {
    System.arraycopy(sums, 0, seen, count++ * parts, parts);
    if (ready()) {
      sortParts();
      double[] done = new double[LEAST];
      for (int place = 0; place < parts; place++) {
        for (int document = 0; document < LEAST; document++) {
          done[document] += seen[document * parts + order[place]];
        }
        fit(place, done);
      }
    }
  }

  private void sortParts() {
    double[] spread = new double[parts];
    Integer[] sorted = new Integer[parts];
    for (int part = 0; part < parts; part++) {
      double sum = 0;
      double squares = 0;
      for (int document = 0; document < LEAST; document++) {
        double each = seen[document * parts + part];
        sum += each;
        squares += each * each;
      }
      spread[part] = squares - sum * sum / LEAST;
      sorted[part] = part;
    }
    Arrays.sort(sorted, (a, b) -> Double.compare(spread[b], spread[a]));
    Arrays.setAll(order, place -> sorted[place]);
  }

  /// The least squares of the rest over what is done.
  private void fit(int place, double[] done) {
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int document = 0; document < LEAST; document++) {
      double rest = -done[document];
      for (int part = 0; part < parts; part++) {
        rest += seen[document * parts + part];
      }
      x += done[document];
      y += rest;
      xx += done[document] * done[document];
      xy += done[document] * rest;
      yy += rest * rest;
    }
    double spread = xx - x * x / LEAST;
    double together = xy - x * y / LEAST;
    slopes[place] = spread > 0 ? together / spread : 0;
    offsets[place] = (y - slopes[place] * x) / LEAST;
    double left = Math.max(0, yy - y * y / LEAST - slopes[place] * together);
    slacks[place] = DEVIATIONS * Math.sqrt(left / (LEAST - 2));
  }

  /// What a document is expected to come to, whose parts up to and with this place come to `sum`.
  float expected(int place, float sum) {
    return (float) (sum + offsets[place] + slopes[place] * sum);
  }

  /// How much more it may be.
  float slack(int place) {
    return (float) slacks[place];
  }
}
