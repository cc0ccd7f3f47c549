#include "material_tracking/gate.hpp"

#include <utility>

namespace plantproof::plants::material {

void Gate::pass(Passage passage) {
  waiting_.push_back(std::move(passage));
  if (!is_busy_) next();
}

void Gate::next() {
  is_busy_ = !waiting_.empty();
  if (!is_busy_) return;
  const auto passage = std::make_shared<Passage>(std::move(waiting_.front()));
  waiting_.pop_front();
  passage->entered = plant_.simulation.now();
  passage->zone_m = portal_.zone_m.value;
  for (std::size_t i = 0; i < passage->bins.size(); ++i) {
    plant_.simulation.at(passage->crosses(passage->bins[i]), [this, passage, i] {
      Crossing& bin = passage->bins[i];
      bin.left = stock_.leave(passage->from, bin.item, 1, plant_.simulation.now());
      bin.came = stock_.come(passage->to, bin.item, 1, plant_.simulation.now());
    });
  }
  plant_.simulation.at(passage->cleared(), [this] { next(); });
  watcher_.watch(passage);
}

}  // namespace plantproof::plants::material
