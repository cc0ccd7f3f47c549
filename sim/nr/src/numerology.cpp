#include "nr/numerology.hpp"

#include <algorithm>
#include <cassert>

namespace plantproof::nr {
namespace {

constexpr int kKappa = 64;  // Ts / Tc
constexpr Tc kHalfSubframe = kSubframe / 2;
constexpr Tc kLongerPrefix{16 * kKappa};

/// Symbols until the longer cyclic prefix comes again.
constexpr int symbols_per_half(SubcarrierSpacing spacing) {
  return symbols_per_subframe(spacing) / 2;
}

constexpr Tc short_prefix(SubcarrierSpacing spacing) {
  return Tc{(144 * kKappa) >> numerology(spacing)};
}

constexpr Tc short_symbol(SubcarrierSpacing spacing) {
  return short_prefix(spacing) + Tc{(2048 * kKappa) >> numerology(spacing)};
}

}  // namespace

std::optional<SubcarrierSpacing> spacing_of_khz(int khz) {
  for (const auto spacing :
       {SubcarrierSpacing::Khz15, SubcarrierSpacing::Khz30, SubcarrierSpacing::Khz60, SubcarrierSpacing::Khz120}) {
    if (nr::khz(spacing) == khz) return spacing;
  }
  return std::nullopt;
}

Tc cyclic_prefix(SubcarrierSpacing spacing, std::int64_t symbol) {
  assert(symbol >= 0);
  const bool is_longer = symbol % symbols_per_half(spacing) == 0;
  return short_prefix(spacing) + (is_longer ? kLongerPrefix : Tc{0});
}

Tc symbol_duration(SubcarrierSpacing spacing, std::int64_t symbol) {
  return symbol_start(spacing, symbol + 1) - symbol_start(spacing, symbol);
}

Tc symbol_start(SubcarrierSpacing spacing, std::int64_t symbol) {
  assert(symbol >= 0);
  const std::int64_t half = symbol / symbols_per_half(spacing);
  const std::int64_t rest = symbol % symbols_per_half(spacing);
  return half * kHalfSubframe + rest * short_symbol(spacing) + (rest > 0 ? kLongerPrefix : Tc{0});
}

std::int64_t first_symbol_from(SubcarrierSpacing spacing, Tc time) {
  assert(time >= Tc{0});
  const std::int64_t half = time / kHalfSubframe;
  const Tc rest = time % kHalfSubframe;
  const std::int64_t before = half * symbols_per_half(spacing);
  if (rest == Tc{0}) return before;
  // Symbol n of the half, n > 0, starts n short symbols after the longer prefix.
  const std::int64_t symbols = (rest - kLongerPrefix + short_symbol(spacing) - Tc{1}) / short_symbol(spacing);
  return before + std::max<std::int64_t>(1, symbols);
}

Tc slot_duration(SubcarrierSpacing spacing, std::int64_t slot) {
  return symbol_start(spacing, first_symbol_of_slot(slot + 1)) - symbol_start(spacing, first_symbol_of_slot(slot));
}

}  // namespace plantproof::nr
