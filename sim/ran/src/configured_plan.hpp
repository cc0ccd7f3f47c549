#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "nr/numerology.hpp"
#include "opportunities.hpp"
#include "ran/parameters.hpp"

namespace plantproof::ran {

/// The occasions of a configured resource, and its place in the band.
struct ConfiguredOccasions {
  ConfiguredResource resource;
  int first_block = 0;

  /// The first occasion at this symbol or later.
  [[nodiscard]] std::optional<Opportunity> from(std::int64_t symbol, const Opportunities& opportunities,
                                                nr::SubcarrierSpacing spacing) const;
};

/// Which blocks of a cell belong to configured resources: from the highest downwards, repeated when all of them repeat.
class ConfiguredPlan {
 public:
  /// In blocks [first, blocks).
  ConfiguredPlan(const nr::SlotPattern& pattern, const Opportunities& opportunities, int first, int blocks);

  /// A place that is free at all occasions of the resource; nothing when there is none, or when the periods of all
  /// resources together repeat only after more than 1.28 s.
  std::optional<ConfiguredOccasions> add(const ConfiguredResource& resource);
  /// Gives its occasions back. What lies below it in the band stays where it is.
  void remove(const ConfiguredOccasions& occasions);
  /// The blocks below all configured ones, in every symbol of the opportunity.
  [[nodiscard]] int dynamic_blocks(const Opportunity& at) const;

 private:
  static constexpr std::size_t kMostBlocks = 275;
  using Blocks = std::bitset<kMostBlocks>;
  struct Column {
    Blocks blocks;
    int lowest;
  };
  void extend(std::int64_t symbols);
  // Of the plan, in which the resource has an occasion.
  [[nodiscard]] std::vector<std::int64_t> symbols_of(const ConfiguredOccasions& occasions) const;
  void set(Column& column, const ConfiguredOccasions& occasions, bool is_taken) const;

  const Opportunities& opportunities_;
  nr::SubcarrierSpacing spacing_;
  int first_;
  int blocks_;
  std::vector<Column> reserved_;  // by symbol, until the plan begins again
};

}  // namespace plantproof::ran
