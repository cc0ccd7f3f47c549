#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace plantproof::data {

/// The closing lines of a run of ping (iputils), as printed: "20 packets transmitted, 18 received, +1 duplicates, 10%
/// packet loss, time 3884ms" and "rtt min/avg/max/mdev = 0.042/0.050/0.089/0.010 ms".
struct PingSummary {
  struct RoundTrip {
    core::Nanoseconds least{0};
    core::Nanoseconds mean{0};
    core::Nanoseconds most{0};
    core::Nanoseconds deviation{0};  ///< population standard deviation
  };
  std::int64_t transmitted = 0;
  std::int64_t received = 0;              ///< without duplicates
  std::optional<core::Nanoseconds> time;  ///< from the first packet sent to the end of the run
  std::optional<RoundTrip>
      round_trip;  ///< over received and duplicates; none where no packet came back, or none carries a time

  /// Share of the transmitted that was not received; nothing when none was transmitted.
  [[nodiscard]] std::optional<double> loss_ratio() const;
};

/// The summary of the run whose output this is; nothing when the closing line is not there.
std::optional<PingSummary> parse_ping_summary(std::string_view text);

}  // namespace plantproof::data
