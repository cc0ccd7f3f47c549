#pragma once

#include <functional>

#include "data/manifest.hpp"
#include "input/yaml.hpp"

namespace plantproof::data {

class Evidence;

/// Reads what a campaign and the evidence made of it have in common: `scenario`, `measured_by`, `area`,
/// `gnbs`, `zones`, `obstacles`, `parameters` and `planned_rows`.
void read_agreement(const input::YamlNode& root, Manifest& manifest);

/// Reads one `clock_uncertainty`: a length of time, which `length` reads, or a map of them by clock.
ClockUncertainty read_clock_uncertainty(const input::YamlNode& node,
                                        const std::function<core::Nanoseconds(const input::YamlNode& scalar)>& length);

/// Refuses clocks that are named and read by neither end of any flow.
void check_clocks(const Evidence& evidence, core::InputErrors& errors);

}  // namespace plantproof::data
