package pleiad.cli.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pleiad.Document;

/// Plain text and Markdown: a document a file, a Markdown file's first heading as title.
final class TextFiles {
  private static final Pattern HEADING = Pattern.compile("\\A\\s*#{1,6} +(.+?) *#*\\R");

  private TextFiles() {}

  static Entry entry(Path path, String id) {
    String text;
    try {
      text = Files.readString(path);
    } catch (CharacterCodingException e) {
      return new Entry.Bad(path.toString(), "the bytes are no UTF-8 text");
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
    if (text.startsWith(Numbered.BYTE_ORDER_MARK)) {
      text = text.substring(Numbered.BYTE_ORDER_MARK.length());
    }
    if (text.indexOf('\0') >= 0) {
      return new Entry.Bad(path.toString(), "a binary file, no text");
    }
    Matcher heading = HEADING.matcher(text);
    boolean titled = Sources.isMarkdown(path) && heading.find();
    return new Entry.Good(
        path.toString(),
        new Document(
            id,
            titled ? heading.group(1) : "",
            titled ? text.substring(heading.end()).strip() : text.strip(),
            Map.of(),
            Map.of()));
  }
}
