#include "scenarios/scenario_source.hpp"

#include <algorithm>
#include <fstream>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "temporary_folder.hpp"

namespace plantproof::scenarios {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr const char* kLine = "line-coordination";

std::string failure(const std::function<void()>& act) {
  try {
    act();
  } catch (const core::InputFailure& failure) {
    return failure.errors().message(core::Language::En);
  }
  return "no failure";
}

Scenario with(const std::vector<std::string>& assignments) {
  return parse_scenario(scenario_source(kLine, assignments));
}

const LineCoordination& line(const std::optional<Process>& process) {
  return std::get<LineCoordination>(*process);
}

const ParameterRow& row(const std::vector<ParameterRow>& rows, const std::string& path) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.path == path; });
  EXPECT_NE(found, rows.end()) << path;
  return *found;
}

TEST(ScenarioSource, AnAssignmentReachesEveryParameter) {
  const Scenario scenario =
      with({"duration_s=60", "hall.width_m=40", "pilot.network.gnbs.1.x_m=70", "process.stations.3.work_s=44.5",
            "pilot.network.configured_grants=[]", "pilot.network.scheduler=round_robin"});
  EXPECT_EQ(scenario.runs.duration_s.value, 60);
  EXPECT_EQ(scenario.hall->width_m.value, 40);
  const auto& nr = std::get<NrNetwork>(scenario.pilot->network);
  EXPECT_EQ(nr.gnbs[1].x_m.value, 70);
  EXPECT_EQ(nr.gnbs[0].x_m.value, 25);
  EXPECT_TRUE(nr.configured_grants.empty());
  EXPECT_EQ(nr.scheduler.value, Scheduler::RoundRobin);
  EXPECT_EQ(line(scenario.pilot->process).stations[3].work_s.value, 44.5);
  EXPECT_EQ(line(scenario.baseline->process).stations[3].work_s.value, 44.5);
}

TEST(ScenarioSource, EveryParameterThatIsToldCanBeAssigned) {
  const Scenario scenario = with({});
  std::vector<std::string> assignments;
  for (const ParameterRow& told : parameters(scenario)) {
    if (told.is_part() || told.value.en == "none") continue;
    assignments.push_back(told.path + "=" +
                          told.value.en.substr(0, std::min(told.value.en.find(' '), told.value.en.find("°"))));
  }
  ASSERT_GT(assignments.size(), 150U);
  const std::vector<ParameterRow> before = parameters(scenario);
  const std::vector<ParameterRow> after = parameters(with(assignments));
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(after[i].value, before[i].value) << before[i].path;
}

TEST(ScenarioSource, WhatIsAssignedIsAnAssumption) {
  const std::vector<ParameterRow> rows = parameters(with({"hall.width_m=40"}));
  EXPECT_TRUE(row(rows, "hall.width_m").origin.is_assumption);
  EXPECT_EQ(row(rows, "hall.width_m").origin.why.en, "given on the command line");
}

TEST(ScenarioSource, AnUnknownPathGetsTheNearestName) {
  EXPECT_EQ(failure([] { with({"pilot.network.carrier.bandwith_mhz=20"}); }),
            "--set:1:39: unknown key “bandwith_mhz”; did you mean “bandwidth_mhz”?\n");
  EXPECT_THAT(failure([] { with({"pilot.netwerk.kind=nr"}); }), HasSubstr("did you mean “network”?"));
  EXPECT_THAT(failure([] { with({"pilot.network.gnbs.2.x_m=1"}); }),
              HasSubstr("--set:1:29: “2” should be the number of an item of a list, 0 to 1"));
  EXPECT_THAT(failure([] { with({"hall.width_m"}); }), HasSubstr("“hall.width_m” must be written path=value"));
  EXPECT_THAT(failure([] { with({"hall.width_m=5", "hall.length_m=far"}); }), HasSubstr("--set:2:18: “far”"));
}

TEST(ScenarioSource, APhaseOverridesSingleParametersOfTheProcess) {
  const Scenario scenario = with({"process.batch_units=40", "baseline.process.change_over.tooling_s=900"});
  EXPECT_EQ(line(scenario.pilot->process).batch_units.value, 40);
  EXPECT_EQ(line(scenario.baseline->process).batch_units.value, 40);
  EXPECT_EQ(line(scenario.pilot->process).change_over.tooling_s.value, 300);
  EXPECT_EQ(line(scenario.baseline->process).change_over.tooling_s.value, 900);
  const std::vector<ParameterRow> rows = parameters(scenario);
  EXPECT_EQ(row(rows, "process.change_over.tooling_s").value.en, "300 s");
  EXPECT_EQ(row(rows, "baseline.process.change_over.tooling_s").value.en, "900 s");
  const auto is_repeated = [](const ParameterRow& told) { return told.path == "baseline.process.batch_units"; };
  EXPECT_TRUE(std::none_of(rows.begin(), rows.end(), is_repeated));
}

TEST(ScenarioSource, TheWholeTextSaysTheSame) {
  std::vector<std::string> ids = variant_ids();
  for (const Scenario& scenario : scenarios()) ids.push_back(scenario.id);
  EXPECT_THAT(ids, Contains("line-coordination/narrow-band"));
  for (const std::string& id : ids) {
    std::vector<std::string> assignments;
    if (id.starts_with(kLine)) assignments = {"hall.width_m=41", "pilot.network.gnbs.0.y_m=9"};
    const ScenarioSource source = scenario_source(id, assignments);
    const std::vector<ParameterRow> expected = parameters(parse_scenario(source));
    const std::vector<ParameterRow> found = parameters(parse_scenario("whole.yaml", whole_text(source)));
    ASSERT_EQ(found.size(), expected.size()) << id;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].value, expected[i].value) << id << " " << found[i].path;
      EXPECT_EQ(found[i].origin.text(), expected[i].origin.text()) << id << " " << found[i].path;
    }
  }
}

TEST(ScenarioSource, AWholeTextCanBeSetAgain) {
  const tests::TemporaryFolder folder;
  const std::string file = folder.path() / "scenario.yaml";
  std::ofstream(file) << whole_text(scenario_source("line-coordination/slow-core", {"hall.width_m=41"}));
  const ScenarioSource again = scenario_source(file, {"hall.width_m=42"});
  EXPECT_EQ(parse_scenario(again).hall->width_m.value, 42);
  EXPECT_EQ(parse_scenario("again.yaml", whole_text(again)).hall->width_m.value, 42);
  EXPECT_EQ(std::get<NrNetwork>(parse_scenario(again).pilot->network).core.backhaul_us.value, 5000);
}

TEST(ScenarioSource, AVariantMayStandBesideItsScenario) {
  const tests::TemporaryFolder folder;
  std::ofstream(folder.path() / "own.yaml") << scenario_source(kLine).scenario.text;
  const std::string file = folder.path() / "variant.yaml";
  std::ofstream(file) << "variant_of: own.yaml\nset:\n- hall.width_m: 33";
  EXPECT_EQ(parse_scenario(scenario_source(file)).hall->width_m.value, 33);
  std::ofstream(file) << "variant_of: nobody\nset:\n- hall.width_m: 33\n";
  EXPECT_THAT(failure([&] { scenario_source(file); }), HasSubstr("variant.yaml:1:13: there is no scenario"));
}

TEST(ScenarioSource, NothingFollowsAfterSet) {
  EXPECT_THAT(failure([] {
                parse_scenario({{"own.yaml", "set:\n  - duration_s: 5\nscenario: own\n"}, {}});
              }),
              HasSubstr("own.yaml:3:1: nothing may follow after set"));
}

TEST(ScenarioSource, AnUnknownScenarioGetsTheNearestName) {
  EXPECT_EQ(failure([] { scenario_source("line-coordinaton"); }),
            "there is no scenario, nor a file of one, “line-coordinaton”; did you mean “line-coordination”?\n");
}

}  // namespace
}  // namespace plantproof::scenarios
