package pleiad.encode.checkpoint;

/// The markers of both roles.
///
/// @param query that of a text that asks
/// @param document that of a text to be found
public record Markers(Marker query, Marker document) {
  /// No markers.
  public static final Markers NONE = new Markers(new Marker.None(), new Marker.None());
}
