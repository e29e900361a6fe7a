/// The store of models: what the Hugging Face hub offers, brought into the cache that its own
/// client keeps, so that either finds what the other brought.
///
/// [ModelStore] is the door. It finds a model's files without a network, pulls them, lists them,
/// checks them and removes them.
///
/// ```
/// name → ModelListing → FileChoice → Download → Snapshot → ref
/// ```
///
/// What the hub says is not trusted: names are checked before they become paths, sizes before they
/// become bytes, and bytes before they get a name.
@NullMarked
package pleiad.encode.hub;

import org.jspecify.annotations.NullMarked;
