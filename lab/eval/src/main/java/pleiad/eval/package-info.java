/// Runs and judgements in, numbers out: what tells whether a search is good. Knows no engine.
///
/// [TestCollection] reads documents, queries and judgements from a folder; a [Run] is what a search
/// answered, [Qrels] is what it should have; an [Evaluation] compares the two by [Measure]. A
/// [Comparison] says whether one run is better than another or only looks so, an [ExpectedQuality]
/// whether a plan is still as good as it was, a [CrossValidation] what a setting chosen on some
/// queries is worth on others.
///
/// ```java
/// TestCollection scifact = TestCollection.open(folder);
/// Run.Builder answers = Run.builder();
/// for (Query query : scifact.queries("test")) {
///   search(query.text()).forEach(hit -> answers.add(query.id(), hit.id(), hit.score()));
/// }
/// Measure ndcg = Measure.parse("nDCG@10");
/// Evaluation evaluation = Evaluation.of(answers.build(), scifact.qrels("test"), List.of(ndcg));
/// double mean = evaluation.mean(ndcg);
/// ```
@NullMarked
package pleiad.eval;

import org.jspecify.annotations.NullMarked;
