#pragma once

#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/confidence.hpp"
#include "core/text.hpp"
#include "metrics/series.hpp"

namespace plantproof::metrics {

/// How much less a sample tells than as many independent values: its mean (a share is the mean of zeros and ones)
/// varies `design_effect` times as much, so n values count as n / design_effect (Kish, Survey Sampling, 1965, 8.2).
struct Dependence {
  double within = 1;  ///< by what neighbours in a run have in common; at least 1
  double memory = 0;  ///< how many rows of a run back that reaches: the lag within which all but 1/e of it lies
  double between =
      1;  ///< by what runs, or tenths of a single run, have in common, their fewness allowed for; at least 1
  double agreed = 1;  ///< by the bursts that the parties count on, 2 * burst_length - 1; 1 for a mean
  double runs = 1;    ///< runs with values
  double n = 0;       ///< values
  /// Of a share: the rarer outcomes seen, each burst of them counted about once; of a mean infinite.
  double events = std::numeric_limits<double>::infinity();

  /// The runs, where it is these that decide the effect: more rows of them would tell nothing more.
  [[nodiscard]] std::optional<int> deciding_runs() const;
  /// The largest of them; at most n, since the least that a sample counts as is one value.
  [[nodiscard]] double design_effect() const;
};

/// By how much rows count for less when bad ones come in bursts of a mean length B >= 1 (assertion): 2 B - 1.
double design_effect_of_bursts(double mean_length);

// Both: values are finite (assertion), runs and series may be empty, and a sample in which nothing varies has no
// dependence that can be seen. `confidence` is that of the bound which the effect is for: the effect itself is
// estimated, and a bound has to allow for that.
//
// within: 1 + 2 * (sum of autocorrelations) by Geyer's initial monotone sequence (Statistical Science 7 (1992) 473) of
// what is left when each stream's mean in its run is taken off: once stream by stream and, where there are several,
// once with all streams in the order of time, the larger of the two. So a burst is seen both when it strikes one loop
// and when it strikes all of them. What exceeds 1 is estimated from few bursts and is therefore multiplied by (t / z)^2
// of half of n / (1 + 2 sum) degrees of freedom: Satterthwaite's number for the variance of a sum of bursts of
// exponential length is two thirds of it, and bursts of which most are single rows leave less.
//
// Above 16 384 values it is looked at in sums of neighbours.
//
// between: the variance of the runs' sums about their share of the whole, over what independent values would give,
// times ((t + s) / z)^2, where t has the degrees of freedom that the runs' tails and their lengths leave
// (Satterthwaite's with the fourth moment; of shares w of all rows at most 1 / sum(w^2) - 1, so R - 1 of equal ones,
// but 0.8 at least) and s is one and a half times Johnson's term for their skewness (JASA 73 (1978) 536; few runs show
// too little of it): a few bad days among many good ones. So R runs are judged as R units whenever they differ by more
// than chance. Of a single run of at least 20 values, and of one that holds most of the rows of several: the same of
// its tenths, all n of them that overlap, the last rows followed by the first (Meketon and Schmeiser, Proc. 1984 Winter
// Simulation Conf., 227), which leave t 1.5 * 9 degrees of freedom; only what exceeds 1 is allowed for. So a period
// shows, and a slow change, of which neighbours tell nothing; but what changes more slowly than a two-hundredth of a
// run takes several runs to show (docs/calibration.md).

/// The dependence of a mean of values.
Dependence dependence_of_mean(std::span<const Series> runs, core::Confidence confidence);

/// The dependence of a share. Every value is 0 or 1 (assertion); whichever is rarer is the event. burst_length, at
/// least 1, is the mean number of events that the parties count on in one disturbance: no statistics can tell it where
/// few or no events were seen.
Dependence dependence_of_share(std::span<const Series> runs, double burst_length, core::Confidence confidence);

/// Both, of values too many to keep: `within` is that of the sums of stretches, the tenths of a run are of its
/// stretches.
Dependence dependence_of_mean(std::span<const Sums> runs, core::Confidence confidence);
Dependence dependence_of_share(std::span<const Sums> runs, double burst_length, core::Confidence confidence);

/// With fewer events than this a sample does not tell how long bursts are, and the agreed length decides: in trials
/// with bursts of unknown length a bound held from here on (docs/calibration.md).
inline constexpr double kEventsThatTellBursts = 6;

/// What a reader must know of a dependence: why n counts for less, and what was taken on trust. Empty for independent
/// values with enough events; `events` is what these are called.
std::vector<core::Text> notes_on(const Dependence& dependence,
                                 const core::Text& events = {"不良或超时的行", "bad rows"});

}  // namespace plantproof::metrics
