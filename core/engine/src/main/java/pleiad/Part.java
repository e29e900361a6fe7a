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

  /// Where the text begins in what this part is, behind the title and a blank.
  int textStart(Document document) {
    return this == ALL && !document.title().isEmpty() ? document.title().length() + 1 : 0;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Part named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
