/// Reads a model's folder into a typed report: what kind of model it is, how it wants its text,
/// what is put on top of its encoder, and which graph runs it. Nothing is run here, and no weights
/// are loaded.
///
/// ```
/// folder → FolderFiles → Dialect → LateInteraction | BiEncoder | CrossEncoder
/// ```
///
/// [Checkpoint#read] is the door. Where files contradict each other one of them wins, and the
/// report says so; what would change the vectors without a trace is refused. A [Profile] says how
/// one of the reference implementations would encode with such a checkpoint.
@NullMarked
package pleiad.encode.checkpoint;

import org.jspecify.annotations.NullMarked;
