#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/confidence.hpp"
#include "metrics/planning.hpp"

namespace plantproof::metrics {

// Plans of shares that are judged by units of several rows: runs, or the tenths of a single one. The bounds rest on how
// far these lie apart (Dependence::between), which is by chance even where they are alike, so the chances of a verdict
// are means over what that may be. Rows are independent, n of them in runs of equal size.

/// Draws of how bad rows fall into units, always the same ones, and by how much each makes the rows count for less.
class UnitDraws {
 public:
  /// Of one run its tenths are the units, else the runs; at least one (assertion). `confidence` is that of the bound.
  UnitDraws(int runs, core::Confidence confidence);

  [[nodiscard]] std::size_t size() const { return effects_.size(); }
  [[nodiscard]] int runs() const { return runs_; }
  /// The effect in a draw when `bad` rows are bad; at least 1. From some two thousand on it is the last one: its
  /// distribution does not change there.
  [[nodiscard]] double effect(std::size_t draw, std::int64_t bad) const;

 private:
  int runs_ = 1;
  std::vector<std::vector<double>> effects_;  ///< of each draw, at the steps of counts
};

/// Which estimator judges a share: one bound of a share asks for the effect at the share seen, one of a quantile for
/// that at each value it passes on its way out.
enum class JudgedAs { Proportion, Quantile };

/// The claim "the share of bad rows is below a limit" as units will judge it: what AcceptanceNumbers are for
/// independent rows. The draws are those of the two confidences and must outlive it.
class ShareByUnits {
 public:
  /// A pass is below `accepted`, 0..1 exclusive, a fail at or above `rejected`, at least that (assertions); the same
  /// but for a guard band.
  ShareByUnits(double accepted, double rejected, Confidences confidences, const UnitDraws& pass, const UnitDraws& fail,
               JudgedAs as);

  /// The chances of n rows of which a share `bad` is bad, 0..1. n = 0 neither passes nor fails.
  [[nodiscard]] Outcome outcome(std::int64_t n, double bad) const;
  /// The most bad ones that pass, and the fewest that fail, in at least half of the draws.
  [[nodiscard]] AcceptanceNumbers usual_numbers(std::int64_t n) const;
  /// The fewest rows of which so many bad ones usually pass; a multiple of the runs.
  [[nodiscard]] std::int64_t fewest_trials(std::int64_t bad_allowed) const;
  /// The fewest rows with which a share `bad` passes with the wanted power; a multiple of the runs. Nothing when `bad`
  /// is not below the limit, or so near that more than 10^6 bad ones would have to be allowed.
  [[nodiscard]] std::optional<std::int64_t> enough(double bad, double power) const;

 private:
  [[nodiscard]] double pass(std::int64_t n, double bad) const;
  [[nodiscard]] double fail(std::int64_t n, double bad) const;
  [[nodiscard]] std::vector<double> passing(std::int64_t n) const;
  [[nodiscard]] std::vector<double> failing(std::int64_t n, std::int64_t most) const;

  double accepted_;
  double rejected_;
  Confidences confidences_;
  const UnitDraws& pass_;
  const UnitDraws& fail_;
  JudgedAs as_;
};

/// How many units in all it takes where n rows in `units` units, at least 2, are `times` too few: each tells as much as
/// those there are, and of more units the spread is known better, so their number is the least R with
/// R / t(R-1)^2 >= times * units / t(units-1)^2. Nothing beyond 10^4. times >= 1.
std::optional<int> needed_units(int units, double times, core::Confidence confidence);

/// The outcome of a claim on two arms of n rows each, judged by units in both: as of independent rows, with the bounds
/// as much wider as the draws of both arms say.
Outcome outcome(const SharesClaim& claim, std::int64_t n, Confidences confidences, const UnitDraws& pass,
                const UnitDraws& fail);

/// The rows per arm for the wanted power by that; a multiple of the runs. Nothing when the truth does not meet the
/// claim, or beyond 10^12.
std::optional<std::int64_t> units_per_arm(const SharesClaim& claim, Confidences confidences, double power,
                                          const UnitDraws& pass, const UnitDraws& fail);

}  // namespace plantproof::metrics
