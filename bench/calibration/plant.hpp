#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "core/text.hpp"
#include "metrics/series.hpp"

namespace plantproof::calibration {

using Random = std::mt19937_64;

/// How what happens in a plant follows on what happened before.
class Process {
 public:
  static Process independent() { return {Kind::Independent, 0}; }
  /// A first-order autoregressive Gaussian process behind it all, with that correlation of neighbours.
  static Process autoregressive(double correlation) { return {Kind::Autoregressive, correlation}; }
  /// Disturbances that come and go (a two-state Markov chain) and last so many rows on average.
  static Process bursts(double length) { return {Kind::Bursts, length}; }

  /// Disturbances of so many rows in which every so-many-th is bad: one nest of a rotary table.
  static Process every(int period, double length) { return {Kind::Periodic, length, period}; }
  /// Independent rows whose chance to be bad wanders (lognormal, sigma 0.5) and forgets within so many rows.
  static Process wandering(double rows) { return {Kind::Wandering, rows}; }

  [[nodiscard]] core::Text name() const;
  [[nodiscard]] bool has_bursts() const { return kind_ == Kind::Bursts; }

  /// n zeros and ones with P(1) = share, from the process in its steady state.
  [[nodiscard]] std::vector<double> events(double share, std::size_t n, Random& random) const;

  /// n delays with P(delay > limit) = share_late: lognormal (sigma 0.4) where the process is not one of bursts; in
  /// bursts the late ones are exponentially later than the limit, the others exponentially above half of it, cut off
  /// there.
  [[nodiscard]] std::vector<double> delays(double limit, double share_late, std::size_t n, Random& random) const;

  /// n values of that mean: lognormal (sigma 0.5); in bursts, 2 % of the time, exponentially larger by four means.
  [[nodiscard]] std::vector<double> values(double mean, std::size_t n, Random& random) const;

  /// By how much more the share of events varies than that of independent ones, in a long run.
  [[nodiscard]] double design_effect(double share) const;

  /// How many separate disturbances n rows see on average.
  [[nodiscard]] double disturbances(double share, std::size_t n) const;

  /// The burst length that parties who know the plant agree on where n rows are too few to show it; else 1.
  [[nodiscard]] double burst_length_to_agree_on(double share, std::size_t n) const;

 private:
  enum class Kind { Independent, Autoregressive, Bursts, Periodic, Wandering };
  Process(Kind kind, double parameter, int period = 1) : kind_(kind), parameter_(parameter), period_(period) {}

  [[nodiscard]] std::vector<double> normals(std::size_t n, Random& random) const;

  Kind kind_;
  double parameter_;
  int period_;
};

/// The z that a standard normal exceeds with this probability.
double normal_exceeded_with(double share);

}  // namespace plantproof::calibration
