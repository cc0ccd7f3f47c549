#include "metrics/motion.hpp"

#include <gmock/gmock.h>

#include "data/evidence.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using data::AttachmentEvent;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Instant at(double time_s) {
  return Instant(Nanoseconds(static_cast<std::int64_t>(time_s * 1e9)));
}

/// A run of `length_s` in which a cart drives along x, 1 m/s, sampled every second, under gNB1 and from 300 s on under
/// gNB2.
data::Run drive(const std::string& name, int length_s, double begin_s = 0) {
  data::Run run;
  run.name = name;
  for (int t = 0; t <= length_s; ++t) {
    run.tables.emplace<data::RadioSample>().push_back(
        {at(begin_s + t), "cart", static_cast<double>(t), 7, t < 300 ? "gNB1" : "gNB2", core::Dbm(-80), {}});
  }
  run.tables.emplace<data::Device>().push_back({"press", "forming", data::Access::Nr});
  run.tables.emplace<data::Flow>() = {{"up", "cart", "server", data::FlowKind::OneWay, {}, milliseconds(10), {}},
                                      {"down", "server", "press", data::FlowKind::OneWay, {}, milliseconds(10), {}},
                                      {"idle", "server", "cloud", data::FlowKind::OneWay, {}, milliseconds(10), {}},
                                      {"free", "cart", "press", data::FlowKind::OneWay, {}, {}, {}}};
  return run;
}

void send(data::Run& run, const std::string& flow, double sent_s, std::optional<int> delay_ms) {
  auto& messages = run.tables.emplace<data::Message>();
  messages.push_back({flow, std::ssize(messages), at(sent_s), {}, {}});
  if (delay_ms) messages.back().received = at(sent_s) + milliseconds(*delay_ms);
}

Motion shown(std::vector<data::Run> pilot, const std::map<std::string, PathPoint>& fixed = {}) {
  return std::get<Motion>(motion_of(data::Evidence({}, {}, std::move(pilot)), fixed));
}

const MotionDevice& device(const Motion& motion, const std::string& name) {
  for (const MotionDevice& each : motion.devices) {
    if (each.device == name) return each;
  }
  throw std::runtime_error("no device " + name);
}

TEST(Motion, ShowsTheStretchWithMostMissesOfAllRuns) {
  std::vector<data::Run> runs = {drive("1", 1000), drive("2", 1000, 5000)};
  send(runs[0], "up", 100, 50);
  for (const double t : {5610.2, 5611.0, 5611.1}) send(runs[1], "up", t, t < 5611 ? std::optional(50) : std::nullopt);
  const Motion motion = shown(runs);
  EXPECT_EQ(motion.run, "2");
  EXPECT_THAT(motion.chosen.en, HasSubstr("most late or lost"));
  EXPECT_DOUBLE_EQ(motion.run_s, 1000);
  EXPECT_LE(motion.start_s, 610);
  EXPECT_GE(motion.start_s + 120, 611.5);
  EXPECT_EQ(motion.frames, kMotionFrames);
  std::int64_t late = 0;
  std::int64_t lost = 0;
  for (const MotionEvents& each : device(motion, "cart").events) {
    late += each.late;
    lost += each.lost;
    const double time_s = motion.start_s + static_cast<double>(each.frame) * kMotionFrameS;
    EXPECT_NEAR(time_s, 610.5, 0.5);
  }
  EXPECT_EQ(late, 1);
  EXPECT_EQ(lost, 2);
}

TEST(Motion, WithoutMissesShowsChangesOfCellAndSaysSo) {
  const Motion motion = shown({drive("1", 1000)});
  EXPECT_THAT(motion.chosen.en, HasSubstr("no message was late or lost; the stretch"));
  const MotionDevice& cart = device(motion, "cart");
  ASSERT_EQ(cart.events.size(), 1U);
  EXPECT_EQ(cart.events[0].cell_changes, 1);
  EXPECT_EQ(motion.start_s + static_cast<double>(cart.events[0].frame) * kMotionFrameS, 300);
  EXPECT_THAT(motion.cells, ElementsAre("gNB1", "gNB2"));
  for (const MotionPoint& point : cart.track) {
    const double time_s = motion.start_s + static_cast<double>(point.frame) * kMotionFrameS;
    EXPECT_DOUBLE_EQ(point.at.x_m, time_s);
    EXPECT_EQ(point.cell, time_s < 300 ? 0U : 1U);
  }
  EXPECT_EQ(cart.track.size(), 120U);
  const Motion quiet = shown({drive("1", 50)});
  EXPECT_THAT(quiet.chosen.en, HasSubstr("the beginning of the first run"));
  EXPECT_EQ(quiet.frames, 101U);
}

TEST(Motion, CountsAMessageAtItsSourceElseAtItsDestination) {
  data::Run run = drive("1", 100);
  send(run, "up", 10, 10);  // just in time
  send(run, "down", 20, 11);
  send(run, "idle", 30, {});
  send(run, "free", 40, 5000);  // never late: no deadline
  send(run, "free", 50, {});
  const Motion motion = shown({run});
  EXPECT_TRUE(motion.has_deadlines);
  EXPECT_EQ(motion.messages_elsewhere, 1);
  ASSERT_EQ(device(motion, "press").events.size(), 1U);
  EXPECT_EQ(device(motion, "press").events[0].late, 1);
  EXPECT_EQ(device(motion, "press").events[0].frame, 40U);
  ASSERT_EQ(device(motion, "cart").events.size(), 1U);
  EXPECT_EQ(device(motion, "cart").events[0].lost, 1);
}

TEST(Motion, KnowsWhenADeviceWasWithoutNetwork) {
  data::Run run = drive("1", 600);
  run.tables.emplace<data::Attachment>() = {
      {at(1), "press", AttachmentEvent::Attached},      {at(250), "press", AttachmentEvent::Detached},
      {at(250.05), "press", AttachmentEvent::Attached}, {at(255), "press", AttachmentEvent::Detached},
      {at(270.2), "press", AttachmentEvent::Attached},  {at(272), "press", AttachmentEvent::Detached}};
  const Motion motion = shown({run}, {{"press", {3, 4}}});
  const MotionDevice& press = device(motion, "press");
  EXPECT_TRUE(press.is_fixed);
  ASSERT_EQ(press.track.size(), 1U);
  EXPECT_EQ(press.track[0].at.y_m, 4);
  const auto frame = [&](double time_s) { return static_cast<std::size_t>((time_s - motion.start_s) / kMotionFrameS); };
  EXPECT_THAT(press.offline, ElementsAre(std::array{frame(250), frame(250)}, std::array{frame(255), frame(270)},
                                         std::array{frame(272), motion.frames - 1}));
}

TEST(Motion, IsNotShownWhereNobodyKnowsAnyPlace) {
  data::Run run;
  run.tables.emplace<data::Device>().push_back({"agv-1", {}, data::Access::Nr});
  run.tables.emplace<data::Attachment>().push_back({at(1), "agv-1", AttachmentEvent::Attached});
  const data::Evidence evidence({}, {}, {run});
  EXPECT_THAT(std::get<core::Text>(motion_of(evidence, {})).en, HasSubstr("table radio"));
  EXPECT_TRUE(std::holds_alternative<core::Text>(motion_of(evidence, {{"agv-2", {1, 1}}})));
  EXPECT_TRUE(std::holds_alternative<core::Text>(motion_of({}, {{"agv-1", {1, 1}}})));
  EXPECT_TRUE(std::holds_alternative<Motion>(motion_of(evidence, {{"agv-1", {1, 1}}})));
}

TEST(Motion, StaysSmallAndSaysWhatWasThinned) {
  data::Run run;
  run.name = "1";
  for (int t = 0; t < 4000; ++t) {
    for (int d = 0; d < 100; ++d) {
      run.tables.emplace<data::RadioSample>().push_back({at(0.1 * t),
                                                         "d" + std::to_string(d),
                                                         0.1 * t,
                                                         static_cast<double>(d),
                                                         "cell" + std::to_string(t % 300),
                                                         {},
                                                         {}});
    }
  }
  const Motion motion = shown({run});
  EXPECT_EQ(motion.devices.size(), kMostMovingDevices);
  EXPECT_EQ(motion.devices_left_out, 100 - static_cast<std::int64_t>(kMostMovingDevices));
  EXPECT_EQ(motion.cells.size(), kMostLines + 1);
  EXPECT_EQ(motion.cells.back(), "");
  for (const MotionDevice& each : motion.devices) {
    EXPECT_EQ(each.track.size(), kMotionFrames);
    EXPECT_LE(each.events.size(), kMotionFrames);
  }
  EXPECT_EQ(motion.samples_left_out, 100 * static_cast<std::int64_t>(kMotionFrames) * 4);
}

}  // namespace
}  // namespace plantproof::metrics
