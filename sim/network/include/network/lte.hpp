#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/decibel.hpp"
#include "core/time.hpp"
#include "network/ethernet.hpp"
#include "network/network.hpp"
#include "network/path_loss.hpp"
#include "network/simulation.hpp"

namespace plantproof::network {

struct BaseStation {
  std::string name;
  Position position;
};

/// LTE in FDD, release 8: base stations on one carrier, a core network, and behind it a switch with the wired devices.
struct Lte {
  static constexpr std::size_t kMaxTerminals = 160;

  std::uint8_t resource_blocks = 50;     ///< of each direction: 6, 15, 25, 50, 75 or 100, which is 1.4 to 20 MHz
  std::uint32_t downlink_earfcn = 1300;  ///< band 3, 1815 MHz; 18000 more is the uplink's (3GPP TS 36.101, 5.7.3)
  std::vector<BaseStation> base_stations;
  std::vector<Device> terminals;
  std::vector<Device> wired;
  Ethernet ethernet;
  core::Dbm base_station_power{30};
  core::Dbm terminal_power{23};
  core::Decibel base_station_noise_figure{5};
  core::Decibel terminal_noise_figure{9};
  PathLoss path_loss;
  core::Decibel handover_hysteresis{3};                                         ///< of the event A3; 0 to 15 dB
  core::Nanoseconds handover_time_to_trigger = std::chrono::milliseconds(256);  ///< 3GPP TS 36.331's values only
  core::Nanoseconds core_delay = std::chrono::milliseconds(1);  ///< one way, between base station and gateway
};

/// ns-3's LTE (LENA): proportional fair scheduler, HARQ, RLC unacknowledged mode, X2 handover between neighbours that
/// event A3 names. A terminal chooses its first cell by itself, within 0.3 s; before, and while it changes cells, it
/// has no connection. Messages between terminals go through the gateway. There is at least one base station, and a path
/// loss (assertions).
[[nodiscard]] Network build_lte(const Lte& lte, Simulation& simulation);

}  // namespace plantproof::network
