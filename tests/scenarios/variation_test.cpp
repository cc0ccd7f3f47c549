#include "scenarios/variation.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/scenario_source.hpp"

namespace plantproof::scenarios {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

Scenario line(const std::vector<std::string>& assignments = {}) {
  return parse_scenario(scenario_source("line-coordination", assignments));
}

Variation found(const Scenario& scenario, const std::string& path) {
  for (Variation& variation : variations(scenario, 0.2)) {
    if (variation.path == path) return std::move(variation);
  }
  ADD_FAILURE() << path;
  return {};
}

TEST(Variation, IsAShareOfTheNumber) {
  const Variation tooling = found(line({"process.change_over.tooling_s=300"}), "process.change_over.tooling_s");
  EXPECT_THAT(tooling.lower, ElementsAre("process.change_over.tooling_s=240"));
  EXPECT_THAT(tooling.higher, ElementsAre("process.change_over.tooling_s=360"));
  EXPECT_EQ(tooling.value.en, "300 s");
  EXPECT_EQ(tooling.higher_value.en, "360 s");
}

TEST(Variation, TakesAllItemsOfAListTogether) {
  const Variation work = found(line(), "process.stations.N.work_s");
  EXPECT_THAT(work.lower, SizeIs(8));
  EXPECT_THAT(work.higher, Contains("process.stations.3.work_s=62.4"));
  EXPECT_EQ(work.value.en, "49 … 52 s");
}

TEST(Variation, OfAWholeNumberIsWholeAndAtLeastOne) {
  const Variation attempts = found(line({"process.transfer.attempts=3"}), "process.transfer.attempts");
  EXPECT_THAT(attempts.lower, ElementsAre("process.transfer.attempts=2"));
  EXPECT_THAT(attempts.higher, ElementsAre("process.transfer.attempts=4"));
  const Variation bytes = found(line({"process.transfer.message_bytes=1001"}), "process.transfer.message_bytes");
  EXPECT_THAT(bytes.lower, ElementsAre("process.transfer.message_bytes=801")) << "1001 x 0.8 = 800.8, not beyond it";
  EXPECT_THAT(bytes.higher, ElementsAre("process.transfer.message_bytes=1201"));
}

TEST(Variation, StaysInTheRange) {
  const Variation one = found(line({"process.operators=1"}), "process.operators");
  EXPECT_THAT(one.lower, IsEmpty());
  EXPECT_THAT(one.higher, ElementsAre("process.operators=2"));
  const Variation most = found(line({"process.transfer.message_bytes=1400"}), "process.transfer.message_bytes");
  EXPECT_THAT(most.higher, ElementsAre("process.transfer.message_bytes=1472")) << "what a datagram holds";
}

// A fifth more power is 10 log10 1.2 = 0.791812 dB more, a fifth less 0.969100 dB less.
TEST(Variation, OfALevelIsAShareOfItsPower) {
  const Variation power = found(line({"pilot.network.gnbs.0.tx_power_dbm=20", "pilot.network.gnbs.1.tx_power_dbm=20"}),
                                "pilot.network.gnbs.N.tx_power_dbm");
  EXPECT_THAT(power.higher, Contains("pilot.network.gnbs.0.tx_power_dbm=20.7918"));
  EXPECT_THAT(power.lower, Contains("pilot.network.gnbs.0.tx_power_dbm=19.0309"));
}

TEST(Variation, IsOfThePlantAndNotOfHowMuchIsSimulated) {
  for (const Variation& variation : variations(line(), 0.2))
    EXPECT_THAT(variation.path, Not(testing::AnyOf("seed", "duration_s", "replications")));
}

TEST(Variation, KnowsAssumptions) {
  EXPECT_TRUE(found(line(), "process.batch_units").is_assumption);
  EXPECT_FALSE(found(line(), "hall.length_m").is_assumption);
}

TEST(Variation, EveryNumberIsVariedOrSaidNotToBe) {
  const Scenario scenario = line();
  std::set<std::string> told;
  for (const Variation& variation : variations(scenario, 0.2)) told.insert(variation.path);
  const std::vector<std::string> others = not_varied(scenario);
  told.insert(others.begin(), others.end());
  for (const ParameterRow& row : parameters(scenario)) {
    const bool is_of_the_plant = row.number && row.path.find('.') != std::string::npos;
    EXPECT_TRUE(!is_of_the_plant || told.contains(row.pattern())) << row.path;
  }
  EXPECT_THAT(others, Contains("pilot.network.carrier.pattern").Times(0)) << "a text";
  EXPECT_THAT(others, Contains("pilot.network.scheduler"));
  EXPECT_THAT(others, Contains("process.change_over.connectors")) << "0 in the pilot";
}

// Whatever is set, within the ranges, is read: what a standard's tables or the process refuse comes later.
TEST(Variation, CanBeSet) {
  const Scenario scenario = line();
  const std::vector<Variation> all = variations(scenario, 0.2);
  ASSERT_THAT(all, Not(IsEmpty()));
  for (const Variation& variation : all) {
    for (const auto& settings : {variation.lower, variation.higher}) {
      if (settings.empty()) continue;
      const std::vector<ParameterRow> rows = parameters(line(settings));
      for (const std::string& setting : settings) {
        const std::string path = setting.substr(0, setting.find('='));
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& other) { return other.path == path; });
        ASSERT_NE(row, rows.end()) << setting;
        EXPECT_EQ(*row->number, std::stod(setting.substr(path.size() + 1))) << setting;
      }
    }
  }
}

}  // namespace
}  // namespace plantproof::scenarios
