#include "metrics/recording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/evidence.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;

TEST(Recording, SpansWhatTheTablesOfARunKnowOfTimeBaselineFirst) {
  data::Run before{"old", {}};
  before.tables.emplace<data::Shift>().push_back({"s", Instant(Nanoseconds(50)), Instant(Nanoseconds(90)), {}});
  data::Run after{"new", {}};
  after.tables.emplace<data::Message>().push_back({"f", 0, Instant(Nanoseconds(70)), Instant(Nanoseconds(75)), {}});
  after.tables.emplace<data::Message>().push_back({"f", 1, Instant(Nanoseconds(72)), std::nullopt, {}});
  after.tables.emplace<data::ProducedUnit>().push_back({Instant(Nanoseconds(60)), "press", "u", true});
  data::Run timeless{"list", {}};
  timeless.tables.emplace<data::Device>().push_back({"d", "stage", data::Access::Nr});
  const Recording recording = recording_of(data::Evidence({}, {before}, {after, timeless}));
  ASSERT_EQ(recording.runs.size(), 3U);
  EXPECT_EQ(recording.runs[0].phase, "baseline");
  EXPECT_EQ(recording.runs[0].first, Instant(Nanoseconds(50)));
  EXPECT_EQ(recording.runs[0].last, Instant(Nanoseconds(90)));
  EXPECT_EQ(recording.runs[1].run, "new");
  EXPECT_EQ(recording.runs[1].first, Instant(Nanoseconds(60)));
  EXPECT_EQ(recording.runs[1].last, Instant(Nanoseconds(75)));
  EXPECT_FALSE(recording.runs[2].first || recording.runs[2].last);
}

TEST(Recording, TellsWhatTheManifestDeclares) {
  data::Manifest manifest;
  manifest.files = {{"pilot/1/messages.csv", "ab"}};
  manifest.clock_uncertainty["attachments"].of_difference = Nanoseconds(7);
  manifest.clock_uncertainty["messages"].of_clock["robot"] = {Nanoseconds(3), {}};
  manifest.clock_uncertainty["messages"].of_other_clocks = Nanoseconds(4);
  manifest.simulation = {11, "cd", "0.1"};
  const Recording recording = recording_of(data::Evidence(manifest, {}, {}));
  ASSERT_EQ(recording.clocks.size(), 3U);
  EXPECT_EQ(recording.clocks[0].table, "attachments");
  EXPECT_EQ(recording.clocks[0].clock, "");
  EXPECT_EQ(recording.clocks[0].uncertainty, Nanoseconds(7));
  EXPECT_EQ(recording.clocks[1].clock, "robot");
  EXPECT_EQ(recording.clocks[2].clock, "default");
  ASSERT_EQ(recording.files.size(), 1U);
  EXPECT_EQ(recording.files[0].sha256, "ab");
  ASSERT_TRUE(recording.simulation);
  EXPECT_EQ(recording.simulation->seed, 11);
}

}  // namespace
}  // namespace plantproof::metrics
