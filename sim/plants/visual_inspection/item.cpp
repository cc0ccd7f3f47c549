#include "visual_inspection/item.hpp"

#include <cmath>
#include <utility>

namespace plantproof::plants::inspection {

double defect_size_mm(const scenarios::VisualInspection::Defects& defects, double uniform) {
  return defects.smallest_mm.value * std::pow(1 - uniform, -1 / (defects.size_exponent.value - 1));
}

Items::Items(std::string line, const scenarios::VisualInspection::Defects& defects, core::Draws draws)
    : line_(std::move(line)), defects_(defects), draws_(draws) {}

std::int64_t Items::present(core::Instant now) {
  const bool is_bad = draws_.uniform() < defects_.ratio.value;
  const double size_mm = defect_size_mm(defects_, draws_.uniform());
  items_.push_back({now, is_bad ? std::optional(size_mm) : std::nullopt});
  return static_cast<std::int64_t>(items_.size()) - 1;
}

void record(data::Tables& tables, const Items& items, std::int64_t number, const Outcome& outcome) {
  const Item& item = items[number];
  const std::string name = items.line() + "-" + std::to_string(number);
  tables.emplace<data::Inspection>().push_back(
      {name, items.line(), item.presented, outcome.judged_at, item.actual(), outcome.judgement});
  tables.emplace<data::ProducedUnit>().push_back(
      {outcome.time, items.line(), name, outcome.leaves_as_good && !item.defect_mm});
}

}  // namespace plantproof::plants::inspection
