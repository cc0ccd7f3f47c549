#pragma once

#include <string_view>

namespace plantproof::core {

enum class Comparator { Less, LessOrEqual, GreaterOrEqual, Greater };

/// "<", "<=", ">=", ">": as a pack writes it and a verdict prints it.
constexpr std::string_view symbol(Comparator comparator) {
  switch (comparator) {
    case Comparator::Less:
      return "<";
    case Comparator::LessOrEqual:
      return "<=";
    case Comparator::GreaterOrEqual:
      return ">=";
    case Comparator::Greater:
      return ">";
  }
  return "";
}

/// The comparator after both sides were negated: < becomes >.
constexpr Comparator mirrored(Comparator comparator) {
  switch (comparator) {
    case Comparator::Less:
      return Comparator::Greater;
    case Comparator::LessOrEqual:
      return Comparator::GreaterOrEqual;
    case Comparator::GreaterOrEqual:
      return Comparator::LessOrEqual;
    case Comparator::Greater:
      return Comparator::Less;
  }
  return comparator;
}

/// What holds where the comparator does not: < becomes >=.
constexpr Comparator opposite(Comparator comparator) {
  switch (comparator) {
    case Comparator::Less:
      return Comparator::GreaterOrEqual;
    case Comparator::LessOrEqual:
      return Comparator::Greater;
    case Comparator::GreaterOrEqual:
      return Comparator::Less;
    case Comparator::Greater:
      return Comparator::LessOrEqual;
  }
  return comparator;
}

/// Whether two numbers differ by rounding only (1 part in 10^12): 1.2 - 1 is 0.2.
constexpr bool is_same_number(double a, double b) {
  const double difference = a > b ? a - b : b - a;
  const double size = b < 0 ? -b : b;
  return a == b || difference <= 1e-12 * (size > 1 ? size : 1);
}

/// What a clause asks of a KPI: "KPI comparator limit", the limit in the KPI's unit.
struct Requirement {
  Comparator comparator = Comparator::GreaterOrEqual;
  double limit = 0;

  /// Whether a large value is what is asked for (>=, >).
  [[nodiscard]] constexpr bool wants_large() const {
    return comparator == Comparator::GreaterOrEqual || comparator == Comparator::Greater;
  }
  /// A value that differs from the limit by rounding only is the limit.
  [[nodiscard]] constexpr bool is_met_by(double value) const {
    if (is_same_number(value, limit)) value = limit;
    switch (comparator) {
      case Comparator::Less:
        return value < limit;
      case Comparator::LessOrEqual:
        return value <= limit;
      case Comparator::GreaterOrEqual:
        return value >= limit;
      case Comparator::Greater:
        return value > limit;
    }
    return false;
  }
};

}  // namespace plantproof::core
