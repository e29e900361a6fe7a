package pleiad;

import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/// The language that BM25 takes a collection's words for: its stemmer and stop words.
public enum Language {
  AR,
  /// Chinese, Japanese and Korean, by pairs of characters.
  CJK,
  DA,
  DE,
  EN,
  ES,
  FI,
  FR,
  HI,
  IT,
  NL,
  NO,
  PT,
  RU,
  SV,
  TR,
  /// Any other: words as they are, in lower case.
  STANDARD;

  Analyzer analyzer() {
    return switch (this) {
      case AR -> new ArabicAnalyzer();
      case CJK -> new CJKAnalyzer();
      case DA -> new DanishAnalyzer();
      case DE -> new GermanAnalyzer();
      case EN -> new EnglishAnalyzer();
      case ES -> new SpanishAnalyzer();
      case FI -> new FinnishAnalyzer();
      case FR -> new FrenchAnalyzer();
      case HI -> new HindiAnalyzer();
      case IT -> new ItalianAnalyzer();
      case NL -> new DutchAnalyzer();
      case NO -> new NorwegianAnalyzer();
      case PT -> new PortugueseAnalyzer();
      case RU -> new RussianAnalyzer();
      case STANDARD -> new StandardAnalyzer();
      case SV -> new SwedishAnalyzer();
      case TR -> new TurkishAnalyzer();
    };
  }

  /// By whose rules sentences end.
  Locale locale() {
    return switch (this) {
      case CJK -> Locale.CHINESE;
      case STANDARD -> Locale.ROOT;
      default -> Locale.of(code());
    };
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Language ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
