#include "state.hpp"

#include <algorithm>

namespace plantproof::ran {

UplinkInterference::UplinkInterference(int blocks, int group_blocks)
    : blocks_(blocks),
      group_blocks_(group_blocks),
      groups_(static_cast<std::size_t>((blocks + group_blocks - 1) / group_blocks)) {}

void UplinkInterference::add(const Opportunity& at, int first_block, int blocks, double power_mw) {
  if (symbols_.empty()) {  // a network of one cell never pays for it
    symbols_.assign(ResourceGrid::kSymbols, -1);
    power_mw_.resize(ResourceGrid::kSymbols * groups_);
  }
  for (std::int64_t symbol = at.first_symbol; symbol < at.first_symbol + at.symbols; ++symbol) {
    const std::size_t column = static_cast<std::size_t>(symbol) % ResourceGrid::kSymbols;
    double* power = &power_mw_[column * groups_];
    if (symbols_[column] != symbol) {
      symbols_[column] = symbol;
      std::fill(power, power + groups_, 0.0);
    }
    for (int group = first_block / group_blocks_; group * group_blocks_ < first_block + blocks; ++group) {
      const int first = group * group_blocks_;
      const int end = std::min(first + group_blocks_, blocks_);
      const int common = std::min(end, first_block + blocks) - std::max(first, first_block);
      power[group] += power_mw * common / (end - first);
    }
  }
}

double UplinkInterference::mean(const Opportunity& at, std::size_t group) const {
  if (symbols_.empty()) return 0;
  double sum = 0;
  for (std::int64_t symbol = at.first_symbol; symbol < at.first_symbol + at.symbols; ++symbol) {
    const std::size_t column = static_cast<std::size_t>(symbol) % ResourceGrid::kSymbols;
    if (symbols_[column] == symbol) sum += power_mw_[column * groups_ + group];
  }
  return sum / at.symbols;
}

}  // namespace plantproof::ran
