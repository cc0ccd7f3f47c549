#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ran/radio_network.hpp"

namespace plantproof::ran {

/// A hall in which every link has the same gain and nothing fades, unless a test says otherwise.
class FlatHall : public Propagation {
 public:
  double gain = 1e-7;
  std::map<std::pair<CellId, DeviceId>, double> gains;

  double mean_gain(CellId cell, DeviceId device, const channel::Place& /*place*/) const override {
    const auto found = gains.find({cell, device});
    return found == gains.end() ? gain : found->second;
  }
  void fading_gains(CellId /*cell*/, DeviceId /*device*/, nr::Direction direction, const channel::Place& /*place*/,
                    core::Nanoseconds /*time*/, std::size_t /*first*/, std::span<double> gains_of) const override {
    std::fill(gains_of.begin(), gains_of.end(), direction == nr::Direction::Downlink ? 2.0 : 4.0);
  }
};

/// A radio network, its event loop and what it told.
class Plant : public Listener {
 public:
  struct Arrival {
    nr::Direction direction;
    DeviceId device;
    Packet packet;
    core::Nanoseconds time;
  };

  Plant(const CarrierParameters& carrier, std::vector<QosFlow> flows, const Propagation& propagation,
        std::uint64_t seed = 1)
      : network(carrier, std::move(flows), propagation, *this, seed) {}

  /// Until nothing is to be done any more, or until `end`.
  void run(std::optional<core::Nanoseconds> end = {}) {
    while (const auto next = network.next()) {
      if (end && *next > *end) break;
      network.advance(*next);
    }
  }
  void delivered(nr::Direction direction, DeviceId device, const Packet& packet, core::Nanoseconds time) override {
    arrivals.push_back({direction, device, packet, time});
  }
  void lost(nr::Direction direction, DeviceId device, const Packet& packet, core::Nanoseconds time) override {
    losses.push_back({direction, device, packet, time});
  }
  void transmitted(const Transmission& transmission) override {
    transmissions.push_back(transmission);
    if (on_transmission) on_transmission(transmission);
  }

  RadioNetwork network;
  std::function<void(const Transmission&)> on_transmission;
  std::vector<Arrival> arrivals;
  std::vector<Arrival> losses;
  std::vector<Transmission> transmissions;
};

}  // namespace plantproof::ran
