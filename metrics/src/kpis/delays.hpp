#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/confidence.hpp"
#include "data/evidence.hpp"
#include "data/pass.hpp"
#include "metrics/clock_offset.hpp"
#include "metrics/estimate.hpp"

// The delays of the pilot's messages, by what the two clocks at their ends can have been.
namespace plantproof::metrics {

class RunTallies;

struct MeasuredMessage {
  std::int64_t sequence = 0;
  core::Instant sent;
  std::optional<core::Nanoseconds> apparent;  ///< received - sent; none: lost
  double delay_ms = 0;  ///< of one that arrived, the offset of the clocks taken out where both directions tell it
};

/// By the clocks as they are.
inline MeasuredMessage measured(std::int64_t sequence, core::Instant sent,
                                const std::optional<core::Instant>& received) {
  MeasuredMessage result{sequence, sent, {}, 0};
  if (received) {
    result.apparent = *received - sent;
    result.delay_ms = core::in_milliseconds(*result.apparent);
  }
  return result;
}
inline MeasuredMessage measured(const data::Message& message) {
  return measured(message.sequence, message.sent, message.received);
}

/// One flow in one run.
struct MeasuredFlow {
  data::Flow flow;
  std::string run;
  core::Instant run_start;   ///< when the first message of the run was sent
  core::Instant run_end;     ///< and the last
  std::int64_t n = 0;        ///< messages
  double clock_ms = 0;       ///< every delay_ms may be off by so much; 0 for round trips, which need one clock
  bool keeps_period = true;  ///< half of its intervals at least are the declared one, give or take a tenth
  bool from_a = false;       ///< its sender's name comes before its receiver's
  std::shared_ptr<const ClockRange> clocks;  ///< what the receiver's clock is ahead of the sender's, if `from_a`, else
                                             ///< the reverse; null where not both directions tell it

  /// By which clock the range of the clocks is known at a message that arrived.
  [[nodiscard]] core::Instant by_clock_a(const MeasuredMessage& message) const {
    return from_a ? message.sent : message.sent + *message.apparent;
  }
};

/// All flows, and what is known of the clocks at their ends; the messages stay in the evidence.
struct MeasuredDelays {
  std::vector<MeasuredFlow> flows;  ///< by run, then by name
  bool compares_clocks = false;     ///< there is a one-way flow
  std::vector<core::Text> notes;

  struct RunOfFlows {
    std::size_t run = 0;    ///< of the pilot's
    std::size_t first = 0;  ///< of `flows`
    std::size_t count = 0;
  };
  std::vector<RunOfFlows> runs;

  /// Beside `runs`; empty where the messages are few, or clocks' offsets have to be taken out.
  std::vector<std::shared_ptr<const RunTallies>> tallies;

  /// What a look sees of all messages: look.add(flow, message), `flow` an index of `flows`, those of a flow in the
  /// order they were sent; look.merge() as of data::pass(). `evidence` is that which these are the delays of.
  template <class Look>
  [[nodiscard]] Look pass(const data::Evidence& evidence, const Look& empty) const {
    Look whole = empty;
    for (const RunOfFlows& run : runs) {
      const data::Tables& tables = evidence.runs(data::Phase::Pilot)[run.run].tables;
      Measuring<Look> seen = data::pass<data::Message>(tables, Measuring<Look>(*this, run, empty));
      whole.merge(std::move(seen.look));
    }
    return whole;
  }

 private:
  template <class Look>
  struct Measuring {
    Measuring(const MeasuredDelays& delays, const RunOfFlows& run, const Look& empty)
        : flows(&delays.flows), look(empty) {
      for (std::size_t i = run.first; i < run.first + run.count; ++i) index_of[delays.flows[i].flow.flow] = i;
    }
    void add(const data::Message& message) {
      const std::size_t index = index_of[message.flow];
      const MeasuredFlow& flow = (*flows)[index];
      assert(flow.flow.flow == message.flow);
      MeasuredMessage seen = measured(message);
      if (seen.apparent && flow.clocks) seen.delay_ms = core::in_milliseconds(*seen.apparent - ahead(flow, seen));
      look.add(index, seen);
    }
    /// How far the receiver's clock is ahead of the sender's, in whole nanoseconds, so that equal delays stay equal.
    static core::Nanoseconds ahead(const MeasuredFlow& flow, const MeasuredMessage& message) {
      const OffsetRange range = flow.clocks->at(flow.by_clock_a(message));
      return core::of_milliseconds((flow.from_a ? 1 : -1) * (range.least_ms + range.most_ms) / 2);
    }
    void merge(Measuring&& next) { look.merge(std::move(next.look)); }

    const std::vector<MeasuredFlow>* flows;
    data::ByName<std::size_t> index_of;
    Look look;
  };
};

/// No answer where there are no messages, a run has no flows, a flow has two kinds, or the times contradict each other
/// or the declared clock uncertainty.
const std::variant<MeasuredDelays, NoAnswer>& delays_of(const data::Evidence& evidence, core::Confidence confidence);

}  // namespace plantproof::metrics
