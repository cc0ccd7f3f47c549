#pragma once

#include <map>
#include <optional>
#include <string>

#include "data/manifest.hpp"
#include "report/page.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof::app {

/// The hall that evidence names, with what its scenario knows of it where it was simulated; gNBs that the evidence
/// names count before the scenario's. None without an area.
std::optional<report::Hall> hall_of(const data::Manifest& manifest, const std::optional<scenarios::Scenario>& scenario);

/// Where the places of a hall are: a device that is called like one stands there.
std::map<std::string, metrics::PathPoint> places_by_name(const report::Hall& hall);

/// A drawing of the floor as a user names it.
struct FloorPlan {
  std::string file;    ///< PNG, JPEG or SVG; empty: none
  std::string extent;  ///< "X,Y,LENGTH,WIDTH" in metres: what it shows; empty: the whole area
};

/// Lays the drawing under the hall. Throws core::InputFailure where there is no hall, or the file cannot be read, is
/// none of these formats, or too large for a page, or the extent is not four numbers of which the last two are above 0.
void add_image(const FloorPlan& plan, std::optional<report::Hall>& hall);

}  // namespace plantproof::app
