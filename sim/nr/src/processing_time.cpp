#include "nr/processing_time.hpp"

#include <algorithm>

namespace plantproof::nr {
namespace {

/// In half symbols, by numerology; 0 where the standard has none.
constexpr int kN1[] = {2 * 8, 2 * 10, 2 * 17, 2 * 20};
constexpr int kN1AdditionalDmrs[] = {2 * 13, 2 * 13, 2 * 20, 2 * 24};
constexpr int kN1Capability2[] = {2 * 3, 9, 2 * 9, 0};
constexpr int kN2[] = {2 * 10, 2 * 12, 2 * 23, 2 * 36};
constexpr int kN2Capability2[] = {2 * 5, 11, 2 * 11, 0};

constexpr int kMostBlocksOfCapability2 = 136;  // at 30 kHz

Tc half_symbols(int count, SubcarrierSpacing spacing) {
  return Tc{((2048 + 144) * 64 / 2 >> numerology(spacing)) * count};
}

bool has_capability_2(SubcarrierSpacing spacing, FrequencyRange range) {
  return range == FrequencyRange::Fr1 && spacing != SubcarrierSpacing::Khz120;
}

ProcessingCapability used_capability(const PdschReception& pdsch, ProcessingCapability capability) {
  const bool is_too_wide = pdsch.spacing == SubcarrierSpacing::Khz30 && pdsch.blocks > kMostBlocksOfCapability2;
  return is_too_wide ? ProcessingCapability::One : capability;
}

/// d_1,1 of TS 38.214 5.3, in symbols.
int extra_symbols(const PdschReception& pdsch, ProcessingCapability capability) {
  if (pdsch.mapping == MappingType::A) return std::max(0, 7 - (pdsch.first_symbol + pdsch.symbols - 1));
  if (pdsch.symbols >= 7) return 0;
  if (capability == ProcessingCapability::Two) {
    return pdsch.symbols == 2 && pdsch.starts_with_long_coreset ? 3 : pdsch.pdcch_overlap;
  }
  if (pdsch.symbols >= 4) return 7 - pdsch.symbols;
  return 3 + (pdsch.symbols == 3 ? std::min(pdsch.pdcch_overlap, 1) : pdsch.pdcch_overlap);
}

}  // namespace

std::optional<int> n1_half_symbols(const PdschReception& pdsch, ProcessingCapability capability) {
  const auto mu = static_cast<std::size_t>(numerology(pdsch.spacing));
  if (used_capability(pdsch, capability) == ProcessingCapability::Two) {
    const bool is_listed =
        has_capability_2(pdsch.spacing, pdsch.range) && pdsch.additional_dmrs == AdditionalDmrs::None;
    return is_listed ? std::optional(kN1Capability2[mu]) : std::nullopt;
  }
  if (pdsch.additional_dmrs == AdditionalDmrs::None) return kN1[mu];
  const bool is_longer = mu == 0 && pdsch.additional_dmrs == AdditionalDmrs::AtSymbol12;
  return kN1AdditionalDmrs[mu] + (is_longer ? 2 : 0);
}

std::optional<Tc> pdsch_processing_time(const PdschReception& pdsch, ProcessingCapability capability) {
  const auto n1 = n1_half_symbols(pdsch, capability);
  if (!n1) return std::nullopt;
  return half_symbols(*n1 + 2 * extra_symbols(pdsch, used_capability(pdsch, capability)), pdsch.spacing);
}

std::optional<int> n2_half_symbols(SubcarrierSpacing spacing, FrequencyRange range, ProcessingCapability capability) {
  const auto mu = static_cast<std::size_t>(numerology(spacing));
  if (capability == ProcessingCapability::One) return kN2[mu];
  return has_capability_2(spacing, range) ? std::optional(kN2Capability2[mu]) : std::nullopt;
}

std::optional<Tc> pusch_preparation_time(SubcarrierSpacing spacing, FrequencyRange range,
                                         ProcessingCapability capability, bool starts_with_dmrs_alone) {
  const auto n2 = n2_half_symbols(spacing, range, capability);
  if (!n2) return std::nullopt;
  return half_symbols(*n2 + (starts_with_dmrs_alone ? 0 : 2), spacing);
}

std::optional<UplinkAnswer> earliest_answer(const SlotPattern& pattern, Transmission received, Tc processing,
                                            int symbols, StartSymbols starts) {
  const std::int64_t end = received.first_symbol + received.symbols;
  const auto first =
      pattern.next(Direction::Uplink, symbol_start(pattern.spacing(), end) + processing, symbols, starts);
  if (!first) return std::nullopt;
  return UplinkAnswer{*first, static_cast<int>(slot_of_symbol(*first) - slot_of_symbol(received.first_symbol))};
}

}  // namespace plantproof::nr
