#include "material_tracking/inventory.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace plantproof::plants::material {
namespace {

constexpr double kMostQ = 15;

}  // namespace

std::vector<Slotted> choose_slots(const std::vector<std::size_t>& tags, std::size_t slots, core::Draws& draws) {
  std::vector<Slotted> chosen;
  chosen.reserve(tags.size());
  for (const std::size_t tag : tags) {
    chosen.push_back({static_cast<std::size_t>(draws.uniform() * static_cast<double>(slots)), tag});
  }
  std::ranges::stable_sort(chosen, {}, &Slotted::slot);
  return chosen;
}

Inventory::Inventory(const scenarios::MaterialTracking::AirInterface& air)
    : times_(slot_times(air)), step_(air.q_step.value), q_(air.first_q.value) {}

std::size_t Inventory::whole_q() const {
  return static_cast<std::size_t>(std::lround(q_));
}
void Inventory::rise() {
  q_ = std::min(kMostQ, q_ + step_);
}
void Inventory::fall() {
  q_ = std::max(0.0, q_ - step_);
}

std::vector<TagRead> Inventory::read(std::size_t tags, double budget_s, core::Draws& draws) {
  std::vector<TagRead> read;
  std::vector<std::size_t> unread(tags);
  std::iota(unread.begin(), unread.end(), 0);
  double now_s = times_.query_s;
  for (;;) {
    const std::size_t q = whole_q();
    const std::size_t slots = std::size_t{1} << q;
    const std::vector<Slotted> chosen = choose_slots(unread, slots, draws);
    auto next = chosen.begin();
    for (std::size_t slot = 0; slot < slots && whole_q() == q; ++slot) {
      const auto first = next;
      while (next != chosen.end() && next->slot == slot) ++next;
      const auto answers = next - first;
      now_s += answers == 0 ? times_.empty_s : answers == 1 ? times_.success_s : times_.collision_s;
      if (now_s > budget_s) return read;
      if (answers == 0) fall();
      if (answers > 1) rise();
      if (answers == 1) {
        read.push_back({first->tag, now_s});
        std::erase(unread, first->tag);
      }
    }
    now_s += whole_q() == q ? times_.query_s : times_.adjust_s;
  }
}

}  // namespace plantproof::plants::material
