package pleiad.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Imports point back along the line, as ARCHITECTURE.md draws it. Every claim also counts what it
/// looked at, so that none holds because nothing was there.
class ArchitectureTest {
  private static final String[] JDK = {
    "java..", "jdk.incubator.vector..", "org.jspecify.annotations.."
  };

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ArchitectureTest::isNoTest)
          .importPackages("pleiad");

  private static boolean isNoTest(Location location) {
    return !location.contains("/testkit/")
        && !location.contains("/e2e/")
        && !location.contains("/jmh_generated/");
  }

  @Test
  void everyClassOfTheHouseIsRead() {
    assertThat(HOUSE.size()).as("classes").isGreaterThanOrEqualTo(180);
    assertThat(packages())
        .contains(
            "pleiad",
            "pleiad.passage",
            "pleiad.vector",
            "pleiad.codec",
            "pleiad.encode",
            "pleiad.encode.text",
            "pleiad.encode.checkpoint",
            "pleiad.encode.cache",
            "pleiad.encode.onnx",
            "pleiad.encode.weights",
            "pleiad.encode.hub",
            "pleiad.encode.image",
            "pleiad.encode.checkpoint",
            "pleiad.index",
            "pleiad.search",
            "pleiad.eval",
            "pleiad.bench",
            "pleiad.cli",
            "pleiad.cli.source");
  }

  /// A package, how many classes it has at least, and what it may know beside the JDK and itself.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pleiad.vector | 6  |
          pleiad.codec  | 3  | pleiad.vector
          pleiad.encode | 25 | pleiad.vector pleiad.encode.image pleiad.encode.text pleiad.encode.checkpoint pleiad.encode.weights pleiad.encode.onnx pleiad.encode.hub ai.onnxruntime.. org.apache.commons.numbers.gamma
          pleiad.encode.text | 25 | pleiad.encode.weights ai.djl.huggingface.tokenizers.jni com.fasterxml.jackson.core..
          pleiad.encode.checkpoint | 40 | pleiad.encode.onnx pleiad.encode.weights com.fasterxml.jackson.core..
          pleiad.encode.cache | 7 | pleiad.encode pleiad.encode.checkpoint pleiad.vector
          pleiad.encode.weights | 5 | com.fasterxml.jackson.core..
          pleiad.encode.onnx | 20 | pleiad.encode.weights
          pleiad.encode.image | 18 | pleiad.encode.weights org.apache.pdfbox.. javax.imageio..
          pleiad.encode.hub | 25 | com.fasterxml.jackson.core.. javax.net.ssl..
          pleiad.index  | 10 | pleiad.codec pleiad.vector org.apache.lucene..
          pleiad.search | 15 | pleiad.index pleiad.codec pleiad.vector org.apache.lucene..
          pleiad        | 25 | pleiad.encode pleiad.encode.image pleiad.passage pleiad.search pleiad.index pleiad.codec pleiad.vector org.apache.lucene..
          pleiad.passage | 7 | pleiad.encode
          pleiad.eval.. | 15 | com.fasterxml.jackson.. org.apache.commons.numbers..
          pleiad.bench  | 30 | pleiad pleiad.eval pleiad.search pleiad.index pleiad.codec pleiad.encode pleiad.encode.checkpoint pleiad.encode.onnx pleiad.encode.weights pleiad.encode.hub pleiad.vector ai.onnxruntime.. org.apache.lucene.. org.apache.commons.math3.. org.openjdk.jmh..
          pleiad.cli..  | 25 | pleiad pleiad.passage pleiad.eval pleiad.bench pleiad.encode pleiad.encode.image pleiad.encode.cache pleiad.encode.hub pleiad.encode.checkpoint pleiad.encode.onnx pleiad.search pleiad.vector picocli.. me.tongfei.progressbar.. com.fasterxml.jackson.. org.apache.commons.csv.. com.google.errorprone.annotations.. org.apache.lucene.util
          """)
  void aPackageKnowsOnlyWhatStandsBeforeIt(String name, int least, String known) {
    assertThat(HOUSE.that(resideInAPackage(name)).size())
        .as("classes in %s", name)
        .isGreaterThanOrEqualTo(least);
    List<String> allowed = new ArrayList<>(List.of(JDK));
    allowed.add(name);
    allowed.addAll(List.of(known == null ? new String[0] : known.split(" ")));
    classes()
        .that(resideInAPackage(name))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
        .check(HOUSE);
  }

  @Test
  void noPackagesGoInCircles() {
    slices().matching("(pleiad..)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void nothingButTheCommandLineTouchesTheProcess() {
    JavaClasses silent = HOUSE.that(not(resideInAPackage("pleiad.cli..")));
    assertThat(silent.size()).isGreaterThanOrEqualTo(130);
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Integer.class, "getInteger", String.class)
        .orShould()
        .callMethod(Boolean.class, "getBoolean", String.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(silent);
    // The benchmarks alone read Lucene's log: it says which arithmetic Lucene took.
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("java.util.logging.."))
        .check(silent.that(not(resideInAPackage("pleiad.bench"))));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (String name : packages()) {
      JavaPackage each = HOUSE.getPackage(name);
      if (!each.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(name);
      }
    }
    assertThat(unmarked).as("packages without @NullMarked package-info").isEmpty();
    assertThat(packages()).hasSizeGreaterThanOrEqualTo(9);
  }

  private static Set<String> packages() {
    return HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }
}
