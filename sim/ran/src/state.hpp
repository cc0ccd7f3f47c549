#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "channel/block_error.hpp"
#include "configured_plan.hpp"
#include "core/decibel.hpp"
#include "link_adaptation.hpp"
#include "nr/numerology.hpp"
#include "packet.hpp"
#include "ran/parameters.hpp"
#include "ran/radio_network.hpp"
#include "resource_grid.hpp"
#include "transmit_queue.hpp"

namespace plantproof::ran {

/// What a transport block is sent with; a retransmission keeps mcs, layers and bits.
struct BlockFormat {
  int mcs = 0;
  int layers = 1;
  int blocks = 1;
  int symbols = 0;
  std::int64_t bits = 0;
  double power_mw = 0;     ///< a block and symbol, of all layers together
  bool is_adapted = true;  ///< the MCS is link adaptation's choice
};

/// A HARQ process (TS 38.321 5.3.2, 5.4.2) of one device and direction.
struct HarqProcess {
  enum class Stage { Idle, Granted, OnAir, Failed };

  Stage stage = Stage::Idle;
  /// Idle: from when on a new block may use it; Failed: when the retransmission may start or be granted.
  nr::Tc ready{0};
  BlockFormat format;
  std::vector<Segment> segments;
  std::array<core::Decibel, channel::kMostTransmissions> sinrs;
  int attempts = 0;
  double target_error = 0.1;
  std::int64_t buffer_status = 0;  ///< uplink: what the device said it had besides, bytes
};

/// The most that a buffer status says: more than a transport block holds.
inline constexpr std::int64_t kMostReportedBytes = 160'000;

/// What of the interference that is remembered stays with each new observation.
inline constexpr double kInterferenceMemory = 0.8;

/// A configured resource of a connected device.
struct ConfiguredUse {
  ConfiguredOccasions occasions;
  std::optional<int> mcs;            ///< none: it follows the channel
  std::int64_t from;                 ///< no transmission starts before this symbol
  std::optional<Opportunity> due{};  ///< the occasion that is in the event queue
};

/// One device in one direction.
struct Side {
  TransmitQueue queue;
  std::vector<ConfiguredUse> configured{};
  std::vector<HarqProcess> processes{};
  OuterLoop outer_loop{};
  std::optional<core::Nanoseconds> reported{};  ///< when the channel was measured
  core::Decibel snr{0};     ///< of one layer without interference: downlink at the cell's power, uplink at 1 mW a block
  double interference = 0;  ///< over noise, smoothed; linear
  nr::Tc served{-1};
  double average_bps = 0;
  std::int64_t busy_until = 0;  ///< no other transmission of it before this symbol
  bool is_waiting = false;      ///< in its cell's list
  std::size_t pending = 0;
  std::uint64_t blocks_sent = 0;

  [[nodiscard]] int number_of(const HarqProcess& process) const {
    return static_cast<int>(&process - processes.data());
  }
  /// Of one layer, at the power of `snr`, as link adaptation believes it.
  [[nodiscard]] core::Decibel expected_sinr() const {
    return snr + outer_loop.correction() - core::Decibel::of_ratio(1 + interference);
  }
};

/// What the gNB knows of a device's uplink, and what the device has asked for.
struct UplinkRequest {
  std::int64_t wanted_bytes = 0;   ///< known to the gNB and not yet granted
  nr::Tc known{0};                 ///< since when
  std::int64_t granted_bytes = 0;  ///< granted and not yet sent
  int granted = 0;                 ///< transport blocks
};

/// How a device stands with its cell.
struct Connection {
  enum class Stage { Searching, Connecting, Connected };

  Stage stage = Stage::Searching;
  bool is_failed = false;              ///< it lost a cell before: it re-establishes, and does not register
  bool is_measuring = false;           ///< the next measurement is in the event queue
  std::vector<double> filtered_dbm{};  ///< SS-RSRP by cell
  std::optional<CellId> better{};      ///< the neighbour of event A3
  nr::Tc better_since{0};
  std::optional<nr::Tc> lost_since{};  ///< out of sync
  std::uint64_t number = 0;            ///< of the connection: what was planned for an earlier one is void
};

struct DeviceState {
  DeviceParameters parameters;
  Motion motion;
  CellId cell;      ///< of its connection, or the last one
  double noise_mw;  ///< a block
  std::array<Side, 2> sides;
  Connection connection{};
  UplinkRequest uplink{};
};

/// A transport block that was granted.
struct Grant {
  DeviceId device;
  std::uint64_t connection;  ///< that it was made for
  int process;
  int first_block;
};

struct UplinkOccasion {
  int symbols;
  std::vector<Grant> grants;
};

/// What is on the air and has to be decoded.
struct Flight {
  CellId cell;
  DeviceId device;
  int process;
  int first_block;
  Opportunity at;
  bool is_configured;
};

/// The interference that other cells' devices cause at a cell, by symbol and resource block group, mW a block.
class UplinkInterference {
 public:
  UplinkInterference(int blocks, int group_blocks);
  void add(const Opportunity& at, int first_block, int blocks, double power_mw);
  [[nodiscard]] double mean(const Opportunity& at, std::size_t group) const;

 private:
  int blocks_;
  int group_blocks_;
  std::size_t groups_;
  std::vector<std::int64_t> symbols_;
  std::vector<double> power_mw_;
};

struct CellState {
  CellParameters parameters;
  double block_power_mw;
  double noise_mw;  ///< a block
  ResourceGrid downlink;
  ResourceGrid uplink;
  std::array<ConfiguredPlan, 2> configured;
  UplinkInterference interference;
  std::array<std::vector<DeviceId>, 2> waiting{};
  std::optional<Opportunity> next_downlink{};
  std::int64_t served_until = -1;            ///< the last symbol at which downlink data was decided on
  std::optional<Opportunity> next_uplink{};  ///< the occasion that the next grants are for
  std::int64_t next_uplink_control = 0;      ///< the symbol of their PDCCH
  std::int64_t granted_until = -1;           ///< the last occasion that grants were decided for
  std::map<std::int64_t, UplinkOccasion> occasions{};
  std::array<std::int64_t, 2> control_slot{-1, -1};
  std::array<int, 2> control_messages{};  ///< of control_slot
};

}  // namespace plantproof::ran
