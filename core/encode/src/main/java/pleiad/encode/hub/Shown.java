package pleiad.encode.hub;

/// Foreign text in a message: no control characters, which a terminal might obey, and not too long.
final class Shown {
  private static final int LONGEST = 200;

  private Shown() {}

  static String text(String foreign) {
    String cut = foreign.length() <= LONGEST ? foreign : foreign.substring(0, LONGEST) + "…";
    return cut.codePoints()
        .map(
            letter -> Character.isISOControl(letter) || !Character.isDefined(letter) ? '�' : letter)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
