#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace plantproof::metrics {

/// Into how many slots of equal length a shift is cut before its blocks are made.
inline constexpr std::size_t kShiftSlots = 24;
/// The fewest rows (units finished, items judged) that a shift must have for its blocks to say anything: ten a block.
inline constexpr std::int64_t kLeastRowsForBlocks = 120;

/// What a single shift can offer for units, for want of other shifts.
struct Blocks {
  std::vector<double> means;  ///< of consecutive blocks, in the unit of the slots, in their order
  double stretch = 1;         ///< >= 1: how many times farther from their mean independent units would lie
};

/// Batch means (Law, Simulation Modeling and Analysis, 5th ed., 9.5.3) of a shift's amounts, one amount a slot of equal
/// length; kShiftSlots of them, finite (assertion). The mean of the blocks is that of the slots. Blocks are a twelfth
/// of the shift, or an eighth where neighbouring twelfths depend on each other. The dependence of B blocks is their
/// lag-1 autocorrelation r cleared of its bias, (B r + 1) / (B - 3) (Marriott and Pope, Biometrika 41 (1954) 390); they
/// depend on each other when it exceeds 2 / sqrt(B), and not where nothing varies. What is left of it, rho > 0, is the
/// stretch sqrt((1 + rho) / (1 - rho)), as of a first-order autoregressive series. Nothing where eighths still depend
/// on each other: the shift is too short for what happens in it.
///
/// With at least kLeastRowsForBlocks rows a one-sided 95 % bound of the ratio of two such shifts misses the truth at
/// most 5 % of the time where both have like cycle times: independent, autoregressive (r1 up to 0.9) or broken off by
/// stoppages. It misses more where only one of them has rare stoppages, since a shift may by chance meet none: 9 % of
/// the time for 5 min every half hour, 24 % for 10 min every three hours. Blocks know one shift's conditions, nothing
/// of what it did not meet and nothing of the variation from day to day.
std::optional<Blocks> independent_blocks(std::span<const double> slots);

/// The values with their distances from their mean multiplied by `factor`; none where there are none.
std::vector<double> stretched(std::vector<double> values, double factor);

}  // namespace plantproof::metrics
