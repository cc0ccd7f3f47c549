#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "core/random.hpp"
#include "core/time.hpp"
#include "data/tables.hpp"
#include "plants/plant.hpp"
#include "scenarios/visual_inspection.hpp"

namespace plantproof::plants::inspection {

/// An item as it really is.
struct Item {
  core::Instant presented;
  std::optional<double> defect_mm;  ///< the size of its defect; none: it is good

  [[nodiscard]] data::Judgement actual() const { return defect_mm ? data::Judgement::Bad : data::Judgement::Good; }
};

/// The size of a defect from a number of 0 to below 1: a density that goes as size^-exponent from the smallest on.
[[nodiscard]] double defect_size_mm(const scenarios::VisualInspection::Defects& defects, double uniform);

/// The items of a line, numbered from 0 as they are presented. Which of them are bad depends on the run's seed and the
/// line only: the same in both phases, whoever looks at them and when.
class Items {
 public:
  Items(std::string line, const scenarios::VisualInspection::Defects& defects, core::Draws draws);

  /// The next item comes, now; its number.
  std::int64_t present(core::Instant now);
  [[nodiscard]] const Item& operator[](std::int64_t number) const { return items_[static_cast<std::size_t>(number)]; }
  [[nodiscard]] const std::string& line() const { return line_; }

 private:
  std::string line_;
  scenarios::VisualInspection::Defects defects_;
  core::Draws draws_;
  std::deque<Item> items_;
};

/// What becomes of an item at the end of its line.
struct Outcome {
  core::Instant time;
  std::optional<core::Instant> judged_at;
  std::optional<data::Judgement> judgement;  ///< none: it is not judged
  bool leaves_as_good = false;
};

/// Adds its rows to the tables inspections and production.
void record(data::Tables& tables, const Items& items, std::int64_t number, const Outcome& outcome);

}  // namespace plantproof::plants::inspection
