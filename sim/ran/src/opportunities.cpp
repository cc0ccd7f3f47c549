#include "opportunities.hpp"

#include <algorithm>

#include "nr/mapping_type.hpp"

namespace plantproof::ran {

namespace {

bool may_start(nr::Direction direction, const TimeAllocation& allocation, int symbol, int symbols) {
  return symbol >= allocation.first_symbol &&
         nr::start_symbols(direction, allocation.mapping, symbols)[static_cast<std::size_t>(symbol)];
}

int symbols_from(const nr::SlotPattern& pattern, nr::Direction direction, const TimeAllocation& allocation,
                 int symbol) {
  const int in_slot = nr::symbol_in_slot(symbol);
  const int run = pattern.run(direction, symbol);
  if (run >= allocation.symbols)
    return may_start(direction, allocation, in_slot, allocation.symbols) ? allocation.symbols : 0;
  const bool is_first = in_slot == allocation.first_symbol || in_slot == 0 || !pattern.carries(direction, symbol - 1);
  if (!allocation.is_shortened || !is_first) return 0;
  int symbols = run;
  while (symbols > 0 && !may_start(direction, allocation, in_slot, symbols)) --symbols;
  return symbols;
}

}  // namespace

Opportunities::Opportunities(const nr::SlotPattern& pattern, nr::Direction direction, const TimeAllocation& allocation)
    : spacing_(pattern.spacing()) {
  const auto period = static_cast<std::size_t>(pattern.symbols());
  for (int symbol = 0; symbol < pattern.symbols(); ++symbol) {
    symbols_.push_back(symbols_from(pattern, direction, allocation, symbol));
  }
  if (std::all_of(symbols_.begin(), symbols_.end(), [](int symbols) { return symbols == 0; })) return;
  wait_.resize(period);
  for (std::size_t i = 0; i < period; ++i) {
    while (symbols_[(i + static_cast<std::size_t>(wait_[i])) % period] == 0) ++wait_[i];
  }
}

std::optional<Opportunity> Opportunities::from(std::int64_t symbol) const {
  if (wait_.empty()) return std::nullopt;
  const auto period = static_cast<std::int64_t>(wait_.size());
  const std::int64_t first = symbol + wait_[static_cast<std::size_t>(symbol % period)];
  return Opportunity{first, symbols_[static_cast<std::size_t>(first % period)]};
}

std::optional<Opportunity> Opportunities::from(nr::Tc time) const {
  return from(nr::first_symbol_from(spacing_, time));
}

}  // namespace plantproof::ran
