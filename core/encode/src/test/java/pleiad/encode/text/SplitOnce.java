package pleiad.encode.text;

import java.nio.file.Path;

/// Says how many pieces a text has with the tokenizers in some folders.
final class SplitOnce {
  private SplitOnce() {}

  public static void main(String[] folders) throws Exception {
    for (String folder : folders) {
      try (Tokenizer tokenizer = Tokenizers.open(Path.of(folder))) {
        System.out.println("pieces: " + tokenizer.split("the the").count());
      }
    }
  }
}
