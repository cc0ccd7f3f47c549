#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/random.hpp"
#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/wireless_control.hpp"
#include "wireless_control/pi_controller.hpp"
#include "wireless_control/web.hpp"

namespace plantproof::plants::control {

constexpr const char* kController = "edge-controller";

/// A loop's devices and the two ways of its messages.
struct LoopFlows {
  explicit LoopFlows(const std::string& loop);
  data::Flow samples;   ///< sensor to controller
  data::Flow commands;  ///< controller to drive
};

/// What sets the loops of a section apart.
struct LoopPart {
  std::size_t number = 0;  ///< on the web
  std::string name;
  LoopModel model;
  double tolerance = 0;    ///< of the deviation, either way
  double lost_at = 0;      ///< the web is lost when it deviates so far, either way
  double noise = 0;        ///< of the sensor, standard deviation
  double disturbance = 0;  ///< standard deviation of what disturbs it, as a speed
};

/// A closed loop. The sensor takes a sample in each period of its own clock and sends it; the controller at the edge
/// computes a command from each sample that is newer than all before, and sends it; the drive obeys a command when it
/// comes, unless a newer one came before, and stops the section when none has come for the survival time.
///
/// Each period is a cycle, and a row of `control_cycles`: on time when a command from its sample was obeyed before the
/// deadline; correct when that command was obeyed before the next sample and the deviation then is within the
/// tolerance. A cycle that a stop cuts short is none.
class Loop {
 public:
  /// What it tells the section.
  struct Section {
    std::function<void()> out_of_tolerance;  ///< at a sample
    std::function<void()> web_is_lost;       ///< at a sample; stops the section
    std::function<void()> nothing_comes;     ///< to the drive; stops the section
  };

  /// References outlive the loop.
  Loop(LoopPart part, const scenarios::WirelessControl& parameters, Web& web, Plant& plant, Section section);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  [[nodiscard]] const std::string& name() const { return part_.name; }
  /// The section runs, until it stops.
  void run();
  void stop();
  /// The sensor's samples go nowhere, until they do again.
  void cut() { is_cut_ = true; }
  void mend() { is_cut_ = false; }
  [[nodiscard]] bool is_cut() const { return is_cut_; }

 private:
  void sample();
  void end_cycle(double deviation);
  void compute(std::uint64_t content);
  void obey(std::uint64_t content);
  void send(network::FlowId flow, void (Loop::*gets)(std::uint64_t), std::uint64_t content);

  LoopPart part_;
  const scenarios::WirelessControl& parameters_;
  Web& web_;
  Plant& plant_;
  Section section_;
  core::Draws disturbances_;
  core::Draws noise_;
  double disturbance_;
  core::Nanoseconds period_;
  PiController controller_;
  Timer clock_;
  Timer watchdog_;
  network::FlowId samples_{};
  network::FlowId commands_{};
  bool is_running_ = false;
  bool is_cut_ = false;
  std::int64_t next_cycle_ = 0;
  std::int64_t obeyed_ = -1;                    ///< cycle of the newest command
  std::optional<core::Instant> began_;          ///< the cycle that is under way
  std::optional<core::Nanoseconds> obeyed_in_;  ///< from its sample, its command
};

}  // namespace plantproof::plants::control
