#include "configured_plan.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace plantproof::ran {

namespace {

constexpr std::int64_t kLongestPlanMs = 1280;

nr::Tc to_tc(core::Nanoseconds time) {
  return std::chrono::ceil<nr::Tc>(time);
}

}  // namespace

std::optional<Opportunity> ConfiguredOccasions::from(std::int64_t symbol, const Opportunities& opportunities,
                                                     nr::SubcarrierSpacing spacing) const {
  if (!resource.period) return opportunities.from(symbol);
  const nr::Tc period = to_tc(*resource.period);
  const nr::Tc offset = to_tc(resource.offset);
  const nr::Tc start = nr::symbol_start(spacing, symbol);
  // An occasion may start later than its due time: the pattern decides.
  std::int64_t number = std::max<std::int64_t>(0, (start - offset) / period - 1);
  while (true) {
    const auto occasion = opportunities.from(offset + number * period);
    if (!occasion || occasion->first_symbol >= symbol) return occasion;
    ++number;
  }
}

ConfiguredPlan::ConfiguredPlan(const nr::SlotPattern& pattern, const Opportunities& opportunities, int blocks)
    : opportunities_(opportunities),
      spacing_(pattern.spacing()),
      blocks_(blocks),
      pattern_symbols_(std::lcm(pattern.symbols(), nr::symbols_per_subframe(pattern.spacing()))) {
  extend(pattern_symbols_);
}

void ConfiguredPlan::extend(std::int64_t symbols) {
  const std::size_t before = reserved_.size();
  reserved_.resize(static_cast<std::size_t>(symbols));
  for (std::size_t i = before; before > 0 && i < reserved_.size(); ++i) reserved_[i] = reserved_[i - before];
}

std::optional<ConfiguredOccasions> ConfiguredPlan::add(const ConfiguredResource& resource) {
  auto repeat = static_cast<std::int64_t>(reserved_.size());
  if (resource.period) {
    const nr::Tc period = to_tc(*resource.period);
    assert(period > nr::Tc{0});
    const nr::Tc plan = repeat / nr::symbols_per_subframe(spacing_) * nr::kSubframe;
    const nr::Tc together{std::lcm(plan.count(), period.count())};
    if (together > kLongestPlanMs * nr::kSubframe) return std::nullopt;
    repeat = together / nr::kSubframe * nr::symbols_per_subframe(spacing_);
    extend(repeat);
  }
  ConfiguredOccasions occasions{resource, 0};
  std::vector<Opportunity> all;
  // The second time round, when also those have come that fall due before its beginning.
  for (std::int64_t symbol = repeat; symbol < 2 * repeat;) {
    const auto at = occasions.from(symbol, opportunities_, spacing_);
    if (!at) return std::nullopt;
    if (at->first_symbol >= 2 * repeat) break;
    all.push_back(*at);
    symbol = at->first_symbol + 1;
  }
  int taken = 0;
  const auto reserved = [this](std::int64_t symbol) -> int& {
    return reserved_[static_cast<std::size_t>(symbol) % reserved_.size()];
  };
  for (const Opportunity& at : all) {
    for (int i = 0; i < at.symbols; ++i) taken = std::max(taken, reserved(at.first_symbol + i));
  }
  if (taken + resource.blocks > blocks_) return std::nullopt;
  for (const Opportunity& at : all) {
    for (int i = 0; i < at.symbols; ++i) reserved(at.first_symbol + i) = taken + resource.blocks;
  }
  occasions.first_block = blocks_ - taken - resource.blocks;
  return occasions;
}

int ConfiguredPlan::dynamic_blocks(const Opportunity& at) const {
  int reserved = 0;
  for (int i = 0; i < at.symbols; ++i) {
    reserved = std::max(reserved, reserved_[static_cast<std::size_t>(at.first_symbol + i) % reserved_.size()]);
  }
  return blocks_ - reserved;
}

}  // namespace plantproof::ran
