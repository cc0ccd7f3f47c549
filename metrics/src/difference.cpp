#include "metrics/difference.hpp"

#include <cmath>
#include <limits>

namespace plantproof::metrics {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// What is not a number, for both are infinite, is none.
std::optional<double> minus(const std::optional<double>& one, const std::optional<double>& other) {
  if (!one || !other || std::isnan(*one - *other)) return std::nullopt;
  return *one - *other;
}

std::optional<double> unless(const std::optional<double>& bound, double open) {
  return bound == open ? std::nullopt : bound;
}

int bounds_at_risk(const Estimate& first, const Estimate& second) {
  return (first.method == Method::Census ? 0 : 1) + (second.method == Method::Census ? 0 : 1);
}

Change change_of(const Difference& difference) {
  if (difference.confidence == 1 && difference.lower == 0 && difference.upper == 0) return Change::Same;
  if (difference.lower && *difference.lower > 0) return Change::Higher;
  if (difference.upper && *difference.upper < 0) return Change::Lower;
  return difference.lower || difference.upper ? Change::NotShown : Change::Unknown;
}

}  // namespace

Difference difference(const Estimate& first, const Estimate& second, core::Confidence of_bounds) {
  Difference result;
  result.value = minus(second.value, first.value);
  result.confidence = 1 - bounds_at_risk(first, second) * of_bounds.alpha();
  if (first.method == Method::Extremum || second.method == Method::Extremum) return result;
  result.lower = unless(minus(second.lower, first.upper), -kInfinite);
  result.upper = unless(minus(second.upper, first.lower), kInfinite);
  result.change = change_of(result);
  return result;
}

}  // namespace plantproof::metrics
