#include "visual_inspection/gate.hpp"

namespace plantproof::plants::inspection {

Gate::Gate(Plant& plant, scenarios::VisualInspection::Unjudged unjudged, const Items& items)
    : plant_(plant), unjudged_(unjudged), items_(items) {}

void Gate::learn(const Note& result) {
  results_[result.item] = {plant_.simulation.now(), result.number == 1 ? data::Judgement::Bad : data::Judgement::Good};
}

void Gate::meet(std::int64_t item) {
  Outcome outcome{.time = plant_.simulation.now(),
                  .judged_at = {},
                  .judgement = {},
                  .leaves_as_good = unjudged_ == scenarios::VisualInspection::Unjudged::Pass};
  if (const auto known = results_.find(item); known != results_.end()) {
    outcome.judged_at = known->second.came;
    outcome.judgement = known->second.judgement;
    outcome.leaves_as_good = known->second.judgement == data::Judgement::Good;
  }
  record(plant_.tables, items_, item, outcome);
}

}  // namespace plantproof::plants::inspection
