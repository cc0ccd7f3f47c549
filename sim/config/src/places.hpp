#pragma once

#include <string_view>
#include <vector>

#include "core/input_error.hpp"
#include "scenarios/hall.hpp"
#include "scenarios/network.hpp"

namespace plantproof::config {

/// "gNB", "eNB", "AP": what stands at a place.
void check_inside(const scenarios::Place& place, std::string_view what, const scenarios::Hall& hall,
                  core::InputErrors& errors);
void check_device_height(const scenarios::Number& height_m, const scenarios::Hall& hall, core::InputErrors& errors);
/// Clutter must leave room below the ceiling.
void check_clutter(const scenarios::Hall& hall, core::InputErrors& errors);
/// A load needs devices that carry it.
void check_background(const scenarios::Background& background, core::InputErrors& errors);
/// That the value is one of those listed; `what` says whose list it is.
void check_one_of(double value, const core::Position& where, const std::vector<double>& list, const core::Text& what,
                  core::InputErrors& errors);

}  // namespace plantproof::config
