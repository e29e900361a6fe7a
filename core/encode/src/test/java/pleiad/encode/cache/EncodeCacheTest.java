package pleiad.encode.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.encode.cache.Same.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.encode.checkpoint.Pooling;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class EncodeCacheTest {
  private static final long PLENTY = 1 << 24;

  @TempDir Path home;

  private final ConcurrentLinkedQueue<String> trouble = new ConcurrentLinkedQueue<>();
  private final NumberEncoder model = new NumberEncoder("1");

  private EncodeCache open() {
    return open(PLENTY);
  }

  private EncodeCache open(long maxBytes) {
    return EncodeCache.open(home.resolve("c"), maxBytes, trouble::add);
  }

  @Test
  void ofManyTextsOnlyThoseThatAreNotKeptAreEncodedAndEachOnce() {
    List<String> texts = List.of("b", "a", "c", "a", "", "b", "c");
    NumberEncoder plain = new NumberEncoder("1");
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      encoder.encode("a", Role.DOCUMENT);
      encoder.encode("b", Role.QUERY);
      for (int again = 0; again < 2; again++) {
        List<Encoding> all = encoder.encodeAll(texts, Role.DOCUMENT);
        assertThat(all).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
          assertSame(all.get(i), plain.encode(texts.get(i), Role.DOCUMENT));
        }
        assertThat(model.passes).hasValue(2 + 3);
      }
      assertThat(encoder.encodeAll(List.of(), Role.DOCUMENT)).isEmpty();
      encoder.close();
      assertThatThrownBy(() -> encoder.encodeAll(texts, Role.DOCUMENT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void whatTheModelIsGivenIsToldWithACacheToo() {
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      assertThat(encoder.rows("abc", Role.QUERY))
          .hasSize(4)
          .isEqualTo(model.rows("abc", Role.QUERY));
      assertThat(encoder.tokenize("abc", Role.QUERY)).isEqualTo(model.tokenize("abc", Role.QUERY));
      assertThat(model.passes).hasValue(0);
    }
  }

  @Test
  void whatWasEncodedOnceComesBackBitByBitWithoutAPass() {
    List<String> texts = List.of("", "a", "ein Satz", "漢字", "x".repeat(5_000), "\uD83D\uDE00");
    for (int opening = 0; opening < 3; opening++) {
      try (EncodeCache cache = open()) {
        Encoder encoder = cache.around(model);
        for (String text : texts) {
          for (Role role : Role.values()) {
            assertSame(encoder.encode(text, role), new NumberEncoder("1").encode(text, role));
          }
        }
        assertThat(cache.size()).isEqualTo(2 * texts.size());
      }
    }
    assertThat(model.passes).hasValue(2 * texts.size());
    assertThat(trouble).isEmpty();
  }

  /// A model that pools what has no vectors of its own, as `[CLS]` has none.
  @Test
  void anotherPoolIsAskedOfTheModelAndNotKept() {
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      float[] pooled = encoder.pooled("four", Role.QUERY, Pooling.Mode.MAX);
      assertThat(pooled).isEqualTo(model.pooled("four", Role.QUERY, Pooling.Mode.MAX));
      assertThat(cache.size()).isZero();
      encoder.close();
      assertThatThrownBy(() -> encoder.pooled("four", Role.QUERY, Pooling.Mode.MAX))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatItCountsIsTextsAndTokens() {
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      encoder.encode("four", Role.QUERY);
      encoder.encode("four", Role.QUERY);
      encoder.encode("seven", Role.QUERY);
      assertThat(cache.counts()).isEqualTo(new EncodeCache.Counts(1, 4, 2, 9));
    }
  }

  @Test
  void anotherModelRoleOrTextIsAnotherEncoding() {
    NumberEncoder other = new NumberEncoder("2");
    try (EncodeCache cache = open()) {
      Function<String, Encoder> opener = cache.around(name -> name.equals("1") ? model : other);
      for (String name : List.of("1", "2")) {
        for (Role role : Role.values()) {
          for (String text : List.of("a", "b")) {
            Encoding expected = new NumberEncoder(name).encode(text, role);
            assertSame(opener.apply(name).encode(text, role), expected);
          }
        }
      }
    }
    assertThat(model.passes).hasValue(4);
    assertThat(other.passes).hasValue(4);
  }

  /// In UTF-8 both would be a question mark.
  @Test
  void textsThatDifferInHalfASurrogatePairAreTwo() {
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      assertSame(encoder.encode("\uD83D", Role.QUERY), model.encode("\uD83D", Role.QUERY));
      assertSame(encoder.encode("\uD83E", Role.QUERY), model.encode("\uD83E", Role.QUERY));
      assertSame(encoder.encode("\uD83D", Role.QUERY), model.encode("\uD83D", Role.QUERY));
    }
  }

  @Test
  void aTextIsToldFromItsNeighboursAtEveryLengthOfADigestsChunk() {
    for (int length : new int[] {4_095, 4_096, 4_097, 8_192}) {
      String text = "x".repeat(length);
      assertThat(EncodingKey.of("m", Role.QUERY, text))
          .isEqualTo(EncodingKey.of("m", Role.QUERY, text))
          .isNotEqualTo(EncodingKey.of("m", Role.DOCUMENT, text))
          .isNotEqualTo(EncodingKey.of("n", Role.QUERY, text))
          .isNotEqualTo(EncodingKey.of("m", Role.QUERY, text + "x"))
          .isNotEqualTo(EncodingKey.of("m", Role.QUERY, text.substring(1) + "y"));
    }
    // The model ends where its length says, so that it never runs on into the text.
    assertThat(EncodingKey.of("ab", Role.QUERY, "c"))
        .isNotEqualTo(EncodingKey.of("a", Role.QUERY, "bc"));
  }

  @Test
  void manyThreadsWriteAndFindTheSameTexts(Random random) throws Exception {
    try (EncodeCache cache = open();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Encoder encoder = cache.around(model);
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Random own = new Random(random.nextLong());
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    String text = "text " + own.nextInt(60);
                    assertSame(
                        encoder.encode(text, Role.DOCUMENT),
                        new NumberEncoder("1").encode(text, Role.DOCUMENT));
                  }
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      assertThat(cache.size()).isEqualTo(60);
      assertThat(cache.counts().reused()).isGreaterThan(8 * 500 - 8 * 60);
    }
    assertThat(trouble).isEmpty();
  }

  @Test
  void twoOpeningsAtOnceWriteFilesOfTheirOwnAndTheNextFindsBoth() throws IOException {
    try (EncodeCache first = open();
        EncodeCache second = open()) {
      for (int i = 0; i < 20; i++) {
        first.around(model).encode("first " + i, Role.QUERY);
        second.around(model).encode("second " + i, Role.QUERY);
      }
    }
    assertThat(Segment.names(home.resolve("c"))).hasSize(2);
    try (EncodeCache both = open()) {
      assertThat(both.size()).isEqualTo(40);
    }
  }

  @Test
  void manyRunsDoNotMakeManyFiles() throws IOException {
    for (int run = 0; run < 30; run++) {
      try (EncodeCache cache = open()) {
        cache.around(model).encode("run " + run, Role.QUERY);
      }
    }
    assertThat(Segment.names(home.resolve("c"))).hasSize(1);
    try (EncodeCache cache = open()) {
      assertThat(cache.size()).isEqualTo(30);
    }
  }

  @Test
  void theFilesNeverExceedTheLimitAndTheLeastRecentlyUsedGoFirst() throws IOException {
    long limit = 80_000;
    Path folder = home.resolve("c");
    for (int run = 0; run < 8; run++) {
      try (EncodeCache cache = open(limit)) {
        Encoder encoder = cache.around(model);
        encoder.encode("used by every run", Role.QUERY);
        for (int i = 0; i < 10; i++) {
          encoder.encode("run %d text %d ".formatted(run, i) + "x".repeat(100), Role.QUERY);
        }
      }
      assertThat(bytes(folder)).isLessThanOrEqualTo(limit);
      age(folder);
    }
    assertThat(model.passes).as("the one text, once, and ten a run").hasValue(1 + 8 * 10);
    assertThat(trouble).isEmpty();
  }

  /// Makes every file a minute older, so that the order in time does not hang on the clock's grain.
  private static void age(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        long before = Files.getLastModifiedTime(file).toMillis();
        Files.setLastModifiedTime(file, FileTime.fromMillis(before - 60_000));
      }
    }
  }

  @Test
  void aCollectionTooLargeForTheLimitFindsAsMuchOfItselfAsFits() throws IOException {
    long limit = 100_000;
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      texts.add("%3d ".formatted(i) + "x".repeat(60));
    }
    for (int run = 0; run < 3; run++) {
      model.passes.set(0);
      try (EncodeCache cache = open(limit)) {
        texts.forEach(text -> cache.around(model).encode(text, Role.DOCUMENT));
      }
      assertThat(bytes(home.resolve("c"))).isLessThanOrEqualTo(limit);
    }
    assertThat(model.passes.get()).isLessThan(40);
    assertThat(trouble).anyMatch(each -> each.contains("filled its limit of 100,000 bytes"));
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void clearingRemovesWhatNobodyWritesAndLeavesOtherFiles() throws IOException {
    Path folder = home.resolve("c");
    try (EncodeCache cache = open()) {
      cache.around(model).encode("a", Role.QUERY);
    }
    Path foreign = Files.writeString(folder.resolve("mine.txt"), "mine");
    long before = bytes(folder);
    assertThat(EncodeCache.clear(folder)).isEqualTo(before - 4);
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(foreign));
    assertThat(foreign).exists();
    try (EncodeCache cache = open()) {
      assertThat(cache.size()).isZero();
      cache.around(model).encode("a", Role.QUERY);
      assertThat(EncodeCache.clear(folder)).as("bytes, while it is written").isZero();
    }
    assertThat(EncodeCache.clear(home.resolve("none"))).isZero();
  }

  @Test
  void aFolderThatCannotBeHadIsToldOnceAndEncodingGoesOn() throws IOException {
    Files.writeString(home.resolve("c"), "a file where the folder should be");
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      for (int i = 0; i < 5; i++) {
        assertSame(encoder.encode("a", Role.QUERY), new NumberEncoder("1").encode("a", Role.QUERY));
      }
    }
    assertThat(model.passes).hasValue(5);
    assertThat(trouble).singleElement().asString().contains("are not kept", "cannot be used");
  }

  @Test
  void aFolderThatIsGoneIsToldOnceAndEncodingGoesOn() throws IOException {
    try (EncodeCache cache = open()) {
      Files.delete(home.resolve("c"));
      Encoder encoder = cache.around(model);
      for (int i = 0; i < 5; i++) {
        assertSame(encoder.encode("a", Role.QUERY), new NumberEncoder("1").encode("a", Role.QUERY));
      }
    }
    assertThat(trouble).singleElement().asString().contains("no longer kept", "cannot be written");
  }

  @Test
  void segmentsThatWereRemovedMeanwhileAreEncodedAnew() throws IOException {
    try (EncodeCache cache = open()) {
      cache.around(model).encode("a", Role.QUERY);
    }
    try (EncodeCache cache = open()) {
      EncodeCache.clear(home.resolve("c"));
      assertSame(
          cache.around(model).encode("a", Role.QUERY),
          new NumberEncoder("1").encode("a", Role.QUERY));
    }
    assertThat(trouble).isEmpty();
    assertThat(model.passes).hasValue(2);
  }

  @Test
  void anInterruptedThreadCostsNoOtherThreadItsEncodings() {
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      encoder.encode("before", Role.QUERY);
      Thread.currentThread().interrupt();
      assertSame(encoder.encode("in", Role.QUERY), model.encode("in", Role.QUERY));
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      encoder.encode("after", Role.QUERY);
    }
    assertThat(trouble).isEmpty();
    try (EncodeCache cache = open()) {
      assertThat(cache.size()).isEqualTo(2);
    }
  }

  @Test
  void aClosedEncoderFindsNothingEither() {
    try (EncodeCache cache = open()) {
      Encoder encoder = cache.around(model);
      encoder.encode("a", Role.QUERY);
      encoder.close();
      assertThatThrownBy(() -> encoder.encode("a", Role.QUERY))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      assertThat(encoder.tokenize("ab", Role.QUERY)).hasSize(2);
    }
  }

  @Test
  void aLimitBelowOneByteIsRefused() {
    assertThatThrownBy(() -> open(0)).hasMessageContaining("at least 1 byte, got 0");
  }
}
