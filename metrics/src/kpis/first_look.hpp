#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "data/evidence.hpp"
#include "data/pass.hpp"
#include "delay_tally.hpp"
#include "metrics/clock_offset.hpp"
#include "metrics/coordinated_omission.hpp"

namespace plantproof::metrics {

/// What is seen of a flow before the offset of its clocks is known.
struct FlowLook {
  data::Flow flow;
  core::Nanoseconds uncertainty{0};  ///< of its clocks
  bool has_reverse = false;          ///< there is a one-way flow back
  bool is_from_a = false;            ///< as MeasuredFlow::from_a

  std::int64_t n = 0;
  std::int64_t negatives = 0;  ///< arrived before they were sent by more than the clocks are said to differ
  core::Nanoseconds worst{0};
  TightBounds bounds{TightBounds::Side::Most};
  std::optional<PaceOfSender> pace;  ///< of round trips with a period
  std::int64_t intervals = 0;        ///< between messages
  std::int64_t too_short = 0;        ///< by more than a tenth of the period
  std::int64_t too_long = 0;
  core::Instant first_sent;
  core::Instant last_sent;

  FlowLook(const data::Flow& of, const data::Evidence& evidence, bool is_in_pair);
  void add(const data::Message& message);
  void merge(const FlowLook& next);
  /// Whether the interval in the middle is within a tenth of the period.
  [[nodiscard]] bool keeps_period() const;

 private:
  void see_interval(core::Nanoseconds interval);
};

/// What is seen of the messages of a run first: of every flow that the run has, and, where no clock's offset has to be
/// found before the delays are known, their tallies.
class FirstLook {
 public:
  /// The run must have the table flows.
  FirstLook(const data::Evidence& evidence, const data::Run& run, bool with_tallies);
  void add(const data::Message& message);
  void merge(FirstLook&& next);

  /// By name.
  [[nodiscard]] const std::vector<FlowLook>& flows() const { return flows_; }
  /// When the first message was sent, of all, and the last; without messages the start is after the end.
  [[nodiscard]] core::Instant start() const;
  [[nodiscard]] core::Instant end() const;
  /// Beside flows(); null where they were not made.
  [[nodiscard]] const RunTallies* tallies() const { return tallies_ ? &*tallies_ : nullptr; }

 private:
  std::vector<FlowLook> flows_;
  data::ByName<std::size_t> number_of_;  ///< in flows_, from 1 on; 0 of what is no flow of the run
  std::optional<RunTallies> tallies_;
};

/// That of who looked on while the evidence was opened, or one that is made now.
std::shared_ptr<const FirstLook> first_look(const data::Evidence& evidence, const data::Run& run);

}  // namespace plantproof::metrics
