// Six machines report once a minute and labels are resolved at goods-in; before, over a shared 4G router. In `fail` the
// machines report as well as in `pass`, but resolution requests still take the detour over the group's old proxy.
#include "story.hpp"

namespace plantproof::samples {
namespace {

constexpr auto kWatched = std::chrono::hours(1);

struct Collection {
  double loss_share;
  double invalid_share;
  double mean_delay_s;
};

struct Resolving {
  double loss_share;
  double least_s;
  double mean_more_s;
};

constexpr Resolving kOverTheProxy{0.01, 0.35, 0.3};
constexpr Resolving kDirect{0.002, 0.04, 0.05};

void collect(Tables& tables, const Collection& collection, Random& random) {
  for (int machine = 1; machine <= 6; ++machine) {
    for (Instant due = time_of_day(9); due < time_of_day(9) + kWatched; due += std::chrono::minutes(1)) {
      data::Record record{fmt::format("cnc-{}", machine), due, {}, {}};
      if (!random.chance(collection.loss_share)) {
        record.received = due + milliseconds(std::round(20 + 1000 * random.exponential(collection.mean_delay_s)));
        record.valid = !random.chance(collection.invalid_share);
      }
      tables.emplace<data::Record>().push_back(record);
    }
  }
}

/// A scanner asks, waits for the answer, and is then moved to the next label; a lost
/// request costs its time-out.
void resolve(Tables& tables, const Resolving& resolving, double handling_s, Random& random) {
  constexpr double kTimeOutS = 5;
  Instant time = time_of_day(9);
  for (int request = 1;; ++request) {
    time += milliseconds(std::round(1000 * handling_s * random.uniform(0.8, 1.2)));
    if (time >= time_of_day(9) + kWatched) break;
    data::Resolution resolution{fmt::to_string(request), fmt::format("88.156.7/{:04}", request), time, {}, {}};
    if (random.chance(resolving.loss_share)) {
      time += seconds(kTimeOutS);
    } else {
      time += milliseconds(std::round(1000 * (resolving.least_s + random.exponential(resolving.mean_more_s))));
      resolution.answered = time;
      resolution.correct = true;
    }
    tables.emplace<data::Resolution>().push_back(resolution);
  }
}

void watch(Tables& tables, const Collection& collection, const Resolving& resolving, Random& random) {
  constexpr double kHandlingS = 11;
  tables.emplace<data::Shift>().push_back({"morning", time_of_day(9), time_of_day(9) + kWatched, {}});
  collect(tables, collection, random);
  resolve(tables, resolving, kHandlingS, random);
}

}  // namespace

data::Evidence data_collection(Outcome outcome) {
  const Resolving& after = outcome == Outcome::Pass ? kDirect : kOverTheProxy;
  Random random(8);
  auto baseline = five_days([&](int, Tables& tables) { watch(tables, {0.14, 0.05, 0.9}, kOverTheProxy, random); });
  auto pilot = five_days([&](int, Tables& tables) { watch(tables, {0.004, 0.004, 0.05}, after, random); });
  return {manifest_of("data-collection"), std::move(baseline), std::move(pilot)};
}

}  // namespace plantproof::samples
