// Looking at evidence before it is complete: refused, corrected, or by a sequential test.
#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "data/evidence.hpp"
#include "metrics/planning_by_units.hpp"
#include "metrics/proportion.hpp"
#include "validators/assess.hpp"

namespace plantproof::validators {
namespace {

constexpr std::string_view kPack = R"(
schema: plantproof-pack/1
id: own
version: '1'
title: {zh: 自拟, en: own}
document: 合同
confidence: 0.95
parameters: {coverage_min_ss_rsrp_dbm: -105, coverage_min_ss_sinr_db: -3, coverage_cell_m: 5, sustained_window_s: 3600,
             freshness_limit_s: 5, resolution_deadline_s: 1, burst_length: 1}
scenarios:
  line:
    title: {zh: 产线, en: line}
    clauses:
      - {id: misjudgment, title: {zh: 误判率, en: misjudgment}, text: {zh: 文, en: text}, source: {zh: 一, en: one},
         kpi: misjudgment_rate, comparator: "<", limit: 1, unit: "%", readings: [all, escapes],
         sequential: {acceptable: 0.1, beta: 0.05}}
      - {id: yield, title: {zh: 良品率, en: yield}, text: {zh: 文, en: text}, source: {zh: 二, en: two},
         kpi: yield, comparator: ">=", limit: 98, unit: "%", readings: [all_units],
         sequential: {acceptable: 99.5, beta: 0.05}}
      - {id: training, title: {zh: 培训人次, en: training}, text: {zh: 文, en: text}, source: {zh: 三, en: three},
         kpi: training_attendances, comparator: ">=", limit: 3, unit: count, readings: [held]}
      - {id: either, title: {zh: 任一, en: either}, text: {zh: 文, en: text}, source: {zh: 四, en: four}, at_least: 1,
         of: [{id: a, kpi: yield, comparator: ">=", limit: 98, unit: "%", readings: [all_units]},
              {id: b, kpi: misjudgment_rate, comparator: "<", limit: 1, unit: "%", readings: [all]}]}
  lonely:
    title: {zh: 无, en: none}
    clauses:
      - {id: plain, title: {zh: 良品率, en: yield}, text: {zh: 文, en: text}, source: {zh: 五, en: five},
         kpi: yield, comparator: ">=", limit: 98, unit: "%", readings: [all_units]}
)";

core::Instant at(std::int64_t second) {
  return core::Instant(std::chrono::seconds(second));
}

/// What a pilot has made so far.
struct Made {
  int units = 1000;
  std::vector<std::int64_t> misjudged_at = {};  ///< seconds: an item is judged every second from 0 on
  std::vector<std::int64_t> bad_at = {};
  std::vector<core::PlannedRows> planned = {};
  std::string scenario = "line";
  std::optional<double> burst_length = 1;
  std::int64_t starts_at = 0;
};

data::Run run_of(const Made& made, const std::string& name) {
  const auto has = [](const std::vector<std::int64_t>& times, std::int64_t time) {
    return std::find(times.begin(), times.end(), time) != times.end();
  };
  data::Run run{name, {}};
  // The table is ordered by station and not by time, as two cameras write it.
  for (const int camera : {1, 0}) {
    for (std::int64_t i = camera; i < made.units; i += 2) {
      const auto judgement = has(made.misjudged_at, i) ? data::Judgement::Bad : data::Judgement::Good;
      run.tables.emplace<data::Inspection>().push_back({std::to_string(i), camera == 0 ? "left" : "right",
                                                        at(made.starts_at + i), at(made.starts_at + i),
                                                        data::Judgement::Good, judgement});
      run.tables.emplace<data::ProducedUnit>().push_back(
          {at(made.starts_at + i), camera == 0 ? "left" : "right", std::to_string(i), !has(made.bad_at, i)});
    }
  }
  return run;
}

/// Of runs "1", "2" and so on; what is agreed on is that of the first.
Assessment judged_runs(const std::vector<Made>& runs, const AssessOptions& options,
                       core::Origin origin = core::Origin::Field) {
  static const Pack kParsed = parse_pack("own.yaml", kPack);
  core::Provenance provenance;
  provenance.origin = origin;
  provenance.scenario = runs[0].scenario;
  provenance.planned = runs[0].planned;
  if (runs[0].burst_length) provenance.parameters = {{"burst_length", *runs[0].burst_length, {}}};
  data::Manifest manifest;
  manifest.provenance = provenance;
  std::vector<data::Run> made;
  for (const Made& run : runs) made.push_back(run_of(run, std::to_string(made.size() + 1)));
  return assess(data::Evidence(manifest, {}, made), provenance, kParsed, options);
}

Assessment judged(const Made& made, const AssessOptions& options) {
  return judged_runs({made}, options);
}

auto HasNote(const std::string& text) {
  return testing::Contains(testing::Field(&core::Text::en, testing::HasSubstr(text)));
}

const ReadingResult& deciding(const Assessment& assessment, std::size_t clause) {
  return assessment.findings[clause].criteria[0].deciding();
}

TEST(EarlyLook, IsRefusedWhereATableHasFewerRowsThanPlanned) {
  const Assessment assessment = judged({.planned = {{"inspections", 2000, 1000}}}, {});
  EXPECT_EQ(assessment.findings[0].verdict, Verdict::Inconclusive);
  EXPECT_EQ(assessment.findings[0].face_value, Verdict::Pass);
  ASSERT_TRUE(deciding(assessment, 0).early_look);
  EXPECT_EQ(deciding(assessment, 0).early_look->planned, 2000);
  EXPECT_NE(
      assessment.findings[0].sentence.en.find("looked at early (1\u00a0000 of 2\u00a0000 planned rows of inspections)"),
      std::string::npos)
      << assessment.findings[0].sentence.en;
}

TEST(EarlyLook, IsRefusedToAFailToo) {
  Made bad;  // one in fifty: as seldom together as can be
  for (std::int64_t second = 10; second < bad.units; second += 50) bad.misjudged_at.push_back(second);
  EXPECT_EQ(judged(bad, {}).findings[0].verdict, Verdict::Fail);
  Made early = bad;
  early.planned = {{"inspections", 2000, 1000}};
  EXPECT_EQ(judged(early, {}).findings[0].verdict, Verdict::Inconclusive);
}

TEST(EarlyLook, ConcernsTheTablesOfTheClauseOnly) {
  const Assessment assessment = judged({.planned = {{"inspections", 2000, 1000}, {"production", 10, 10}}}, {});
  EXPECT_EQ(assessment.findings[1].verdict, Verdict::Pass);
  EXPECT_FALSE(deciding(assessment, 1).early_look);
  EXPECT_EQ(assessment.findings[2].verdict, Verdict::NoData);
}

TEST(EarlyLook, IsNoneWithAllThatWasPlanned) {
  EXPECT_EQ(judged({.planned = {{"inspections", 1000, 1000}}}, {}).findings[0].verdict, Verdict::Pass);
  EXPECT_EQ(judged({.planned = {{"inspections", 1001, 1000}}}, {}).findings[0].verdict, Verdict::Inconclusive);
}

TEST(EarlyLook, DoesNotCountForAMemberOfAnAnyOfClause) {
  const std::vector<core::PlannedRows> both = {{"inspections", 2000, 1000}, {"production", 2000, 1000}};
  EXPECT_EQ(judged({}, {}).findings[3].verdict, Verdict::Pass);
  EXPECT_EQ(judged({.planned = both}, {}).findings[3].verdict, Verdict::Inconclusive);
}

TEST(EvidenceThatGrows, NeitherPassesNorFailsButSaysWhatItWould) {
  AssessOptions options;
  options.grows = true;
  const Assessment assessment = judged({}, options);
  EXPECT_EQ(assessment.findings[0].verdict, Verdict::Inconclusive);
  EXPECT_EQ(deciding(assessment, 0).provisional, Verdict::Pass);
  EXPECT_NE(assessment.findings[0].sentence.en.find("provisional while the measurement goes on: pass"),
            std::string::npos)
      << assessment.findings[0].sentence.en;
  EXPECT_FALSE(deciding(judged({}, {}), 0).provisional);

  const Assessment planned = judged({.planned = {{"inspections", 1000, 1000}}}, options);
  EXPECT_EQ(planned.findings[0].verdict, Verdict::Pass);
  EXPECT_FALSE(deciding(planned, 0).provisional);
  const Assessment early = judged({.planned = {{"inspections", 2000, 1000}}}, options);
  EXPECT_EQ(early.findings[0].verdict, Verdict::Inconclusive);
  EXPECT_FALSE(deciding(early, 0).provisional);
}

// 0 of 1000 against 1 %: the upper bound is 1 - alpha^(1/1000), 0.299 % at 0.05 and 0.459 % at 0.01.
TEST(Looks, ShareAlpha) {
  AssessOptions options;
  options.looks = 5;
  const Assessment assessment = judged({.planned = {{"inspections", 2000, 1000}}}, options);
  EXPECT_EQ(assessment.findings[0].verdict, Verdict::Pass);
  EXPECT_DOUBLE_EQ(assessment.bound_confidence.level(), 0.99);
  EXPECT_DOUBLE_EQ(assessment.confidence.level(), 0.95);
  EXPECT_NEAR(*deciding(assessment, 0).estimate()->upper, 1 - std::pow(0.01, 0.001), 1e-12);
  EXPECT_NE(assessment.findings[0].sentence.en.find("99 % confidence"), std::string::npos);
}

TEST(Looks, MayCostAPass) {
  Made made{.units = 299};  // 1 - 0.05^(1/299) is just below 1 %, 1 - 0.025^(1/299) is not
  EXPECT_EQ(judged(made, {}).findings[0].verdict, Verdict::Pass);
  AssessOptions options;
  options.looks = 2;
  EXPECT_EQ(judged(made, options).findings[0].verdict, Verdict::Inconclusive);
}

// Lines for 0.1 % against 1 % at 5 % and 5 %: accept at the first n with 0 errors beyond ln 20 / ln(0.999 / 0.99) =
// 331.03.
TEST(Sequential, DecidesAtTheCrossingInTheOrderOfTime) {
  AssessOptions options;
  options.sequential = true;
  const Assessment assessment =
      judged({.misjudged_at = {400, 500, 700}, .planned = {{"inspections", 5000, 1000}}}, options);
  const ReadingResult& result = deciding(assessment, 0);
  EXPECT_EQ(assessment.findings[0].verdict, Verdict::Pass);
  EXPECT_EQ(result.sequential->used.trials, 332);
  EXPECT_EQ(result.sequential->unused.successes, 3);
  EXPECT_EQ(result.estimate()->n, 332);
  EXPECT_EQ(result.estimate()->value, 0);
  EXPECT_EQ(result.face_value, Verdict::Pass);
  EXPECT_THAT(result.estimate()->notes, HasNote("found and face value are those at the crossing; 668 came after it, 3 "
                                                "of them errors, and of all rows it is 0.3 %"));
  EXPECT_EQ(result.estimate()->method, metrics::Method::WaldSequential);
  EXPECT_FALSE(result.estimate()->lower || result.estimate()->upper);
  EXPECT_FALSE(result.early_look);
  EXPECT_THAT(result.estimate()->notes, HasNote("by the agreed burst_length = 1 errors come singly"));
}

TEST(Sequential, RejectsByAnEarlyErrorOfTheSecondStation) {
  AssessOptions options;
  options.sequential = true;
  // Two errors among the first; the later ones show that they do not come together.
  const Assessment assessment = judged({.misjudged_at = {10, 21, 200, 350, 500, 650, 800, 950}}, options);
  EXPECT_EQ(assessment.findings[0].verdict, Verdict::Fail);
  EXPECT_EQ(deciding(assessment, 0).sequential->used.trials, 22);
  // Good judged bad: no escape.
  EXPECT_EQ(assessment.findings[0].criteria[0].readings[1].verdict, Verdict::Pass);
  EXPECT_TRUE(assessment.findings[0].criteria[0].depends_on_reading);
}

// 1.5 % of 2000 are bad, but 0 to 14 of the 400 of a run: more rows of such runs would tell nothing more.
TEST(Runs, AreWhatIsNeededWhereTheirSpreadDecides) {
  std::vector<Made> runs;
  for (const std::int64_t bad : {0, 2, 4, 10, 14}) {
    Made& run = runs.emplace_back(Made{.units = 400, .starts_at = 400 * std::ssize(runs)});
    for (std::int64_t i = 0; i < bad; ++i) run.bad_at.push_back(10 + 27 * i);
  }
  const Assessment assessment = judged_runs(runs, {});
  const ReadingResult& yield = deciding(assessment, 1);
  EXPECT_EQ(yield.verdict, Verdict::Inconclusive);
  EXPECT_EQ(yield.estimate()->deciding_runs, 5);
  EXPECT_EQ(yield.needed_n, std::nullopt);
  const core::Confidence confidence(0.95);
  const double effect = 2000 / yield.estimate()->effective_n;
  const auto rows = metrics::needed_trials({1970, 2000}, {core::Comparator::GreaterOrEqual, 0.98}, confidence, effect);
  EXPECT_EQ(yield.needed_runs, metrics::needed_units(5, static_cast<double>(*rows) / 2000, confidence));
  EXPECT_GT(yield.needed_runs, 5);
  const std::string needed = "about " + std::to_string(*yield.needed_runs) + " runs like these would settle it";
  EXPECT_THAT(yield.sentence.en, testing::HasSubstr(needed + " (there are 5), not more rows in each"));
  EXPECT_THAT(yield.sentence.zh, testing::HasSubstr("个这样的批次（现有 5）"));
}

TEST(Runs, DoNotDecideWhereTheyDifferByChance) {
  std::vector<Made> runs;
  for (std::int64_t run = 0; run < 5; ++run) {
    Made& made = runs.emplace_back(Made{.units = 400, .starts_at = 400 * run});
    for (std::int64_t i = 0; i < 6; ++i) made.bad_at.push_back(30 + 65 * i);
  }
  const Assessment assessment = judged_runs(runs, {});
  const ReadingResult& yield = deciding(assessment, 1);
  EXPECT_EQ(yield.verdict, Verdict::Inconclusive);
  EXPECT_EQ(yield.estimate()->deciding_runs, std::nullopt);
  EXPECT_TRUE(yield.needed_n);
  EXPECT_THAT(yield.sentence.en, testing::HasSubstr("samples in all would settle it"));
}

// Yield is to be large: bad units are the errors, 0.5 % against 2 %. ln 20 / ln(0.995 / 0.98) = 197.2.
TEST(Sequential, CountsWhatIsAgainstALargeShare) {
  AssessOptions options;
  options.sequential = true;
  const Assessment assessment = judged({.units = 198}, options);
  EXPECT_EQ(assessment.findings[1].verdict, Verdict::Pass);
  EXPECT_EQ(deciding(assessment, 1).estimate()->value, 1);
  EXPECT_EQ(deciding(assessment, 1).sequential->used.trials, 198);
  const Assessment less = judged({.units = 197}, options);
  EXPECT_EQ(less.findings[1].verdict, Verdict::Inconclusive);
  EXPECT_EQ(deciding(less, 1).needed_n, 198);
}

// Bursts of 4: a design effect of 7, and 7 * 331.026 = 2317.2.
TEST(Sequential, WaitsLongerWhereErrorsComeInBursts) {
  AssessOptions options;
  options.sequential = true;
  EXPECT_EQ(judged({.units = 2317, .burst_length = 4}, options).findings[0].verdict, Verdict::Inconclusive);
  const Assessment assessment = judged({.units = 2318, .burst_length = 4}, options);
  EXPECT_EQ(assessment.findings[0].verdict, Verdict::Pass);
  EXPECT_NEAR(deciding(assessment, 0).estimate()->effective_n, 2318.0 / 7, 1e-9);
  EXPECT_THAT(deciding(assessment, 0).estimate()->notes,
              HasNote("errors come in bursts by the agreed burst_length = 4: the lines are 7 times as far apart"));
}

// 20 errors in two rows of ten, long after no error at all was accepted at 332: not so of rows that come ten at a time.
TEST(Sequential, CountsBurstsThatTheRowsShowAndNobodyAgreedOn) {
  Made made{.units = 2000};
  for (std::int64_t second = 0; second < 10; ++second) {
    made.misjudged_at.push_back(700 + second);
    made.misjudged_at.push_back(1500 + second);
  }
  made.burst_length.reset();
  AssessOptions options;
  options.sequential = true;
  const Assessment assessment = judged(made, options);
  const ReadingResult& result = deciding(assessment, 0);
  EXPECT_EQ(result.verdict, Verdict::Inconclusive);
  EXPECT_EQ(result.face_value, Verdict::Fail);  // 20 of 2000 are not below 1 %
  EXPECT_GT(result.sequential->plan.design_effect, 10);
  EXPECT_THAT(result.estimate()->notes, HasNote("depend on each other by more than the default burst_length = 1"));
}

// By name the errors are the 11th and the 701st row, and one error is accepted beyond (1 + 1.295937) / 0.003914907 =
// 586.46. But run "2" came first: they are the 301st and the 411th, and two would be accepted at 842.
TEST(Sequential, TakesRunsOfTheFieldInTheOrderOfTime) {
  AssessOptions options;
  options.sequential = true;
  const std::vector<Made> runs = {{.units = 400, .misjudged_at = {10}},
                                  {.units = 400, .misjudged_at = {300}, .starts_at = -10'000}};
  const Assessment field = judged_runs(runs, options);
  EXPECT_EQ(field.findings[0].verdict, Verdict::Inconclusive);
  EXPECT_EQ(deciding(field, 0).sequential->used.trials, 800);
  const Assessment simulated = judged_runs(runs, options, core::Origin::Simulated);
  EXPECT_EQ(simulated.findings[0].verdict, Verdict::Pass);
  EXPECT_EQ(deciding(simulated, 0).sequential->used.trials, 587);
}

// Two lines at once: their rows come by turns, and the 332nd without an error is in the first 166 s of both.
TEST(Sequential, MergesRunsOfTheFieldThatLastedAtTheSameTime) {
  AssessOptions options;
  options.sequential = true;
  const Made one{.units = 400, .misjudged_at = {170}};
  const Made other{.units = 400, .misjudged_at = {180}};
  const Assessment assessment = judged_runs({one, other}, options);
  EXPECT_EQ(assessment.findings[0].verdict, Verdict::Pass);
  EXPECT_EQ(deciding(assessment, 0).sequential->used.trials, 332);
}

TEST(Sequential, LeavesTheOtherCriteriaAsTheyAre) {
  AssessOptions options;
  options.sequential = true;
  const Assessment assessment = judged({}, options);
  EXPECT_FALSE(deciding(assessment, 3).sequential);
  EXPECT_EQ(deciding(assessment, 3).estimate()->method, metrics::Method::ClopperPearson);
}

TEST(Sequential, DoesNotGoTogetherWithLooks) {
  AssessOptions options;
  options.sequential = true;
  options.looks = 3;
  EXPECT_THROW(judged({}, options), core::InputFailure);
}

TEST(PlannedRows, OfATableThatNoClauseIsJudgedByAreAnError) {
  try {
    judged({.planned = {{"inspection", 10, 0, {"evidence.yaml", 3, 7}}, {"production", 10, 10}}}, {});
    FAIL();
  } catch (const core::InputFailure& failure) {
    EXPECT_EQ(failure.errors().message(core::Language::En),
              "evidence.yaml:3:7: planned_rows: no clause of scenario line is judged by a table “inspection” of the "
              "pilot; did you mean “inspections”?\n");
  }
  EXPECT_THROW(judged({.planned = {{"inspections", 10, 10}}, .scenario = "lonely"}, {}), core::InputFailure);
}

TEST(Sequential, IsAnErrorWhereNoCriterionAllowsIt) {
  AssessOptions options;
  options.sequential = true;
  EXPECT_THROW(judged({.scenario = "lonely"}, options), core::InputFailure);
}

}  // namespace
}  // namespace plantproof::validators
