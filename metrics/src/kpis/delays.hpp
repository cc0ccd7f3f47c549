#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/confidence.hpp"
#include "data/evidence.hpp"
#include "metrics/estimate.hpp"

// The delays of the pilot's messages, by what the two clocks at their ends can have been.
namespace plantproof::metrics {

struct MeasuredMessage {
  std::int64_t sequence = 0;
  core::Instant sent;
  std::optional<core::Nanoseconds> apparent;  ///< received - sent; none: lost
  double delay_ms = 0;  ///< of one that arrived, the offset of the clocks taken out where both directions tell it
};

/// The messages of one flow in one run, in the order they were sent.
struct MeasuredFlow {
  data::Flow flow;
  std::string run;
  core::Instant run_start;  ///< when the first message of the run was sent
  double clock_ms = 0;      ///< every delay_ms may be off by so much; 0 for round trips, which need one clock
  std::vector<MeasuredMessage> messages;
};

struct MeasuredDelays {
  std::vector<MeasuredFlow> flows;  ///< by run, then by name
  bool compares_clocks = false;     ///< there is a one-way flow
  std::vector<core::Text> notes;
};

/// No answer where there are no messages, a run has no flows, a flow has two kinds, or the times contradict each other
/// or the declared clock uncertainty.
std::variant<MeasuredDelays, NoAnswer> measured_delays(const data::Evidence& evidence, core::Confidence confidence);

}  // namespace plantproof::metrics
