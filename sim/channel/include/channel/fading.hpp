#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "channel/large_scale.hpp"
#include "channel/multipath.hpp"
#include "core/hertz.hpp"
#include "core/time.hpp"

namespace plantproof::channel {

/// What the fading of a link is made of.
struct FadingParameters {
  core::Hertz carrier;               ///< above 0
  core::Hertz surroundings_doppler;  ///< the greatest shift that what moves around gives a device at rest; at least 0
  core::Hertz group_width;           ///< of a resource block group: the step in frequency; at least 0
};

/// The small-scale fading of one link (a transmitting antenna and a device), a function of place and time alone:
/// nothing is moved on, and any moment may be asked for, in any order.
///
/// 32 rays of equal power come from all directions in the plane (Clarke, Bell Syst. Tech. J. 47 (1968) 957), with
/// delays that are exponential over seeds, and a direct ray without delay. How much of the power is the direct ray's,
/// and how long the others' delays are on average, is asked for with each place: these may change along a way, and the
/// rays stay the same, so that nothing jumps. Moving through the hall changes each ray's phase by its direction, so a
/// device that drives at v sees Jakes' spectrum of v / wavelength, one that stops sees a standing channel, and one that
/// returns to the centimetre the same channel, unless the surroundings move: these change each ray's phase with time,
/// and leave the direct ray alone. Over seeds the mean power of a branch is 1, its autocorrelation over a distance d is
/// J0(2 pi d / wavelength) (without a direct ray), and over a frequency f it is 1 / (1 + j 2 pi f delay). The rays
/// being 32, fades below -10 to -30 dB are 2 % rarer than Rayleigh's. Delays that change along the way as a
/// MultipathField's do add to a ray's Doppler: 100 MHz above the lowest group, at a carrier of 3 GHz, a level is
/// crossed 2 % more often without line of sight, and by what is not the direct ray 16 % more often with it.
class Fading {
 public:
  static constexpr int kMostBranches = 4;

  /// Parameters outside their range are a caller's bug (assertion). Links of different seeds are independent.
  Fading(const FadingParameters& parameters, std::uint64_t seed);

  /// The power gain of resource block groups, from `first` (0 is the lowest) upwards, one for each of `gains`, which
  /// may be empty: after maximum ratio combining of `branches` receive branches, 1 to 4 (assertion), the sum of their
  /// powers, whose mean is their number (equal noise in each). The branches of a link fade independently, and its first
  /// are the same however many are combined. Right to 1e-6 of the mean power. The cost is that of 33 sines and cosines,
  /// as many again where there is more than one group, and for each group and branch that of 32 complex products.
  void power_gains(const Multipath& multipath, const Place& device, core::Nanoseconds time, int branches,
                   std::size_t first, std::span<double> gains) const;

 private:
  static constexpr std::size_t kRays = 32;

  template <class Number>
  using Rays = std::array<Number, kRays>;

  /// A complex number for each ray.
  struct Phasors {
    Rays<float> real;
    Rays<float> imaginary;
  };
  static Phasors phasors(const Rays<float>& parts_of_turns);
  static void turn(Phasors& rays, const Phasors& by);
  static double sum(const Rays<float>& numbers);

  double group_width_hz_;
  Rays<double> along_x_{};  ///< turns per metre
  Rays<double> along_y_{};
  Rays<double> per_second_{};  ///< turns per second
  Rays<double> delay_{};       ///< of mean 1
  std::array<Phasors, kMostBranches> branch_{};
  double direct_along_x_;
  double direct_along_y_;
  std::array<double, kMostBranches> direct_phase_{};  ///< in turns
};

}  // namespace plantproof::channel
