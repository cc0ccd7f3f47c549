#include "metrics/copied_run.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "data/evidence.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;

data::Run day(const std::string& name, std::int64_t first_ns) {
  data::Run run;
  run.name = name;
  run.tables.emplace<data::Shift>().push_back({"s", Instant(), Instant(Nanoseconds(1'000'000)), {}});
  run.tables.emplace<data::CostItem>().push_back({"power", "energy", 12});
  auto& production = run.tables.emplace<data::ProducedUnit>();
  for (const std::int64_t at : {first_ns, std::int64_t{500'000}}) {
    production.push_back({Instant(Nanoseconds(at)), "press", std::to_string(production.size()), true});
  }
  return run;
}

const std::vector<std::string> kTables = {"baseline/production", "pilot/production", "pilot/shifts", "pilot/costs"};

TEST(CopiedRun, IsARunWithTheSameMeasuredRows) {
  const data::Evidence evidence({}, {day("mon", 1), day("tue", 2)}, {day("mon", 1), day("tue", 2), day("wed", 1)});
  const auto copied = copied_run(evidence, kTables);
  ASSERT_TRUE(copied);
  EXPECT_EQ(copied->en, "runs mon and wed hold the same rows of pilot/production: one is a copy of the other");
}

TEST(CopiedRun, IsLookedForInTheTablesOfTheQuestionOnly) {
  const data::Evidence evidence({}, {}, {day("mon", 1), day("wed", 1)});
  EXPECT_FALSE(copied_run(evidence, {"baseline/production", "pilot/messages"}));
}

TEST(CopiedRun, IsNoneWhereOneTimeDiffersAndShiftsAndCostsAreAlike) {
  EXPECT_FALSE(copied_run(data::Evidence({}, {}, {day("mon", 1), day("tue", 2)}), kTables));
}

TEST(CopiedRun, IsNoneWithoutRows) {
  data::Run empty;
  empty.name = "a";
  empty.tables.emplace<data::ProducedUnit>();
  data::Run other = empty;
  other.name = "b";
  data::Run without;
  EXPECT_FALSE(copied_run(data::Evidence({}, {}, {empty, other, without}), kTables));
  EXPECT_FALSE(copied_run(data::Evidence(), kTables));
}

}  // namespace
}  // namespace plantproof::metrics
