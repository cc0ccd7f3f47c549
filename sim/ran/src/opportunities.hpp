#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "nr/slot_pattern.hpp"
#include "ran/parameters.hpp"

namespace plantproof::ran {

/// Symbols of one slot in which data can be sent.
struct Opportunity {
  std::int64_t first_symbol;
  int symbols;
};

/// Where a direction's data can be sent: the starts that a time allocation leaves in a slot pattern. Found by a look
/// into a table, since a scheduler asks for every packet.
class Opportunities {
 public:
  Opportunities(const nr::SlotPattern& pattern, nr::Direction direction, const TimeAllocation& allocation);

  /// The first that starts at this symbol or later; nothing when the pattern has none.
  [[nodiscard]] std::optional<Opportunity> from(std::int64_t symbol) const;
  [[nodiscard]] std::optional<Opportunity> from(nr::Tc time) const;

 private:
  nr::SubcarrierSpacing spacing_;
  std::vector<int> symbols_;  // of a transmission that starts at this symbol of the pattern; 0: none may
  std::vector<int> wait_;     // symbols until one may; empty where none ever may
};

}  // namespace plantproof::ran
