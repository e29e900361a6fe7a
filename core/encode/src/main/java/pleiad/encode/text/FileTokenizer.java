package pleiad.encode.text;

import java.util.OptionalInt;

/// A tokenizer as its files describe it.
final class FileTokenizer implements Tokenizer {
  private final Splitter splitter;
  private final Names names;
  private final Specials specials;
  private final Template template;
  private final OptionalInt maxLength;
  private final String digest;

  FileTokenizer(
      Splitter splitter,
      Names names,
      Specials specials,
      Template template,
      OptionalInt maxLength,
      String digest) {
    this.splitter = splitter;
    this.names = names;
    this.specials = specials;
    this.template = template;
    this.maxLength = maxLength;
    this.digest = digest;
  }

  @Override
  public Pieces split(String text) {
    return splitter.split("", text);
  }

  @Override
  public Pieces split(String prefix, String text) {
    return splitter.split(prefix, text);
  }

  @Override
  public String piece(int id) {
    return names.piece(id);
  }

  @Override
  public OptionalInt id(String piece) {
    return names.id(piece);
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public Specials specials() {
    return specials;
  }

  @Override
  public Template template() {
    return template;
  }

  @Override
  public OptionalInt maxLength() {
    return maxLength;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public void close() {
    splitter.close();
  }
}
