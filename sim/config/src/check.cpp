#include "config/check.hpp"

#include <cmath>
#include <cstdlib>
#include <tuple>
#include <variant>

#include <fmt/format.h>

#include "config/nr_configuration.hpp"
#include "places.hpp"

namespace plantproof::config {
namespace {

/// What a network is checked against, and where objections go.
class Checker {
 public:
  Checker(const scenarios::Hall& hall, core::InputErrors& errors) : hall_(hall), errors_(errors) {}

  void operator()(const scenarios::NrNetwork& network) { std::ignore = nr_configuration(hall_, network, errors_); }

  void operator()(const scenarios::WifiNetwork& network) {
    const bool is_ac = network.standard.value == scenarios::WifiStandard::Ieee80211ac;
    const std::int64_t width = network.channel_width_mhz.value;
    check_one_of(static_cast<double>(width), network.channel_width_mhz.where,
                 is_ac ? std::vector<double>{20, 40, 80} : std::vector<double>{20, 40},
                 is_ac ? core::same_in_both("802.11ac") : core::same_in_both("802.11n"), errors_);
    for (const scenarios::AccessPoint& access_point : network.access_points) {
      check_inside(access_point, "AP", hall_, errors_);
      check_channel(access_point.channel, width, is_ac);
    }
    check_device_height(network.station.height_m, hall_, errors_);
    check_background(network.background, errors_);
  }

  void operator()(const scenarios::LteNetwork& network) {
    const scenarios::LteCarrier& carrier = network.carrier;
    check_one_of(carrier.bandwidth_mhz.value, carrier.bandwidth_mhz.where, {1.4, 3, 5, 10, 15, 20},
                 {"LTE（TS 36.104 表 5.6-1）", "LTE (TS 36.104, table 5.6-1)"}, errors_);
    constexpr double kMhzPerGhz = 1000;
    const double apart_mhz = std::abs(carrier.downlink_ghz.value - carrier.uplink_ghz.value) * kMhzPerGhz;
    if (apart_mhz < carrier.bandwidth_mhz.value) {
      errors_.add(carrier.uplink_ghz.where,
                  {"上下行载波重叠：FDD 要各用一段频谱", "uplink and downlink overlap: FDD has a channel for each"});
    }
    for (const scenarios::Enb& enb : network.enbs) check_inside(enb, "eNB", hall_, errors_);
    check_device_height(network.device.height_m, hall_, errors_);
    check_background(network.background, errors_);
  }

  void operator()(const scenarios::WiredNetwork& network) { check_background(network.background, errors_); }
  void operator()(const scenarios::NoNetwork& /*network*/) {}

 private:
  /// IEEE 802.11-2020, annex E: the channels of 2.4 and 5 GHz, by the number of their centre.
  void check_channel(const scenarios::Whole& channel, std::int64_t width_mhz, bool is_ac) {
    static const std::vector<double> k20 = {1,   2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  12,  13,
                                            36,  40,  44,  48,  52,  56,  60,  64,  100, 104, 108, 112, 116,
                                            120, 124, 128, 132, 136, 140, 144, 149, 153, 157, 161, 165};
    static const std::vector<double> k40 = {3,  4,  5,   6,   7,   8,   9,   10,  11,  38, 46,
                                            54, 62, 102, 110, 118, 126, 134, 142, 151, 159};
    static const std::vector<double> k80 = {42, 58, 106, 122, 138, 155};
    constexpr std::int64_t kLastOf24Ghz = 13;
    if (is_ac && channel.value <= kLastOf24Ghz) {
      errors_.add(channel.where, {fmt::format("信道 {} 在 2.4 GHz，802.11ac 只用 5 GHz", channel.value),
                                  fmt::format("channel {} is at 2.4 GHz, 802.11ac is at 5 GHz only", channel.value)});
      return;
    }
    const std::vector<double>& channels = width_mhz == 80 ? k80 : width_mhz == 40 ? k40 : k20;
    check_one_of(static_cast<double>(channel.value), channel.where, channels,
                 {fmt::format("{} MHz 宽的信道", width_mhz), fmt::format("Wi-Fi {} MHz wide", width_mhz)}, errors_);
  }

  const scenarios::Hall& hall_;
  core::InputErrors& errors_;
};

}  // namespace

void check_network(const scenarios::Hall& hall, const scenarios::Network& network, core::InputErrors& errors) {
  std::visit(Checker(hall, errors), network);
}

void check_networks(const scenarios::Scenario& scenario, core::InputErrors& errors) {
  if (!scenario.hall) return;
  for (const auto* phase : {&scenario.pilot, &scenario.baseline}) {
    if (*phase) check_network(*scenario.hall, (*phase)->network, errors);
  }
}

}  // namespace plantproof::config
