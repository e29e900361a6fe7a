package pleiad.encode.image;

import java.util.Optional;

/// Pillow's filters for changing a picture's size. Each weighs the pixels around a place by their
/// distance; when a picture shrinks the filter widens with it, so that no pixel goes unseen.
enum Resampling {
  /// Windowed sinc, `sinc(x) · sinc(x/3)`, three pixels to each side.
  LANCZOS(3) {
    @Override
    double weight(double x) {
      return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
    }
  },
  /// A triangle, one pixel to each side.
  BILINEAR(1) {
    @Override
    double weight(double x) {
      return Math.max(0, 1 - Math.abs(x));
    }
  },
  /// Keys' cubic with `a = -1/2`, two pixels to each side.
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double d = Math.abs(x);
      if (d < 1) {
        return ((A + 2) * d - (A + 3)) * d * d + 1;
      }
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final double support;

  Resampling(double support) {
    this.support = support;
  }

  /// How much a pixel at a distance counts.
  abstract double weight(double x);

  /// Pixels to each side that count.
  double support() {
    return support;
  }

  /// The filter that a number in `preprocessor_config.json` means; none for those without one here.
  static Optional<Resampling> numbered(int pillow) {
    return switch (pillow) {
      case 1 -> Optional.of(LANCZOS);
      case 2 -> Optional.of(BILINEAR);
      case 3 -> Optional.of(BICUBIC);
      default -> Optional.empty();
    };
  }

  private static double sinc(double x) {
    double angle = x * Math.PI;
    return angle == 0 ? 1 : Math.sin(angle) / angle;
  }
}
