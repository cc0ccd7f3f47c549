// Finished units, inspected items and resolved identifiers.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <tuple>

#include <gmock/gmock.h>

#include "core/quantile_rank.hpp"
#include "stations.hpp"
#include "twice.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using data::Judgement;
using data::Phase;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kStations = 3;
constexpr int kShifts = 2;
constexpr int kMinutes = 60;  // of a shift, and of the time to the next

void add_shifts(data::Run& run) {
  for (int shift = 0; shift < kShifts; ++shift) {
    const Instant start(minutes(2 * kMinutes * shift));
    run.tables.emplace<data::Shift>().push_back(
        {"shift " + std::to_string(shift), start, start + minutes(kMinutes), 4});
  }
}

/// What a phase is like.
struct Plant {
  double bad = 0.05;         ///< of the units
  double burst_length = 1;   ///< of bad units of a station
  milliseconds cycle{2000};  ///< of a station, and as much again at most
  double established = 0.7;  ///< of the inspected items
};

/// Every station by itself, and all of them in the order of time.
template <class Row, class Add>
void add_rows(data::Run& run, const Plant& plant, std::mt19937_64& random, Add add, Instant Row::*time) {
  std::uniform_real_distribution<double> chance(0, 1);
  const double begins = plant.bad / (1 - plant.bad) / plant.burst_length;
  std::vector<Row>& rows = run.tables.emplace<Row>();
  for (int station = 0; station < kStations; ++station) {
    bool is_bad = false;
    const auto end = Instant(minutes(2 * kMinutes * kShifts));
    for (Instant at(milliseconds(random() % 1000)); at < end;
         at += plant.cycle + Nanoseconds(static_cast<std::int64_t>(chance(random) * 1e9))) {
      is_bad = chance(random) < (is_bad ? 1 - 1 / plant.burst_length : begins);
      rows.push_back(add("press " + std::to_string(station), at, is_bad, chance(random)));
    }
  }
  std::ranges::stable_sort(rows, {}, time);
}

data::Run finished(const std::string& name, const Plant& plant, std::mt19937_64& random) {
  data::Run run{name, {}};
  add_shifts(run);
  int number = 0;
  add_rows(
      run, plant, random,
      [&](const std::string& station, Instant at, bool is_bad, double /*luck*/) {
        return data::ProducedUnit{at, station, "unit " + std::to_string(++number), !is_bad};
      },
      &data::ProducedUnit::time);
  return run;
}

data::Run inspected(const std::string& name, const Plant& plant, std::mt19937_64& random) {
  data::Run run{name, {}};
  add_shifts(run);
  int number = 0;
  add_rows(
      run, plant, random,
      [&](const std::string& station, Instant at, bool is_wrong, double luck) {
        data::Inspection item{std::to_string(++number), station, at, {}, {}, {}};
        if (luck < 0.98) {
          item.judged_at = at + milliseconds(300);
          item.judgement = luck < 0.5 ? Judgement::Good : Judgement::Bad;
        }
        const bool is_good = (luck < 0.5) != is_wrong;
        if (luck * 1000 - std::floor(luck * 1000) < plant.established)
          item.actual = is_good ? Judgement::Good : Judgement::Bad;
        return item;
      },
      &data::Inspection::presented);
  return run;
}

data::Run resolved(const std::string& name, double mean_ms, std::mt19937_64& random) {
  data::Run run{name, {}};
  add_shifts(run);
  std::exponential_distribution<double> taken_ms(1 / mean_ms);
  std::vector<data::Resolution>& rows = run.tables.emplace<data::Resolution>();
  for (int i = 0; i < 40000; ++i) {
    const Instant sent(milliseconds(i * 2 * kMinutes * 60 * kShifts / 40));
    data::Resolution request{"r" + std::to_string(random()), "88.100/" + std::to_string(i % 50), sent, {}, {}};
    if (random() % 500 != 0) {
      request.answered = sent + core::of_milliseconds(5 + taken_ms(random));
      request.correct = random() % 50 != 0;
    }
    rows.push_back(std::move(request));
  }
  std::ranges::stable_sort(rows, {}, [](const auto& each) { return each.answered.value_or(each.sent); });
  return run;
}

template <class MakeRun, class Of>
Twice twice(MakeRun make, Of before, Of after, int runs = 2, core::Origin origin = core::Origin::Field) {
  std::mt19937_64 random(11);
  std::vector<data::Run> baseline;
  std::vector<data::Run> pilot;
  for (int run = 1; run <= runs; ++run) {
    baseline.push_back(make(std::to_string(run), before, random));
    pilot.push_back(make(std::to_string(run), after, random));
  }
  return {origin, std::move(baseline), std::move(pilot)};
}

Parameters agreed() {
  Parameters parameters;
  parameters.resolution_deadline_s = 0.1;
  return parameters;
}

/// Not a digit of it depends on where the rows are.
void expect_same(const Twice& evidence, const std::string& kpi, const std::string& reading) {
  const auto kept = std::get<Estimate>(answer(evidence.kept, kpi, reading, agreed()));
  const auto left = std::get<Estimate>(answer(evidence.left, kpi, reading, agreed()));
  EXPECT_EQ(left.n, kept.n) << reading;
  EXPECT_EQ(left.value, kept.value) << reading;
  EXPECT_EQ(left.lower, kept.lower) << reading;
  EXPECT_EQ(left.upper, kept.upper) << reading;
  EXPECT_EQ(english(left.notes), english(kept.notes)) << reading;
  EXPECT_TRUE(kept.lower) << reading;
}

void expect_alike(const Twice& evidence, const std::string& kpi, const std::string& reading) {
  const auto kept = std::get<Estimate>(answer(evidence.kept, kpi, reading, agreed()));
  const auto left = std::get<Estimate>(answer(evidence.left, kpi, reading, agreed()));
  EXPECT_EQ(left.n, kept.n) << reading;
  EXPECT_EQ(left.value, kept.value) << reading;
  expect_near_bounds(left, kept, reading);
  if (const auto outcomes = find_kpi(kpi)->find(reading)->outcomes) {
    EXPECT_TRUE(outcomes(evidence.left) == outcomes(evidence.kept)) << reading;
  }
}

void expect_alike(const std::vector<ShareOf>& left, const std::vector<ShareOf>& kept) {
  ASSERT_EQ(left.size(), kept.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_EQ(left[i].name, kept[i].name);
    EXPECT_EQ(left[i].count.trials, kept[i].count.trials);
    EXPECT_EQ(left[i].count.successes, kept[i].count.successes);
    expect_near_bounds(left[i], kept[i], left[i].name);
  }
}

class ManyUnits : public testing::TestWithParam<Plant> {
 protected:
  const Twice twice_ = twice(&finished, Plant{.bad = 0.1}, GetParam());
};

TEST_P(ManyUnits, AreJudgedAsThoseThatAreKept) {
  ASSERT_NE(twice_.left.runs(Phase::Baseline)[0].tables.on_disk<data::ProducedUnit>(), nullptr);
  ASSERT_EQ(twice_.kept.runs(Phase::Baseline)[0].tables.on_disk<data::ProducedUnit>(), nullptr);
  for (const Reading& reading : find_kpi("yield")->readings) expect_alike(twice_, "yield", reading.id);
  for (const Reading& reading : find_kpi("defect_rate_reduction")->readings)
    expect_alike(twice_, "defect_rate_reduction", reading.id);
  for (const Reading& reading : find_kpi("production_efficiency_uplift")->readings)
    expect_same(twice_, "production_efficiency_uplift", reading.id);
}

TEST_P(ManyUnits, AreDrawnAsThoseThatAreKept) {
  for (const char* kpi : {"yield", "defect_rate_reduction"})
    expect_alike(picture<Shares>(twice_.left, kpi).groups, picture<Shares>(twice_.kept, kpi).groups);
  expect_same_bins(twice_, "yield");
}

TEST(AnAgreedCycle, IsTakenForWhatStationsHaveShown) {
  const Twice evidence = twice(&finished, Plant{.cycle = milliseconds(1234)}, Plant{});
  for (const data::Evidence* each : {&evidence.left, &evidence.kept}) {
    EXPECT_EQ(stations_of(*each, false).names, stations_of(*each, true).names);
    EXPECT_TRUE(stations_of(*each, false).fastest_gap.empty());
  }
  Parameters agreed_cycle;
  agreed_cycle.ideal_cycle_time_s = 2;
  const auto amount = [&](const data::Evidence& of, const Parameters& parameters) {
    const auto found = std::get<Estimate>(answer(of, "production_efficiency_uplift", "oee", parameters));
    return std::tuple(*found.value, *found.lower, found.notes.size());
  };
  EXPECT_EQ(amount(evidence.left, agreed_cycle), amount(evidence.kept, agreed_cycle));
  EXPECT_EQ(std::get<2>(amount(evidence.left, {})), std::get<2>(amount(evidence.left, agreed_cycle)) + 1);
}

INSTANTIATE_TEST_SUITE_P(Plants, ManyUnits,
                         testing::Values(Plant{}, Plant{.burst_length = 15}, Plant{.bad = 0.002, .burst_length = 3}));

TEST(AStation, HasAsItsFastestGapTheRankOfAllItsGaps) {
  const Twice evidence = twice(&finished, Plant{.cycle = milliseconds(1234)}, Plant{.cycle = milliseconds(777)});
  std::map<std::string, std::vector<std::int64_t>> gaps;
  for (const Phase phase : {Phase::Baseline, Phase::Pilot}) {
    for (const data::Run& run : evidence.kept.runs(phase)) {
      for (const data::Shift& shift : *run.tables.rows<data::Shift>()) {
        std::map<std::string, Instant> last;
        for (const data::ProducedUnit& unit : *run.tables.rows<data::ProducedUnit>()) {
          if (unit.time < shift.start || unit.time >= shift.end) continue;
          if (last.contains(unit.station)) gaps[unit.station].push_back((unit.time - last[unit.station]).count());
          last[unit.station] = unit.time;
        }
      }
    }
  }
  ASSERT_EQ(gaps.size(), std::size_t{kStations});
  for (auto& [station, all] : gaps) {
    std::ranges::sort(all);
    const auto rank = core::QuantileRank(5, 100).nearest_rank(std::ssize(all));
    const std::int64_t fastest = all[static_cast<std::size_t>(rank - 1)];
    EXPECT_EQ(stations_of(evidence.left, true).fastest_gap.at(station), fastest);
    EXPECT_EQ(stations_of(evidence.kept, true).fastest_gap.at(station), fastest);
  }
}

class ManyInspections : public testing::TestWithParam<Plant> {
 protected:
  const Twice twice_ = twice(&inspected, Plant{.cycle = milliseconds(3000)}, GetParam(), 2, core::Origin::Simulated);
};

TEST_P(ManyInspections, AreJudgedAndDrawnAsThoseThatAreKept) {
  ASSERT_NE(twice_.left.runs(Phase::Pilot)[0].tables.on_disk<data::Inspection>(), nullptr);
  for (const Reading& reading : find_kpi("misjudgment_rate")->readings) {
    expect_alike(twice_, "misjudgment_rate", reading.id);
    const auto left = std::get<Estimate>(answer(twice_.left, "misjudgment_rate", reading.id));
    EXPECT_THAT(english(left.notes), testing::Contains(testing::HasSubstr("rows are left out")));
  }
  expect_same(twice_, "inspection_efficiency_uplift", "judged_per_hour");
  const auto left = picture<Confusion>(twice_.left, "misjudgment_rate");
  const auto kept = picture<Confusion>(twice_.kept, "misjudgment_rate");
  EXPECT_EQ(left.good_judged_good, kept.good_judged_good);
  EXPECT_EQ(left.good_judged_bad, kept.good_judged_bad);
  EXPECT_EQ(left.bad_judged_good, kept.bad_judged_good);
  EXPECT_EQ(left.bad_judged_bad, kept.bad_judged_bad);
  EXPECT_EQ(left.not_judged, kept.not_judged);
  EXPECT_EQ(left.not_established, kept.not_established);
  EXPECT_GT(left.not_judged * left.not_established * left.good_judged_bad * left.bad_judged_good, 0);
  expect_alike(picture<Shares>(twice_.left, "misjudgment_rate").groups,
               picture<Shares>(twice_.kept, "misjudgment_rate").groups);
  expect_same_bins(twice_, "misjudgment_rate");  // although not every item's quality is established
}

INSTANTIATE_TEST_SUITE_P(Plants, ManyInspections,
                         testing::Values(Plant{}, Plant{.burst_length = 10}, Plant{.bad = 0.01, .established = 0.2}));

TEST(ManyInspections, OfWhichOneHasAJudgementButNoTimeAreRefusedByItsName) {
  const auto half_judged = [](const std::string& name, const Plant& plant, std::mt19937_64& random) {
    data::Run run = inspected(name, plant, random);
    auto& items = run.tables.emplace<data::Inspection>();
    for (const std::size_t i : {items.size() / 3, items.size() - 9}) {
      items[i].judged_at.reset();
      items[i].judgement = Judgement::Good;
    }
    return run;
  };
  const Twice evidence = twice(half_judged, Plant{}, Plant{});
  const auto left = std::get<NoAnswer>(answer(evidence.left, "inspection_efficiency_uplift", "judged_per_hour"));
  const auto kept = std::get<NoAnswer>(answer(evidence.kept, "inspection_efficiency_uplift", "judged_per_hour"));
  EXPECT_EQ(left.reason.en, kept.reason.en);
  EXPECT_THAT(left.reason.en, testing::HasSubstr("must both be there"));
}

/// At another confidence, when their files are gone.
template <class MakeRun, class Of>
void expect_answers_again(MakeRun make, Of before, Of after, const std::string& kpi) {
  const Twice evidence = twice(make, before, after, 3);
  const auto ask = [&](core::Confidence confidence) {
    std::vector<double> bounds;
    for (const Reading& reading : find_kpi(kpi)->readings) {
      for (const std::optional<double> cycle_s : {std::optional<double>(), std::optional(2.0)}) {
        Parameters parameters = agreed();
        parameters.ideal_cycle_time_s = cycle_s;
        bounds.push_back(std::get<Estimate>(reading.evaluate(evidence.left, parameters, confidence)).lower.value());
      }
    }
    return bounds;
  };
  const std::vector<double> first = ask(core::Confidence(0.95));
  for (const char* phase : {"baseline", "pilot"}) std::filesystem::remove_all(evidence.folder.path() / phase);
  std::vector<double> again;
  ASSERT_NO_THROW(again = ask(core::Confidence(0.8))) << kpi;
  EXPECT_NE(again, first) << kpi;
}

TEST(ManyRows, AreGoneOverOnceForAnyConfidence) {
  expect_answers_again(&finished, Plant{}, Plant{.bad = 0.02}, "production_efficiency_uplift");
  expect_answers_again(&inspected, Plant{}, Plant{.cycle = milliseconds(1500)}, "inspection_efficiency_uplift");
  expect_answers_again(&resolved, 40.0, 25.0, "resolution_efficiency_uplift");
}

TEST(ManyResolutions, AreJudgedAndDrawnAsThoseThatAreKept) {
  const Twice evidence = twice(&resolved, 40.0, 25.0, 3);
  const std::string kpi = "resolution_efficiency_uplift";
  ASSERT_NE(evidence.left.runs(Phase::Pilot)[0].tables.on_disk<data::Resolution>(), nullptr);
  expect_same(evidence, kpi, "in_time_per_second");
  const auto left = picture<DelayTails>(evidence.left, kpi, agreed()).tails;
  const auto kept = picture<DelayTails>(evidence.kept, kpi, agreed()).tails;
  ASSERT_EQ(left.size(), 2U);
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_EQ(left[i].name, kept[i].name);
    EXPECT_EQ(left[i].n, kept[i].n);
    EXPECT_EQ(left[i].lost, kept[i].lost);
    EXPECT_EQ(left[i].p99_ms, kept[i].p99_ms);
    EXPECT_EQ(left[i].most_ms, kept[i].most_ms);
    EXPECT_NEAR(*left[i].median_ms, *kept[i].median_ms, 0.005 * *kept[i].median_ms);  // of a class
    const TailPoint& last = left[i].points.back();
    const TailPoint& true_last = kept[i].points.back();
    EXPECT_EQ(last.share, true_last.share);
    expect_near_bounds(ShareOf{"", {}, last.lower, last.upper}, ShareOf{"", {}, true_last.lower, true_last.upper},
                       left[i].name);
  }
}

}  // namespace
}  // namespace plantproof::metrics
