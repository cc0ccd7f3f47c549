#include "validators/pack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "validators/verdict.hpp"

namespace plantproof::validators {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string head() {
  return "schema: plantproof-pack/1\nid: own\nversion: '1'\ntitle: {zh: 自拟, en: own}\ndocument: 合同\nconfidence: "
         "0.95\n"
         "parameters: {coverage_min_ss_rsrp_dbm: -105, coverage_min_ss_sinr_db: -3, coverage_cell_m: 5, "
         "sustained_window_s: 3600,\n"
         "             freshness_limit_s: 5, resolution_deadline_s: 1, burst_length: 1}\n";
}

std::string scenario(const std::string& criterion) {
  return head() +
         "scenarios:\n  s:\n    title: {zh: 场景, en: scenario}\n    clauses:\n"
         "      - {id: c, title: {zh: 条, en: clause}, text: {zh: 文, en: text}, source: {zh: 一, en: one},\n        "
         " " +
         criterion + "}\n";
}

std::string failure(const std::string& text) {
  try {
    parse_pack("own.yaml", text);
  } catch (const core::InputFailure& failure) {
    return failure.errors().message(core::Language::En);
  }
  return "no failure";
}

TEST(Pack, OfTheNoticeHasTheTwentyClausesOfTheNineScenarios) {
  const Pack pack = load_pack("cq-2020-5g");
  EXPECT_EQ(pack.scenarios.size(), 9U);
  std::size_t clauses = 0;
  std::size_t readings = 0;
  for (const ScenarioCriteria& each : pack.scenarios) {
    clauses += each.clauses.size();
    for (const Clause& clause : each.clauses) {
      for (const Criterion& criterion : clause.criteria) readings += criterion.readings.size();
    }
  }
  EXPECT_EQ(clauses, 20U);
  EXPECT_EQ(readings, 43U);
  EXPECT_EQ(pack.sha256.size(), 64U);
}

TEST(Pack, HoldsLimitsInTheUnitOfTheKpi) {
  const Pack pack =
      parse_pack("own.yaml", scenario("kpi: device_latency, comparator: '<', limit: 0.01, unit: s, readings: [mean]"));
  EXPECT_DOUBLE_EQ(pack.scenarios[0].clauses[0].criteria[0].requirement.limit, 10);
  const Pack ratio = parse_pack(
      "own.yaml", scenario("kpi: misjudgment_rate, comparator: '<', limit: 0.01, unit: '%', readings: [all]"));
  EXPECT_DOUBLE_EQ(ratio.scenarios[0].clauses[0].criteria[0].requirement.limit, 0.0001);
}

TEST(Pack, RefusesAWrongUnit) {
  EXPECT_THAT(failure(scenario("kpi: device_latency, comparator: '<', limit: 10, unit: '%', readings: [mean]")),
              HasSubstr("own.yaml:14:65: unknown “%”; valid names: ms, us, s"));
}

TEST(Pack, ReportsEveryMistakeAtOnceWithTheNearestName) {
  const std::string message = failure(
      scenario("kpi: device_latencey, comparator: '=<', limit: ten, unit: ms, readings: [p99_every_flow], limt: 3"));
  EXPECT_THAT(message, HasSubstr("did you mean “device_latency”?"));
  EXPECT_THAT(message, HasSubstr("unknown “=<”"));
  EXPECT_THAT(message, HasSubstr("“ten” is not a number"));
  EXPECT_THAT(message, HasSubstr("unknown key “limt”; did you mean “limit”?"));
}

TEST(Pack, RefusesAnUnknownReadingAndAnEmptyList) {
  EXPECT_THAT(failure(scenario("kpi: device_latency, comparator: '<', limit: 10, unit: ms, readings: [p99_pool]")),
              HasSubstr("did you mean “p99_pooled”?"));
  EXPECT_THAT(failure(scenario("kpi: device_latency, comparator: '<', limit: 10, unit: ms, readings: []")),
              HasSubstr("at least one reading is needed"));
}

TEST(Pack, ObservesKpisThatNoClauseAsksFor) {
  const std::string judged = scenario("kpi: device_latency, comparator: '<', limit: 10, unit: ms, readings: [mean]");
  const std::string observing = judged + "    observe:\n      - {kpi: ";
  const Pack pack = parse_pack("own.yaml", observing + "communication_service_availability, readings: [plant]}\n");
  ASSERT_EQ(pack.scenarios[0].observed.size(), 1U);
  EXPECT_EQ(pack.scenarios[0].observed[0].kpi->id, "communication_service_availability");
  EXPECT_EQ(pack.scenarios[0].observed[0].readings[0]->id, "plant");
  EXPECT_TRUE(parse_pack("own.yaml", judged).scenarios[0].observed.empty());
  EXPECT_THAT(failure(observing + "communication_service_availability, readings: [plants]}\n"),
              HasSubstr("did you mean “plant”?"));
  EXPECT_THAT(failure(observing + "yeild, readings: [all_units]}\n"), HasSubstr("did you mean “yield”?"));
  EXPECT_THAT(failure(observing + "yield, readings: []}\n"), HasSubstr("at least one reading is needed"));
  EXPECT_THAT(failure(observing + "yield, readings: [all_units], limit: 3}\n"), HasSubstr("unknown key “limit”"));
}

TEST(Pack, ThatIsEmptyIsAnError) {
  EXPECT_THAT(failure(head() + "scenarios: {}\n"), HasSubstr("an empty pack passes nothing"));
  EXPECT_THAT(failure(head() + "scenarios: {s: {title: {zh: 甲, en: a}, clauses: []}}\n"),
              HasSubstr("the scenario has no clause"));
  EXPECT_THAT(failure(""), HasSubstr("the file is empty"));
}

TEST(Pack, NeedsAtLeastAsManyMembersAsItAsksFor) {
  const std::string members =
      "of: [{id: a, kpi: yield, comparator: '>=', limit: 98, unit: '%', readings: [all_units]}]";
  EXPECT_THAT(failure(scenario("at_least: 2, " + members)), HasSubstr("“2” is not a whole number from 1 to 1"));
  EXPECT_EQ(failure(scenario("at_least: 1, " + members)), "no failure");
}

TEST(Pack, HoldsAGuardBandInTheUnitOfTheKpi) {
  const Pack pack = parse_pack(
      "own.yaml", scenario("kpi: yield, comparator: '>=', limit: 98, unit: '%', readings: [all_units], guard_band: "
                           "{rule: non_binary, r: 0.83, expanded_uncertainty: 0.5}"));
  const Criterion& criterion = pack.scenarios[0].clauses[0].criteria[0];
  ASSERT_TRUE(criterion.guard_band);
  EXPECT_EQ(criterion.guard_band->rule, DecisionRule::NonBinary);
  EXPECT_DOUBLE_EQ(criterion.guard_band->width(), 0.83 * 0.005);
  EXPECT_FALSE(criterion.sequential);
}

TEST(Pack, RefusesAGuardBandThatCannotBe) {
  const std::string latency =
      "kpi: device_latency, comparator: '<', limit: 10, unit: ms, readings: [mean], guard_band: ";
  EXPECT_THAT(failure(scenario(latency + "{rule: garded, expanded_uncertainty: 1}")),
              HasSubstr("did you mean “guarded”?"));
  EXPECT_THAT(failure(scenario(latency + "{rule: guarded}")), HasSubstr("“expanded_uncertainty” is missing"));
  EXPECT_THAT(failure(scenario(latency + "{rule: guarded, expanded_uncertainty: 0}")),
              HasSubstr("the expanded uncertainty must be greater than 0"));
  EXPECT_THAT(failure(scenario(latency + "{rule: guarded, expanded_uncertainty: 1, r: -1}")),
              HasSubstr("r must not be below 0"));
}

TEST(Pack, RefusesAGuardBandThatLeavesNothingToPassOrFail) {
  const auto band = [](const std::string& criterion, const std::string& rule, const std::string& uncertainty) {
    return failure(
        scenario(criterion + ", guard_band: {rule: " + rule + ", expanded_uncertainty: " + uncertainty + "}"));
  };
  const std::string yield = "kpi: yield, comparator: '>=', limit: 99.9, unit: '%', readings: [all_units]";
  EXPECT_THAT(band(yield, "guarded", "0.5"),
              AllOf(HasSubstr("own.yaml:14:99:"), HasSubstr("yield ≥ 100.4 %, which no value is")));
  EXPECT_EQ(band(yield, "guarded", "0.1"), "no failure");  // all of 100 % passes
  EXPECT_EQ(band(yield, "simple", "0.5"), "no failure");
  const std::string latency = "kpi: device_latency, comparator: '<', limit: 1, unit: ms, readings: [mean]";
  EXPECT_THAT(band(latency, "guarded", "1"), HasSubstr("nothing could pass"));
  EXPECT_EQ(band(latency, "guarded", "0.9"), "no failure");
  const std::string misjudged = "kpi: misjudgment_rate, comparator: '<', limit: 99, unit: '%', readings: [all]";
  EXPECT_THAT(band(misjudged, "non_binary", "2"), HasSubstr("misjudgment_rate < 101 % is no fail"));
  EXPECT_EQ(band(misjudged, "guarded", "2"), "no failure");
  const std::string uplift =
      "kpi: production_efficiency_uplift, comparator: '>=', limit: 99.9, unit: '%', readings: [operating_hour]";
  EXPECT_EQ(band(uplift, "guarded", "0.5"), "no failure");  // an increase has no end
}

TEST(Pack, HoldsASequentialRuleInTheUnitOfTheKpi) {
  const Pack pack = load_pack("cq-2020-5g");
  const Criterion& criterion = pack.find("visual-inspection")->clauses.back().criteria[0];
  EXPECT_EQ(criterion.id, "2.3");
  ASSERT_TRUE(criterion.sequential);
  EXPECT_DOUBLE_EQ(criterion.sequential->acceptable, 1e-5);
  EXPECT_DOUBLE_EQ(criterion.sequential->wrong_fail, 0.05);
}

TEST(Pack, RefusesASequentialRuleThatCannotBe) {
  const std::string yield = "kpi: yield, comparator: '>=', limit: 98, unit: '%', readings: [all_units], ";
  EXPECT_EQ(failure(scenario(yield + "sequential: {acceptable: 99, beta: 0.1}")), "no failure");
  EXPECT_THAT(failure(scenario(yield + "sequential: {acceptable: 97, beta: 0.1}")),
              HasSubstr("the acceptable value must lie on the good side of the limit"));
  EXPECT_THAT(failure(scenario(yield + "sequential: {acceptable: 100, beta: 0.1}")), HasSubstr("between 0 and 1"));
  EXPECT_THAT(failure(scenario(yield + "sequential: {acceptable: 99, beta: 0.5}")),
              HasSubstr("beta must be above 0 and below 0.5"));
  EXPECT_THAT(failure(scenario(yield + "sequential: {acceptable: 99, beta: 0.1}, guard_band: {rule: guarded, "
                                       "expanded_uncertainty: 1}")),
              HasSubstr("cannot have both a guard band and a sequential test"));
  EXPECT_THAT(failure(scenario("kpi: decision_correct_rate, comparator: '>=', limit: 95, unit: '%', readings: "
                               "[decision_only, each_stage], sequential: {acceptable: 99, beta: 0.1}")),
              HasSubstr("reading “each_stage” is no share of rows in order of time"));
}

TEST(Pack, ThatDoesNotExistSuggestsTheNearest) {
  try {
    load_pack("cq-2020-g5");
    FAIL();
  } catch (const core::InputFailure& failure) {
    EXPECT_THAT(failure.errors().message(core::Language::En), HasSubstr("did you mean “cq-2020-5g”?"));
  }
}

metrics::Estimate between(double lower, double value, double upper) {
  metrics::Estimate estimate;
  estimate.value = value;
  estimate.lower = lower;
  estimate.upper = upper;
  return estimate;
}

constexpr core::Requirement kAtLeastHalf{core::Comparator::GreaterOrEqual, 0.5};
constexpr core::Requirement kBelowTen{core::Comparator::Less, 10};

TEST(Judge, DecidesByTheBoundsAndNotByTheEstimate) {
  EXPECT_EQ(judge(between(0.5, 0.6, 0.7), kAtLeastHalf), Verdict::Pass);
  EXPECT_EQ(judge(between(0.49, 0.6, 0.7), kAtLeastHalf), Verdict::Inconclusive);
  EXPECT_EQ(judge(between(0.3, 0.4, 0.49), kAtLeastHalf), Verdict::Fail);
  EXPECT_EQ(judge(between(0.3, 0.4, 0.5), kAtLeastHalf), Verdict::Inconclusive);
  EXPECT_EQ(face_value(between(0.3, 0.5, 0.7), kAtLeastHalf), Verdict::Pass);
}

TEST(Judge, IsAsStrictAsTheClause) {
  EXPECT_EQ(judge(between(1, 2, 9.99), kBelowTen), Verdict::Pass);
  EXPECT_EQ(judge(between(1, 2, 10), kBelowTen), Verdict::Inconclusive);
  EXPECT_EQ(judge(between(10, 11, 12), kBelowTen), Verdict::Fail);
  EXPECT_EQ(face_value(between(1, 10, 12), kBelowTen), Verdict::Fail);
}

TEST(Judge, TakesAMissingBoundForNoDecision) {
  metrics::Estimate estimate = between(1, 2, 3);
  estimate.upper.reset();
  EXPECT_EQ(judge(estimate, kBelowTen), Verdict::Inconclusive);
  estimate.value.reset();
  EXPECT_EQ(face_value(estimate, kBelowTen), Verdict::Inconclusive);
}

TEST(AllOf, NeverFoldsWhatIsNotDecidedIntoPassOrFail) {
  using V = Verdict;
  EXPECT_EQ(all_of(std::vector<V>{}), V::NoData);
  EXPECT_EQ(all_of(std::vector<V>{V::Pass, V::Pass}), V::Pass);
  EXPECT_EQ(all_of(std::vector<V>{V::Pass, V::NoData}), V::NoData);
  EXPECT_EQ(all_of(std::vector<V>{V::Inconclusive, V::NoData, V::Pass}), V::NoData);
  EXPECT_EQ(all_of(std::vector<V>{V::Invalid, V::NoData}), V::Invalid);
  EXPECT_EQ(all_of(std::vector<V>{V::Invalid, V::Fail}), V::Fail);
}

}  // namespace
}  // namespace plantproof::validators
