#pragma once

#include <array>
#include <string>
#include <string_view>

#include "channel/hall.hpp"

// What the pictures have in common: the hall they are of, and how a drawing begins.
namespace plantproof::docs {

inline constexpr int kLengthM = 120;
inline constexpr int kWidthM = 60;
inline constexpr std::array kBaseStations{channel::Place{20, 15, 8}, channel::Place{60, 45, 8},
                                          channel::Place{100, 15, 8}};

/// InF-DH, 120 m by 60 m, at 3.5 GHz, with isotropic antennas at kBaseStations.
channel::Hall simulated_hall(core::Hertz group_width);

/// An SVG of that size with its title and subtitle; `</svg>` is the caller's.
std::string drawing(int width, int height, int left, std::string_view title, std::string_view subtitle);
std::string text(double x, double y, std::string_view attributes, std::string_view words);

}  // namespace plantproof::docs
