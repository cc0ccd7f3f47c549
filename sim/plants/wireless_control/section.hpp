#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "core/random.hpp"
#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/wireless_control.hpp"
#include "wireless_control/cable.hpp"
#include "wireless_control/loop.hpp"
#include "wireless_control/web.hpp"

namespace plantproof::plants::control {

/// A section of a web line at work. It runs at its speed until an order has its length of good web, and is changed over
/// for the next. Web counts in units of a length, good when no loop was out of its tolerance meanwhile; what passes
/// first after each start, and the unit that a stop cuts, is waste. It stops as a whole when a drive hears nothing or
/// the web is lost, and an operator starts it again: after a mere stop, threading the web anew, or repairing a cable.
class Section {
 public:
  Section(const scenarios::WirelessControl& parameters, Plant& plant);
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  /// It runs, somewhere in an order.
  void start();

 private:
  void add_loop(LoopPart part);
  void run();
  void halt();
  void stop_for(double mean_s, core::Draws& draws);
  void nothing_comes();
  void web_is_lost();
  void unit_passes();
  void record_unit(bool is_good);
  void change_over();
  [[nodiscard]] double running_s() const;
  /// Calls `what` when the section will have run for so long, if it does not stop before.
  void at_running(double running_s, Timer& timer, std::function<void()> what);

  const scenarios::WirelessControl& parameters_;
  Plant& plant_;
  Web web_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::deque<Cable> cables_;        ///< of each loop
  std::deque<Timer> cable_timers_;  ///< of each loop
  Timer unit_timer_;
  Timer flaw_timer_;
  core::Draws orders_;
  core::Draws flaws_;
  core::Draws restarts_;
  core::Draws rethreads_;
  core::Draws repairs_;
  bool is_running_ = false;
  core::Instant began_;      ///< to run
  double ran_before_s_ = 0;  ///< until it last stopped
  double flaw_at_s_;         ///< the next one, in running time
  double to_make_m_;         ///< good web of the order that is left
  double since_start_m_ = 0;
  bool was_out_ = false;  ///< a loop, in the unit that passes
  std::int64_t units_ = 0;
};

}  // namespace plantproof::plants::control
