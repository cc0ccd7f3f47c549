#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "channel/block_error.hpp"
#include "core/decibel.hpp"
#include "core/hertz.hpp"
#include "core/time.hpp"
#include "nr/modulation_coding.hpp"
#include "nr/processing_time.hpp"
#include "nr/resource_blocks.hpp"
#include "nr/slot_pattern.hpp"

namespace plantproof::ran {

/// How many blocks of a channel are a resource block group, the step in which fading and interference are looked at:
/// configuration 1 of TS 38.214 table 5.1.2.2.1-1.
constexpr int resource_block_group(int blocks) {
  if (blocks <= 36) return 2;
  if (blocks <= 72) return 4;
  return blocks <= 144 ? 8 : 16;
}

/// When a direction's data transmissions start and how long they are.
struct TimeAllocation {
  nr::MappingType mapping = nr::MappingType::A;
  int symbols = nr::kSymbolsPerSlot;  ///< of a transmission: 1 to 14, a length that the mapping type has
  int first_symbol = 0;               ///< no transmission starts earlier in its slot: symbols of the PDCCH before it
  bool is_shortened = false;          ///< fewer symbols where the pattern has no more, as in a special slot
};

/// Who goes first when a slot has not room for all. Retransmissions always go before new data.
enum class Scheduling {
  RoundRobin,        ///< who was served longest ago
  ProportionalFair,  ///< whose channel is best against what it has got over the last 100 ms
  Deadline,          ///< delay-critical flows by their deadline, then the others by priority level, then fairly
};

/// How devices find their cell, change it and lose it. Measurements are of SS-RSRP and the signal over noise and
/// interference without fast fading, which their own averaging takes out.
struct MobilityParameters {
  core::Nanoseconds registration{100'000'000};       ///< from the choice of a cell to the first data
  core::Nanoseconds measurement_period{40'000'000};  ///< of a device that moves
  double filter_coefficient = 4;                     ///< k of TS 38.331 5.5.3.2: a measurement counts 1 / 2^(k/4)
  core::Decibel a3_offset{3};  ///< a neighbour is better by more than this (event A3, hysteresis included)...
  core::Nanoseconds time_to_trigger{160'000'000};  ///< ...for so long: then the device is handed over
  core::Nanoseconds interruption{50'000'000};      ///< from the last data in the old cell to the first in the new one
  core::Decibel out_of_sync{-8};                   ///< Q_out: below, the device does not hear its cell
  core::Decibel in_sync{-6};                       ///< Q_in: what a cell must have to be chosen
  core::Nanoseconds failure_timer{1'000'000'000};  ///< T310: out of sync for so long is a radio link failure
  core::Nanoseconds reestablishment{200'000'000};  ///< from the choice of a cell after a failure to the first data
};

/// One NR carrier, which all cells of the network share.
struct CarrierParameters {
  nr::SlotPattern pattern = nr::SlotPattern::fdd(nr::SubcarrierSpacing::Khz15);
  nr::FrequencyRange range = nr::FrequencyRange::Fr1;
  core::Hertz frequency = core::Hertz::from_ghz(3.5);
  int blocks = 1;  ///< resource blocks of the channel, 1 to 275
  TimeAllocation downlink;
  TimeAllocation uplink;
  int uplink_control_blocks = 0;  ///< at the band's lower edge, for PUCCH: no data in them
  int dmrs_elements = 12;  ///< resource elements a block and transmission that demodulation reference signals take
  nr::McsTable mcs_table = nr::McsTable::Qam64;
  int downlink_layers = 1;  ///< at most, 1 to 4: no more than either side has antennas
  int uplink_layers = 1;
  nr::ProcessingCapability capability = nr::ProcessingCapability::One;  ///< of every device, and of the gNB
  Scheduling scheduling = Scheduling::RoundRobin;
  /// For each slice the share of the blocks that are granted or assigned in a cell, of which it is sure while it has
  /// something to send (rRMPolicyMinRatio, TS 28.541 4.3.36); together at most 1. What it does not need others have.
  std::vector<double> slice_shares{};
  /// Assignments that a slot's PDCCH holds, and as many grants; none: as many as are wanted.
  std::optional<int> control_messages_per_slot;
  int harq_processes = 16;         ///< a device and direction, 1 to 32
  int greatest_transmissions = 4;  ///< of a transport block, the first included: 1 to channel::kMostTransmissions
  channel::Combining combining = channel::Combining::IncrementalRedundancy;
  channel::Receiver receiver = channel::kPracticalReceiver;
  core::Nanoseconds channel_report_period{20'000'000};  ///< of what link adaptation knows
  core::Nanoseconds channel_report_delay{4'000'000};    ///< until the scheduler may use it
  core::Decibel outer_loop_step{0.5};  ///< down at an error; up so much that the target ratio is in balance
  MobilityParameters mobility;
  int first_grant_bytes = 256;  ///< what a gNB grants that knows of a scheduling request and no more
};

/// The width of a resource block of the carrier, and of a resource block group: channel::Cell's group_width.
inline core::Hertz block_width(const CarrierParameters& carrier) {
  return core::Hertz(1e3 * nr::khz(carrier.pattern.spacing()) * nr::kSubcarriersPerBlock);
}
inline core::Hertz group_width(const CarrierParameters& carrier) {
  return core::Hertz(block_width(carrier).hz() * resource_block_group(carrier.blocks));
}

/// A cell: a gNB's antennas at one place.
struct CellParameters {
  core::Dbm transmit_power{24};  ///< of all blocks together, spread over them evenly
  core::Decibel noise_figure{5};
  int antennas = 4;  ///< 1 to 4: branches that receive, and at most as many layers
};

/// Resources that come back by themselves, without a control message for each: a configured grant (uplink, TS 38.321
/// 5.8.2) or a configured assignment (downlink, semi-persistent scheduling, 5.8.1). What its flows send waits for the
/// next occasion; what an occasion does not hold, and every retransmission, is granted or assigned like anything else.
struct ConfiguredResource {
  int blocks = 1;
  /// From one occasion to the next, and the first one's earliest start, rounded up to a nanosecond or exact, below the
  /// period. None: every start that the direction's time allocation has.
  std::optional<core::Nanoseconds> period{};
  core::Nanoseconds offset{0};
  /// That may use it, by their places in the network's list (allowedCG-List of TS 38.331); empty: all.
  std::vector<std::size_t> flows{};
  /// A row of the carrier's MCS table. None: it follows the channel.
  std::optional<nr::ModulationCoding> coding{};

  [[nodiscard]] bool serves(std::size_t flow) const {
    return flows.empty() || std::find(flows.begin(), flows.end(), flow) != flows.end();
  }
};

struct DeviceParameters {
  core::Dbm transmit_power{23};  ///< at most (power class 3)
  core::Decibel noise_figure{9};
  int antennas = 2;  ///< 1 to 4
  /// Uplink power control (TS 38.213 7.1.1): what the gNB shall receive in 180 kHz (so in a block of 30 kHz twice as
  /// much), with all path loss compensated.
  core::Dbm received_power_target{-80};
  /// Slots from one opportunity for a scheduling request to the next: the first uplink symbol from there on. None: any
  /// uplink symbol.
  std::optional<int> scheduling_request_period;
  /// One that finds no place beside those of the cell's other devices is left out: its flows do without.
  std::vector<ConfiguredResource> configured_grants;
  std::vector<ConfiguredResource> semi_persistent;  ///< downlink, likewise
};

/// RLC's modes that carry data (TS 38.322): without and with retransmissions of its own.
enum class RlcMode { Unacknowledged, Acknowledged };

/// How packets of a kind are treated, on every device.
struct QosFlow {
  int priority_level = 90;                      ///< of TS 23.501 table 5.7.4-1: the least goes first
  core::Nanoseconds delay_budget{300'000'000};  ///< of the radio: a packet's deadline is its arrival and this
  bool is_delay_critical = false;               ///< comes before all that is not, under Scheduling::Deadline
  bool is_discarded_late = false;               ///< what has not begun to be sent by its deadline never is
  double target_error = 0.1;                    ///< ratio of transport blocks in error that link adaptation aims at
  RlcMode rlc = RlcMode::Unacknowledged;
  core::Nanoseconds rlc_status_delay{40'000'000};  ///< from the last HARQ failure to RLC's retransmission
  int rlc_retransmissions = 8;                     ///< at most, of a segment
  std::optional<std::size_t> slice{};              ///< by its place in CarrierParameters::slice_shares
};

}  // namespace plantproof::ran
