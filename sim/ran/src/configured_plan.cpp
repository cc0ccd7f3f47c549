#include "configured_plan.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace plantproof::ran {

namespace {

constexpr std::int64_t kLongestPlanMs = 1280;

}  // namespace

std::optional<Opportunity> ConfiguredOccasions::from(std::int64_t symbol, const Opportunities& opportunities,
                                                     nr::SubcarrierSpacing spacing) const {
  if (!resource.period) return opportunities.from(symbol);
  const nr::Tc period = std::chrono::ceil<nr::Tc>(*resource.period);
  // A symbol may start up to a nanosecond before the time that it is called by.
  const nr::Tc offset = std::chrono::floor<nr::Tc>(resource.offset - core::Nanoseconds{1});
  const nr::Tc start = nr::symbol_start(spacing, symbol);
  // An occasion may start later than its due time: the pattern decides.
  std::int64_t number = std::max<std::int64_t>(0, (start - offset) / period - 1);
  while (true) {
    const auto occasion = opportunities.from(std::max(nr::Tc{0}, offset + number * period));
    if (!occasion || occasion->first_symbol >= symbol) return occasion;
    ++number;
  }
}

ConfiguredPlan::ConfiguredPlan(const nr::SlotPattern& pattern, const Opportunities& opportunities, int first,
                               int blocks)
    : opportunities_(opportunities), spacing_(pattern.spacing()), first_(first), blocks_(blocks) {
  extend(std::lcm(pattern.symbols(), nr::symbols_per_subframe(pattern.spacing())));
}

void ConfiguredPlan::extend(std::int64_t symbols) {
  const std::size_t before = reserved_.size();
  reserved_.resize(static_cast<std::size_t>(symbols), {{}, blocks_});
  for (std::size_t i = before; before > 0 && i < reserved_.size(); ++i) reserved_[i] = reserved_[i - before];
}

std::vector<std::int64_t> ConfiguredPlan::symbols_of(const ConfiguredOccasions& occasions) const {
  const auto repeat = static_cast<std::int64_t>(reserved_.size());
  std::vector<std::int64_t> symbols;
  // The second time round, when also those have come that fall due before its beginning.
  for (std::int64_t symbol = repeat; symbol < 2 * repeat;) {
    const auto at = occasions.from(symbol, opportunities_, spacing_);
    if (!at || at->first_symbol >= 2 * repeat) break;
    for (int i = 0; i < at->symbols; ++i) symbols.push_back((at->first_symbol + i) % repeat);
    symbol = at->first_symbol + 1;
  }
  return symbols;
}

std::optional<ConfiguredOccasions> ConfiguredPlan::add(const ConfiguredResource& resource) {
  if (resource.period) {
    const auto repeat = static_cast<std::int64_t>(reserved_.size());
    const nr::Tc period = std::chrono::ceil<nr::Tc>(*resource.period);
    assert(period > nr::Tc{0} && resource.offset < *resource.period);
    const nr::Tc plan = repeat / nr::symbols_per_subframe(spacing_) * nr::kSubframe;
    const nr::Tc together{std::lcm(plan.count(), period.count())};
    if (together > kLongestPlanMs * nr::kSubframe) return std::nullopt;
    extend(together / nr::kSubframe * nr::symbols_per_subframe(spacing_));
  }
  ConfiguredOccasions occasions{resource, 0};
  const std::vector<std::int64_t> symbols = symbols_of(occasions);
  if (symbols.empty()) return std::nullopt;
  Blocks taken;
  for (const std::int64_t symbol : symbols) taken |= reserved_[static_cast<std::size_t>(symbol)].blocks;
  int first = blocks_ - resource.blocks;
  const auto is_free = [&] {
    for (int block = first; block < first + resource.blocks; ++block) {
      if (taken[static_cast<std::size_t>(block)]) return false;
    }
    return true;
  };
  while (first >= first_ && !is_free()) --first;
  if (first < first_) return std::nullopt;
  occasions.first_block = first;
  for (const std::int64_t symbol : symbols) set(reserved_[static_cast<std::size_t>(symbol)], occasions, true);
  return occasions;
}

void ConfiguredPlan::remove(const ConfiguredOccasions& occasions) {
  for (const std::int64_t symbol : symbols_of(occasions)) {
    set(reserved_[static_cast<std::size_t>(symbol)], occasions, false);
  }
}

void ConfiguredPlan::set(Column& column, const ConfiguredOccasions& occasions, bool is_taken) const {
  for (int block = occasions.first_block; block < occasions.first_block + occasions.resource.blocks; ++block) {
    column.blocks[static_cast<std::size_t>(block)] = is_taken;
  }
  column.lowest = 0;
  while (column.lowest < blocks_ && !column.blocks[static_cast<std::size_t>(column.lowest)]) ++column.lowest;
}

int ConfiguredPlan::dynamic_blocks(const Opportunity& at) const {
  int lowest = blocks_;
  for (int i = 0; i < at.symbols; ++i) {
    lowest = std::min(lowest, reserved_[static_cast<std::size_t>(at.first_symbol + i) % reserved_.size()].lowest);
  }
  return lowest;
}

}  // namespace plantproof::ran
