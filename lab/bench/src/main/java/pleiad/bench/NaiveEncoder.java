package pleiad.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pleiad.encode.Encoder;
import pleiad.encode.Role;
import pleiad.encode.Token;

/// The embedded model run as most programs run one: all texts of a batch in one padded tensor,
/// session options as they come but for the number of threads.
final class NaiveEncoder implements AutoCloseable {
  private static final String GRAPH = "/bge-small-en-v1.5-q.onnx";
  private static final long CLS = 101;
  private static final long SEP = 102;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession oneThread;
  private final OrtSession allThreads;

  NaiveEncoder() {
    try (InputStream resource =
        Objects.requireNonNull(NaiveEncoder.class.getResourceAsStream(GRAPH), GRAPH)) {
      byte[] graph = resource.readAllBytes();
      OrtSession.SessionOptions one = new OrtSession.SessionOptions();
      one.setIntraOpNumThreads(1);
      oneThread = environment.createSession(graph, one);
      allThreads = environment.createSession(graph, new OrtSession.SessionOptions());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedded model does not load", e);
    }
  }

  /// Texts a second, batch after batch, for at least so long.
  double textsPerSecond(Encoder tokenizer, List<String> texts, int threads, int millis) {
    long[][] ids =
        texts.stream()
            .map(text -> ids(tokenizer.tokenize(text, Role.DOCUMENT)))
            .toArray(long[][]::new);
    OrtSession session = threads == 1 ? oneThread : allThreads;
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000L;
    int done = 0;
    do {
      runBatch(session, ids);
      done += ids.length;
    } while (System.nanoTime() < end);
    return done / ((System.nanoTime() - begin) / 1e9);
  }

  private static long[] ids(List<Token> tokens) {
    long[] ids = new long[tokens.size() + 2];
    ids[0] = CLS;
    for (int i = 0; i < tokens.size(); i++) {
      ids[i + 1] = tokens.get(i).id();
    }
    ids[ids.length - 1] = SEP;
    return ids;
  }

  private void runBatch(OrtSession session, long[][] ids) {
    int longest = 0;
    for (long[] each : ids) {
      longest = Math.max(longest, each.length);
    }
    LongBuffer padded = LongBuffer.allocate(ids.length * longest);
    LongBuffer mask = LongBuffer.allocate(ids.length * longest);
    for (int text = 0; text < ids.length; text++) {
      for (int i = 0; i < ids[text].length; i++) {
        padded.put(text * longest + i, ids[text][i]);
        mask.put(text * longest + i, 1);
      }
    }
    long[] shape = {ids.length, longest};
    LongBuffer types = LongBuffer.allocate(ids.length * longest);
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, padded, shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
        OnnxTensor typeTensor = OnnxTensor.createTensor(environment, types, shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", idTensor,
                    "attention_mask", maskTensor,
                    "token_type_ids", typeTensor))) {
      float[][][] vectors = (float[][][]) result.get(0).getValue();
      if (vectors.length != ids.length) {
        throw new IllegalStateException("the model answered for another number of texts");
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the model did not run", e);
    }
  }

  @Override
  public void close() {
    try {
      oneThread.close();
      allThreads.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the model does not close", e);
    }
  }
}
