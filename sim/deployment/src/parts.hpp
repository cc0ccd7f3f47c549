#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "channel/hall.hpp"
#include "config/nr_configuration.hpp"
#include "core/input_error.hpp"
#include "core/time.hpp"
#include "deployment/deployment.hpp"
#include "network/ethernet.hpp"

namespace plantproof::deployment {

/// What every network is built from.
struct Site {
  const scenarios::Hall& hall;
  const Population& population;
  std::uint64_t seed;
  network::Simulation& simulation;
  core::InputErrors& errors;
};

/// What of a hall and a network is drawn, each independent of the others.
enum class Drawn : std::uint64_t { Hall, Radio };

/// The hall as the radio network has it, its clutter drawn by the run's seed.
channel::HallParameters hall_parameters(const scenarios::Hall& hall, const config::NrConfiguration& configuration,
                                        std::uint64_t seed);

std::optional<network::Network> deploy_nr(const Site& site, const scenarios::NrNetwork& nr);
network::Network deploy_wifi(const Site& site, const scenarios::WifiNetwork& wifi);
network::Network deploy_lte(const Site& site, const scenarios::LteNetwork& lte);
network::Network deploy_wired(const Site& site, const scenarios::WiredNetwork& wired);

/// "gNB1", "AP1", "eNB2".
std::string numbered(const std::string& what, std::size_t index);

/// The machines that have the network's radio, at the height of its devices; and all that have a cable.
std::vector<network::Device> radio_devices(const Population& population, double height_m);
std::vector<network::Device> wired_devices(const Population& population);

network::Ethernet ethernet_of(const scenarios::Ethernet& ethernet);

/// Adds that this simulator has no such thing, unless the parameter has the value that means nothing.
template <class T>
void refuse_unless(const T& neutral, const scenarios::Parameter<T>& parameter, core::InputErrors& errors) {
  if (parameter.value == neutral) return;
  errors.add(parameter.where, {"仿真器尚不支持", "this is not simulated yet"});
}

}  // namespace plantproof::deployment
