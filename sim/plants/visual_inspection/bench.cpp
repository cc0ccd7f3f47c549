#include "visual_inspection/bench.hpp"

#include <string>

namespace plantproof::plants::inspection {

Bench::Bench(Plant& plant, const scenarios::VisualInspection::Inspectors& inspectors, const Items& items, Belt& belt)
    : plant_(plant), inspectors_(inspectors), items_(items), belt_(belt) {
  for (std::int64_t i = 1; i <= inspectors.per_line.value; ++i) {
    const core::Draws draws = plant.draws("inspector " + std::to_string(i) + " of " + items.line());
    seats_.push_back({Inspector(inspectors, draws, plant.simulation.now())});
  }
}

bool Bench::has_room() const {
  return static_cast<std::int64_t>(waiting_.size()) < inspectors_.buffer_items.value;
}

void Bench::present(std::int64_t item) {
  waiting_.push_back(item);
  go_on();
}

void Bench::go_on() {
  for (Seat& seat : seats_) {
    if (!seat.is_busy && !waiting_.empty()) work(seat);
  }
}

void Bench::work(Seat& seat) {
  const core::Instant now = plant_.simulation.now();
  seat.is_busy = true;
  if (const auto end = seat.inspector.break_until(now)) {
    plant_.simulation.at(*end, [this, &seat] { free(seat); });
    return;
  }
  const std::int64_t item = waiting_.front();
  waiting_.pop_front();
  const Inspector::Look look = seat.inspector.look_at(items_[item], now);
  plant_.simulation.after(look.takes, [this, &seat, item, judgement = look.judgement] {
    const core::Instant done = plant_.simulation.now();
    record(plant_.tables, items_, item, {done, done, judgement, judgement == data::Judgement::Good});
    free(seat);
  });
  belt_.go_on();
}

void Bench::free(Seat& seat) {
  seat.is_busy = false;
  go_on();
}

}  // namespace plantproof::plants::inspection
