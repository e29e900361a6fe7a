package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.encode.checkpoint.Profile;
import pleiad.encode.onnx.Precision;

/// A model and how it is run, in one string.
final class ModelReferenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bge-small-en-v1.5",
        "colbert-ir/colbertv2.0",
        "colbert-ir/colbertv2.0@main",
        "org/name@v1,profile=stanford",
        "org/name,precision=int8,query-length=48,document-length=512,dimension=64,long=cut",
        "./folder/with@sign",
        "/a/folder, with commas/and=signs",
        "C:\\models\\mine,profile=st6"
      })
  void whatIsWrittenIsReadAgain(String written) {
    assertThat(ModelReference.parse(written)).hasToString(written);
    assertThat(ModelReference.parse(ModelReference.parse(written).toString()))
        .isEqualTo(ModelReference.parse(written));
  }

  @Test
  void everySettingIsRead() {
    assertThat(
            ModelReference.parse(
                "org/name@v1,profile=Stanford,precision=int8,query-length=48,document-length=512,dimension=64,long=cut"))
        .isEqualTo(
            new ModelReference(
                "org/name",
                "v1",
                Profile.STANFORD,
                Precision.INT8,
                OptionalInt.of(48),
                OptionalInt.of(512),
                OptionalInt.of(64),
                true));
  }

  @Test
  void aFolderKeepsItsSignsAndCommas() {
    assertThat(ModelReference.parse("/a/folder, with commas/x,profile=st6").name())
        .isEqualTo("/a/folder, with commas/x");
    assertThat(ModelReference.parse("./folder/with@sign").revision()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          m,color=red | a model has no setting 'color'; there are profile, precision, query-length, document-length, dimension and long
          m,precision=int4 | precision is float32 or int8, got 'int4'
          m,query-length=0 | query-length is a number from 1 to 9999999, got '0'
          m,query-length=many | query-length is a number from 1 to 9999999, got 'many'
          m,dimension=-3 | dimension is a number from 1 to 9999999, got '-3'
          m,long=maybe | long is windows (long documents take several passes) or cut, got 'maybe'
          m,profile=mine | there is no profile 'mine'; there are pylate, stanford, st6, next-plaid, fastembed, vespa
          ,profile=st6 | a model has a name or a folder, got ''
          """)
  void aWrongSettingSaysWhatThereIs(String written, String message) {
    assertThatThrownBy(() -> ModelReference.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
