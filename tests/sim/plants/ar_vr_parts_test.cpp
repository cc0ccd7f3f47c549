#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ar_vr/calendar.hpp"
#include "ar_vr/endurance.hpp"
#include "ar_vr/headset.hpp"
#include "ar_vr/note.hpp"
#include "ar_vr/playout.hpp"
#include "ar_vr/rate_control.hpp"
#include "ar_vr/stream.hpp"
#include "network/wired.hpp"
#include "plants/variates.hpp"

namespace plantproof::plants::xr {
namespace {

using scenarios::ArVr;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Nanoseconds kStart = seconds(2);

struct Moments {
  double mean = 0;
  double deviation = 0;
};
Moments moments(const std::vector<double>& sample) {
  Moments result;
  for (const double each : sample) result.mean += each / static_cast<double>(sample.size());
  for (const double each : sample) {
    result.deviation += (each - result.mean) * (each - result.mean) / static_cast<double>(sample.size());
  }
  result.deviation = std::sqrt(result.deviation);
  return result;
}

// By Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1, 13.10.1. Cut at two deviations on each side,
// the variance is 1 - 4 phi(2) / (2 Phi(2) - 1) = 0.7737 of it; from -1 to 3, the mean is (phi(-1) - phi(3)) / (Phi(3)
// - Phi(-1)) = 0.28279.
TEST(TruncatedNormal, HasTheMomentsOfTheClosedForm) {
  core::Draws draws(1);
  std::vector<double> jitter;
  std::vector<double> lopsided;
  for (int i = 0; i < 200'000; ++i) {
    jitter.push_back(truncated_normal(draws, 0, 2, -4, 4));
    lopsided.push_back(truncated_normal(draws, 0, 1, -1, 3));
    ASSERT_LE(std::abs(jitter.back()), 4);
    ASSERT_GE(lopsided.back(), -1);
    ASSERT_LE(lopsided.back(), 3);
  }
  EXPECT_NEAR(moments(jitter).mean, 0, 0.02);
  EXPECT_NEAR(moments(jitter).deviation, 2 * std::sqrt(0.7737), 0.01);
  EXPECT_NEAR(moments(lopsided).mean, 0.28279, 0.01);
  EXPECT_EQ(truncated_normal(draws, 5, 0, 1, 9), 5);
}

TEST(Note, ComesOutOfItsBitsAsItWentIn) {
  for (const Note& note : {Note{0, 0, 0}, Note{16'000'000, 4'000'000'000, 255}, Note{1, 2, 3}}) {
    const Note out = Note::unpacked(note.packed());
    EXPECT_EQ(out.session, note.session);
    EXPECT_EQ(out.number, note.number);
    EXPECT_EQ(out.step, note.step);
  }
}

core::Instant at_ms(int ms) {
  return core::Instant(milliseconds(ms));
}

TEST(Playout, ShowsTheNewestThatIsReadyOrTheLastAgain) {
  Playout playout;
  EXPECT_FALSE(playout.show(0, at_ms(10)).age) << "nothing has ever come";
  playout.receive(1, at_ms(1), at_ms(19));
  playout.receive(2, at_ms(2), at_ms(45));
  const auto in_time = playout.show(1, at_ms(20));
  EXPECT_TRUE(in_time.is_in_time && in_time.is_new);
  EXPECT_EQ(*in_time.age, milliseconds(19));
  const auto again = playout.show(2, at_ms(30));
  EXPECT_TRUE(!again.is_in_time && !again.is_new);
  EXPECT_EQ(*again.age, milliseconds(29)) << "what stands still gets older";
  const auto late = playout.show(4, at_ms(50));
  EXPECT_TRUE(!late.is_in_time && late.is_new);
  EXPECT_EQ(*late.age, milliseconds(48));
  playout.receive(1, at_ms(1), at_ms(51));
  EXPECT_FALSE(playout.show(5, at_ms(60)).is_new) << "none that is older than the one shown";
}

TEST(Playout, ShowsNoFrameBeforeItsTime) {
  Playout playout;
  playout.receive(0, at_ms(0), at_ms(1));
  playout.receive(1, at_ms(1), at_ms(2));
  EXPECT_TRUE(playout.show(0, at_ms(10)).is_in_time);
  EXPECT_TRUE(playout.show(1, at_ms(20)).is_in_time);
}

TEST(Endurance, EndsWhenMoreOfTheLastFramesWereDisturbedThanTolerated) {
  Endurance patient(8, 0.25);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(patient.bears(i % 4 == 0)) << "2 of any 8";
  Endurance upset(8, 0.25);
  EXPECT_TRUE(upset.bears(true));
  EXPECT_TRUE(upset.bears(true));
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(upset.bears(false));
  EXPECT_TRUE(upset.bears(true)) << "the first is forgotten";
  EXPECT_TRUE(upset.bears(true));
  EXPECT_FALSE(upset.bears(true));
}

TEST(RateControl, HasTheRatesDownToTheLeast) {
  const std::vector<double> rates = rates_of(ArVr::Stream());
  ASSERT_EQ(rates.size(), 4U);
  EXPECT_DOUBLE_EQ(rates[1], 18);
  EXPECT_DOUBLE_EQ(rates[2], 10.8);
  EXPECT_NEAR(rates[3], 6.48, 1e-9);
}

TEST(RateControl, GoesDownWhenFramesAreLateAndUpAfterACalm) {
  const ArVr::Stream stream;
  RateControl control(ArVr::Adaptation(), stream);
  const auto second = [&control](int late) {
    for (int i = 0; i < 60; ++i) control.shown(i >= late);
    return control.step();
  };
  EXPECT_EQ(second(3), 0) << "5 % are no more than 5 %";
  EXPECT_EQ(second(4), 1);
  EXPECT_EQ(second(60), 1) << "these were under way when it changed";
  EXPECT_EQ(second(60), 2);
  EXPECT_EQ(second(0), 2);
  EXPECT_EQ(second(60), 3);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(second(60), 3) << "there is nothing less";
  for (int i = 0; i < 9; ++i) EXPECT_EQ(second(0), 3);
  EXPECT_EQ(second(0), 2) << "ten calm seconds";
  for (int i = 0; i < 9; ++i) EXPECT_EQ(second(0), 2);
  EXPECT_EQ(second(1), 2) << "one late frame, and the calm begins anew";
}

TEST(Stream, IsAcceptableWhenEachShareIs) {
  const ArVr::Stream stream;
  const auto log = [](std::int64_t in_time, std::int64_t stale, std::int64_t coarse) {
    StreamLog result;
    result.frames = 1000;
    result.in_time = in_time;
    result.stale = stale;
    result.coarse = coarse;
    return result;
  };
  EXPECT_TRUE(is_acceptable(log(990, 10, 100), stream));
  EXPECT_FALSE(is_acceptable(log(989, 10, 100), stream));
  EXPECT_FALSE(is_acceptable(log(990, 11, 100), stream));
  EXPECT_FALSE(is_acceptable(log(990, 10, 101), stream));
  EXPECT_FALSE(is_acceptable(StreamLog(), stream));
}

/// A headset on cables, for one exercise: what its display showed, and the messages it got.
struct Worn {
  StreamLog log;
  Outcome outcome;
  std::vector<network::MessageLog::Message> frames;
};
Worn worn(double exercise_s, core::Nanoseconds switch_delay, std::uint64_t seed = 1) {
  ArVr parameters;
  parameters.training.exercise_s.value = exercise_s;
  network::Simulation simulation(seed);
  network::Wired wired;
  wired.ethernet.switch_delay = switch_delay;
  wired.devices = {{"headset-1", {}}, {kRenderer, {}}};
  network::Network network = network::build_wired(wired, simulation);
  network::Messaging messaging(simulation, network);
  data::Tables tables;
  Plant plant{simulation, &network, &messaging, hours(1), seed, tables};
  simulation.run_until(core::Instant(kStart));
  Headset headset(plant, parameters, "headset-1");
  Worn result;
  headset.wear("course-1", 1, [&](const Outcome& outcome) { result.outcome = outcome; });
  simulation.run_until(core::Instant(kStart + core::of_seconds(exercise_s + 1)));
  EXPECT_FALSE(headset.is_worn());
  result.log = headset.log();
  result.frames = messaging.log().messages(network::FlowId{1});
  return result;
}

// A frame of 30 Mbit/s and 60 a second has 62.5 kB in the mean, 10.5 % of deviation, half and one and a half as bounds.
TEST(Headset, IsSentFramesOfTheSizesOfTheModel) {
  std::vector<double> bytes;
  for (const auto& frame : worn(300, core::Nanoseconds(5000)).frames) {
    bytes.push_back(static_cast<double>(frame.bytes));
    EXPECT_GE(frame.bytes, 31'250);
    EXPECT_LE(frame.bytes, 93'750);
  }
  ASSERT_NEAR(static_cast<double>(bytes.size()), 299 * 60, 2);
  EXPECT_NEAR(moments(bytes).mean, 62'500, 200);
  EXPECT_NEAR(moments(bytes).deviation, 6562, 150);
}

// Sent 10 ms after k / 60 s, give or take 4. Were jitter added up, 18 000 of 1.76 ms would be off by some 236 ms.
TEST(Headset, IsSentFramesOnAScheduleThatJitterDoesNotMove) {
  std::vector<double> jitter_ms;
  const auto frames = worn(300, core::Nanoseconds(5000)).frames;
  double number = 0;
  for (const auto& frame : frames) {
    jitter_ms.push_back(core::in_milliseconds(frame.sent - frames.front().sent) - number++ * 1000 / 60);
  }
  const double first = moments(jitter_ms).mean;  // that of the first frame, turned round
  for (double& each : jitter_ms) {
    each -= first;
    EXPECT_LE(std::abs(each), 4.1);
  }
  EXPECT_NEAR(moments(jitter_ms).deviation, 1.7593, 0.05);
  double product = 0;
  for (std::size_t i = 1; i < jitter_ms.size(); ++i) product += jitter_ms[i] * jitter_ms[i - 1];
  EXPECT_NEAR(product / static_cast<double>(jitter_ms.size()), 0, 0.1) << "nor does one frame's follow from another's";
}

// By hand. A frame is shown 10 + 4 + 10 + 5 = 29 ms after it was begun. The pose it was begun with took two cables of
// 26 + 128 bytes at 1 Gbit/s and 100 ns, and the switch's 5 us: 7.664 us; and it is one of each 4 ms. 60 frames a
// second meet it at six places that are 2/3 ms apart, so the oldest is 10/3 ms older than the youngest.
TEST(Headset, HasTheMotionToPhotonOfItsStages) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Worn session = worn(20, core::Nanoseconds(5000), seed);
    EXPECT_EQ(session.log.in_time, session.log.frames);
    EXPECT_EQ(session.log.repeated, 0);
    EXPECT_TRUE(session.outcome.is_completed && session.outcome.is_quality_ok);
    const double least_ms = 29 + 0.007664;
    EXPECT_GE(core::in_milliseconds(session.log.youngest), least_ms);
    EXPECT_LE(core::in_milliseconds(session.log.youngest), least_ms + 2.0 / 3 + 1e-3);
    EXPECT_NEAR(core::in_milliseconds(session.log.oldest - session.log.youngest), 10.0 / 3, 2e-3);
  }
}

// 20 ms more each way: a frame is ready 31 to 40 ms after it was begun, so it is shown a frame later, at 29 + 50/3 ms,
// with a pose that took 20 ms as well: 65.7 ms at the least, more than the 60 that are acceptable.
TEST(Headset, ShowsALaterFrameOverASlowerNetwork) {
  const Worn session = worn(20, milliseconds(20));
  EXPECT_EQ(session.log.in_time, 0);
  EXPECT_EQ(session.log.repeated, 1) << "the first time, there is nothing yet";
  EXPECT_EQ(session.log.stale, session.log.frames);
  EXPECT_GE(core::in_milliseconds(session.log.youngest), 29 + 50.0 / 3 + 20);
  EXPECT_LE(core::in_milliseconds(session.log.youngest), 29 + 50.0 / 3 + 20 + 2.0 / 3 + 0.01);
  EXPECT_TRUE(session.outcome.is_completed) << "who bears everything";
  EXPECT_FALSE(session.outcome.is_quality_ok);
}

/// When appointments at these seconds were kept, by the wall clock and by the simulation's, with somebody busy for 30 s
/// from each on.
struct Kept {
  core::Instant wall;
  core::Instant simulated;
};
std::vector<Kept> kept(bool skips, const std::vector<int>& at_s) {
  network::Simulation simulation(1);
  network::Wired wired;
  wired.devices = {{"one", {}}, {"other", {}}};
  network::Network network = network::build_wired(wired, simulation);
  network::Messaging messaging(simulation, network);
  data::Tables tables;
  Plant plant{simulation, &network, &messaging, hours(24), 1, tables};
  simulation.run_until(core::Instant(kStart));
  Calendar calendar(plant, skips);
  std::vector<Kept> result;
  for (const int second : at_s) {
    calendar.at(calendar.start() + seconds(second), [&] {
      result.push_back({calendar.now(), simulation.now()});
      EXPECT_EQ(calendar.shown_at(simulation.now()), calendar.now());
      calendar.hold();
      simulation.after(seconds(30), [&] { calendar.release(); });
    });
  }
  simulation.run_until(core::Instant(kStart + hours(24)));
  for (const Kept& each : result) EXPECT_EQ(calendar.shown_at(each.simulated), each.wall);
  return result;
}

TEST(Calendar, KeepsTheSameAppointmentsWhetherItSkipsOrNot) {
  const std::vector<int> at_s = {50'000, 7, 3600, 3610, 3635};  // two while somebody is busy
  const std::vector<Kept> simulated = kept(false, at_s);
  const std::vector<Kept> skipped = kept(true, at_s);
  ASSERT_EQ(simulated.size(), 5U);
  ASSERT_EQ(skipped.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(simulated[i].wall, simulated[i].simulated);
    EXPECT_EQ(skipped[i].wall, simulated[i].wall);
    const core::Nanoseconds jumped = skipped[i].wall - skipped[i].simulated;
    EXPECT_EQ(jumped % milliseconds(10'240), seconds(0)) << "whole cycles of the frame number";
  }
  // 30 s of work and 10 s for the last message each, and less than a cycle before the next.
  EXPECT_LT(skipped.back().simulated, core::Instant(kStart + seconds(7 + 40 + 11 + 65 + 10 + 11)));
  EXPECT_EQ(skipped[2].simulated - skipped[1].simulated, seconds(10)) << "no jump while somebody is busy";
}

}  // namespace
}  // namespace plantproof::plants::xr
