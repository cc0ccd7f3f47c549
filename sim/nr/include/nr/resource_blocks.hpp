#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/input_error.hpp"
#include "nr/numerology.hpp"

namespace plantproof::nr {

/// 410 to 7125 MHz, and 24.25 to 52.6 GHz, which the standard calls FR2-1 (TS 38.104 table 5.1-1).
enum class FrequencyRange { Fr1, Fr2 };

/// The range a carrier frequency lies in, its ends included; nothing between and beyond them.
std::optional<FrequencyRange> frequency_range(std::int64_t carrier_hz);

/// The channel bandwidths of a range at a spacing, in MHz, ascending; none for a spacing that does not carry data in it
/// (120 kHz in FR1, 15 and 30 kHz in FR2).
std::vector<int> channel_bandwidths_mhz(FrequencyRange range, SubcarrierSpacing spacing);

/// How many resource blocks a channel holds (TS 38.104 tables 5.3.2-1 and 5.3.2-2, TS 38.101-1 and -2 table 5.3.2-1),
/// 11 to 273. Nothing when the range has no such channel bandwidth at this spacing. An operating band may have fewer
/// bandwidths than its range; which, this table does not say.
std::optional<int> resource_blocks(FrequencyRange range, SubcarrierSpacing spacing, int bandwidth_mhz);
/// The same; where there are none, the reason and the bandwidths there are go into `errors`.
std::optional<int> resource_blocks(FrequencyRange range, SubcarrierSpacing spacing, int bandwidth_mhz,
                                   const core::Position& where, core::InputErrors& errors);

}  // namespace plantproof::nr
