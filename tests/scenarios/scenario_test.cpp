#include "scenarios/scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"

namespace plantproof::scenarios {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::string text(const std::string& planning) {
  return "scenario: own\ntitle: {zh: 自拟, en: own}\nsituation: {zh: 场景, en: situation}\ncriteria: cq-2020-5g\n" +
         planning;
}

std::string failure(const std::string& planning) {
  try {
    parse_scenario("own.yaml", text(planning));
  } catch (const core::InputFailure& failure) {
    return failure.errors().message(core::Language::En);
  }
  return "no failure";
}

TEST(Scenario, HoldsWhatAMeasurementIsPlannedWith) {
  const Scenario scenario = parse_scenario(
      "own.yaml", text("planning:\n  shift_h: 12\n  rows_per_hour: {messages: 360000, radio: 0.5}\n  groups: {flows: "
                       "4}\n  runs: 5\n  floor: {length_m: 60, width_m: 20.5}\n"));
  ASSERT_TRUE(scenario.planning);
  EXPECT_EQ(scenario.planning->shift_h, 12);
  EXPECT_EQ(scenario.planning->runs, 5);
  EXPECT_THAT(scenario.planning->rows_per_hour, UnorderedElementsAre(Pair("messages", 360000), Pair("radio", 0.5)));
  EXPECT_THAT(scenario.planning->groups, UnorderedElementsAre(Pair("flows", 4)));
  ASSERT_TRUE(scenario.planning->floor);
  EXPECT_EQ(scenario.planning->floor->width_m, 20.5);
}

TEST(Scenario, IsPlannedInOneRunUnlessItSaysOtherwise) {
  EXPECT_EQ(parse_scenario("own.yaml", text("planning:\n  shift_h: 8\n")).planning->runs, 1);
  EXPECT_THAT(failure("planning:\n  shift_h: 8\n  runs: 0\n"), HasSubstr("own.yaml:7:9: “0” is not a whole number"));
}

TEST(Scenario, NeedsNoPlanning) {
  EXPECT_FALSE(parse_scenario("own.yaml", text("")).planning);
}

TEST(Scenario, RefusesEverythingThatIsWrongInItsPlanning) {
  const std::string errors = failure(
      "planning:\n  shift: 8\n  rows_per_hour: {messages: 0, radio: fast}\n  groups: {flows: 0}\n  floor: {length_m: "
      "-1}\n");
  EXPECT_THAT(errors, HasSubstr("own.yaml:6:3: the key “shift_h” is missing"));
  EXPECT_THAT(errors, HasSubstr("unknown key “shift”"));
  EXPECT_THAT(errors, HasSubstr("own.yaml:7:29: must be above 0"));
  EXPECT_THAT(errors, HasSubstr("“fast” is not a number"));
  EXPECT_THAT(errors, HasSubstr("own.yaml:8:19: “0” is not a whole number from 1"));
  EXPECT_THAT(errors, HasSubstr("own.yaml:9:21: must be above 0"));
  EXPECT_THAT(errors, HasSubstr("the key “width_m” is missing"));
}

TEST(Scenarios, OfTheNoticeAreNineAndAllCanBePlanned) {
  EXPECT_EQ(scenarios().size(), 9U);
  for (const Scenario& scenario : scenarios()) EXPECT_TRUE(scenario.planning) << scenario.id;
}

}  // namespace
}  // namespace plantproof::scenarios
