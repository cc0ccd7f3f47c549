#pragma once

#include <cstddef>
#include <vector>

#include "core/random.hpp"
#include "material_tracking/gen2.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// A tag that has been read.
struct TagRead {
  std::size_t tag = 0;
  double after_s = 0;  ///< so long after the inventory began
};

/// A tag and the slot of a frame that it has chosen, from 0.
struct Slotted {
  std::size_t slot = 0;
  std::size_t tag = 0;
};

/// Each tag chooses one of so many slots, at least 1, at random; the tags in the order of their slots.
[[nodiscard]] std::vector<Slotted> choose_slots(const std::vector<std::size_t>& tags, std::size_t slots,
                                                core::Draws& draws);

/// A reader's inventory of the tags before its antenna: frames of 2^Q slots, each tag in one of them at random, and a
/// tag is read that is alone in its slot. The Q algorithm (Gen2, annex D) sets Q: an empty slot lowers it, a collision
/// raises it, and when it is another number the frame begins anew.
class Inventory {
 public:
  explicit Inventory(const scenarios::MaterialTracking::AirInterface& air);

  /// What is read in so many seconds of `tags` that have not been read yet (session S0: whoever loses power forgets
  /// that he was). Q goes on from where it was.
  std::vector<TagRead> read(std::size_t tags, double budget_s, core::Draws& draws);
  [[nodiscard]] double q() const { return q_; }

 private:
  [[nodiscard]] std::size_t whole_q() const;
  void rise();
  void fall();

  SlotTimes times_;
  double step_;
  double q_;
};

}  // namespace plantproof::plants::material
