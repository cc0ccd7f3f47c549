#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "metrics/availability.hpp"
#include "metrics/circumstances.hpp"

namespace plantproof::data {
struct RadioSample;
struct Run;
}  // namespace plantproof::data

namespace plantproof::metrics {

/// Radio samples of each device, by time. Views into the run.
using Tracks = std::map<std::string_view, std::vector<const data::RadioSample*>>;

/// One run as it is looked at when something went wrong in it. Views into the run. A stretch of time is from `from`,
/// included, to `to`, excluded.
class Surroundings {
 public:
  /// around() is to be asked of `spans` alone, and of no others.
  Surroundings(const data::Run& run, std::vector<TimeSpan> spans);

  [[nodiscard]] const Tracks& tracks() const { return tracks_; }
  /// How long a device was without network: detached, and not attached again.
  [[nodiscard]] core::Nanoseconds offline(std::string_view device, core::Instant from, core::Instant to) const;
  /// How many messages to or from a device, sent then, were lost or late.
  [[nodiscard]] std::int64_t missed(std::string_view device, core::Instant from, core::Instant to) const;
  /// What is told of a down time of one of its flows whose first failed message was sent at `from`. A flow that the
  /// table flows does not name is a caller's bug (exception).
  [[nodiscard]] Circumstances around(std::string_view flow, core::Instant from, core::Instant to,
                                     const SignalFloor& floor) const;

 private:
  using Devices = std::vector<std::string_view>;
  struct Flow {
    Devices ends;
    Devices devices;
    std::vector<core::Instant> sent;  ///< in the spans, in order of time, as the missed ones are
    std::vector<core::Instant> missed;
  };
  struct Stretch {
    core::Instant from;
    core::Instant to;
  };

  void see_messages(const data::Run& run, std::vector<TimeSpan> spans);
  void see_attachments(const data::Run& run);
  [[nodiscard]] bool is_known(std::string_view device) const;
  [[nodiscard]] bool is_seen(Circumstance what, const Flow& flow, const Stretch& in, const SignalFloor& floor) const;
  [[nodiscard]] bool has_changed_cell(std::string_view device, const Stretch& in) const;
  [[nodiscard]] bool has_weak_signal(std::string_view device, const Stretch& in, const SignalFloor& floor) const;
  [[nodiscard]] bool missed_every_device(const Flow& flow, const Stretch& in) const;
  [[nodiscard]] bool is_recorded(const Flow& flow, const Stretch& in) const;

  Tracks tracks_;
  std::map<std::string_view, Flow> flows_;
  std::map<std::string_view, std::vector<Stretch>> offline_;  ///< of every device with attachments
  std::vector<std::string_view> named_;                       ///< in the table devices, in order
};

}  // namespace plantproof::metrics
