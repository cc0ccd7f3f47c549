#include "channel/path_loss.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace plantproof::channel {
namespace {

bool has_high_antenna(Environment environment) {
  return environment == Environment::InfSh || environment == Environment::InfDh;
}

/// A + B log10(d) + C log10(f).
struct LogDistance {
  double at_1m_1ghz, per_decade_of_distance, per_decade_of_carrier;

  [[nodiscard]] double at(double log_distance, double log_carrier) const {
    return at_1m_1ghz + per_decade_of_distance * log_distance + per_decade_of_carrier * log_carrier;
  }
};

constexpr LogDistance kFactoryLos{31.84, 21.50, 19.00};
constexpr LogDistance kOfficeLos{32.4, 17.3, 20};
constexpr LogDistance kOfficeNlos{17.30, 38.3, 24.9};
constexpr LogDistance kSl{33, 25.5, 20};
constexpr LogDistance kDl{18.6, 35.7, 20};
constexpr LogDistance kSh{32.4, 23.0, 20};
constexpr LogDistance kDh{33.63, 21.9, 20};

}  // namespace

double wavelength_m(core::Hertz carrier) {
  assert(carrier.hz() > 0);
  constexpr double kLightMPerS = 299792458;
  return kLightMPerS / carrier.hz();
}

Range distance_range_m(Environment environment) {
  return is_office(environment) ? Range{1, 150} : Range{1, 600};
}

Range carrier_range_ghz() {
  return {0.5, 100};
}

core::Decibel path_loss(Environment environment, LineOfSight line_of_sight, double distance_3d_m, core::Hertz carrier) {
  assert(distance_3d_m >= 0 && carrier.hz() > 0);
  const double d = std::log10(std::max(distance_3d_m, 1.0));
  const double f = std::log10(carrier.ghz());
  const double los = (is_office(environment) ? kOfficeLos : kFactoryLos).at(d, f);
  if (line_of_sight == LineOfSight::Los) return core::Decibel(los);
  switch (environment) {
    case Environment::InfSl:
      return core::Decibel(std::max(los, kSl.at(d, f)));
    case Environment::InfDl:
      return core::Decibel(std::max({los, kSl.at(d, f), kDl.at(d, f)}));
    case Environment::InfSh:
      return core::Decibel(std::max(los, kSh.at(d, f)));
    case Environment::InfDh:
      return core::Decibel(std::max(los, kDh.at(d, f)));
    case Environment::InfHh:
      break;
    case Environment::InhMixedOffice:
    case Environment::InhOpenOffice:
      return core::Decibel(std::max(los, kOfficeNlos.at(d, f)));
  }
  return core::Decibel(los);
}

core::Decibel shadowing_deviation(Environment environment, LineOfSight line_of_sight) {
  const bool los = line_of_sight == LineOfSight::Los;
  switch (environment) {
    case Environment::InfSl:
      return core::Decibel(los ? 4.3 : 5.7);
    case Environment::InfDl:
      return core::Decibel(los ? 4.3 : 7.2);
    case Environment::InfSh:
      return core::Decibel(los ? 4.3 : 5.9);
    case Environment::InfDh:
      return core::Decibel(los ? 4.3 : 4.0);
    case Environment::InfHh:
      break;
    case Environment::InhMixedOffice:
    case Environment::InhOpenOffice:
      return core::Decibel(los ? 3 : 8.03);
  }
  return core::Decibel(4.3);
}

std::optional<double> los_decay_m(Environment environment, const Clutter& clutter, const AntennaHeights& heights) {
  assert(!is_office(environment) && environment != Environment::InfHh);
  assert(clutter.density_ratio > 0 && clutter.density_ratio < 1 && clutter.size_m > 0);
  const double among = -clutter.size_m / std::log1p(-clutter.density_ratio);
  if (!has_high_antenna(environment)) return among;
  if (heights.device_m >= clutter.height_m) return std::nullopt;
  const double ratio = (heights.base_station_m - heights.device_m) / (clutter.height_m - heights.device_m);
  return among * std::max(ratio, 1.0);
}

double los_probability(Environment environment, const Clutter& clutter, const AntennaHeights& heights,
                       double distance_2d_m) {
  const double d = distance_2d_m;
  assert(d >= 0);
  switch (environment) {
    case Environment::InfHh:
      return 1;
    case Environment::InhMixedOffice:
      if (d <= 1.2) return 1;
      return d < 6.5 ? std::exp(-(d - 1.2) / 4.7) : 0.32 * std::exp(-(d - 6.5) / 32.6);
    case Environment::InhOpenOffice:
      if (d <= 5) return 1;
      return d <= 49 ? std::exp(-(d - 5) / 70.8) : 0.54 * std::exp(-(d - 49) / 211.7);
    default:
      break;
  }
  const std::optional<double> decay_m = los_decay_m(environment, clutter, heights);
  return decay_m ? std::exp(-d / *decay_m) : 1;
}

}  // namespace plantproof::channel
