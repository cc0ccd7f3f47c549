#include "visual_inspection/belt.hpp"

namespace plantproof::plants::inspection {

void Belt::run(Station& station, core::Instant start) {
  station_ = &station;
  plant_.simulation.at(start, [this] { bring(); });
}

void Belt::go_on() {
  if (is_stopped_) bring();
}

void Belt::bring() {
  is_stopped_ = !station_->has_room();
  if (is_stopped_) return;
  plant_.simulation.after(takt_, [this] { bring(); });
  station_->present(items_.present(plant_.simulation.now()));
}

}  // namespace plantproof::plants::inspection
