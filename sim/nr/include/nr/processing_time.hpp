#pragma once

#include <cstdint>
#include <optional>

#include "nr/mapping_type.hpp"
#include "nr/numerology.hpp"
#include "nr/resource_blocks.hpp"
#include "nr/slot_pattern.hpp"

namespace plantproof::nr {

/// How fast a UE is: every UE has the first capability, some the second (TS 38.214 5.3, 6.4).
enum class ProcessingCapability { One = 1, Two = 2 };

/// Whether downlink data has demodulation reference signals besides its first (dmrs-AdditionalPosition), and whether
/// one of them is at symbol 12, which takes a UE one symbol longer at 15 kHz.
enum class AdditionalDmrs { None, Present, AtSymbol12 };

/// What makes decoding downlink data take longer or shorter.
struct PdschReception {
  SubcarrierSpacing spacing = SubcarrierSpacing::Khz15;
  FrequencyRange range = FrequencyRange::Fr1;
  MappingType mapping = MappingType::A;
  int first_symbol = 0;                   ///< in its slot, 0 to 13
  int symbols = 14;                       ///< 1 to 14
  int blocks = 1;                         ///< more than 136 at 30 kHz take the time of the first capability
  int pdcch_overlap = 0;                  ///< d, symbols that it shares with the PDCCH that schedules it: 0 to 3
  bool starts_with_long_coreset = false;  ///< at the symbol at which a CORESET of 3 symbols with its PDCCH starts
  AdditionalDmrs additional_dmrs = AdditionalDmrs::None;
};

/// N1, the decoding time in half symbols (4.5 symbols are 9): TS 38.214 tables 5.3-1 and 5.3-2. Nothing where the table
/// has none: the second capability at 120 kHz, in FR2, or with additional DM-RS.
std::optional<int> n1_half_symbols(const PdschReception& pdsch, ProcessingCapability capability);
/// T_proc,1, from the end of downlink data to the start of the earliest symbol that can acknowledge it (TS 38.214 5.3),
/// with d_2 = d_3 = T_ext = 0. Nothing where n1_half_symbols() is.
std::optional<Tc> pdsch_processing_time(const PdschReception& pdsch, ProcessingCapability capability);

/// N2, the preparation time in half symbols: TS 38.214 tables 6.4-1 and 6.4-2. Nothing for the second capability at 120
/// kHz or in FR2.
std::optional<int> n2_half_symbols(SubcarrierSpacing spacing, FrequencyRange range, ProcessingCapability capability);
/// T_proc,2, from the end of the PDCCH with an uplink grant to the start of the earliest symbol of its data
/// (TS 38.214 6.4), with d_2 = d_2,2 = T_ext = 0; one symbol longer unless the data's first symbol holds DM-RS alone.
/// Nothing where n2_half_symbols() is.
std::optional<Tc> pusch_preparation_time(SubcarrierSpacing spacing, FrequencyRange range,
                                         ProcessingCapability capability, bool starts_with_dmrs_alone);

/// K0 at its least: downlink data may follow its PDCCH in the same slot (TS 38.214 5.1.2.1).
constexpr int kLeastK0 = 0;

/// Symbols on the air, in one slot.
struct Transmission {
  std::int64_t first_symbol;
  int symbols;
};

/// An uplink transmission that answers a downlink one.
struct UplinkAnswer {
  std::int64_t first_symbol;
  int slots_later;  ///< K1 of an acknowledgement, K2 of granted data
};

/// The earliest answer of `symbols` uplink symbols in one slot that starts `processing` or more after the end of what
/// was received, at an allowed symbol: with T_proc,1 the acknowledgement of downlink data and the least K1
/// (TS 38.213 9.2.3), with T_proc,2 the data of a grant and the least K2 (TS 38.214 6.1.2.1). Timing advance, if it
/// counts, is the caller's to add to `processing`. Nothing when the pattern has no such uplink symbols. K1 goes to 15
/// and K2 to 32 on the air; a longer wait is returned as it is.
std::optional<UplinkAnswer> earliest_answer(const SlotPattern& pattern, Transmission received, Tc processing,
                                            int symbols, StartSymbols starts = StartSymbols().set());

}  // namespace plantproof::nr
