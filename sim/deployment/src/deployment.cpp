#include "deployment/deployment.hpp"

#include <fmt/format.h>

#include "config/check.hpp"
#include "parts.hpp"

namespace plantproof::deployment {
namespace {

void check_places(const Site& site) {
  for (const Machine& machine : site.population.machines) {
    const double length_m = site.hall.length_m.value;
    const double width_m = site.hall.width_m.value;
    if (machine.x_m >= 0 && machine.x_m <= length_m && machine.y_m >= 0 && machine.y_m <= width_m) continue;
    site.errors.add(site.hall.length_m.where, {fmt::format("“{}”在 ({}, {}) m，不在 {} m x {} m 的厂房内", machine.name,
                                                           machine.x_m, machine.y_m, length_m, width_m),
                                               fmt::format("“{}” is at ({}, {}) m, outside the hall of {} m x {} m",
                                                           machine.name, machine.x_m, machine.y_m, length_m, width_m)});
  }
}

struct Builder {
  const Site& site;

  std::optional<network::Network> operator()(const scenarios::NrNetwork& nr) const { return deploy_nr(site, nr); }
  std::optional<network::Network> operator()(const scenarios::WifiNetwork& wifi) const {
    return deploy_wifi(site, wifi);
  }
  std::optional<network::Network> operator()(const scenarios::LteNetwork& lte) const { return deploy_lte(site, lte); }
  std::optional<network::Network> operator()(const scenarios::WiredNetwork& wired) const {
    return deploy_wired(site, wired);
  }
  std::optional<network::Network> operator()(const scenarios::NoNetwork& /*none*/) const { return std::nullopt; }
};

}  // namespace

std::vector<network::Device> radio_devices(const Population& population, double height_m) {
  std::vector<network::Device> devices;
  for (const Machine& machine : population.machines) {
    if (!machine.is_wired) devices.push_back({machine.name, {machine.x_m, machine.y_m, height_m}});
  }
  return devices;
}

std::vector<network::Device> wired_devices(const Population& population) {
  std::vector<network::Device> devices;
  for (const Machine& machine : population.machines) {
    if (machine.is_wired) devices.push_back({machine.name, {machine.x_m, machine.y_m, 0}});
  }
  for (const std::string& server : population.servers) devices.push_back({server, {}});
  return devices;
}

std::string numbered(const std::string& what, std::size_t index) {
  return what + std::to_string(index + 1);
}

network::Ethernet ethernet_of(const scenarios::Ethernet& ethernet) {
  constexpr double kNanosecondsPerMetre = 5;
  return {static_cast<std::int64_t>(ethernet.rate_mbps.value * 1e6),
          core::of_microseconds(ethernet.cable_length_m.value * kNanosecondsPerMetre / 1000),
          core::of_microseconds(ethernet.switch_us.value), ethernet.queue_bytes.value};
}

std::optional<network::Network> deploy(const scenarios::Hall& hall, const scenarios::Network& network,
                                       const Population& population, std::uint64_t seed,
                                       network::Simulation& simulation, core::InputErrors& errors) {
  core::InputErrors found;
  const Site site{hall, population, seed, simulation, found};
  config::check_network(hall, network, found);
  check_places(site);
  std::optional<network::Network> built;
  if (found.empty()) built = std::visit(Builder{site}, network);
  errors.add(found);
  return found.empty() ? std::move(built) : std::nullopt;
}

data::Access access_of(const scenarios::Network& network) {
  constexpr data::Access kInTheOrderOfKind[] = {data::Access::Nr, data::Access::Wifi, data::Access::Lte,
                                                data::Access::Wired, data::Access::None};
  return kInTheOrderOfKind[network.index()];
}

}  // namespace plantproof::deployment
