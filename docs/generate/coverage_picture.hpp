#pragma once

#include <string>
#include <vector>

#include "core/text.hpp"
#include "data/tables.hpp"

namespace plantproof::docs {

/// A walk test over the whole floor of one hall: InF-DH, 120 m by 60 m, three base stations of 24 dBm.
std::vector<data::RadioSample> walk_the_hall();

/// A map of the walked hall as SVG: the median SS-RSRP of the samples in each grid cell, the base stations, a scale.
std::string coverage_svg(const std::vector<data::RadioSample>& samples, core::Language language);

}  // namespace plantproof::docs
