#pragma once

#include <cstdint>
#include <functional>

#include "core/time.hpp"

namespace plantproof::network {

/// The event queue that a plant and its network share, and its clock: instants count from the beginning of the run. It
/// is ns-3's, and ns-3 keeps its state for the whole process: there is at most one Simulation at a time (assertion),
/// and it outlives every Network and Messaging made in it. The same seed and the same calls give the same run, to the
/// nanosecond; runs of different seeds are independent.
class Simulation {
 public:
  /// `seed` is any number; it chooses the run of ns-3's generator (MRG32k3a), whose runs do not overlap.
  explicit Simulation(std::uint64_t seed);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  [[nodiscard]] core::Instant now() const;

  /// Calls `what` at `when`, which is not in the past (assertion). Calls of one instant come in the order they were
  /// asked for.
  void at(core::Instant when, std::function<void()> what);
  /// Calls `what` after `delay`, which is not negative (assertion).
  void after(core::Nanoseconds delay, std::function<void()> what);

  /// Runs everything before `end`, which is not in the past (assertion); then the clock shows `end`. May be called
  /// again to go on.
  void run_until(core::Instant end);
};

}  // namespace plantproof::network
