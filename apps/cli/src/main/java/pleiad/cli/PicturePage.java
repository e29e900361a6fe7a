package pleiad.cli;

/// A page in HTML that needs nothing else, with figures of a benchmark as pictures.
final class PicturePage {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}
      table{border-collapse:collapse;width:100%}td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}figure{margin:2rem 0}
      svg{width:100%;height:auto}figcaption{font-weight:600}.pleiad{font-weight:600}
      """;

  private final StringBuilder html = new StringBuilder();

  /// @param title in HTML, as everything else
  PicturePage(String title) {
    html.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(title)
        .append("</title><style>")
        .append(STYLE)
        .append("</style><h1>")
        .append(title)
        .append("</h1>\n");
  }

  PicturePage paragraph(String text) {
    html.append("<p>").append(text).append("</p>\n");
    return this;
  }

  PicturePage add(CharSequence part) {
    html.append(part);
    return this;
  }

  /// @param picture from [BenchPicture]
  PicturePage figure(String caption, String picture) {
    html.append("<figure><figcaption>")
        .append(caption)
        .append("</figcaption>")
        .append(picture)
        .append("</figure>\n");
    return this;
  }

  /// The whole page.
  String end() {
    return html + "</html>\n";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
