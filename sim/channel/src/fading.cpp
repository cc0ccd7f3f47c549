#include "channel/fading.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "core/random.hpp"

namespace plantproof::channel {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kLightMPerS = 299792458;

}  // namespace

// Directions and delays are each drawn one from every 32nd of their distribution, so that a link has nearly the
// spectrum and the delay spread it is asked for; 13 being odd, every delay goes with one direction.
Fading::Fading(const FadingParameters& parameters, std::uint64_t seed)
    : branches_(static_cast<std::size_t>(parameters.receive_branches)) {
  assert(parameters.carrier.hz() > 0 && parameters.delay_spread_s >= 0 && parameters.surroundings_doppler.hz() >= 0);
  assert(parameters.receive_branches >= 1 && parameters.receive_branches <= kMostBranches);
  constexpr std::size_t kScattered = kRays - 1;
  const double scattered_power = parameters.rician_k ? 1 / (1 + parameters.rician_k->linear()) : 1;
  // The variance of a delay that is 0 with the direct power, and else exponential of mean m, is m^2 s (2 - s).
  const double mean_delay_s = parameters.delay_spread_s / std::sqrt(scattered_power * (2 - scattered_power));
  const double wave_number = kTurn * parameters.carrier.hz() / kLightMPerS;
  core::Draws draws(seed);
  for (std::size_t ray = 0; ray < kRays; ++ray) {
    const bool is_direct = ray == kScattered;
    const auto share = [&draws](std::size_t part) {
      return (static_cast<double>(part % kScattered) + draws.uniform()) / static_cast<double>(kScattered);
    };
    const double direction = kTurn * (is_direct ? draws.uniform() : share(ray));
    const double delay_s = is_direct ? 0 : -mean_delay_s * std::log1p(-share(13 * ray));
    const double shift = is_direct ? 0 : std::cos(kTurn * draws.uniform());
    along_x_[ray] = wave_number * std::cos(direction);
    along_y_[ray] = wave_number * std::sin(direction);
    per_second_[ray] = kTurn * parameters.surroundings_doppler.hz() * shift;
    const double turn = -kTurn * parameters.group_width.hz() * delay_s;
    step_real_[ray] = std::cos(turn);
    step_imaginary_[ray] = std::sin(turn);
    const double size = std::sqrt(is_direct ? 1 - scattered_power : scattered_power / static_cast<double>(kScattered));
    for (std::size_t branch = 0; branch < kMostBranches; ++branch) {
      const double phase = kTurn * draws.uniform();
      amplitude_[ray].real[branch] = size * std::cos(phase);
      amplitude_[ray].imaginary[branch] = size * std::sin(phase);
    }
  }
}

void Fading::power_gains(const Place& device, core::Nanoseconds time, std::span<double> gains) const {
  const double seconds = core::in_seconds(time);
  std::array<double, kRays> real;
  std::array<double, kRays> imaginary;
  for (std::size_t ray = 0; ray < kRays; ++ray) {
    const double phase = along_x_[ray] * device.x_m + along_y_[ray] * device.y_m + per_second_[ray] * seconds;
    real[ray] = std::cos(phase);
    imaginary[ray] = std::sin(phase);
  }
  for (double& gain : gains) {
    Branches sum{};
    for (std::size_t ray = 0; ray < kRays; ++ray) {
      const double re = real[ray];
      const double im = imaginary[ray];
      const Branches& amplitude = amplitude_[ray];
      for (std::size_t branch = 0; branch < branches_; ++branch) {
        sum.real[branch] += amplitude.real[branch] * re - amplitude.imaginary[branch] * im;
        sum.imaginary[branch] += amplitude.real[branch] * im + amplitude.imaginary[branch] * re;
      }
      real[ray] = re * step_real_[ray] - im * step_imaginary_[ray];
      imaginary[ray] = re * step_imaginary_[ray] + im * step_real_[ray];
    }
    gain = 0;
    for (std::size_t branch = 0; branch < branches_; ++branch) {
      gain += sum.real[branch] * sum.real[branch] + sum.imaginary[branch] * sum.imaginary[branch];
    }
  }
}

}  // namespace plantproof::channel
