#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "channel/fading.hpp"
#include "core/random.hpp"
#include "ran/radio_network.hpp"

namespace plantproof::ran {

/// A hall in which every link has the same gain and nothing fades, unless a test says otherwise.
class FlatHall : public Propagation {
 public:
  double gain = 1e-7;
  std::map<std::pair<CellId, DeviceId>, double> gains;

  double mean_gain(CellId cell, DeviceId device, const channel::Place& /*place*/,
                   core::Nanoseconds /*time*/) const override {
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

  void decoded(const Transmission& transmission, core::Decibel sinr, bool is_correct) override {
    if (on_decoding) on_decoding(transmission, sinr, is_correct);
  }
  void attached(DeviceId device, CellId cell, core::Nanoseconds time) override {
    attachments.push_back({device, cell, time});
  }
  void detached(DeviceId device, core::Nanoseconds time) override { attachments.push_back({device, {}, time}); }

  struct Attachment {
    DeviceId device;
    std::optional<CellId> cell;  ///< none: detached
    core::Nanoseconds time;
  };

  RadioNetwork network;
  std::function<void(const Transmission&, core::Decibel, bool)> on_decoding;
  std::vector<Attachment> attachments;
  std::function<void(const Transmission&)> on_transmission;
  std::vector<Arrival> arrivals;
  std::vector<Arrival> losses;
  std::vector<Transmission> transmissions;
};

constexpr auto k30 = nr::SubcarrierSpacing::Khz30;
constexpr core::Nanoseconds kSecond{1'000'000'000};

inline nr::SlotPattern tdd(const std::string& text, const std::string& special = "10:2:2") {
  core::InputErrors errors;
  return nr::SlotPattern::tdd({text, {}, text.find('S') != std::string::npos ? special : "", {}}, k30, errors).value();
}

/// 100 MHz at 30 kHz, a symbol of PDCCH before downlink data.
inline CarrierParameters factory_carrier() {
  CarrierParameters carrier;
  carrier.pattern = tdd("DDDSU");
  carrier.blocks = 273;
  carrier.downlink = {nr::MappingType::A, 13, 1, true};
  carrier.uplink = {nr::MappingType::A, 14, 0, true};
  carrier.uplink_control_blocks = 4;
  carrier.mobility.registration = core::Nanoseconds{0};
  return carrier;
}

/// Links that fade as in a hall, each with a mean gain of its own.
class FadingHall : public Propagation {
 public:
  FadingHall(double best_gain, std::uint64_t seed, double doppler_hz = 10)
      : best_gain_(best_gain), seed_(seed), doppler_hz_(doppler_hz) {}

  double mean_gain(CellId cell, DeviceId device, const channel::Place& /*place*/,
                   core::Nanoseconds /*time*/) const override {
    core::Draws draws(
        core::mixed(core::mixed(seed_, static_cast<std::uint64_t>(cell)), static_cast<std::uint64_t>(device)));
    return best_gain_ * std::pow(10.0, -2 * draws.uniform());
  }
  void fading_gains(CellId cell, DeviceId device, nr::Direction direction, const channel::Place& place,
                    core::Nanoseconds time, std::size_t first, std::span<double> gains) const override {
    const auto key = std::make_tuple(cell, device, direction);
    auto found = links_.find(key);
    if (found == links_.end()) {
      const std::uint64_t number = static_cast<std::uint64_t>(cell) << 32U | static_cast<std::uint64_t>(device);
      const channel::FadingParameters parameters{core::Hertz::from_ghz(3.5), core::Hertz(doppler_hz_),
                                                 core::Hertz(16 * 12 * 30e3)};
      found = links_.try_emplace(key, parameters, core::mixed(seed_, number)).first;
    }
    const int branches = direction == nr::Direction::Downlink ? 2 : 4;
    found->second.power_gains(channel::rays_of({}, 50e-9), place, time, branches, first, gains);
  }

 private:
  double best_gain_;
  std::uint64_t seed_;
  double doppler_hz_;
  mutable std::map<std::tuple<CellId, DeviceId, nr::Direction>, channel::Fading> links_;
};

}  // namespace plantproof::ran
