#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "channel/hall.hpp"
#include "core/time.hpp"
#include "network/ethernet.hpp"
#include "network/network.hpp"
#include "network/simulation.hpp"
#include "ran/hall_propagation.hpp"
#include "ran/parameters.hpp"

namespace plantproof::network {

/// A 5G NR network in a hall, with its core: every device has a PDU session of type Ethernet (TS 23.501
/// 5.6.10.2), so devices and the hosts behind the UPF are one local network. What one device sends another goes up,
/// through the UPF, and down.
struct Nr {
  struct Gnb {
    Position position;
    channel::Antenna antenna;
    ran::CellParameters radio;
    std::string name{};  ///< of its cell, in what modems report
  };
  struct User {
    Device device;
    ran::DeviceParameters radio;
    channel::Antenna antenna;
    std::optional<ran::Vehicle> vehicle{};  ///< that carries it and stands in the way of the others' links
    std::vector<ran::DeviceParameters> duplication_radios{};  ///< one for each of the duplication carriers
  };

  /// Others in the cells: their packets of 1500 bytes load the radio and go nowhere else. They come as Poisson
  /// processes, the same for every device, and have 5QI 9: priority level 90, and 300 ms after which they are dropped.
  struct Background {
    int devices = 0;          ///< at rest, anywhere on the floor
    double downlink_bps = 0;  ///< of all devices together
    double uplink_bps = 0;
    double height_m = 1.5;
    ran::DeviceParameters radio;  ///< without resources of their own, on the first carrier alone
    channel::Antenna antenna;
  };

  ran::CarrierParameters carrier;
  std::vector<ran::QosFlow> flows{ran::QosFlow{}};  ///< at least one
  /// PDCP duplication (TS 38.323 5.11): further carriers of the same gNBs, over which the packets of some flows go as
  /// well, the others do not. What comes first counts, and a packet is lost when it is on all of them. On each a device
  /// has a cell of its own, so one handover need not stop both; it is attached while one of them serves it.
  std::vector<ran::CarrierParameters> duplication_carriers;
  std::vector<std::size_t> duplicated_flows;  ///< by their place in `flows`
  /// The flow, by its place in `flows`, of an IPv4 packet by its DSCP, 0 to 63 (RFC 2474); what is not here goes to the
  /// first flow.
  std::map<int, std::size_t> flow_of_dscp;
  channel::HallParameters hall;
  std::vector<Gnb> gnbs;    ///< at least one
  std::vector<User> users;  ///< with a radio
  Background background;
  core::Nanoseconds core_delay{500'000};  ///< one way between gNB and UPF: gNB's upper layers, backhaul and UPF
  /// Mean of an exponential delay on top, drawn for every packet that crosses the core. None overtakes an earlier one
  /// of its device, flow and direction: it arrives no sooner than that.
  core::Nanoseconds core_jitter{0};
  core::Nanoseconds edge_delay{0};  ///< one way between UPF and `ethernet`
  Ethernet ethernet;                ///< behind the UPF
  std::vector<Device> hosts;        ///< there: edge servers, controllers
  std::uint64_t seed = 1;           ///< of what the radio draws; the hall has its own
};

/// Parameters outside their ranges, and two devices of one name, are a caller's bug (assertion).
[[nodiscard]] Network build_nr(const Nr& nr, Simulation& simulation);

}  // namespace plantproof::network
