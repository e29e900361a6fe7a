package pleiad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import pleiad.vector.TokenVectors;

/// A process that adds and deletes without end, committing now and then, and says after each commit
/// how far it came: to be killed.
final class KilledWriter {
  static final int DIMENSION = 8;

  private KilledWriter() {}

  /// Takes the folder.
  public static void main(String[] arguments) throws IOException {
    Pleiad pleiad = Pleiad.open(Path.of(arguments[0]), Options.of(Settings.ofVectors(DIMENSION)));
    Random random = new Random();
    for (int i = pleiad.documents(); ; i++) {
      pleiad.add("d" + i, TokenVectors.of(row(i), DIMENSION));
      if (random.nextInt(50) == 0) {
        pleiad.commit();
        System.out.println(i + 1);
        System.out.flush();
      }
    }
  }

  static float[] row(int number) {
    float[] row = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      row[k] = (number >> k & 1) == 1 ? 1 : -1;
    }
    return row;
  }
}
