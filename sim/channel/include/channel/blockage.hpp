#pragma once

#include <span>

#include "channel/large_scale.hpp"
#include "core/decibel.hpp"
#include "core/hertz.hpp"

namespace plantproof::channel {

/// A vehicle, a person or a robot as a box at a moment, its sides in metre and above 0. 3GPP TR 38.901, table 7.6.4.2-5
/// has widths and heights: 3 m and 1.5 m of a transport vehicle, 2 m and 0.2 m of a robot, 0.3 m and 1.7 m of a person.
struct Box {
  Place middle;  ///< of its underside
  double length_m;
  double width_m;
  double height_m;
  double azimuth_deg;  ///< of its length, from the x axis to the y axis; any
};

/// What boxes take from the direct ray between two places: the sum of each box's loss, at least 0, and 0 of none. A box
/// is a screen, upright and across the ray, as wide as the box is seen from there, and its four edges diffract (3GPP TR
/// 38.901, 7.6.4.2, blockage model B, the direct path with line of sight). A box whose middle is not between the two
/// places, as seen from above, takes nothing: so leave out the one that carries the device. The carrier is above 0
/// (assertion). It is the same in both directions, and changes without a jump as a box crosses the ray.
core::Decibel blockage_loss(const Place& a, const Place& b, std::span<const Box> boxes, core::Hertz carrier);

}  // namespace plantproof::channel
