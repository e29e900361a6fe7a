package pleiad.codec;

/// The definition: numbers of the tables looked up one by one and added up in float32.
final class PlainProducts implements CodeProducts {
  /// Steps of a product of two directions that are the same.
  private static final float STEPS = 2_000;

  private final CodeTables tables;
  private final int codes;
  private final float perStep;
  private final byte[] values;
  private final float[] sums = new float[BLOCK];

  PlainProducts(CodeTables tables) {
    this.tables = tables;
    this.codes = tables.codebook().shape().codes();
    float step = tables.length(0) * tables.codebook().ratios().shortest() / STEPS;
    this.perStep = step == 0 ? 0 : 1 / step;
    this.values = new byte[(codes + 1) * BLOCK];
  }

  @Override
  public int atLeast(
      byte[] codes, int from, int count, short least, int[] places, short[] products) {
    multiply(codes, from, count);
    int found = 0;
    for (int place = 0; place < count; place++) {
      short product =
          (short) Math.clamp(Math.round(sums[place] * perStep), Short.MIN_VALUE, Short.MAX_VALUE);
      if (product >= least) {
        places[found] = place;
        products[found++] = product;
      }
    }
    return found;
  }

  private void multiply(byte[] source, int from, int count) {
    SixBits.unpack(source, from, codes, count, values, 0);
    float[] dots = tables.dots();
    for (int place = 0; place < count; place++) {
      float sum = 0;
      int table = tables.at(0, 0);
      for (int value = place; value < codes * BLOCK; value += BLOCK, table += SixBits.VALUES) {
        sum += dots[table + values[value]];
      }
      sums[place] = sum * tables.codebook().ratios().of(values[codes * BLOCK + place]);
    }
  }

  @Override
  public void close() {
    tables.close();
  }
}
