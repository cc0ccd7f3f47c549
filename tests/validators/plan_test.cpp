#include "validators/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "scenarios/scenario.hpp"

// Numbers not given by the decision rule's own document are scipy's (binom, nct).
namespace plantproof::validators {
namespace {

using ::testing::HasSubstr;

const Pack& notice() {
  static const Pack kPack = load_pack("cq-2020-5g");
  return kPack;
}

PlanOptions options_of(const std::string& scenario) {
  const scenarios::Planning& planning = *scenarios::find_scenario(scenario)->planning;
  PlanOptions options;
  options.shift_h = planning.shift_h;
  options.rows_per_hour = planning.rows_per_hour;
  options.groups = planning.groups;
  if (planning.floor) options.floor = {planning.floor->length_m, planning.floor->width_m};
  return options;
}

const CriterionPlan& criterion(const Plan& plan, std::string_view id) {
  for (const ClausePlan& clause : plan.clauses) {
    for (const CriterionPlan& candidate : clause.criteria) {
      if (candidate.criterion->id == id) return candidate;
    }
  }
  throw std::out_of_range(std::string(id));
}

const ReadingPlan& reading(const Plan& plan, std::string_view id, std::string_view name) {
  for (const ReadingPlan& candidate : criterion(plan, id).readings) {
    if (candidate.reading->id == name) return candidate;
  }
  throw std::out_of_range(std::string(name));
}

const ReadingPlan& deciding(const Plan& plan, std::string_view id) {
  return criterion(plan, id).readings.front();
}

std::string failure(const std::string& scenario, const PlanOptions& options) {
  try {
    plan(notice(), scenario, options);
  } catch (const core::InputFailure& failure) {
    return failure.errors().message(core::Language::En);
  }
  return "no failure";
}

/// A pack of one clause.
Pack own(const std::string& criterion) {
  return parse_pack(
      "own.yaml",
      "schema: plantproof-pack/1\nid: own\nversion: '1'\ntitle: {zh: 自拟, en: own}\ndocument: 合同\nconfidence: 0.95\n"
      "parameters: {coverage_min_ss_rsrp_dbm: -105, coverage_min_ss_sinr_db: -3, coverage_cell_m: 5,\n"
      "  sustained_window_s: 3600, freshness_limit_s: 5, resolution_deadline_s: 1, burst_length: 2}\n"
      "scenarios:\n  s:\n    title: {zh: 场景, en: scenario}\n    clauses:\n"
      "      - {id: c, title: {zh: 条, en: clause}, text: {zh: 文, en: text}, source: {zh: 一, en: one},\n"
      "         " +
          criterion + "}\n");
}

TEST(Plan, OfEveryScenarioPlansEveryReadingOrSaysWhyNot) {
  for (const scenarios::Scenario& scenario : scenarios::scenarios()) {
    const PlanOptions options = options_of(scenario.id);
    const Plan planned = plan(notice(), scenario.id, options);
    EXPECT_EQ(planned.clauses.size(), planned.scenario->clauses.size());
    for (const ClausePlan& clause : planned.clauses) {
      for (const CriterionPlan& each : clause.criteria) {
        for (const ReadingPlan& one : each.readings) {
          const std::string where = each.criterion->id + "/" + one.reading->id;
          if (one.reading->design.kind == metrics::Design::Kind::Unplanned) {
            EXPECT_FALSE(one.notes.empty()) << where;
            continue;
          }
          ASSERT_TRUE(one.enough) << where;
          EXPECT_GE(one.enough->outcome.pass, options.power - 1e-12) << where;
          EXPECT_EQ(one.enough->hours.has_value(), each.criterion->id != "9.1") << where;  // a list takes no time
          for (const OperatingPoint& point : one.characteristic) {
            EXPECT_NEAR(point.outcome.pass + point.outcome.inconclusive + point.outcome.fail, 1, 1e-12) << where;
          }
        }
      }
    }
  }
}

TEST(Plan, NamesTheZeroErrorPlansOfTheNotice) {
  const Plan vision = plan(notice(), "visual-inspection", options_of("visual-inspection"));
  const EvidenceSize& none = deciding(vision, "2.3").sizes.front();
  EXPECT_EQ(none.n, 29956);
  EXPECT_EQ(none.pass_to, 0);
  EXPECT_NEAR(*none.hours, 29956 / 1200.0, 1e-9);
  EXPECT_NEAR(*none.expected, 1.4978, 1e-9);
  EXPECT_NEAR(none.outcome.pass, 0.2236, 5e-5);
  const Plan line = plan(notice(), "line-coordination", options_of("line-coordination"));
  EXPECT_EQ(deciding(line, "9.2").sizes.front().n, 299);
  EXPECT_EQ(reading(line, "9.2", "p99_9_every_flow").sizes.front().n, 2995);
}

/// More than independent rows need that are judged as such, since how the tenths of a run differ counts; by how much,
/// the trials of planning_by_units_test tell.
void expect_a_little_more(const ReadingPlan& planned, std::int64_t of_independent_rows) {
  EXPECT_GT(planned.enough->n, of_independent_rows);
  EXPECT_LT(static_cast<double>(planned.enough->n), 1.35 * static_cast<double>(of_independent_rows));
  EXPECT_GE(planned.enough->outcome.pass, 0.9);
}

TEST(Plan, PassesWithTheWantedPower) {
  const Plan vision = plan(notice(), "visual-inspection", options_of("visual-inspection"));
  expect_a_little_more(deciding(vision, "2.3"), 254989);  // by acceptance_plan, which is exact
  const Plan workshop = plan(notice(), "digital-workshop", options_of("digital-workshop"));
  std::vector<std::int64_t> arms;
  std::vector<std::int64_t> known;
  for (const EvidenceSize& size : deciding(workshop, "1.3").sizes) {
    arms.push_back(size.n);
    known.push_back(*size.n_if_known);
  }
  EXPECT_EQ(known, (std::vector<std::int64_t>{26, 103, 412}));
  EXPECT_EQ(arms, (std::vector<std::int64_t>{27, 104, 413}));
  EXPECT_DOUBLE_EQ(*deciding(workshop, "1.3").enough->hours, 104 * 8 * 2);
}

TEST(Plan, MultipliesTheChancesOfFlowsThatMustAllPass) {
  const Plan line = plan(notice(), "line-coordination", options_of("line-coordination"));
  const ReadingPlan& every = deciding(line, "9.2");
  EXPECT_EQ(every.groups, 4);
  expect_a_little_more(every, 3719);
  EXPECT_NEAR(*every.enough->hours, static_cast<double>(every.enough->n) / 360000, 1e-12);
  const ReadingPlan& pooled = reading(line, "9.2", "p99_pooled");
  EXPECT_EQ(pooled.groups, 1);
  expect_a_little_more(pooled, 2546);
  EXPECT_NEAR(*pooled.enough->hours, static_cast<double>(pooled.enough->n) / 1440000, 1e-12);
}

TEST(Plan, SharesTheErrorAmongAlternatives) {
  const Plan vision = plan(notice(), "visual-inspection", options_of("visual-inspection"));
  EXPECT_DOUBLE_EQ(criterion(vision, "2.2b").confidences.pass.level(), 0.975);
  EXPECT_DOUBLE_EQ(criterion(vision, "2.2b").confidences.fail.level(), 0.95);
  EXPECT_EQ(deciding(vision, "2.2b").sizes.front().n, 183);
  expect_a_little_more(deciding(vision, "2.2b"), 1539);
}

TEST(Plan, TakesTheBelievedTruthAsPeopleWriteIt) {
  PlanOptions options = options_of("visual-inspection");
  options.assumed = {{"misjudgment_rate", "0.001 %"}, {"yield", "0.995"}};
  const Plan vision = plan(notice(), "visual-inspection", options);
  EXPECT_DOUBLE_EQ(*deciding(vision, "2.3").truth, 1e-5);
  EXPECT_TRUE(deciding(vision, "2.3").truth_is_given);
  EXPECT_DOUBLE_EQ(*deciding(vision, "2.2b").truth, 0.995);
  EXPECT_FALSE(deciding(vision, "2.1").truth_is_given);
}

TEST(Plan, HasNoAmountThatPassesAPlantWorseThanAsked) {
  PlanOptions options = options_of("wireless-control");
  options.assumed = {{"closed_loop_correct_rate", "90%"}, {"production_efficiency_uplift", "10%"}};
  const Plan control = plan(notice(), "wireless-control", options);
  for (const char* id : {"4.1", "4.2"}) {
    EXPECT_FALSE(deciding(control, id).enough) << id;
    EXPECT_FALSE(deciding(control, id).why_not_enough.en.empty()) << id;
    EXPECT_FALSE(deciding(control, id).characteristic.empty()) << id;
  }
}

TEST(Plan, AsksForMoreRowsWhereTheyAreDependent) {
  PlanOptions options = options_of("line-coordination");
  options.design_effect = 3;
  const Plan line = plan(notice(), "line-coordination", options);
  EXPECT_EQ(deciding(line, "9.2").sizes.front().n, 3 * 299);
  EXPECT_EQ(deciding(line, "9.2").sizes[1].pass_to, 3);
  EXPECT_EQ(deciding(line, "9.3").sizes[1].n, 340);  // shifts stay independent
}

TEST(Plan, TellsWhatABudgetSettles) {
  PlanOptions options = options_of("visual-inspection");
  options.budget_h = 30;
  const Plan vision = plan(notice(), "visual-inspection", options);
  EXPECT_EQ(deciding(vision, "2.1").settles, Settles::No);  // one shift per arm and a bit
  EXPECT_EQ(deciding(vision, "2.1").in_budget->n, 1);
  EXPECT_EQ(deciding(vision, "2.2a").settles, Settles::Perhaps);
  EXPECT_EQ(deciding(vision, "2.2b").settles, Settles::Yes);
  EXPECT_EQ(deciding(vision, "2.3").settles, Settles::Perhaps);
  EXPECT_EQ(deciding(vision, "2.3").in_budget->n, 36000);
  options.budget_h = 24;
  EXPECT_EQ(deciding(plan(notice(), "visual-inspection", options), "2.3").settles, Settles::No);  // 28 800 items
}

TEST(Plan, SettlesAFailureToo) {
  PlanOptions options = options_of("wireless-control");
  options.assumed = {{"closed_loop_correct_rate", "80%"}};
  options.budget_h = 1;
  EXPECT_EQ(deciding(plan(notice(), "wireless-control", options), "4.1").settles, Settles::Yes);
}

TEST(Plan, CountsWhatIsCounted) {
  PlanOptions options = options_of("ar-vr");
  options.budget_h = 25;
  const Plan sessions = plan(notice(), "ar-vr", options);
  EXPECT_DOUBLE_EQ(*deciding(sessions, "3.1").enough->hours, 25);
  EXPECT_EQ(deciding(sessions, "3.1").settles, Settles::Yes);
  EXPECT_DOUBLE_EQ(*deciding(sessions, "3.2").enough->hours, 100);
  EXPECT_EQ(deciding(sessions, "3.2").settles, Settles::No);
  const Plan workshop = plan(notice(), "digital-workshop", options_of("digital-workshop"));
  EXPECT_DOUBLE_EQ(*deciding(workshop, "1.2").enough->hours, 1);  // the sustained window
}

TEST(Plan, VisitsEveryCellOfTheFloor) {
  PlanOptions options = options_of("digital-workshop");
  options.floor = {52, 48};  // 11 x 10 cells of 5 m
  EXPECT_EQ(deciding(plan(notice(), "digital-workshop", options), "1.1").enough->n, 110);
  options.floor = {100, 100};
  const EvidenceSize grid = deciding(plan(notice(), "digital-workshop", options), "1.1").sizes.front();
  EXPECT_EQ(grid.n, 400);
  EXPECT_EQ(grid.pass_to, 183);  // passes from 217 covered
  EXPECT_EQ(grid.fail_from, 217);
  options.floor = {10, 10};
  const Plan small = plan(notice(), "digital-workshop", options);
  EXPECT_FALSE(deciding(small, "1.1").enough);
  EXPECT_THAT(deciding(small, "1.1").why_not_enough.en, HasSubstr("33"));
  options.floor.reset();
  EXPECT_TRUE(deciding(plan(notice(), "digital-workshop", options), "1.1").sizes.empty());
}

TEST(Plan, HasNoHoursWithoutARate) {
  const Plan line = plan(notice(), "line-coordination", {});
  EXPECT_FALSE(deciding(line, "9.2").enough->hours);
  EXPECT_EQ(deciding(line, "9.2").groups, 1);
}

TEST(Plan, RefusesEverythingThatIsWrongAtOnce) {
  PlanOptions options = options_of("visual-inspection");
  options.assumed = {{"yeild", "99%"}, {"connected_devices", "30"}, {"misjudgment_rate", "5"}};
  options.rows_per_hour["inspection"] = 3;
  options.groups["flows"] = 2;
  options.given = {"flows"};
  const std::string errors = failure("visual-inspection", options);
  EXPECT_THAT(errors, HasSubstr("“yeild”; did you mean “yield”?"));
  EXPECT_THAT(errors, HasSubstr("connected_devices is not sampled"));
  EXPECT_THAT(errors, HasSubstr("the truth “5” of misjudgment_rate"));
  EXPECT_THAT(errors, HasSubstr("no rate “inspection”; did you mean “inspections”?"));
  EXPECT_THAT(errors, HasSubstr("no group “flows”"));
  EXPECT_THAT(failure("visual-inspektion", {}), HasSubstr("did you mean “visual-inspection”?"));
}

TEST(Plan, LeavesOutWhatTheScenarioAssumesForOtherClauses) {
  const Pack pack = own("kpi: yield, comparator: '>=', limit: 98, unit: '%', readings: [all_units]");
  const Plan planned = plan(pack, "s", options_of("visual-inspection"));
  EXPECT_TRUE(planned.options.rows_per_hour.contains("production"));
  EXPECT_FALSE(planned.options.rows_per_hour.contains("inspections"));
}

TEST(Plan, RefusesALatencyAsTruth) {
  PlanOptions options = options_of("line-coordination");
  options.assumed = {{"device_latency", "6ms"}};
  EXPECT_THAT(failure("line-coordination", options), HasSubstr("share of messages at or above the limit"));
}

TEST(Plan, OfAnOwnPackNeedsNoSampleOfALimitThatNothingCanExceed) {
  const Pack pack = own("kpi: yield, comparator: '>=', limit: 100, unit: '%', readings: [all_units]");
  const Plan planned = plan(pack, "s", {});
  EXPECT_FALSE(deciding(planned, "c").enough);
  EXPECT_FALSE(deciding(planned, "c").notes.empty());
}

TEST(Plan, TakesTheBurstLengthOfThePackUnlessAnotherIsGiven) {
  const Pack pack = own("kpi: yield, comparator: '>=', limit: 98, unit: '%', readings: [all_units]");
  const Plan bursts = plan(pack, "s", {});
  EXPECT_EQ(bursts.options.design_effect, 3);  // 2 * 2 - 1
  EXPECT_EQ(deciding(bursts, "c").sizes.front().n, 3 * 149);
  PlanOptions options;
  options.design_effect = 1;
  EXPECT_EQ(deciding(plan(pack, "s", options), "c").sizes.front().n, 149);
}

// A pass clears the limit by the guard band: ln 0.05 / ln 0.985 = 198.2. A fail clears it on the other side by the
// non-binary rule: 9 and 10 are the fewest of 199 with a binomial tail of 5 % at 2 and 2.5 %.
TEST(Plan, HeedsTheGuardBandOfAShare) {
  const std::string yield = "kpi: yield, comparator: '>=', limit: 98, unit: '%', readings: [all_units], guard_band: ";
  PlanOptions options;
  options.design_effect = 1;
  const Pack guarded = own(yield + "{rule: guarded, expanded_uncertainty: 0.5}");
  const ReadingPlan one = deciding(plan(guarded, "s", options), "c");
  EXPECT_EQ(one.sizes.front().n, 199);
  EXPECT_EQ(one.sizes.front().fail_from, 8);
  EXPECT_DOUBLE_EQ(*one.limit, 0.98);
  EXPECT_DOUBLE_EQ(*one.accepted, 0.985);
  EXPECT_DOUBLE_EQ(*one.truth, 0.9925);
  const Pack non_binary = own(yield + "{rule: non_binary, expanded_uncertainty: 0.5}");
  EXPECT_EQ(deciding(plan(non_binary, "s", options), "c").sizes.front().n, 199);
  EXPECT_EQ(deciding(plan(non_binary, "s", options), "c").sizes.front().fail_from, 10);
  options.assumed = {{"yield", "98.3%"}};  // met, but not by the guard band
  EXPECT_FALSE(deciding(plan(guarded, "s", options), "c").enough);
}

TEST(Plan, HeedsTheGuardBandOfALatencyAndOfAnUplift) {
  PlanOptions options;
  options.design_effect = 1;
  const Pack latency = own(
      "kpi: device_latency, comparator: '<', limit: 10, unit: ms, readings: [p99_pooled], guard_band: {rule: guarded, "
      "expanded_uncertainty: 0.5}");
  const Plan late = plan(latency, "s", options);
  EXPECT_EQ(deciding(late, "c").sizes.front().n, 299);
  EXPECT_THAT(deciding(late, "c").notes.front().en, HasSubstr("at or above the accepted limit, 9.5 ms"));
  const Pack uplift =
      own("kpi: production_efficiency_uplift, comparator: '>=', limit: 15, unit: '%', readings: [operating_hour], "
          "guard_band: {rule: guarded, expanded_uncertainty: 5}");
  options.assumed = {{"production_efficiency_uplift", "25%"}};
  const ReadingPlan planned = deciding(plan(uplift, "s", options), "c");
  EXPECT_EQ(planned.enough->n, 104);  // as of the notice's limit of 20 %
  EXPECT_LT(planned.enough->outcome.fail, 1e-6);
}

TEST(Plan, OfSeveralRunsTakesTheirSpreadIntoAccount) {
  PlanOptions options = options_of("line-coordination");
  const Plan one = plan(notice(), "line-coordination", options);
  options.runs = 5;
  const Plan five = plan(notice(), "line-coordination", options);
  const EvidenceSize& enough = *deciding(five, "9.2").enough;
  EXPECT_GT(enough.n, 2 * deciding(one, "9.2").enough->n);
  EXPECT_EQ(enough.n % 5, 0);
  EXPECT_GE(enough.outcome.pass, options.power);
  EXPECT_EQ(deciding(five, "9.2").sizes.front().n, 300);                       // no bad one has no spread
  EXPECT_EQ(deciding(five, "9.3").enough->n, deciding(one, "9.3").enough->n);  // shifts are units anyway
  options.design_effect = 3;
  EXPECT_EQ(deciding(plan(notice(), "line-coordination", options), "9.2").enough->n, 3 * enough.n);
}

TEST(Plan, OfSeveralRunsIsMultipliedForReductionsButNotForTheGrid) {
  PlanOptions options = options_of("visual-inspection");
  options.runs = 10;
  const Plan ten = plan(notice(), "visual-inspection", options);
  const Plan one = plan(notice(), "visual-inspection", options_of("visual-inspection"));
  EXPECT_GT(deciding(ten, "2.2a").enough->n, deciding(one, "2.2a").enough->n);
  EXPECT_GE(deciding(ten, "2.2a").enough->outcome.pass, options.power);
  PlanOptions grid = options_of("digital-workshop");
  grid.runs = 10;
  EXPECT_EQ(deciding(plan(notice(), "digital-workshop", grid), "1.1").enough->n, 200);
}

}  // namespace
}  // namespace plantproof::validators
