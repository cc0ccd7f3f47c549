#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "channel/block_error.hpp"
#include "core/decibel.hpp"
#include "nr/modulation_coding.hpp"

namespace plantproof::ran {

/// Which MCS a SINR carries: the thresholds of an MCS table for one target, found once from the block error curves.
class LinkAdaptation {
 public:
  /// `target` is the error ratio of a transport block, above 0 and below 1.
  LinkAdaptation(nr::McsTable table, double target, channel::Receiver receiver);

  /// The row with the greatest spectral efficiency whose transport blocks of about so many bytes keep to the target at
  /// this SINR; nothing where none does.
  [[nodiscard]] std::optional<int> mcs(core::Decibel sinr, std::int64_t bytes) const;
  /// What the most robust row needs.
  [[nodiscard]] core::Decibel least_sinr() const { return core::Decibel(threshold_db_.front().front()); }

 private:
  static constexpr std::array<int, 3> kBlockBits{200, 1000, 8000};
  std::vector<std::array<double, kBlockBits.size()>> threshold_db_;  // by row
};

/// The correction of a link's SINR by what became of its transport blocks (outer loop): the error ratio goes to its
/// target, since a step down comes as often as so many times the smaller steps up.
class OuterLoop {
 public:
  void learn(bool is_correct, double target, core::Decibel step);
  [[nodiscard]] core::Decibel correction() const { return correction_; }

 private:
  core::Decibel correction_{0};
};

}  // namespace plantproof::ran
