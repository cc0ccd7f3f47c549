#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/decibel.hpp"
#include "core/time.hpp"
#include "network/ethernet.hpp"
#include "network/network.hpp"
#include "network/path_loss.hpp"
#include "network/simulation.hpp"

namespace plantproof::network {

enum class WifiStandard { N, Ac };  ///< IEEE 802.11n, 802.11ac

struct AccessPoint {
  std::string name;
  Position position;
  /// The channel's number at the network's width: 1 to 13 are at 2.4 GHz (802.11n only), 36 and above at 5 GHz; of 40
  /// MHz 38, 46, ..., of 80 MHz 42, 58, ...
  std::uint8_t channel = 36;
};

/// How a station changes from one access point to another. It breaks with the old one first, goes through all channels
/// of the network, and joins the one it hears best: no 802.11r, k or v.
struct Roaming {
  /// It goes looking when it hears its access point's beacon weaker than this. None: only when beacons are missed.
  std::optional<core::Dbm> leave_below = core::Dbm(-75);
  core::Nanoseconds patience = std::chrono::seconds(5);  ///< between one such search and the next
  std::uint32_t missed_beacons = 10;  ///< in a row, 102.4 ms apart, after which the access point is lost
  bool probes = true;                 ///< it asks on a channel (active scan), or only listens (passive)
  core::Nanoseconds dwell = std::chrono::milliseconds(30);  ///< on each channel; a passive scan needs above 102.4 ms
};

/// Access points of one network name, cabled to a switch with the wired devices; stations keep their address wherever
/// they are.
struct Wifi {
  WifiStandard standard = WifiStandard::Ac;
  std::uint16_t width_mhz = 20;  ///< 20; 40; 80 with 802.11ac
  std::uint8_t antennas = 2;     ///< of every radio: as many spatial streams
  std::vector<AccessPoint> access_points;
  std::vector<Device> stations;
  std::vector<Device> wired;
  Ethernet backbone;
  core::Dbm access_point_power{20};
  core::Dbm station_power{15};
  core::Decibel noise_figure{7};
  core::Dbm sensitivity{-92};  ///< a frame heard weaker than this is not noticed
  PathLoss path_loss;
  std::optional<double> nakagami_m;  ///< fading from frame to frame, 1 is Rayleigh's; none: none
  Roaming roaming;
  core::Nanoseconds queue_lifetime = std::chrono::milliseconds(500);  ///< of a frame that waits for the air
};

/// ns-3's Wi-Fi (EDCA, aggregation, Minstrel-HT rates) with all traffic as best effort. When a station has joined an
/// access point, the switch learns of it at once and the others forget it (as with IEEE 802.11F), so that frames find
/// it before it sends. Stations come in within 1.2 s: those whose first request was lost try again when beacons would
/// have been missed. There is at least one access point, and a path loss (assertions).
[[nodiscard]] Network build_wifi(const Wifi& wifi, Simulation& simulation);

}  // namespace plantproof::network
