#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <ratio>

namespace plantproof::nr {

/// A length of time in the basic time unit of NR, 1 / (480 kHz * 4096) s (TS 38.211 4.1): every symbol, cyclic prefix
/// and processing time of numerologies 0 to 3 is a whole number of it. 64 bits, so +-148 years. One nanosecond is 6144
/// / 3125 of it: std::chrono::floor and ceil go from one to the other, exact within +-17 days.
using Tc = std::chrono::duration<std::int64_t, std::ratio<1, 480'000 * 4096LL>>;

/// The subcarrier spacings that carry data in FR1 and FR2-1 (TS 38.211 table 4.2-1), with normal cyclic prefix. The
/// enumerator's value is the numerology, mu: 15 kHz times 2^mu.
enum class SubcarrierSpacing { Khz15 = 0, Khz30 = 1, Khz60 = 2, Khz120 = 3 };

/// mu, 0 to 3.
constexpr int numerology(SubcarrierSpacing spacing) {
  return static_cast<int>(spacing);
}
constexpr int khz(SubcarrierSpacing spacing) {
  return 15 << numerology(spacing);
}
/// The spacing of so many kilohertz; nothing when it is none of 15, 30, 60, 120.
std::optional<SubcarrierSpacing> spacing_of_khz(int khz);

constexpr int kSymbolsPerSlot = 14;       ///< TS 38.211 table 4.3.2-1
constexpr int kSubframesPerFrame = 10;    ///< TS 38.211 4.3.1
constexpr int kSubcarriersPerBlock = 12;  ///< TS 38.211 4.4.4.1
constexpr Tc kSubframe{1'966'080};        ///< 1 ms
constexpr Tc kFrame = kSubframesPerFrame * kSubframe;

constexpr int slots_per_subframe(SubcarrierSpacing spacing) {
  return 1 << numerology(spacing);
}
constexpr int slots_per_frame(SubcarrierSpacing spacing) {
  return kSubframesPerFrame * slots_per_subframe(spacing);
}
constexpr int symbols_per_subframe(SubcarrierSpacing spacing) {
  return kSymbolsPerSlot * slots_per_subframe(spacing);
}

/// The cyclic prefix of a symbol (TS 38.211 5.3.1): 144 * 64 / 2^mu Tc, and 16 * 64 Tc more for the first symbol of
/// each half millisecond. So from 60 kHz on slots are not equally long: 250.26 us and 249.74 us take turns. Symbols
/// count from 0 at the start of a frame, on and on; a negative one is a caller's bug (assertion), here and below.
Tc cyclic_prefix(SubcarrierSpacing spacing, std::int64_t symbol);
/// Of the symbol with its cyclic prefix.
Tc symbol_duration(SubcarrierSpacing spacing, std::int64_t symbol);
/// When the symbol's cyclic prefix begins, since the start of symbol 0.
Tc symbol_start(SubcarrierSpacing spacing, std::int64_t symbol);
/// The first symbol that starts at `time` or later; `time` since the start of symbol 0, at least 0.
std::int64_t first_symbol_from(SubcarrierSpacing spacing, Tc time);

/// Of the slot, which counts as symbols do.
constexpr std::int64_t first_symbol_of_slot(std::int64_t slot) {
  return slot * kSymbolsPerSlot;
}
constexpr std::int64_t slot_of_symbol(std::int64_t symbol) {
  return symbol / kSymbolsPerSlot;
}
constexpr int symbol_in_slot(std::int64_t symbol) {
  return static_cast<int>(symbol % kSymbolsPerSlot);
}
Tc slot_duration(SubcarrierSpacing spacing, std::int64_t slot);

}  // namespace plantproof::nr
