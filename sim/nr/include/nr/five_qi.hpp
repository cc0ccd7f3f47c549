#pragma once

#include <chrono>
#include <optional>
#include <span>

namespace plantproof::nr {

/// Whether a flow has a guaranteed bit rate, and whether a packet that comes late is lost with it (TS 23.501 5.7.3.2).
enum class ResourceType { NonGbr, Gbr, DelayCriticalGbr };

/// A standardised 5G QoS identifier: a row of TS 23.501 table 5.7.4-1.
struct FiveQi {
  int value;  ///< 1 to 90
  ResourceType resource_type;
  int priority_level;                             ///< 1 to 127, the least goes first
  std::chrono::milliseconds packet_delay_budget;  ///< between the UE and the UPF that anchors its session
  int error_exponent;                             ///< e of the packet error rate 10^-e
  std::chrono::milliseconds core_delay_budget;    ///< the static share of the UPF and the way to it
  std::optional<int> maximum_data_burst_bytes;    ///< that the radio must serve within its budget: delay-critical only

  /// The share of the delay budget that is the radio's.
  [[nodiscard]] constexpr std::chrono::milliseconds radio_delay_budget() const {
    return packet_delay_budget - core_delay_budget;
  }
  [[nodiscard]] double packet_error_rate() const;
  /// Whether a packet later than its budget counts as lost, as long as its flow keeps to maximum_data_burst_bytes and
  /// its guaranteed bit rate (TS 23.501 5.7.3.4).
  [[nodiscard]] constexpr bool counts_late_as_lost() const { return resource_type == ResourceType::DelayCriticalGbr; }
};

/// Over how long a bit rate is guaranteed, unless signalled otherwise: GBR and delay-critical GBR.
constexpr std::chrono::milliseconds kAveragingWindow{2000};

/// The rows that an industrial network uses: 1 to 9, 79, 80 and all delay-critical ones, 82 to 90. Those for
/// mission-critical push-to-talk and for live uplink streaming (65 to 76) and 10 (satellite) are left out. By value.
std::span<const FiveQi> five_qis();
/// The row of this value; nothing for one that is not in five_qis().
std::optional<FiveQi> five_qi(int value);

}  // namespace plantproof::nr
