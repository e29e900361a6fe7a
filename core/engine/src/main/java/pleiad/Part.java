package pleiad;

import java.util.Locale;

/// Which part of a document a field's vectors are made from.
public enum Part {
  /// The title, a blank, the text; only the text where there is no title.
  ALL {
    @Override
    String of(Document document) {
      return document.title().isEmpty()
          ? document.text()
          : document.title() + " " + document.text();
    }
  },
  TITLE {
    @Override
    String of(Document document) {
      return document.title();
    }
  },
  TEXT {
    @Override
    String of(Document document) {
      return document.text();
    }
  };

  abstract String of(Document document);

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Part named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
