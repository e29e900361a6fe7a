package pleiad.codec;

/// What queries borrow for their time and give back.
///
/// @param tables what tables are kept in
/// @param batches what scorers work with
record ScoringRooms(Spares<TableRoom> tables, Spares<PermuteBatch> batches) {
  ScoringRooms() {
    this(new Spares<>(TableRoom::new), new Spares<>(PermuteBatch::new));
  }
}
