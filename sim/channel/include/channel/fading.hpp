#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "channel/large_scale.hpp"
#include "core/decibel.hpp"
#include "core/hertz.hpp"
#include "core/time.hpp"

namespace plantproof::channel {

/// What the fading of a link is made of.
struct FadingParameters {
  core::Hertz carrier;                    ///< above 0
  std::optional<core::Decibel> rician_k;  ///< finite; none: no direct ray, Rayleigh
  double delay_spread_s;                  ///< root mean square, of the direct ray and all others; at least 0
  core::Hertz surroundings_doppler;  ///< the greatest shift that what moves around gives a device at rest; at least 0
  core::Hertz group_width;           ///< of a resource block group: the step in frequency; at least 0
  int receive_branches;              ///< 1 to 4, fading independently
};

/// The small-scale fading of one link (a transmitting antenna, a device, a state of line of sight), a function of place
/// and time alone: nothing is moved on, and any moment may be asked for, in any order.
///
/// 32 rays of equal power come from all directions in the plane (Clarke, Bell Syst. Tech. J. 47 (1968) 957), with
/// delays that are exponential over seeds, and a direct ray without delay when there is a Rician factor. Moving through
/// the hall changes each ray's phase by its direction, so a device that drives at v sees Jakes' spectrum of v /
/// wavelength, one that stops sees a standing channel, and one that returns to the centimetre the same channel, unless
/// the surroundings move: these change each ray's phase with time, and leave the direct ray alone. Over seeds the mean
/// power of a branch is 1, its autocorrelation over a distance d is J0(2 pi d / wavelength) (without a direct ray), and
/// over a frequency f it is 1 / (1 + j 2 pi f delay). The rays being 32, fades below -10 to -30 dB are 2 % rarer than
/// Rayleigh's.
class Fading {
 public:
  static constexpr int kMostBranches = 4;

  /// Parameters outside their range are a caller's bug (assertion). Links of different seeds are independent.
  Fading(const FadingParameters& parameters, std::uint64_t seed);

  /// The power gain of every resource block group, in order of frequency, after maximum ratio combining: the sum of the
  /// branches' powers, whose mean is receive_branches (equal noise in each). `gains` has a place for each group and may
  /// be empty. Costs 33 sines and cosines, and 32 complex products a group and branch.
  void power_gains(const Place& device, core::Nanoseconds time, std::span<double> gains) const;

 private:
  static constexpr std::size_t kRays = 33;  ///< the last is the direct one

  /// A complex number a branch.
  struct Branches {
    std::array<double, kMostBranches> real;
    std::array<double, kMostBranches> imaginary;
  };

  std::size_t branches_;
  std::array<double, kRays> along_x_;  ///< radian per metre
  std::array<double, kRays> along_y_;
  std::array<double, kRays> per_second_;  ///< radian per second
  std::array<double, kRays> step_real_;   ///< the turn from a group to the next
  std::array<double, kRays> step_imaginary_;
  std::array<Branches, kRays> amplitude_;
};

}  // namespace plantproof::channel
