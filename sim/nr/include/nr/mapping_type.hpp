#pragma once

#include <bitset>

#include "nr/numerology.hpp"

namespace plantproof::nr {

enum class Direction { Downlink, Uplink };

/// How a transmission lies in its slot: type A from the slot's beginning, type B anywhere in it, which makes
/// transmissions of a few symbols, mini-slots, possible (TS 38.214 5.1.2.1, 6.1.2.1).
enum class MappingType { A, B };

/// The symbols of a slot, 0 to 13, at which a transmission may start.
using StartSymbols = std::bitset<kSymbolsPerSlot>;

/// Where a data transmission of `length` symbols may start so that it ends in its slot: TS 38.214 table 5.1.2.1-1 for
/// the downlink (PDSCH), 6.1.2.1-1 for the uplink (PUSCH), without repetition. Type A starts at symbols 0 to 3 in the
/// downlink (3 only if the cell's first DM-RS is at symbol 3) with at least 3 symbols, and at 0 in the uplink with at
/// least 4. Type B has 2, 4 or 7 symbols in the downlink, and any number in the uplink. A length that the type does not
/// have, 0 and 15 among them, has no start.
StartSymbols start_symbols(Direction direction, MappingType type, int length);

}  // namespace plantproof::nr
