// The uplift KPIs on evidence in memory: which units they take, what stands beside the estimate, what is named.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/evidence.hpp"
#include "metrics/comparison_data.hpp"
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

TEST(Uplift, TakesShiftsWhereBothPhasesHaveOneRun) {
  // Fieller for three pairs: numpy, scipy brentq.
  const Estimate estimate = uplift({{"1", {{"a", 8, {480}}, {"b", 8, {500}}, {"c", 8, {470}}}}},
                                   {{"1", {{"a", 8, {590}}, {"b", 8, {610}}, {"c", 8, {560}}}}});
  EXPECT_EQ(estimate.method, Method::FiellerPaired);
  EXPECT_EQ(estimate.n, 3);
  EXPECT_NEAR(*estimate.value, 1760.0 / 1450 - 1, 1e-12);
  EXPECT_NEAR(*estimate.lower, 0.1801815898149013, 1e-9);
  EXPECT_NEAR(*estimate.upper, 0.24536837867942674, 1e-9);
  EXPECT_THAT(estimate, has_note("baseline has one run, so its shifts are the units, and some are of one day"));
  EXPECT_THAT(estimate, has_note("pilot has one run, so its shifts are the units"));
}

TEST(Uplift, SaysNothingOfDaysWhereEveryShiftIsADay) {
  const std::vector<RunCounts> before = {{"1", {{"mon", 24, {480}}, {"tue", 24, {500}}}}};
  EXPECT_THAT(uplift(before, {{"1", {{"mon", 24, {590}}, {"tue", 24, {610}}}}}).notes, IsEmpty());
}

TEST(Uplift, HasNoBoundsForASingleRunAgainstSeveral) {
  // Its three shifts do not tell how much its runs would differ, and the other phase's runs tell of that one only.
  const std::vector<RunCounts> one = {{"1", {{"a", 8, {480}}, {"b", 8, {500}}, {"c", 8, {470}}}}};
  const std::vector<RunCounts> many = {{"1", {{"a", 8, {590}}}}, {"2", {{"a", 8, {610}}}}, {"3", {{"a", 8, {600}}}}};
  const Estimate estimate = uplift(one, many);
  EXPECT_NEAR(*estimate.value, 600.0 / (1450.0 / 3) - 1, 1e-12);
  EXPECT_FALSE(estimate.lower || estimate.upper || estimate.needed_n);
  EXPECT_EQ(estimate.n, 4);
  ASSERT_EQ(estimate.notes.size(), 1U);
  EXPECT_EQ(estimate.notes[0].en,
            "baseline has a single run: how much runs differ is not known, however many rows it has; bounds need at "
            "least a second run");
  EXPECT_THAT(uplift(many, one), has_note("pilot has a single run"));
}

TEST(Uplift, HasNoBoundsForASingleShift) {
  const std::vector<RunCounts> one = {{"1", {{"s", 8, std::vector(24, 20)}}}};
  const Estimate both = uplift(one, {{"1", {{"s", 8, std::vector(24, 25)}}}});
  EXPECT_NEAR(*both.value, 0.25, 1e-12);
  EXPECT_FALSE(both.lower || both.upper);
  EXPECT_EQ(both.n, 2);
  EXPECT_THAT(both, has_note("baseline has a single shift: how much shifts differ is not known"));
  EXPECT_THAT(both, has_note("pilot has a single shift"));
  const Estimate against = uplift(one, {{"1", {{"s", 8, {590}}, {"t", 8, {610}}}}});
  EXPECT_FALSE(against.lower || against.upper);
  EXPECT_EQ(against.n, 3);
}

TEST(Uplift, PairsWhereMostOfTheLargerPhaseHasAPartner) {
  // Five of six: Fieller's quadratic for the five pairs, numpy.roots.
  const auto before = runs_of("day", {100, 104, 96, 110, 90, 240});
  const Estimate paired = uplift(before, runs_of("day", {124, 128, 119, 140, 113}));
  EXPECT_EQ(paired.method, Method::FiellerPaired);
  EXPECT_EQ(paired.n, 5);
  EXPECT_NEAR(*paired.lower, 1.2308129005414556 - 1, 1e-9);
  EXPECT_NEAR(*paired.upper, 1.2644348827739225 - 1, 1e-9);
  EXPECT_THAT(paired, has_note("5 runs of the same name in both phases are compared; without a partner and left out: "
                               "baseline/day6"));
}

TEST(Uplift, ComparesAllUnitsWhereNamesMatchInPart) {
  // Five of ten: Satterthwaite and Fieller for five against ten, scipy brentq.
  const auto before = runs_of("day", {100, 104, 96, 110, 90});
  const auto after = runs_of("day", {124, 128, 119, 140, 113, 127, 122, 133, 125, 130});
  const Estimate half = uplift(before, after);
  EXPECT_EQ(half.method, Method::FiellerSatterthwaite);
  EXPECT_EQ(half.n, 15);
  EXPECT_NEAR(*half.lower, 1.1728736851910853 - 1, 1e-9);
  EXPECT_NEAR(*half.upper, 1.3616892123090119 - 1, 1e-9);
  EXPECT_THAT(half, has_note("only 5 of the 5 and 10 runs match by name: all of them count, unpaired"));
  // A single unit of the smaller phase has no partner.
  auto other = before;
  other.back().first = "spare";
  EXPECT_THAT(uplift(other, runs_of("day", {124, 128, 119, 140, 113})),
              has_note("only 4 of the 5 and 5 runs match by name"));
  EXPECT_EQ(uplift(other, runs_of("day", {124, 128, 119, 140, 113})).n, 10);
}

TEST(Uplift, ComparesAllUnitsWhicheverOfThemShareANameOver100Seeds) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> count(80, 120);
    std::uniform_int_distribution<std::size_t> several(2, 8);
    const auto phase = [&](const std::string& prefix) {
      std::vector<int> counts(several(random));
      std::ranges::generate(counts, [&] { return count(random); });
      return runs_of(prefix, counts);
    };
    const auto before = phase("before");
    auto after = phase("after");
    const Estimate unlike = uplift(before, after);
    after.front().first = before.front().first;  // one of at least two: never pairs
    const Estimate alike = uplift(before, after);
    EXPECT_EQ(alike.n, static_cast<std::int64_t>(before.size() + after.size())) << "seed " << seed;
    EXPECT_EQ(alike.lower, unlike.lower) << "seed " << seed;
    EXPECT_EQ(alike.upper, unlike.upper) << "seed " << seed;
  }
}

TEST(Uplift, NamesTheOutlierThatWidensItAndKeepsIt) {
  // 1..10 against 7..20 and 200: the ratio of means and its bounds as in the estimators' tests, less one.
  auto after = counting<int>(7, 20);
  const auto before = runs_of("old", counting<int>(1, 10));
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
