package pleiad.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import pleiad.vector.TokenVectors;

/// NumPy's file format, version 1.0, for one matrix of floats.
///
/// | bytes | |
/// |---|---|
/// | 6 | `\x93NUMPY` |
/// | 2 | version, 1 and 0 |
/// | 2 | length of the header, little-endian; all before the numbers is a multiple of 64 |
/// | | a Python dictionary, blanks, a line feed |
/// | 4 each | the numbers, little-endian, row by row |
final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNED = 64;

  /// What the name of a file of several matrices ends with: a ZIP file with one `.npy` for each.
  static final String SEVERAL = ".npz";

  private NpyFile() {}

  static void write(Path file, TokenVectors vectors) throws IOException {
    Files.write(file, bytes(vectors));
  }

  static void writeSeveral(Path file, List<Representation> matrices) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Representation each : matrices) {
        zip.putNextEntry(new ZipEntry(each.name() + ".npy"));
        zip.write(bytes(each.vectors()));
      }
    }
  }

  static byte[] bytes(TokenVectors vectors) {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(vectors.count(), vectors.dimension());
    int before = MAGIC.length + Short.BYTES;
    int header = Math.ceilDiv(before + dictionary.length() + 1, ALIGNED) * ALIGNED - before;
    ByteBuffer bytes =
        ByteBuffer.allocate(
                Math.toIntExact(
                    before + header + (long) Float.BYTES * vectors.count() * vectors.dimension()))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putShort((short) header);
    bytes.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    while (bytes.position() < before + header - 1) {
      bytes.put((byte) ' ');
    }
    bytes.put((byte) '\n');
    bytes.asFloatBuffer().put(vectors.toArray());
    return bytes.array();
  }
}
