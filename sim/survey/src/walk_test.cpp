#include "survey/walk_test.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>
#include <random>

#include <boost/math/special_functions/erf.hpp>

#include "channel/fading.hpp"
#include "channel/link_budget.hpp"

namespace plantproof::survey {
namespace {

constexpr std::size_t kSsbBlocks = 20;  // TS 38.211, 7.4.3.1

/// Normal errors in the order they are asked for. The engine is the standard's to the bit, its distributions are not.
class Errors {
 public:
  Errors(std::uint64_t seed, core::Decibel deviation) : engine_(seed), deviation_(deviation) {}

  core::Decibel next() {
    if (deviation_.db() == 0) return {};
    const double uniform = (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53;
    return core::Decibel(-deviation_.db() * std::numbers::sqrt2 * boost::math::erfc_inv(2 * uniform));
  }

 private:
  std::mt19937_64 engine_;
  core::Decibel deviation_;
};

struct Levels {
  core::Dbm ss_rsrp;
  core::Decibel ss_sinr;
};

class Scanner {
 public:
  Scanner(const channel::Hall& hall, std::span<const Transmitter> transmitters, const WalkTest& test)
      : hall_(hall),
        transmitters_(transmitters),
        load_(test.load),
        noise_mw_(channel::thermal_noise(core::Hertz(1e3 * nr::khz(test.ssb_spacing)), test.noise_figure).milliwatt()),
        errors_(test.error_seed, test.error_deviation) {
    for (std::size_t cell = 0; cell < hall.cells().size(); ++cell) {
      assert(hall.cells()[cell].group_width.hz() == 1e3 * nr::kSubcarriersPerBlock * nr::khz(test.ssb_spacing));
      fading_.push_back(hall.fading(cell, test.device_number));
    }
  }

  /// Of every cell.
  std::vector<Levels> measure(const channel::Place& place, core::Nanoseconds time,
                              std::span<const channel::Box> vehicles) {
    std::vector<double> received_mw;
    for (std::size_t cell = 0; cell < fading_.size(); ++cell) {
      const channel::Link link = hall_.link(cell, place, channel::kIsotropic, vehicles);
      std::array<double, kSsbBlocks> gains{};
      fading_[cell].power_gains(link.rays, place, time, 1, 0, gains);
      const double fading = std::accumulate(gains.begin(), gains.end(), 0.0) / static_cast<double>(kSsbBlocks);
      received_mw.push_back((transmitters_[cell].power_per_resource_element + link.gain).milliwatt() * fading);
    }
    std::vector<Levels> levels;
    for (std::size_t cell = 0; cell < received_mw.size(); ++cell) {
      double unwanted_mw = noise_mw_;
      for (std::size_t other = 0; other < received_mw.size(); ++other) {
        if (other != cell && hall_.cells()[other].carrier == hall_.cells()[cell].carrier) {
          unwanted_mw += load_ * received_mw[other];
        }
      }
      const core::Dbm ss_rsrp = core::Dbm::of_milliwatt(received_mw[cell]) + errors_.next();
      levels.push_back({ss_rsrp, core::Decibel::of_ratio(received_mw[cell] / unwanted_mw) + errors_.next()});
    }
    return levels;
  }

 private:
  const channel::Hall& hall_;
  std::span<const Transmitter> transmitters_;
  double load_;
  double noise_mw_;
  Errors errors_;
  std::vector<channel::Fading> fading_;
};

}  // namespace

core::Dbm power_per_resource_element(core::Dbm carrier_power, int resource_blocks) {
  assert(resource_blocks >= 1);
  return carrier_power - core::Decibel::of_ratio(nr::kSubcarriersPerBlock * resource_blocks);
}

std::vector<data::RadioSample> walk_test(const channel::Hall& hall, std::span<const Transmitter> transmitters,
                                         const Route& route, const WalkTest& test) {
  assert(!transmitters.empty() && transmitters.size() == hall.cells().size());
  assert(test.interval.count() > 0 && test.load >= 0 && test.load <= 1 && test.hysteresis.db() >= 0);
  Scanner scanner(hall, transmitters, test);
  std::vector<data::RadioSample> rows;
  std::optional<std::size_t> serving;
  for (core::Nanoseconds time{0}; time <= route.duration(); time += test.interval) {
    const channel::Place place = route.at(time);
    const auto vehicles = test.vehicles ? test.vehicles(time) : std::vector<channel::Box>();
    const std::vector<Levels> levels = scanner.measure(place, time, vehicles);
    const auto strongest = std::ranges::max_element(levels, {}, &Levels::ss_rsrp);
    if (!serving || strongest->ss_rsrp > levels[*serving].ss_rsrp + test.hysteresis) {
      serving = static_cast<std::size_t>(strongest - levels.begin());
    }
    const auto& [ss_rsrp, ss_sinr] = levels[*serving];
    rows.push_back(
        {core::Instant(time), test.device, place.x_m, place.y_m, transmitters[*serving].cell, ss_rsrp, ss_sinr});
  }
  return rows;
}

}  // namespace plantproof::survey
