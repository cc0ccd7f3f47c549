// Tagged bins pass gates into a store, and the stock system shows the change. In `fail` the gate of the cold store
// keeps its readings and uploads them once a minute.
#include <algorithm>

#include "story.hpp"

namespace plantproof::samples {
namespace {

void move_bins(Tables& tables, bool cold_store_waits, Random& random) {
  constexpr int kChanges = 240;
  constexpr double kUploadPeriodS = 60;
  std::vector<double> stock(12, 400);
  Instant time = time_of_day(6);
  for (int i = 0; i < kChanges; ++i) {
    time += seconds(std::ceil(random.uniform(30, 150)));
    const auto item = static_cast<std::size_t>(random.uniform(0, 12));
    stock[item] = std::max(stock[item] + std::round(random.uniform(-40, 40)), 0.0);
    const bool cold = item >= 8;
    const double visible_after_s =
        cold && cold_store_waits ? random.uniform(1, kUploadPeriodS) : 0.4 + random.exponential(0.5);
    data::StockChange change{fmt::format("{}-{:02}", cold ? "cold" : "dry", item + 1), time, {}, {}, stock[item]};
    // A tag behind metal is never read; the count at the gate then differs from what the system last knew.
    const bool unread = i % 120 == 60;
    if (!unread) change.visible = time + milliseconds(std::round(1000 * visible_after_s));
    if (i % 2 == 0) change.actual_quantity = stock[item] - (unread ? 20 : 0);
    tables.emplace<data::StockChange>().push_back(change);
  }
}

}  // namespace

data::Evidence material_tracking(Outcome outcome) {
  Random random(6);
  auto pilot = five_days([&](int, Tables& tables) { move_bins(tables, outcome == Outcome::Fail, random); });
  return {manifest_of("material-tracking"), {}, std::move(pilot)};
}

}  // namespace plantproof::samples
