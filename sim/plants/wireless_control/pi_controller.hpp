#pragma once

#include <cstdint>

#include "scenarios/wireless_control.hpp"

namespace plantproof::plants::control {

/// What a loop's controller has to do with, from its drive's speed command to what is measured: a lag of the drive, and
/// then slope / (s + rate).
struct LoopModel {
  double slope = 0;           ///< of the controlled variable, for a speed of 1
  double rate_hz = 0;         ///< at which it goes back by itself, 1/s; 0: it does not, it integrates
  double greatest_speed = 0;  ///< that may be commanded, either way
};
LoopModel model_of(const scenarios::WirelessControl& parameters, const scenarios::WirelessControl::Roller& roller);
LoopModel model_of(const scenarios::WirelessControl& parameters, const scenarios::WirelessControl::Guide& guide);

struct PiSettings {
  double gain = 0;
  double integral_s = 0;
};

/// Settings by the SIMC rule (Skogestad, Journal of Process Control 13 (2003), equations (23), (24) and half rule):
/// half of the drive's lag counts as delay, half is added to the slow time constant; delay are, besides, the deadline
/// and half a period for the hold. The closed loop's time constant is `closed_loop_ratio` of the delay.
PiSettings simc(const LoopModel& model, const scenarios::WirelessControl& parameters);

/// Proportional and integral control to 0, by samples that are numbered and may be missing: the integral counts a
/// sample for as many periods as have passed since the one before. At the limit of its command it does not wind up.
class PiController {
 public:
  PiController(const PiSettings& settings, double greatest_command, double period_s)
      : settings_(settings), greatest_command_(greatest_command), period_s_(period_s) {}

  /// Forgets everything; the next sample is of cycle `next`.
  void reset(std::int64_t next);
  /// Whether a sample is newer than all before.
  [[nodiscard]] bool awaits(std::int64_t cycle) const { return cycle > last_; }
  /// The command after the sample of a cycle that it awaits (assertion).
  double command(std::int64_t cycle, double deviation);

 private:
  PiSettings settings_;
  double greatest_command_;
  double period_s_;
  double integral_ = 0;  ///< of the deviation, in its unit times s
  std::int64_t last_ = -1;
};

}  // namespace plantproof::plants::control
