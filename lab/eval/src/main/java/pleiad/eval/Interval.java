package pleiad.eval;

/// The numbers from one to another.
public record Interval(double low, double high) {}
