#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"
#include "data/tables.hpp"
#include "format.hpp"
#include "input/yaml.hpp"
#include "time_text.hpp"

// The options that several formats have in common, read one way and worded once.
namespace plantproof::data {

/// 126 years from the epoch, either way. A time beyond is damage, and the sum of two that are not stays within 64 bits.
inline constexpr core::Nanoseconds kFarthestTime{4'000'000'000'000'000'000};

/// The flow that the options `flow` (required), `source` and `destination` declare; the last two are what the file says
/// of itself where the campaign names none. Neither may be empty.
Flow flow_option(const input::YamlNode& options, FlowKind kind, std::string source, std::string destination);

/// What flow_option() reads, for Format::options; `further` follows it.
std::vector<Format::Option> with_flow_options(std::vector<Format::Option> further);

/// A length of time as a number and a unit of time_unit_names(): "1s", "200ms", "0.5 s". In [0, most]; `otherwise`
/// where the node does not exist, and after an error.
core::Nanoseconds duration_option(const input::YamlNode& node, core::Nanoseconds otherwise, core::Nanoseconds most);

/// A time as parse_iso8601() reads it, within kFarthestTime. The epoch where the node does not exist, and after an
/// error.
core::Instant instant_option(const input::YamlNode& node, const Zone* zone);

}  // namespace plantproof::data
