#include "metrics/stops.hpp"

#include <gmock/gmock.h>

#include "data/evidence.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using data::AttachmentEvent;
using std::chrono::milliseconds;

Instant at(double time_s) {
  return Instant(Nanoseconds(static_cast<std::int64_t>(time_s * 1e9)));
}

void stand(data::Run& run, const std::string& vehicle, double from_s, double to_s, double x_m, double y_m = 0) {
  for (double t = from_s; t <= to_s; ++t)
    run.tables.emplace<data::RadioSample>().push_back({at(t), vehicle, x_m, y_m, {}, {}, {}});
}

void carry(data::Run& run, const std::string& vehicle, double started_s, std::optional<double> finished_s) {
  auto& missions = run.tables.emplace<data::Mission>();
  missions.push_back({std::to_string(missions.size()), vehicle, at(started_s), at(started_s), {}, {}});
  if (finished_s) missions.back().finished = at(*finished_s);
}

/// A cart drives along x at 1 m/s from 0 s on, but for 20 s at x = 40 m, and is done at 100 m, where it stands on.
data::Run drive(const std::string& vehicle = "cart") {
  data::Run run;
  run.name = "1";
  for (int t = 0; t < 40; ++t) stand(run, vehicle, t, t, t);
  stand(run, vehicle, 40, 60, 40);
  for (int t = 61; t < 120; ++t) stand(run, vehicle, t, t, t - 20);
  stand(run, vehicle, 120, 160, 100);
  carry(run, vehicle, 5, 130);
  run.tables.emplace<data::Flow>() = {{"beat", "control", vehicle, data::FlowKind::OneWay, {}, milliseconds(250), {}},
                                      {"free", vehicle, "control", data::FlowKind::OneWay, {}, {}, {}}};
  return run;
}

void send(data::Run& run, const std::string& flow, double sent_s, std::optional<int> delay_ms) {
  auto& messages = run.tables.emplace<data::Message>();
  messages.push_back({flow, std::ssize(messages), at(sent_s), {}, {}});
  if (delay_ms) messages.back().received = at(sent_s) + milliseconds(*delay_ms);
}

void leave(data::Run& run, double from_s, double to_s) {
  run.tables.emplace<data::Attachment>().push_back({at(from_s), "cart", AttachmentEvent::Detached});
  run.tables.emplace<data::Attachment>().push_back({at(to_s), "cart", AttachmentEvent::Attached});
}

std::optional<Stops> found(std::vector<data::Run> pilot, std::vector<data::Run> baseline = {}) {
  return stops_of(data::Evidence({}, std::move(baseline), std::move(pilot)));
}

PhaseStops pilot(data::Run run) {
  const auto stops = found({std::move(run)});
  return stops.value().phases.back();
}

TEST(Stops, AreStandsOnAMissionThatItDoesNotEndWith) {
  const PhaseStops stops = pilot(drive());
  ASSERT_EQ(stops.longest.size(), 1U);
  const Stop& stop = stops.longest.front();
  EXPECT_EQ(stop.run, "1");
  EXPECT_EQ(stop.vehicle, "cart");
  EXPECT_DOUBLE_EQ(stop.start_s, 40);
  EXPECT_DOUBLE_EQ(stop.length_s, 20);
  EXPECT_DOUBLE_EQ(stop.at.x_m, 40);
  EXPECT_EQ(stop.cause, StopCause::Unknown);
  EXPECT_FALSE(stop.nearest_m);
  EXPECT_EQ(stops.sums[static_cast<std::size_t>(StopCause::Unknown)].count, 1);
  EXPECT_DOUBLE_EQ(stops.sums[static_cast<std::size_t>(StopCause::Unknown)].length_s, 20);
  EXPECT_DOUBLE_EQ(stops.on_missions_s, 125);
  EXPECT_DOUBLE_EQ(stops.unseen_s, 0);
}

TEST(Stops, AreNoneWithoutPositionsOfAVehicleOnAMission) {
  EXPECT_FALSE(found({}));
  data::Run idle;
  stand(idle, "cart", 0, 100, 0);
  EXPECT_FALSE(found({idle}));
  carry(idle, "other", 0, 100);
  EXPECT_FALSE(found({idle}));
  data::Run blind;
  carry(blind, "cart", 0, 100);
  EXPECT_FALSE(found({blind}));
}

TEST(Stops, CountOnlyWhatLiesInTheMission) {
  data::Run run;
  run.name = "1";
  stand(run, "cart", 0, 30, 0);
  carry(run, "cart", 10, {});
  PhaseStops stops = pilot(run);
  ASSERT_EQ(stops.longest.size(), 1U);
  EXPECT_DOUBLE_EQ(stops.longest[0].start_s, 10);
  EXPECT_DOUBLE_EQ(stops.longest[0].length_s, 20);
  carry(run, "cart", 26, {});  // 4 s are no stop
  EXPECT_EQ(pilot(run).longest.size(), 1U);
}

TEST(Stops, AreNotShorterThanFiveSeconds) {
  for (const int length_s : {4, 5}) {
    data::Run run;
    for (int t = 0; t < 40; ++t) stand(run, "cart", t, t, t);
    stand(run, "cart", 40, 40 + length_s, 40);
    stand(run, "cart", 41 + length_s, 41 + length_s, 41);
    carry(run, "cart", 0, {});
    EXPECT_EQ(pilot(run).longest.size(), length_s == 5 ? 1U : 0U) << length_s;
  }
}

TEST(Stops, AreNoneWhereNothingWasSeen) {
  data::Run run;
  stand(run, "cart", 0, 0, 40);
  stand(run, "cart", 6, 6, 40);  // it may have been anywhere
  carry(run, "cart", 0, 6);
  const PhaseStops stops = pilot(run);
  EXPECT_TRUE(stops.longest.empty());
  EXPECT_DOUBLE_EQ(stops.on_missions_s, 0);
  EXPECT_DOUBLE_EQ(stops.unseen_s, 6);
}

TEST(Stops, AllowForPositionsThatAreNotExact) {
  data::Run run;
  for (int t = 0; t <= 20; ++t) stand(run, "cart", t, t, t % 2 == 0 ? 40 : 40.4);
  carry(run, "cart", 0, {});
  EXPECT_EQ(pilot(run).longest.size(), 1U);
  run.tables.emplace<data::RadioSample>()[10].x_m = 40.6;
  EXPECT_EQ(pilot(run).longest.size(), 2U);
}

TEST(Stops, FollowOnTimeWithoutNetwork) {
  data::Run run = drive();
  leave(run, 36, 36.4);
  EXPECT_EQ(pilot(run).longest[0].cause, StopCause::Unknown);  // a handover
  leave(run, 39, 39.2);
  EXPECT_EQ(pilot(run).longest[0].cause, StopCause::Offline);
  data::Run long_before = drive();
  leave(long_before, 20, 35);
  EXPECT_EQ(pilot(long_before).longest[0].cause, StopCause::Unknown);
  data::Run never_back = drive();
  never_back.tables.emplace<data::Attachment>().push_back({at(38), "cart", AttachmentEvent::Detached});
  EXPECT_EQ(pilot(never_back).longest[0].cause, StopCause::Offline);
}

TEST(Stops, FollowOnMessagesThatWereLateOrLost) {
  data::Run run = drive();
  send(run, "beat", 38, 250);  // just in time
  send(run, "free", 38, 900);  // without a deadline
  send(run, "beat", 34.9, {});
  send(run, "beat", 40.1, {});
  EXPECT_EQ(pilot(run).longest[0].cause, StopCause::Unknown);
  EXPECT_EQ(pilot(run).longest[0].missed, 0);
  send(run, "beat", 39, 251);
  send(run, "free", 39.5, {});
  EXPECT_EQ(pilot(run).longest[0].cause, StopCause::Messages);
  EXPECT_EQ(pilot(run).longest[0].missed, 2);
  leave(run, 39, 42);
  EXPECT_EQ(pilot(run).longest[0].cause, StopCause::Offline);
}

TEST(Stops, KnowTheNearestOtherVehicle) {
  data::Run run = drive();
  stand(run, "near", 39, 39, 43, 4);
  stand(run, "far", 39, 39, 90);
  stand(run, "old", 30, 30, 41);  // longer ago than anything is known for
  for (const std::string vehicle : {"near", "far", "old"}) carry(run, vehicle, 0, 1);
  const PhaseStops stops = pilot(run);
  ASSERT_EQ(stops.longest.size(), 1U);
  EXPECT_EQ(stops.longest[0].nearest, "near");
  EXPECT_DOUBLE_EQ(stops.longest[0].nearest_m.value(), 5);
}

TEST(Stops, AreNoneWhereVehiclesAlwaysStand) {
  std::vector<data::Run> runs(3, drive());
  const auto stops = found(runs);
  ASSERT_TRUE(stops);
  EXPECT_TRUE(stops->phases[0].longest.empty());
  EXPECT_EQ(stops->places_of_work, 2);  // where they load and unload
  // One that passes by makes it a place where some stopped.
  data::Run by;
  for (int t = 0; t < 100; ++t) stand(by, "cart", t, t, t);
  carry(by, "cart", 0, {});
  runs.push_back(by);
  EXPECT_EQ(found(runs)->phases[0].longest.size(), 3U);
  runs.pop_back();
  runs.pop_back();
  EXPECT_EQ(found(runs)->phases[0].longest.size(), 2U);  // two visits are too few to tell
}

TEST(Stops, ArePassedByBetweenTwoPositionsToo) {
  std::vector<data::Run> runs(3, drive());
  data::Run fast;
  for (int t = 0; t < 20; ++t) stand(fast, "cart", t, t, 4 + 8 * t);  // 36 m, 44 m
  carry(fast, "cart", 0, {});
  runs.push_back(fast);
  EXPECT_EQ(found(runs)->phases[0].longest.size(), 3U);
}

TEST(Stops, OfBothPhasesShareTheirPlacesOfWork) {
  const auto stops = found({drive()}, {drive(), drive()});
  ASSERT_EQ(stops->phases.size(), 2U);
  EXPECT_FALSE(stops->phases[0].is_pilot);
  EXPECT_EQ(stops->phases[0].runs, 2);
  EXPECT_TRUE(stops->phases[1].is_pilot);
  EXPECT_EQ(stops->places_of_work, 2);
}

TEST(Stops, AreTheLongestOfMany) {
  data::Run run;
  run.name = "1";
  double t = 0;
  const int many = static_cast<int>(kMostMarks) + 10;
  for (int i = 0; i < many; ++i) {
    const int length_s = i < 10 ? 5 : 7;
    stand(run, "cart", t, t + length_s, 10.0 * i);
    t += length_s + 1;
  }
  carry(run, "cart", 0, {});
  const PhaseStops stops = pilot(run);
  EXPECT_EQ(stops.spots.size(), kMostMarks);
  EXPECT_EQ(stops.left_out, 10);
  EXPECT_EQ(stops.longest.size(), kMostListedStops);
  EXPECT_DOUBLE_EQ(stops.longest.front().length_s, 7);
  EXPECT_EQ(stops.sums[static_cast<std::size_t>(StopCause::Unknown)].count, many);
}

TEST(Stops, AtOnePlaceAreOneSpot) {
  data::Run run = drive();
  for (int t = 161; t < 200; ++t) stand(run, "cart", t, t, t - 161);
  stand(run, "cart", 200, 210, 40.6);
  for (int t = 211; t < 230; ++t) stand(run, "cart", t, t, t);
  carry(run, "cart", 165, {});
  PhaseStops stops = pilot(run);
  ASSERT_EQ(stops.spots.size(), 1U);
  EXPECT_DOUBLE_EQ(stops.spots[0].at.x_m, 40);
  EXPECT_EQ(stops.spots[0].sum.count, 2);
  EXPECT_DOUBLE_EQ(stops.spots[0].sum.length_s, 30);
  EXPECT_EQ(stops.left_out, 0);
  send(run, "beat", 199, {});
  stops = pilot(run);
  ASSERT_EQ(stops.spots.size(), 2U);  // with something else before it
  EXPECT_EQ(stops.spots[0].cause, StopCause::Unknown);
  EXPECT_EQ(stops.spots[1].cause, StopCause::Messages);
  EXPECT_DOUBLE_EQ(stops.spots[1].sum.length_s, 10);
}

}  // namespace
}  // namespace plantproof::metrics
