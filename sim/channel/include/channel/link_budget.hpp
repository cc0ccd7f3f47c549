#pragma once

#include <span>

#include "channel/large_scale.hpp"
#include "core/decibel.hpp"
#include "core/hertz.hpp"

namespace plantproof::channel {

/// The thermal noise of a receiver at 290 K: k T B and the noise figure. The bandwidth is above 0 (assertion), the
/// noise figure at least 0 dB.
core::Dbm thermal_noise(core::Hertz bandwidth, core::Decibel noise_figure);

/// The power of all these together: added in milliwatt. Not empty (assertion): no power has no level.
core::Dbm total_power(std::span<const core::Dbm> powers);

/// The signal over noise and interferers together, added in milliwatt; all in the same bandwidth. The interferers may
/// be none.
core::Decibel sinr(core::Dbm signal, std::span<const core::Dbm> interferers, core::Dbm noise);

/// An antenna and where it looks. Isotropic has its gain in all directions; the element of 3GPP TR 38.901, table 7.3-1
/// has it ahead, 3 dB less 32.5 degrees off in azimuth or in elevation, and never more than 30 dB less.
struct Antenna {
  enum class Pattern { Isotropic, Element };

  Pattern pattern = Pattern::Isotropic;
  core::Decibel greatest_gain;  ///< over an isotropic one: 8 dBi for the standard's element, 0 for a device's
  double azimuth_deg = 0;       ///< from the x axis to the y axis; any
  double downtilt_deg = 0;      ///< 0 is level, 90 straight down from a ceiling
};

inline constexpr Antenna kIsotropic;

/// The gain from one place towards another; towards its own place it is the greatest. Polarization is left out.
core::Decibel gain_towards(const Antenna& antenna, const Place& from, const Place& towards);

}  // namespace plantproof::channel
