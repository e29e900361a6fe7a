package pleiad.index;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CodeProducts;

/// Goes through the codes of a segment's mean vectors for those with the largest products, some
/// more than wanted where several are equal. Keeps count of each product there was, and so knows at
/// any time what the wanted ones have at least. For one search.
final class NearestCodes {
  /// Blocks that are read at a time.
  private static final int BLOCKS = 16;

  private final int wanted;
  private final @Nullable Bits allowed;
  private final int[] counts = new int[1 << Short.SIZE];
  private int[] numbers;
  private short[] products;
  private int found;

  /// How many of those found have `least` or more.
  private int enough;

  private short least = Short.MIN_VALUE;

  /// @param allowed by number of vector; null: all
  NearestCodes(int wanted, @Nullable Bits allowed) {
    this.wanted = wanted;
    this.allowed = allowed;
    this.numbers = new int[2 * wanted];
    this.products = new short[2 * wanted];
  }

  /// The numbers of the nearest vectors, ascending.
  ///
  /// @param codes of all vectors
  int[] find(CodeProducts query, IndexInput codes, MeanEntry entry) throws IOException {
    int block = CodeProducts.BLOCK;
    byte[] bytes = new byte[BLOCKS * block * entry.vectorBytes() + CodeProducts.BEHIND];
    int[] places = new int[block];
    short[] theirs = new short[block];
    codes.seek(0);
    for (int first = 0; first < entry.vectors(); first += BLOCKS * block) {
      int count = Math.min(BLOCKS * block, entry.vectors() - first);
      codes.readBytes(bytes, 0, count * entry.vectorBytes());
      for (int at = 0; at < count; at += block) {
        int n = Math.min(block, count - at);
        int some = query.atLeast(bytes, at * entry.vectorBytes(), n, least, places, theirs);
        for (int i = 0; i < some; i++) {
          add(first + at + places[i], theirs[i]);
        }
      }
    }
    return drain();
  }

  private void add(int number, short product) {
    if (product < least || (allowed != null && !allowed.get(number))) {
      return;
    }
    if (found == numbers.length) {
      makeRoom();
    }
    numbers[found] = number;
    products[found++] = product;
    counts[product - Short.MIN_VALUE]++;
    enough++;
    while (enough - counts[least - Short.MIN_VALUE] >= wanted) {
      enough -= counts[least - Short.MIN_VALUE];
      least++;
    }
  }

  /// Nearly half of what was found is of before better ones were, unless many are equal.
  private void makeRoom() {
    forgetTheLesser();
    if (found > numbers.length / 4 * 3) {
      numbers = Arrays.copyOf(numbers, 2 * numbers.length);
      products = Arrays.copyOf(products, numbers.length);
    }
  }

  /// Keeps what has at least what the wanted ones have, in order.
  private void forgetTheLesser() {
    int kept = 0;
    for (int i = 0; i < found; i++) {
      if (products[i] >= least) {
        numbers[kept] = numbers[i];
        products[kept++] = products[i];
      }
    }
    found = kept;
  }

  private int[] drain() {
    forgetTheLesser();
    int[] nearest = Arrays.copyOf(numbers, found);
    Arrays.sort(nearest);
    return nearest;
  }
}
