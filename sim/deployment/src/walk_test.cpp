#include "deployment/walk_test.hpp"

#include <cassert>
#include <utility>

#include "parts.hpp"
#include "survey/walk_test.hpp"

namespace plantproof::deployment {
namespace {

/// Tells the scanner's fading from that of the devices, which are numbered from 0.
constexpr std::uint64_t kScanner = 0x7363616e;

}  // namespace

survey::Route route_of(const Survey& survey, const scenarios::Hall& hall, const scenarios::Network& network) {
  const auto* nr = std::get_if<scenarios::NrNetwork>(&network);
  return survey::lawn_mower({hall.length_m.value, hall.width_m.value}, survey.spacing_m, survey.speed_mps,
                            nr == nullptr ? 0 : nr->device.height_m.value);
}

std::vector<data::RadioSample> walk_test(const Survey& survey, const scenarios::Hall& hall,
                                         const scenarios::Network& network, std::uint64_t seed, core::Instant start,
                                         core::Instant end) {
  const auto* nr = std::get_if<scenarios::NrNetwork>(&network);
  if (nr == nullptr) return {};
  core::InputErrors errors;
  const auto configuration = config::nr_configuration(hall, *nr, errors);
  assert(configuration);
  const nr::SubcarrierSpacing spacing = configuration->pattern.spacing();
  const core::Hertz block(1e3 * nr::kSubcarriersPerBlock * nr::khz(spacing));
  std::vector<channel::Cell> cells;
  std::vector<survey::Transmitter> transmitters;
  for (std::size_t i = 0; i < nr->gnbs.size(); ++i) {
    const config::Gnb& gnb = configuration->gnbs[i];
    cells.push_back({gnb.place, gnb.antenna, configuration->frequency, block});
    transmitters.push_back({numbered("gNB", i), survey::power_per_resource_element(
                                                    core::Dbm(nr->gnbs[i].tx_power_dbm.value), configuration->blocks)});
  }
  survey::WalkTest test;
  test.device = survey.device;
  test.device_number = kScanner;
  test.interval = survey.interval;
  test.ssb_spacing = spacing;
  test.noise_figure = core::Decibel(nr->device.noise_figure_db.value);
  const channel::Hall air(hall_parameters(hall, *configuration, seed), std::move(cells));
  std::vector<data::RadioSample> rows = survey::walk_test(air, transmitters, route_of(survey, hall, network), test);
  for (data::RadioSample& row : rows) row.time += start.time_since_epoch();
  std::erase_if(rows, [end](const data::RadioSample& row) { return row.time >= end; });
  return rows;
}

}  // namespace plantproof::deployment
