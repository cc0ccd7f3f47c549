#pragma once

#include <string_view>

namespace plantproof::core {

enum class Comparator { Less, LessOrEqual, GreaterOrEqual, Greater };

/// "<", "<=", ">=", ">": as a pack writes it and a verdict prints it.
constexpr std::string_view symbol(Comparator comparator) {
  switch (comparator) {
    case Comparator::Less: return "<";
    case Comparator::LessOrEqual: return "<=";
    case Comparator::GreaterOrEqual: return ">=";
    case Comparator::Greater: return ">";
  }
  return "";
}

/// The comparator after both sides were negated: < becomes >.
constexpr Comparator mirrored(Comparator comparator) {
  switch (comparator) {
    case Comparator::Less: return Comparator::Greater;
    case Comparator::LessOrEqual: return Comparator::GreaterOrEqual;
    case Comparator::GreaterOrEqual: return Comparator::LessOrEqual;
    case Comparator::Greater: return Comparator::Less;
  }
  return comparator;
}

/// What a clause asks of a KPI: "KPI comparator limit", the limit in the KPI's unit.
struct Requirement {
  Comparator comparator = Comparator::GreaterOrEqual;
  double limit = 0;

  /// Whether a large value is what is asked for (>=, >).
  [[nodiscard]] constexpr bool wants_large() const {
    return comparator == Comparator::GreaterOrEqual || comparator == Comparator::Greater;
  }
  [[nodiscard]] constexpr bool is_met_by(double value) const {
    switch (comparator) {
      case Comparator::Less: return value < limit;
      case Comparator::LessOrEqual: return value <= limit;
      case Comparator::GreaterOrEqual: return value >= limit;
      case Comparator::Greater: return value > limit;
    }
    return false;
  }
};

}  // namespace plantproof::core
