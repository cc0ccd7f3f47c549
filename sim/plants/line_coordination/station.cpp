#include "line_coordination/station.hpp"

#include <limits>
#include <utility>

#include "plants/variates.hpp"

namespace plantproof::plants::line {
Station::Station(const scenarios::LineStation& station, const scenarios::LineCoordination& parameters, Plant& plant,
                 Line line)
    : station_(station),
      parameters_(parameters),
      plant_(plant),
      line_(std::move(line)),
      work_draws_(plant.draws(station.name.value + "/work")),
      failure_draws_(plant.draws(station.name.value + "/failures")),
      work_to_failure_s_(std::numeric_limits<double>::infinity()) {
  if (const double hours = station.time_between_failures_h.value; hours > 0)
    work_to_failure_s_ = hours * core::kSecondsPerHour * failure_draws_.exponential();
}

bool Station::has_room() const {
  return static_cast<std::int64_t>(waiting_.size()) < parameters_.buffer_units.value;
}

void Station::come(Unit unit) {
  waiting_.push_back(unit);
  if (!is_occupied_) take();
}

void Station::leave() {
  const std::int64_t next_product = (unit_ + 1) / parameters_.batch_units.value;
  if (next_product != product_) {
    change_over(next_product);
  } else {
    become_free();
  }
}

void Station::become_free() {
  is_occupied_ = false;
  if (!waiting_.empty()) take();
}

void Station::take() {
  unit_ = waiting_.front();
  waiting_.pop_front();
  is_occupied_ = true;
  line_.took_one();
  plant_.simulation.after(draw_work(), [this] { line_.finished(unit_); });
}

void Station::change_over(std::int64_t product) {
  product_ = product;
  const scenarios::ChangeOver& change = parameters_.change_over;
  const double by_hand_s = change.tooling_s.value +
                           static_cast<double>(change.connectors.value) * change.connector_s.value +
                           change.io_test_s.value;
  plant_.simulation.after(core::of_seconds(by_hand_s), [this] { line_.load_recipe([this] { become_free(); }); });
}

core::Nanoseconds Station::draw_work() {
  const double work_s = lognormal(work_draws_, station_.work_s.value, station_.work_spread_ratio.value);
  double repairs_s = 0;
  double left_s = work_s;
  while (work_to_failure_s_ < left_s) {
    left_s -= work_to_failure_s_;
    repairs_s += station_.repair_s.value * failure_draws_.exponential();
    work_to_failure_s_ = station_.time_between_failures_h.value * core::kSecondsPerHour * failure_draws_.exponential();
  }
  work_to_failure_s_ -= left_s;
  return core::of_seconds(work_s + repairs_s);
}

}  // namespace plantproof::plants::line
