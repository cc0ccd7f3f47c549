#include "wireless_control/web.hpp"

#include <cmath>
#include <numbers>

namespace plantproof::plants::control {
namespace {

// A loop has two states, its deviation and the speed of its drive, and two inputs, command and disturbance. The last
// two states are the unwinder's.
Eigen::Index deviation_of(std::size_t loop) {
  return 2 * static_cast<Eigen::Index>(loop);
}
Eigen::Index speed_of(std::size_t loop) {
  return deviation_of(loop) + 1;
}
Eigen::Index command_of(std::size_t loop) {
  return deviation_of(loop);
}
Eigen::Index disturbance_of(std::size_t loop) {
  return deviation_of(loop) + 1;
}

LinearSystem system_of(const scenarios::WirelessControl& parameters) {
  const scenarios::WirelessControl::Web& web = parameters.web;
  const std::size_t loops = parameters.rollers.size() + parameters.guides.size();
  const Eigen::Index swing = deviation_of(loops);
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(swing + 2, swing + 2);
  Eigen::MatrixXd b = Eigen::MatrixXd::Zero(swing + 2, swing);
  for (std::size_t i = 0; i < loops; ++i) {
    const double lag_s = parameters.drive.lag_ms.value / 1000;
    a(speed_of(i), speed_of(i)) = -1 / lag_s;
    b(speed_of(i), command_of(i)) = 1 / lag_s;
  }
  const double radius_m = parameters.disturbances.roll_mm.value / 2 / 1000;
  for (std::size_t i = 0; i < parameters.rollers.size(); ++i) {
    const double span_m = parameters.rollers[i].span_m.value;
    const double pull = web.stiffness_kn.value * 1000 / span_m;
    const double passing = web.speed_mps.value / span_m;
    a(deviation_of(i), deviation_of(i)) = -passing;
    a(deviation_of(i), speed_of(i)) = pull;
    b(deviation_of(i), disturbance_of(i)) = pull;
    if (i == 0) {
      const double swing_ratio = parameters.disturbances.out_of_round_mm.value / 1000 / radius_m;
      a(deviation_of(i), swing) = -pull * web.speed_mps.value * swing_ratio;
    } else {
      a(deviation_of(i), deviation_of(i - 1)) = passing;
      a(deviation_of(i), speed_of(i - 1)) = -pull;
      b(deviation_of(i), disturbance_of(i - 1)) = -pull;
    }
  }
  for (std::size_t i = parameters.rollers.size(); i < loops; ++i) {
    a(deviation_of(i), speed_of(i)) = 1;
    b(deviation_of(i), disturbance_of(i)) = 1;
  }
  const double turning = web.speed_mps.value / radius_m;
  a(swing, swing + 1) = -turning;
  a(swing + 1, swing) = turning;
  return {a, b};
}

}  // namespace

Web::Web(const scenarios::WirelessControl& parameters, network::Simulation& simulation, core::Draws draws)
    : simulation_(simulation), system_(system_of(parameters)), at_start_(system_.state.head(system_.input.size())) {
  for (std::size_t i = 0; i < parameters.rollers.size(); ++i) {
    at_start_(deviation_of(i)) =
        (parameters.stops.start_tension_ratio.value - 1) * parameters.rollers[i].tension_n.value;
  }
  const double angle = 2 * std::numbers::pi * draws.uniform();
  system_.state.tail<2>() << std::cos(angle), std::sin(angle);
}

void Web::start() {
  system_.state.head(at_start_.size()) = at_start_;
  system_.input.setZero();
  reached_ = simulation_.now();
}

double Web::deviation(std::size_t loop) {
  return now().state(deviation_of(loop));
}

void Web::command(std::size_t loop, double speed) {
  now().input(command_of(loop)) = speed;
}

void Web::disturb(std::size_t loop, double speed) {
  now().input(disturbance_of(loop)) = speed;
}

LinearSystem& Web::now() {
  system_.advance(simulation_.now() - reached_);
  reached_ = simulation_.now();
  return system_;
}

}  // namespace plantproof::plants::control
