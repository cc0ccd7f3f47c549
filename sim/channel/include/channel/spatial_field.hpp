#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace plantproof::channel {

/// A standard normal number at every place of a floor, the same whenever the place is asked for. Over seeds its mean is
/// 0, its variance 1 and its correlation between places h metre apart exp(-h / correlation_distance_m), everywhere and
/// in all directions alike (3GPP TR 38.901, 7.4.4). It is a sum of 64 plane waves (Pätzold, Mobile Radio Channels,
/// 2012), whose wave numbers are drawn from that correlation's spectrum: an evaluation costs 64 cosines, wherever it
/// is, and nothing is kept. That spectrum has no end, and a field with all of it would be rough at any scale, a shadow
/// edge of a centimetre; so no wave is shorter than 0.31 correlation distances, which changes the correlation by 0.026
/// at most. So many waves are normal but for the far tails: a probability of 1e-3 comes out 2 % smaller, one of 1e-4 4
/// %.
class SpatialField {
 public:
  /// The correlation distance is above 0 (assertion). Fields of different seeds are independent.
  SpatialField(double correlation_distance_m, std::uint64_t seed);

  [[nodiscard]] double at(double x_m, double y_m) const;

 private:
  static constexpr std::size_t kWaves = 64;
  static constexpr std::size_t kLanes = 8;  ///< summed side by side

  std::array<double, kWaves> along_x_{};  ///< turns per metre
  std::array<double, kWaves> along_y_{};
  std::array<double, kWaves> phase_{};  ///< in turns
};

}  // namespace plantproof::channel
