#include "channel/fading.hpp"

#include <cassert>
#include <cmath>

#include "core/random.hpp"
#include "turns.hpp"

namespace plantproof::channel {
namespace {

template <std::size_t kSize>
std::array<float, kSize / 2> folded(const std::array<float, kSize>& numbers) {
  std::array<float, kSize / 2> sums{};
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = numbers[i] + numbers[i + sums.size()];
  return sums;
}

}  // namespace

// Each loop over rays does one thing, so that the compiler does it to several rays at a time.
Fading::Phasors Fading::phasors(const Rays<float>& parts_of_turns) {
  Phasors result{};
  for (std::size_t ray = 0; ray < kRays; ++ray) {
    const auto at = sine_cosine(parts_of_turns[ray]);
    result.real[ray] = at.cosine;
    result.imaginary[ray] = at.sine;
  }
  return result;
}

void Fading::turn(Phasors& rays, const Phasors& by) {
  for (std::size_t ray = 0; ray < kRays; ++ray) {
    const float real = rays.real[ray];
    const float imaginary = rays.imaginary[ray];
    rays.real[ray] = real * by.real[ray] - imaginary * by.imaginary[ray];
    rays.imaginary[ray] = real * by.imaginary[ray] + imaginary * by.real[ray];
  }
}

double Fading::sum(const Rays<float>& numbers) {
  const std::array<float, 4> four = folded(folded(folded(numbers)));
  return static_cast<double>((four[0] + four[1]) + (four[2] + four[3]));
}

// Directions and delays are each drawn one from every 32nd of their distribution, so that a link has nearly the
// spectrum and the delay spread it is asked for; 13 being odd, every delay goes with one direction.
Fading::Fading(const FadingParameters& parameters, std::uint64_t seed) : group_width_hz_(parameters.group_width.hz()) {
  assert(parameters.surroundings_doppler.hz() >= 0 && group_width_hz_ >= 0);
  const double waves_per_m = 1 / wavelength_m(parameters.carrier);
  core::Draws draws(seed);
  const auto drawn_angle = [&draws] { return sine_cosine(part_of_turn(draws.uniform())); };
  for (std::size_t ray = 0; ray < kRays; ++ray) {
    const auto share = [&draws](std::size_t part) {
      return (static_cast<double>(part % kRays) + draws.uniform()) / static_cast<double>(kRays);
    };
    const auto direction = sine_cosine(part_of_turn(share(ray)));
    along_x_[ray] = waves_per_m * direction.cosine;
    along_y_[ray] = waves_per_m * direction.sine;
    delay_[ray] = -std::log1p(-share(13 * ray));
    per_second_[ray] = parameters.surroundings_doppler.hz() * drawn_angle().cosine;
    for (std::size_t branch = 0; branch < kMostBranches; ++branch) {
      const auto phase = drawn_angle();
      branch_[branch].real[ray] = static_cast<float>(phase.cosine);
      branch_[branch].imaginary[ray] = static_cast<float>(phase.sine);
    }
  }
  const auto direction = drawn_angle();
  direct_along_x_ = waves_per_m * direction.cosine;
  direct_along_y_ = waves_per_m * direction.sine;
  for (double& phase : direct_phase_) phase = draws.uniform();
}

void Fading::power_gains(const Multipath& multipath, const Place& device, core::Nanoseconds time, int branches,
                         std::size_t first, std::span<double> gains) const {
  assert(branches >= 1 && branches <= kMostBranches);
  assert(multipath.direct_share >= 0 && multipath.direct_share <= 1 && multipath.mean_delay_s >= 0);
  if (gains.empty()) return;
  const auto combined = static_cast<std::size_t>(branches);
  const double seconds = core::in_seconds(time);
  const double per_group = group_width_hz_ * multipath.mean_delay_s;
  const double before = per_group * static_cast<double>(first);

  Rays<float> part;
  for (std::size_t ray = 0; ray < kRays; ++ray) {
    const double turns = along_x_[ray] * device.x_m + along_y_[ray] * device.y_m + per_second_[ray] * seconds;
    part[ray] = static_cast<float>(part_of_turn(turns - before * delay_[ray]));
  }
  const Phasors now = phasors(part);
  Phasors step{};
  if (gains.size() > 1) {
    for (std::size_t ray = 0; ray < kRays; ++ray)
      part[ray] = static_cast<float>(part_of_turn(-per_group * delay_[ray]));
    step = phasors(part);
  }

  const double direct_amplitude = std::sqrt(multipath.direct_share);
  const double ray_amplitude = std::sqrt((1 - multipath.direct_share) / static_cast<double>(kRays));
  const double direct_turns = direct_along_x_ * device.x_m + direct_along_y_ * device.y_m;
  for (double& gain : gains) gain = 0;
  for (std::size_t branch = 0; branch < combined; ++branch) {
    const auto direct = sine_cosine(part_of_turn(direct_turns + direct_phase_[branch]));
    Phasors rays = branch_[branch];
    turn(rays, now);
    for (std::size_t group = 0; group < gains.size(); ++group) {
      if (group > 0) turn(rays, step);
      const double real = direct_amplitude * direct.cosine + ray_amplitude * sum(rays.real);
      const double imaginary = direct_amplitude * direct.sine + ray_amplitude * sum(rays.imaginary);
      gains[group] += real * real + imaginary * imaginary;
    }
  }
}

}  // namespace plantproof::channel
