#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decibel.hpp"
#include "core/time.hpp"
#include "metrics/availability.hpp"
#include "metrics/circumstances.hpp"

namespace plantproof::data {
struct RadioSample;
struct Run;
}  // namespace plantproof::data

namespace plantproof::metrics {

/// One run as it is looked at when something went wrong in it. Views into the run. A stretch of time is from `from`,
/// included, to `to`, excluded.
class Surroundings {
 public:
  /// around() is to be asked of `spans` alone, and of no others. Of the radio samples there is no more memory than for
  /// what each device's tell of each span.
  Surroundings(const data::Run& run, std::vector<TimeSpan> spans);

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

  /// What the radio samples of a device tell of a stretch from one of `marks_` to the next.
  struct Signal {
    bool is_sampled = false;
    bool is_missing = false;  ///< in one of them
    std::optional<core::Dbm> least_rsrp;
    std::optional<core::Decibel> least_sinr;
    bool has_changed_cell = false;

    [[nodiscard]] bool is_weak(const SignalFloor& floor) const;
  };
  struct Radio {
    bool has_signal = false;  ///< ever in the run
    std::optional<core::Instant> last_at;
    std::optional<std::string> last_cell;
    std::map<std::size_t, Signal> signals;  ///< by number of the stretch
  };

  void see_radio(const data::Run& run, const std::vector<TimeSpan>& spans);
  void see_cell(const data::RadioSample& sample, Radio& radio) const;
  void see_messages(const data::Run& run, std::vector<TimeSpan> spans);
  void see_attachments(const data::Run& run);
  [[nodiscard]] bool is_known(std::string_view device) const;
  [[nodiscard]] bool is_seen(Circumstance what, const Flow& flow, const Stretch& in, const SignalFloor& floor) const;
  /// Whether is_so(signal) in any part of the stretch, which begins and ends at marks.
  template <class IsSo>
  [[nodiscard]] bool any_signal(std::string_view device, const Stretch& in, const IsSo& is_so) const;
  [[nodiscard]] bool has_weak_signal(std::string_view device, const Stretch& in, const SignalFloor& floor) const;
  [[nodiscard]] bool missed_every_device(const Flow& flow, const Stretch& in) const;
  [[nodiscard]] bool is_recorded(const Flow& flow, const Stretch& in) const;

  std::vector<core::Instant> marks_;                 ///< where stretches that are asked of begin or end, in order
  std::map<std::string, Radio, std::less<>> radio_;  ///< of every device with samples, where there are marks
  std::map<std::string_view, Flow> flows_;
  std::map<std::string_view, std::vector<Stretch>> offline_;  ///< of every device with attachments
  std::vector<std::string_view> named_;                       ///< in the table devices, in order
};

}  // namespace plantproof::metrics
