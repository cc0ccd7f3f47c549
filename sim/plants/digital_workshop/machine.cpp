#include "digital_workshop/machine.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace plantproof::plants::workshop {

Machine::Machine(Plant& plant, const scenarios::DigitalWorkshop& workshop, std::string name, std::size_t group,
                 Place place)
    : plant_(plant),
      workshop_(workshop),
      name_(std::move(name)),
      group_(group),
      place_(place),
      tools_(plant.draws("tools of " + name_)),
      faults_(plant.draws("faults of " + name_)) {
  tool_left_ = core::of_seconds(60 * workshop.machining.tool_life_min.value * tools_.exponential());
  fault_left_ = core::of_seconds(core::kSecondsPerHour * workshop.machining.fault_free_h.value * faults_.exponential());
}

void Machine::begin(const Order& order, std::size_t piece) {
  assert(order_ == nullptr && piece < order.is_scrap.size());
  order_ = &order;
  piece_ = piece;
  piece_left_ = order.operation().cycle;
  cut();
}

void Machine::go_on() {
  mending_ = core::Nanoseconds(0);
  cut();
}

core::Nanoseconds Machine::left() const {
  if (order_ == nullptr) return core::Nanoseconds(0);
  const auto pieces_behind = order_->pieces() - static_cast<std::int64_t>(piece_) - 1;
  const core::Nanoseconds cut = is_cutting_ ? plant_.simulation.now() - since_ : core::Nanoseconds(0);
  return piece_left_ - cut + pieces_behind * order_->operation().cycle;
}

/// Until the piece is done, the tool is worn, or something goes wrong.
void Machine::cut() {
  is_cutting_ = true;
  since_ = plant_.simulation.now();
  const core::Nanoseconds takes = std::min({piece_left_, tool_left_, fault_left_});
  plant_.simulation.after(takes, [this, takes] {
    is_cutting_ = false;
    piece_left_ -= takes;
    tool_left_ -= takes;
    fault_left_ -= takes;
    if (piece_left_.count() == 0) return piece_done();
    const scenarios::DigitalWorkshop::Machining& machining = workshop_.machining;
    if (tool_left_.count() == 0) {
      mending_ = core::of_seconds(machining.tool_change_s.value);
      tool_left_ = core::of_seconds(60 * machining.tool_life_min.value * tools_.exponential());
    } else {
      mending_ = core::of_seconds(machining.repair_s.value * faults_.exponential());
      fault_left_ = core::of_seconds(core::kSecondsPerHour * machining.fault_free_h.value * faults_.exponential());
    }
    events_.stopped();
  });
}

void Machine::piece_done() {
  if (order_->is_last_operation()) {
    const std::string unit = "order-" + std::to_string(order_->number) + "-" + std::to_string(piece_ + 1);
    plant_.tables.emplace<data::ProducedUnit>().push_back(
        {plant_.simulation.now(), name_, unit, !order_->is_scrap[piece_]});
  }
  if (++piece_ < order_->is_scrap.size()) {
    piece_left_ = order_->operation().cycle;
    return cut();
  }
  order_ = nullptr;
  events_.finished();
}

}  // namespace plantproof::plants::workshop
