#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "network/wired.hpp"
#include "plants/plant.hpp"
#include "scenarios/digital_workshop.hpp"

// A small plant, and a plant's surroundings, for the tests of digital-workshop.
namespace plantproof::plants::workshop {

inline scenarios::Number number(double value) {
  return scenarios::Number(value);
}

/// Two saws and three mills, and one product that goes through both. No tool wears, nothing fails, all set-ups and
/// cycles take their mean.
inline scenarios::DigitalWorkshop small_shop() {
  using Workshop = scenarios::DigitalWorkshop;
  const auto whole = [](std::int64_t value) { return scenarios::Whole(value); };
  Workshop shop;
  shop.groups = {{scenarios::Name("saw"), whole(2), number(0), number(0), number(10)},
                 {scenarios::Name("mill"), whole(3), number(0), number(20), number(10)}};
  shop.products = {{scenarios::Name("part"),
                    number(1),
                    {{scenarios::Name("saw"), number(20), number(10), whole(4'000), whole(1)},
                     {scenarios::Name("mill"), number(60), number(30), whole(100'000), whole(4)}}}};
  shop.orders = {whole(10), whole(3), whole(5), number(0), number(0), number(0), number(0)};
  shop.machining = {number(100'000), number(60), number(100'000), number(300)};
  shop.crew = {whole(2), whole(2), number(1), number(10), {number(20), number(10)}, {number(0), number(10)}};
  shop.messages = {number(5), whole(500), whole(1'000), number(1), number(10), number(15), number(60)};
  shop.files = {whole(10'000), whole(100), number(3), whole(300)};
  shop.terminals.places = {{number(10), number(10)}};
  shop.terminals.round_s = number(60);
  return shop;
}

/// Devices at one switch, over which everything takes a time that the test chooses.
class Surroundings {
 public:
  explicit Surroundings(std::vector<std::string> devices, core::Nanoseconds switch_delay = {}, std::uint64_t seed = 1)
      : simulation(seed),
        network(network::build_wired(wired(std::move(devices), switch_delay), simulation)),
        messaging(simulation, network),
        plant{simulation, &network, &messaging, std::chrono::hours(1), seed, tables} {}

  network::Simulation simulation;
  network::Network network;
  network::Messaging messaging;
  data::Tables tables;
  Plant plant;

  [[nodiscard]] double now_s() const { return core::in_seconds(simulation.now() - core::Instant()); }

 private:
  static network::Wired wired(std::vector<std::string> devices, core::Nanoseconds switch_delay) {
    network::Wired wired;
    wired.ethernet.switch_delay = switch_delay;
    wired.ethernet.switch_queue_bytes = 100'000'000;
    for (std::string& device : devices) wired.devices.push_back({std::move(device), {}});
    return wired;
  }
};

}  // namespace plantproof::plants::workshop
