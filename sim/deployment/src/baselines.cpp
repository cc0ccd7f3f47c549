// The networks that a plant had before: ns-3's own models, in the same hall.
#include "config/check.hpp"
#include "core/hertz.hpp"
#include "core/random.hpp"
#include "hall_loss.hpp"
#include "network/lte.hpp"
#include "network/wifi.hpp"
#include "network/wired.hpp"
#include "parts.hpp"

namespace plantproof::deployment {
namespace {

void refuse_background(const scenarios::Background& background, core::InputErrors& errors) {
  refuse_unless<std::int64_t>(0, background.devices, errors);
}

network::Position position_of(const scenarios::Place& place) {
  return {place.x_m.value, place.y_m.value, place.z_m.value};
}

/// The centre of a channel: IEEE 802.11-2020, 15.4.4.3 and 17.3.8.4.2.
core::Hertz frequency_of_channel(std::int64_t channel) {
  constexpr std::int64_t kLastOf24Ghz = 13;
  return core::Hertz::from_ghz(channel <= kLastOf24Ghz ? 2.407 + 0.005 * static_cast<double>(channel)
                                                       : 5 + 0.005 * static_cast<double>(channel));
}

/// Nakagami's m that has Rice's factor of an indoor factory in the mean, 7 dB (3GPP TR 38.901, table 7.5-6):
/// (K + 1)^2 / (2 K + 1).
constexpr double kNakagamiM = 3.28;

}  // namespace

network::Network deploy_wired(const Site& site, const scenarios::WiredNetwork& wired) {
  refuse_background(wired.background, site.errors);
  std::vector<network::Device> devices = radio_devices(site.population, 0);
  for (network::Device& device : wired_devices(site.population)) devices.push_back(std::move(device));
  return network::build_wired({ethernet_of(wired.ethernet), std::move(devices)}, site.simulation);
}

network::Network deploy_wifi(const Site& site, const scenarios::WifiNetwork& wifi) {
  refuse_background(wifi.background, site.errors);
  network::Wifi result;
  result.standard =
      wifi.standard.value == scenarios::WifiStandard::Ieee80211n ? network::WifiStandard::N : network::WifiStandard::Ac;
  result.width_mhz = static_cast<std::uint16_t>(wifi.channel_width_mhz.value);
  result.antennas = static_cast<std::uint8_t>(wifi.antennas.value);
  std::vector<network::Position> places;
  for (const scenarios::AccessPoint& access_point : wifi.access_points) {
    places.push_back(position_of(access_point));
    result.access_points.push_back({numbered("AP", result.access_points.size()), places.back(),
                                    static_cast<std::uint8_t>(access_point.channel.value)});
  }
  result.stations = radio_devices(site.population, wifi.station.height_m.value);
  result.wired = wired_devices(site.population);
  result.backbone = ethernet_of(wifi.backbone);
  result.access_point_power = core::Dbm(wifi.tx_power_dbm.value);
  result.station_power = core::Dbm(wifi.station.tx_power_dbm.value);
  result.noise_figure = core::Decibel(wifi.noise_figure_db.value);
  result.path_loss = hall_loss(site.hall, places, wifi.station.height_m.value,
                               frequency_of_channel(wifi.access_points.front().channel.value),
                               core::mixed(site.seed, static_cast<std::uint64_t>(Drawn::Hall)));
  result.nakagami_m = kNakagamiM;
  result.roaming = {core::Dbm(wifi.roaming.leave_below_dbm.value),
                    core::of_milliseconds(wifi.roaming.patience_ms.value),
                    static_cast<std::uint32_t>(wifi.roaming.missed_beacons.value), wifi.roaming.active_scan.value,
                    core::of_milliseconds(wifi.roaming.dwell_ms.value)};
  result.queue_lifetime = core::of_milliseconds(wifi.queue_lifetime_ms.value);
  return network::build_wifi(result, site.simulation);
}

network::Network deploy_lte(const Site& site, const scenarios::LteNetwork& lte) {
  refuse_background(lte.background, site.errors);
  refuse_unless(scenarios::LteScheduler::ProportionalFair, lte.scheduler, site.errors);
  constexpr std::pair<double, int> kBlocks[] = {{1.4, 6}, {3, 15}, {5, 25}, {10, 50}, {15, 75}, {20, 100}};
  network::Lte result;
  for (const auto& [bandwidth_mhz, blocks] : kBlocks) {
    if (bandwidth_mhz == lte.carrier.bandwidth_mhz.value) result.resource_blocks = static_cast<std::uint8_t>(blocks);
  }
  std::vector<network::Position> places;
  for (const scenarios::Enb& enb : lte.enbs) {
    places.push_back(position_of(enb));
    result.base_stations.push_back({numbered("eNB", result.base_stations.size()), places.back()});
  }
  result.terminals = radio_devices(site.population, lte.device.height_m.value);
  result.wired = wired_devices(site.population);
  result.base_station_power = core::Dbm(lte.enbs.front().tx_power_dbm.value);
  result.base_station_noise_figure = core::Decibel(lte.enbs.front().noise_figure_db.value);
  result.terminal_power = core::Dbm(lte.device.tx_power_dbm.value);
  result.terminal_noise_figure = core::Decibel(lte.device.noise_figure_db.value);
  result.path_loss =
      hall_loss(site.hall, places, lte.device.height_m.value, core::Hertz::from_ghz(lte.carrier.downlink_ghz.value),
                core::mixed(site.seed, static_cast<std::uint64_t>(Drawn::Hall)));
  result.core_delay = core::of_microseconds(lte.core_us.value);
  return network::build_lte(result, site.simulation);
}

}  // namespace plantproof::deployment
