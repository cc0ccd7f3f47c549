#pragma once

#include <string>
#include <vector>

#include "core/text.hpp"

namespace plantproof::docs {

/// One-way delays of a way to send, in ms, ascending; a lost message is later than all.
struct Delays {
  core::Text way;
  std::vector<double> ms;
  std::size_t sent = 0;
};

/// 60 devices all over the simulated hall, each with 100 bytes every 10 ms in both directions for 20 s: downlink,
/// uplink on request, uplink by configured grant.
std::vector<Delays> measure_delays();

/// The share of messages that come later, over the delay, as SVG.
std::string delays_svg(const std::vector<Delays>& delays, core::Language language);

}  // namespace plantproof::docs
