package pleiad.cli.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import pleiad.Document;
import pleiad.encode.image.PdfPages;

/// A PDF: an entry a page, `ID#page=3`, with the text on it. The file's title is metadata and not
/// the document's, since many files have one that was left from a template.
final class PdfFile extends Spliterators.AbstractSpliterator<Entry> {
  /// The metadata keys of pages.
  static final String SOURCE = "source";

  static final String PAGE = "page";
  static final String TITLE = "title";

  private final Path file;
  private final String id;
  private final Reading reading;
  private @Nullable Opened opened;
  private int page;
  private boolean damaged;

  /// @param sha256 of the file; empty where pages are not drawn
  private record Opened(PdfPages pages, String title, String sha256) {}

  private PdfFile(Path file, String id, Reading reading) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.file = file;
    this.id = id;
    this.reading = reading;
  }

  /// The pages of a file, which is opened for the first of them.
  ///
  /// @param id what the pages' ids begin with
  static Stream<Entry> read(Path file, String id, Reading reading) {
    PdfFile pdf = new PdfFile(file, id, reading);
    return StreamSupport.stream(pdf, false).onClose(pdf::close);
  }

  /// How many entries it has: one, where it is damaged.
  static long count(Path file) {
    try (PdfPages pages = PdfPages.open(file)) {
      return pages.count();
    } catch (IOException damaged) {
      return 1;
    }
  }

  /// What the id of a page is.
  static String id(String file, int page) {
    return file + "#page=" + page;
  }

  @Override
  public boolean tryAdvance(Consumer<? super Entry> action) {
    if (damaged) {
      return false;
    }
    try {
      Opened now = opened == null ? open() : opened;
      opened = now;
      if (page == now.pages().count()) {
        return false;
      }
      page++;
      action.accept(entry(now));
    } catch (IOException wrong) {
      damaged = true;
      action.accept(new Entry.Bad(file.toString(), String.valueOf(wrong.getMessage())));
    }
    return true;
  }

  private Opened open() throws IOException {
    String sha256 = reading.pictures() ? PageFiles.sha256(file) : "";
    PdfPages pages = PdfPages.open(file);
    try {
      return new Opened(pages, pages.title(), sha256);
    } catch (IOException damagedTitle) {
      pages.close();
      throw damagedTitle;
    }
  }

  private Entry entry(Opened now) {
    String where = file + ", page " + page;
    String text;
    try {
      text = now.pages().text(page);
    } catch (IOException unreadable) {
      return new Entry.Bad(where, String.valueOf(unreadable.getMessage()));
    }
    if (text.isBlank() && !reading.pictures()) {
      return new Entry.Blank(where);
    }
    Map<String, Object> metadata = new TreeMap<>(Map.of(SOURCE, id, PAGE, page));
    if (!now.title().isEmpty()) {
      metadata.put(TITLE, now.title());
    }
    Document document = Document.of(id(id, page), text).withMetadata(metadata);
    return reading.pictures()
        ? new Entry.Page(
            where, document, PageFiles.picture(file, now.sha256(), page, reading.dpi()))
        : new Entry.Good(where, document);
  }

  private void close() {
    if (opened != null) {
      try {
        opened.pages().close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      opened = null;
      damaged = true;
    }
  }
}
