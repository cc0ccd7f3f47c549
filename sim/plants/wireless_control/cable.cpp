#include "wireless_control/cable.hpp"

#include <cmath>
#include <limits>

#include <boost/math/special_functions/gamma.hpp>

#include "core/time.hpp"

namespace plantproof::plants::control {
namespace {

double scale_s(const scenarios::WirelessControl::Cables& parameters) {
  return parameters.life_h.value * core::kSecondsPerHour;
}

/// What is left of the life that one meets at an instant of one's own choice: a life is met the more often the longer
/// it is, and anywhere in it. For Weibull's distribution (life / scale)^shape of such a life is Gamma(1 + 1 / shape).
double rest_of_life_s(const scenarios::WirelessControl::Cables& parameters, core::Draws& draws) {
  const double power = boost::math::gamma_p_inv(1 + 1 / parameters.shape.value, draws.uniform());
  return scale_s(parameters) * std::pow(power, 1 / parameters.shape.value) * draws.uniform();
}

}  // namespace

Cable::Cable(const scenarios::WirelessControl::Cables& parameters, core::Draws draws)
    : parameters_(parameters),
      draws_(draws),
      breaks_at_s_(parameters.life_h.value > 0 ? rest_of_life_s(parameters, draws_)
                                               : std::numeric_limits<double>::infinity()) {}

void Cable::replace(double running_s) {
  breaks_at_s_ = running_s + scale_s(parameters_) * std::pow(draws_.exponential(), 1 / parameters_.shape.value);
}

}  // namespace plantproof::plants::control
