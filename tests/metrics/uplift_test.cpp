// The uplift KPIs on evidence in memory: which units they take, what stands beside the estimate, what is named.
#include <numeric>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/evidence.hpp"
#include "metrics/kpi.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr core::Confidence k95(0.95);

struct ShiftCounts {
  std::string shift;
  int hours = 8;
  std::vector<int> units;  ///< good units of equal parts of the shift
};
using RunCounts = std::pair<std::string, std::vector<ShiftCounts>>;

data::Run run(const RunCounts& counts) {
  data::Run made;
  made.name = counts.first;
  auto& shifts = made.tables.emplace<data::Shift>();
  auto& production = made.tables.emplace<data::ProducedUnit>();
  Instant start;
  for (const ShiftCounts& shift : counts.second) {
    const Nanoseconds part =
        Nanoseconds(std::chrono::hours(shift.hours)) / static_cast<std::int64_t>(shift.units.size());
    const Instant end = start + std::chrono::hours(shift.hours);
    shifts.push_back({shift.shift, start, end, {}});
    for (std::size_t i = 0; i < shift.units.size(); ++i) {
      for (int unit = 0; unit < shift.units[i]; ++unit) {
        const Instant time = start + part * static_cast<std::int64_t>(i) + part * unit / shift.units[i];
        production.push_back({time, "press", std::to_string(production.size()), true});
      }
    }
    start = end;
  }
  return made;
}

Estimate uplift(const std::vector<RunCounts>& before, const std::vector<RunCounts>& after) {
  std::vector<data::Run> baseline;
  std::vector<data::Run> pilot;
  for (const RunCounts& counts : before) baseline.push_back(run(counts));
  for (const RunCounts& counts : after) pilot.push_back(run(counts));
  const data::Evidence evidence({}, std::move(baseline), std::move(pilot));
  const Reading* reading = find_kpi("production_efficiency_uplift")->find("operating_hour");
  const Answer answer = reading->evaluate(evidence, {}, k95);
  return std::get<Estimate>(answer);
}

auto has_note(const std::string& text) {
  return Field(&Estimate::notes, Contains(Field(&core::Text::en, HasSubstr(text))));
}

/// A run of one shift for each count, of an hour, named after its number.
std::vector<RunCounts> runs_of(const std::string& prefix, const std::vector<int>& counts) {
  std::vector<RunCounts> runs;
  for (const int count : counts) {
    runs.push_back({prefix + std::to_string(runs.size() + 1), {{"s", 1, {count}}}});
  }
  return runs;
}

std::vector<int> counting(int first, int last) {
  std::vector<int> numbers(static_cast<std::size_t>(last - first + 1));
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

const std::vector<int> kOldSlots = {20, 20, 20, 20, 24, 24, 24, 23, 18, 18, 19, 19,
                                    22, 22, 22, 22, 20, 20, 19, 20, 23, 22, 22, 23};
const std::vector<int> kNewSlots = {25, 27, 24, 26, 28, 23, 25, 26, 27, 24, 25, 25,
                                    26, 28, 24, 23, 27, 25, 26, 25, 24, 27, 25, 26};

TEST(Uplift, TakesRunsOfSeveralShiftsForItsUnits) {
  const auto runs = [](const std::vector<std::vector<int>>& counts) {
    std::vector<RunCounts> made;
    for (const auto& each : counts) {
      made.push_back({std::string(1, static_cast<char>('a' + made.size())), {{"early", 8, {each[0]}}}});
      if (each.size() > 1) made.back().second.push_back({"late", 4, {each[1]}});
    }
    return made;
  };
  const auto before = runs({{480, 235}, {500, 250}, {470, 240}});
  // Fieller for three pairs of sums over hours: numpy, scipy brentq.
  const Estimate paired = uplift(before, runs({{590, 300}, {610, 298}, {560, 291}}));
  EXPECT_EQ(paired.method, Method::FiellerPaired);
  EXPECT_EQ(paired.n, 3);
  EXPECT_NEAR(*paired.value, 0.21793103448275852, 1e-12);
  EXPECT_NEAR(*paired.lower, 0.17840380444435455, 1e-9);
  EXPECT_NEAR(*paired.upper, 0.2581198158935061, 1e-9);
  EXPECT_THAT(paired.notes, IsEmpty());
  // A run without its late shift has eight hours, not twelve.
  const Estimate shorter = uplift(before, runs({{590, 300}, {610}, {560, 291}}));
  EXPECT_EQ(shorter.n, 3);
  EXPECT_NEAR(*shorter.lower, 0.17101165288081832, 1e-9);
  EXPECT_NEAR(*shorter.upper, 0.26163667538704116, 1e-9);
}

TEST(Uplift, TakesShiftsWhereAPhaseHasOneRun) {
  const std::vector<RunCounts> before = {{"1", {{"a", 8, {480}}, {"b", 8, {500}}, {"c", 8, {470}}}}};
  const Estimate estimate = uplift(before, runs_of("day", {75, 76, 74, 77}));
  EXPECT_EQ(estimate.method, Method::FiellerSatterthwaite);
  EXPECT_EQ(estimate.n, 7);
}

TEST(Uplift, TakesBlocksOfASingleShiftAndSaysSo) {
  // Batch means, Fieller and Satterthwaite in numpy and scipy; the blocks before are stretched by 1.2591.
  const Estimate estimate = uplift({{"1", {{"s", 8, kOldSlots}}}}, {{"1", {{"s", 8, kNewSlots}}}});
  EXPECT_NEAR(*estimate.value, 0.2075098814229248, 1e-12);
  EXPECT_NEAR(*estimate.lower, 0.13841449934562355, 1e-9);
  EXPECT_NEAR(*estimate.upper, 0.28501560343198973, 1e-9);
  EXPECT_EQ(estimate.n, 24);
  EXPECT_NEAR(estimate.effective_n, 19.569510119160206, 1e-9);
  EXPECT_EQ(estimate.method, Method::FiellerSatterthwaite);
  EXPECT_THAT(estimate, has_note("baseline/1/s is the only shift of its phase: its 12 blocks of 40 min are the units"));
  EXPECT_THAT(estimate, has_note("pilot/1/s is the only shift of its phase"));
}

TEST(Uplift, HasNoBoundsForASingleShiftAgainstSeveral) {
  const std::vector<RunCounts> after = {{"1", {{"s", 8, {590}}}}, {"2", {{"s", 8, {610}}}}, {"3", {{"s", 8, {600}}}}};
  const Estimate estimate = uplift({{"1", {{"s", 8, kOldSlots}}}}, after);
  EXPECT_NEAR(*estimate.value, 600.0 / 506 - 1, 1e-12);
  EXPECT_FALSE(estimate.lower || estimate.upper);
  EXPECT_EQ(estimate.n, 4);
  EXPECT_THAT(estimate, has_note("one independent unit has no spread: bounds need at least two"));
}

TEST(Uplift, HasNoBoundsWhereASingleShiftCannotBeCut) {
  const Estimate few = uplift({{"1", {{"s", 8, std::vector(24, 4)}}}}, {{"1", {{"s", 8, kNewSlots}}}});
  EXPECT_FALSE(few.lower || few.upper);
  EXPECT_THAT(few, has_note("has 96 rows: fewer than 120 cannot be cut into blocks"));
  const Estimate trend = uplift({{"1", {{"s", 8, counting(10, 33)}}}}, {{"1", {{"s", 8, kNewSlots}}}});
  EXPECT_FALSE(trend.lower || trend.upper);
  EXPECT_THAT(trend, has_note("too short for how long its output depends on what was before"));
  EXPECT_EQ(uplift({{"1", {{"s", 8, std::vector(24, 5)}}}}, {{"1", {{"s", 8, kNewSlots}}}}).n, 24);
}

TEST(Uplift, NamesTheOutlierThatWidensItAndKeepsIt) {
  // 1..10 against 7..20 and 200: the ratio of means and its bounds as in the estimators' tests, less one.
  auto after = counting(7, 20);
  const auto before = runs_of("old", counting(1, 10));
  EXPECT_THAT(uplift(before, runs_of("new", after)).notes, IsEmpty());
  after.push_back(200);
  const Estimate estimate = uplift(before, runs_of("new", after));
  EXPECT_NEAR(*estimate.value, 3.715151515151515, 1e-12);
  EXPECT_NEAR(*estimate.lower, 0.7152733842281 - 1, 1e-9);
  ASSERT_TRUE(estimate.companion);
  EXPECT_NEAR(*estimate.companion->lower, 1.8333333333333333 - 1, 1e-12);
  EXPECT_EQ(estimate.companion->method, Method::RankSums);
  EXPECT_THAT(estimate, has_note("pilot/new15 lies far from the other units (Grubbs' test at 1 %) and counts all the "
                                 "same; without it the estimate would be 145.5 %"));
}

TEST(Uplift, NamesTheOutlyingPair) {
  // numpy: G = 2.469 against 2.274; 7 pairs without the last 872 / 699. Ranks: scipy's exact Wilcoxon test inverted.
  const Estimate estimate = uplift(runs_of("day", {100, 104, 96, 110, 90, 101, 99, 105}),
                                   runs_of("day", {124, 128, 119, 140, 113, 127, 122, 60}));
  EXPECT_NEAR(*estimate.value, 0.15900621118012426, 1e-12);
  EXPECT_NEAR(*estimate.companion->value, 0.24113402061855682, 1e-12);
  EXPECT_NEAR(*estimate.companion->lower, -0.1004784688995215, 1e-12);
  EXPECT_THAT(estimate, has_note("day8 lies far from the other units"));
  EXPECT_THAT(estimate, has_note("without it the estimate would be 24.71 %"));
}

TEST(Uplift, IsAReductionOfCostWithItsCompanionTurnedRound) {
  const auto cost = [](const std::vector<double>& amounts) {
    std::vector<data::Run> runs;
    for (const double amount : amounts) {
      data::Run& made = runs.emplace_back();
      made.name = std::to_string(runs.size());
      made.tables.emplace<data::CostItem>().push_back({"all", "all", amount});
    }
    return runs;
  };
  const data::Evidence evidence({}, cost({100, 104, 96, 110, 90, 101, 99, 105}),
                                cost({124, 128, 119, 140, 113, 127, 122, 133}));
  const Answer answer = find_kpi("cost_reduction")->find("total")->evaluate(evidence, {}, k95);
  const auto& estimate = std::get<Estimate>(answer);
  EXPECT_NEAR(*estimate.value, 1 - 1.2496894409937889, 1e-12);
  EXPECT_NEAR(*estimate.upper, 1 - 1.2384811752254155, 1e-10);
  EXPECT_NEAR(*estimate.companion->lower, 1 - 1.2621359223300972, 1e-12);
  EXPECT_NEAR(*estimate.companion->upper, 1 - 1.235897435897436, 1e-12);
}

}  // namespace
}  // namespace plantproof::metrics
