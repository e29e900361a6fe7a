/// The front door: open a collection, add documents, commit, search.
///
/// ```java
/// try (Pleiad pleiad = Pleiad.open(Path.of("my-collection"))) {
///   pleiad.add(Document.of("1", "Late interaction keeps a vector for every token."));
///   pleiad.commit();
///   pleiad.search("one vector per word", 10).hits().forEach(System.out::println);
/// }
/// ```
@NullMarked
package pleiad;

import org.jspecify.annotations.NullMarked;
