#include "link_adaptation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>

namespace plantproof::ran {

namespace {

constexpr double kLeastDb = -20;
constexpr double kMostDb = 40;
constexpr double kMostCorrectionDb = 15;  // beyond, the channel reports are worth nothing
constexpr double kMostOptimismDb = 5;     // what was won in good times must be lost again in bad ones

double threshold_db(const nr::ModulationCoding& coding, int bits, double target, channel::Receiver receiver) {
  const channel::CodeBlock block{coding.modulation_order, coding.rate.value(), bits};
  double below = kLeastDb;
  double above = kMostDb;
  while (above - below > 0.01) {
    const core::Decibel middle((below + above) / 2);
    const double error =
        channel::code_block_error(block, std::span(&middle, 1), channel::Combining::IncrementalRedundancy, receiver);
    (error > target ? below : above) = middle.db();
  }
  return above;
}

}  // namespace

LinkAdaptation::LinkAdaptation(nr::McsTable table, double target, channel::Receiver receiver) {
  assert(target > 0 && target < 1);
  for (const nr::ModulationCoding& coding : nr::mcs_table(table)) {
    auto& thresholds = threshold_db_.emplace_back();
    for (std::size_t i = 0; i < kBlockBits.size(); ++i) {
      thresholds[i] = threshold_db(coding, kBlockBits[i], target, receiver);
    }
  }
}

std::optional<int> LinkAdaptation::mcs(core::Decibel sinr, std::int64_t bytes) const {
  std::size_t size = 0;
  while (size + 1 < kBlockBits.size() && 8 * bytes >= kBlockBits[size + 1]) ++size;
  for (std::size_t row = threshold_db_.size(); row-- > 0;) {
    if (threshold_db_[row][size] <= sinr.db()) return static_cast<int>(row);
  }
  return std::nullopt;
}

void OuterLoop::learn(bool is_correct, double target, core::Decibel step) {
  const double change = is_correct ? step.db() * target / (1 - target) : -step.db();
  correction_ = core::Decibel(std::clamp(correction_.db() + change, -kMostCorrectionDb, kMostOptimismDb));
}

}  // namespace plantproof::ran
