package pleiad.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The same graph as most programs run it: a session as it comes, and so many texts a padded
/// tensor. Tokens are given and cost nothing, and what becomes of the states is not its business.
final class OrtContender implements EncodeContender.OfStates {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final String output;
  private final int batch;
  private final OrtSession oneThread;
  private final OrtSession allThreads;

  /// @param batch texts a tensor
  OrtContender(BenchModel model, int batch) {
    this.output = model.output();
    this.batch = batch;
    try (OrtSession.SessionOptions one = new OrtSession.SessionOptions();
        OrtSession.SessionOptions all = new OrtSession.SessionOptions()) {
      one.setIntraOpNumThreads(1);
      oneThread = model.opening().open(environment, one);
      allThreads = model.opening().open(environment, all);
    } catch (OrtException e) {
      throw new IllegalStateException("the model '%s' does not load".formatted(model.name()), e);
    }
  }

  @Override
  public void encode(EncodeTexts texts, int threads) {
    OrtSession session = threads == 1 ? oneThread : allThreads;
    for (EncodeTexts each : texts.groups(batch, Integer.MAX_VALUE)) {
      run(environment, session, each, output);
    }
  }

  @Override
  public List<float[][]> states(EncodeTexts texts) {
    List<float[][]> states = new ArrayList<>();
    for (EncodeTexts group : texts.groups(batch, Integer.MAX_VALUE)) {
      float[][][] padded = run(environment, allThreads, group, output);
      for (int i = 0; i < group.count(); i++) {
        states.add(Arrays.copyOf(padded[i], group.inputs().get(i).ids().size()));
      }
    }
    return states;
  }

  /// The output for texts in one padded tensor.
  static float[][][] run(
      OrtEnvironment environment, OrtSession session, EncodeTexts texts, String output) {
    int longest = texts.inputs().stream().mapToInt(each -> each.ids().size()).max().orElseThrow();
    long[] shape = {texts.count(), longest};
    LongBuffer ids = LongBuffer.allocate(texts.count() * longest);
    LongBuffer mask = LongBuffer.allocate(texts.count() * longest);
    LongBuffer types = LongBuffer.allocate(texts.count() * longest);
    for (int text = 0; text < texts.count(); text++) {
      EncodeTexts.Input input = texts.inputs().get(text);
      for (int i = 0; i < input.ids().size(); i++) {
        ids.put(text * longest + i, input.ids().get(i));
        mask.put(text * longest + i, input.attention().get(i));
      }
    }
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
        OnnxTensor typeTensor = OnnxTensor.createTensor(environment, types, shape)) {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      inputs.put("input_ids", idTensor);
      inputs.put("attention_mask", maskTensor);
      inputs.put("token_type_ids", typeTensor);
      inputs.keySet().retainAll(session.getInputNames());
      try (OrtSession.Result result = session.run(inputs)) {
        return (float[][][]) result.get(output).orElseThrow().getValue();
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
