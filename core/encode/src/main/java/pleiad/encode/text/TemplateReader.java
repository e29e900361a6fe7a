package pleiad.encode.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pleiad.encode.text.Template.Pair;
import pleiad.encode.text.Template.Part;
import pleiad.encode.text.Template.Single;
import pleiad.encode.weights.Config;

/// Reads what stands around texts from the `post_processor` of a `tokenizer.json`.
final class TemplateReader {
  private static final int MOST_TYPES = 255;

  private TemplateReader() {}

  /// Reads a template.
  ///
  /// @throws IOException when it is of a kind that is not known, or no text has a place in it
  static Template read(Config processor) throws IOException {
    return switch (processor.text("type")) {
      case "ByteLevel" -> Template.BARE;
      case "TemplateProcessing" -> template(processor);
      case "BertProcessing" -> bert(special(processor, "cls"), special(processor, "sep"));
      case "RobertaProcessing" -> roberta(special(processor, "cls"), special(processor, "sep"));
      case "Sequence" -> oneOf(processor);
      default ->
          throw processor.unsupported(
              "type", "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel, Sequence");
    };
  }

  /// `[CLS] text [SEP]`, `[CLS] first [SEP] second [SEP]`; the second text has type 1.
  static Template bert(int cls, int sep) {
    Part before = part(0, cls);
    return new Template(
        new Single(before, 0, part(0, sep)), new Pair(before, 0, part(0, sep), 1, part(1, sep)));
  }

  /// `<s> text </s>`, `<s> first </s></s> second </s>`; all have type 0.
  private static Template roberta(int cls, int sep) {
    Part before = part(0, cls);
    Part after = part(0, sep);
    return new Template(
        new Single(before, 0, after), new Pair(before, 0, part(0, sep, sep), 0, after));
  }

  private static Part part(int type, Integer... ids) {
    return new Part(List.of(ids), List.of(ids).stream().map(_ -> type).toList());
  }

  /// `"cls": ["[CLS]", 101]`
  private static int special(Config processor, String name) throws IOException {
    return processor.items(name).whole("[1]", 0, Names.MOST - 1);
  }

  /// Several steps, of which one places special tokens.
  private static Template oneOf(Config sequence) throws IOException {
    Template found = Template.BARE;
    Config steps = sequence.items("processors");
    for (String step : steps.names()) {
      Template template = read(steps.section(step));
      if (!found.equals(Template.BARE) && !template.equals(Template.BARE)) {
        throw sequence.unsupported("processors", "one that places special tokens");
      }
      found = template.equals(Template.BARE) ? found : template;
    }
    return found;
  }

  private static Template template(Config processor) throws IOException {
    Walk single = new Walk(processor, "single");
    Walk pair = new Walk(processor, "pair");
    if (!single.texts.equals(List.of("A"))) {
      throw processor.unsupported("single", "special tokens around the one text 'A'");
    }
    if (!pair.texts.equals(List.of("A", "B"))) {
      throw processor.unsupported("pair", "special tokens around the texts 'A' and 'B'");
    }
    return new Template(
        new Single(single.part(0), single.types.getFirst(), single.part(1)),
        new Pair(
            pair.part(0), pair.types.getFirst(), pair.part(1), pair.types.getLast(), pair.part(2)));
  }

  /// One walk over a template: the texts in it, and the special tokens between these.
  private static final class Walk {
    private final List<String> texts = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();
    private final List<List<Integer>> ids = new ArrayList<>(List.of(new ArrayList<>()));
    private final List<List<Integer>> idTypes = new ArrayList<>(List.of(new ArrayList<>()));

    Walk(Config processor, String name) throws IOException {
      Config steps = processor.items(name);
      for (String at : steps.names()) {
        Config step = steps.section(at);
        if (step.has("Sequence")) {
          Config text = step.section("Sequence");
          texts.add(text.text("id"));
          types.add(type(text));
          ids.add(new ArrayList<>());
          idTypes.add(new ArrayList<>());
        } else {
          Config special = step.section("SpecialToken");
          for (int id : ids(processor, special.text("id"))) {
            ids.getLast().add(id);
            idTypes.getLast().add(type(special));
          }
        }
      }
    }

    private static int type(Config step) throws IOException {
      return step.whole("type_id", 0, MOST_TYPES);
    }

    private static List<Integer> ids(Config processor, String token) throws IOException {
      Config ids = processor.section("special_tokens").section(token).items("ids");
      List<Integer> found = new ArrayList<>();
      for (String at : ids.names()) {
        found.add(ids.whole(at, 0, Names.MOST - 1));
      }
      return found;
    }

    Part part(int index) {
      return new Part(ids.get(index), idTypes.get(index));
    }
  }

  /// All special tokens of a template.
  static List<Integer> ids(Template template) {
    Single single = template.single();
    Pair pair = template.pair();
    List<Integer> ids = new ArrayList<>();
    for (Part part :
        List.of(single.before(), single.after(), pair.before(), pair.between(), pair.after())) {
      ids.addAll(part.ids());
    }
    return ids;
  }
}
