package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void everyPieceIsDoneOnce(int threads) {
    for (int pieces : new int[] {0, 1, 2, 7, 8, 9, 1000}) {
      AtomicIntegerArray done = new AtomicIntegerArray(pieces + 1);
      new Workers(threads).run(pieces, done::incrementAndGet);
      for (int piece = 0; piece < pieces; piece++) {
        assertThat(done.get(piece)).as("piece %d of %d", piece, pieces).isEqualTo(1);
      }
      assertThat(done.get(pieces)).isZero();
    }
  }

  @Test
  void oneThreadIsTheCallers() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Workers.ONE.run(5, piece -> seen.add(Thread.currentThread()));
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  /// Two pieces that wait for each other end only when two threads are at work.
  @Test
  void piecesAreDoneAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    new Workers(2)
        .run(
            2,
            piece -> {
              both.countDown();
              await(both);
            });
    assertThat(both.getCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void whatAPieceThrowsIsThrown(int threads) {
    assertThatThrownBy(() -> new Workers(threads).run(100, WorkersTest::failAtSeven))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("seven");
  }

  private static void failAtSeven(int piece) {
    if (piece == 7) {
      throw new IllegalStateException("seven");
    }
  }

  @Test
  void anErrorStaysAnError() {
    assertThatThrownBy(
            () ->
                new Workers(2)
                    .run(
                        2,
                        piece -> {
                          throw new AssertionError("broken");
                        }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("broken");
  }

  @Test
  void afterAFailureNoPieceIsBegun() {
    AtomicIntegerArray done = new AtomicIntegerArray(100);
    assertThatThrownBy(
            () ->
                Workers.ONE.run(
                    100,
                    piece -> {
                      failAtSeven(piece);
                      done.incrementAndGet(piece);
                    }))
        .hasMessage("seven");
    assertThat(done.get(6)).isEqualTo(1);
    assertThat(done.get(8)).isZero();
  }

  /// The piece under way ends long after the other failed.
  @Test
  void aFailureIsThrownAfterTheOthersEnded() {
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch failing = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                new Workers(2)
                    .run(
                        2,
                        piece -> {
                          if (piece == 0) {
                            await(underWay);
                            failing.countDown();
                            throw new IllegalStateException("failed");
                          }
                          underWay.countDown();
                          await(failing);
                          pause();
                          ended.set(true);
                        }))
        .hasMessage("failed");
    assertThat(ended).isTrue();
  }

  @Test
  void anInterruptIsKeptAndThePiecesEnd() {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(2);
    AtomicIntegerArray done = new AtomicIntegerArray(2);
    new Workers(2)
        .run(
            2,
            piece -> {
              begun.countDown();
              await(begun);
              if (!Thread.currentThread().equals(caller)) {
                // The caller has nothing left to do and waits, or will wait, when this arrives.
                caller.interrupt();
                pause();
              }
              done.incrementAndGet(piece);
            });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done.get(0)).isEqualTo(1);
    assertThat(done.get(1)).isEqualTo(1);
  }

  @Test
  void withoutAThreadThereIsNoWork() {
    assertThatThrownBy(() -> new Workers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("work needs at least one thread, got 0");
  }

  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      interrupted |= Thread.interrupted();
      Thread.onSpinWait();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    long end = System.nanoTime() + 50_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
