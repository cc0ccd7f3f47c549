#include "hall_loss.hpp"

#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <tuple>

#include "channel/hall.hpp"
#include "config/nr_configuration.hpp"

namespace plantproof::deployment {
namespace {

channel::Place place_of(const network::Position& position) {
  return {position.x_m, position.y_m, position.z_m};
}

/// A link's loss is asked of the hall once for every cube of 0.1 m, at its centre.
class HallLoss {
 public:
  HallLoss(channel::Hall hall, std::vector<network::Position> base_stations)
      : hall_(std::move(hall)), base_stations_(std::move(base_stations)) {}

  core::Decibel operator()(const network::Position& a, const network::Position& b) {
    for (std::size_t i = 0; i < base_stations_.size(); ++i) {
      if (base_stations_[i] == a) return to_base_station(i, b);
      if (base_stations_[i] == b) return to_base_station(i, a);
    }
    const double distance_m = channel::distance_3d_m(place_of(a), place_of(b));
    return channel::path_loss(hall_.parameters().environment, channel::LineOfSight::Nlos, distance_m,
                              hall_.cells().front().carrier);
  }

 private:
  static constexpr double kCubeM = 0.1;
  static constexpr std::size_t kMostKnown = 100'000;
  using Cube = std::tuple<std::size_t, std::int64_t, std::int64_t, std::int64_t>;

  core::Decibel to_base_station(std::size_t index, const network::Position& device) {
    const Cube cube{index, std::llround(device.x_m / kCubeM), std::llround(device.y_m / kCubeM),
                    std::llround(device.z_m / kCubeM)};
    if (const auto found = known_.find(cube); found != known_.end()) return found->second;
    if (known_.size() == kMostKnown) known_.clear();
    const auto centre = [](std::int64_t at) { return static_cast<double>(at) * kCubeM; };
    const core::Decibel gain =
        hall_.link(index, {centre(std::get<1>(cube)), centre(std::get<2>(cube)), centre(std::get<3>(cube))}).gain;
    const core::Decibel loss = core::Decibel(-gain.db());
    known_[cube] = loss;
    return loss;
  }

  channel::Hall hall_;
  std::vector<network::Position> base_stations_;
  std::map<Cube, core::Decibel> known_;
};

}  // namespace

network::PathLoss hall_loss(const scenarios::Hall& hall, const std::vector<network::Position>& base_stations,
                            double device_height_m, core::Hertz carrier, std::uint64_t seed) {
  const scenarios::Clutter& clutter = hall.clutter;
  const channel::HallParameters parameters{config::environment_of(clutter, base_stations.front().z_m, device_height_m),
                                           {hall.length_m.value, hall.width_m.value, hall.height_m.value},
                                           {clutter.density_ratio.value, clutter.size_m.value, clutter.height_m.value},
                                           core::Hertz(0),
                                           seed};
  std::vector<channel::Cell> cells;
  for (const network::Position& at : base_stations)
    cells.push_back({place_of(at), channel::kIsotropic, carrier, core::Hertz(0)});
  const auto loss = std::make_shared<HallLoss>(channel::Hall(parameters, std::move(cells)), base_stations);
  return [loss](const network::Position& a, const network::Position& b) { return (*loss)(a, b); };
}

}  // namespace plantproof::deployment
