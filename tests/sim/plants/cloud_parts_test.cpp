// Expected values come from other derivations than the code: the impulse response of the damped spring, integrated by
// Simpson's rule; renewal theory; Pollaczek and Khinchine; or sums by hand.
#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "cloud_robot/judgement.hpp"
#include "cloud_robot/link.hpp"
#include "cloud_robot/sway.hpp"
#include "cloud_robot/visits.hpp"
#include "plants/gpus.hpp"

namespace plantproof::plants::assembly {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double kSpread = 3;
constexpr double kTimeS = 0.4;
constexpr core::Instant kOrigin{seconds(2)};

Sway sway(std::uint64_t seed = 1) {
  return {kSpread, kTimeS, core::of_milliseconds(12.5), kOrigin, core::Draws(seed)};
}

double integral(const std::function<double(double)>& of, double to) {
  constexpr int kSteps = 1'000;
  const double step = to / kSteps;
  double sum = of(0) + of(to);
  for (int i = 1; i < kSteps; ++i) sum += (i % 2 == 1 ? 4 : 2) * of(i * step);
  return sum * step / 3;
}

/// A push moves the spring by t e^(-t / tau); pushes of intensity 4 spread^2 / tau^3 keep it at its spread.
double response(double after_s) {
  return after_s * std::exp(-after_s / kTimeS);
}
double intensity() {
  return 4 * kSpread * kSpread / (kTimeS * kTimeS * kTimeS);
}

TEST(Sway, HasTheSpreadOfADampedSpringThatIsPushedAtRandom) {
  Sway one = sway();
  const double variance = intensity() * integral([](double s) { return response(s) * response(s); }, 40 * kTimeS);
  EXPECT_NEAR(variance, kSpread * kSpread, 1e-4) << "the intensity is right";
  constexpr int kSamples = 3'000;
  double sum = 0;
  for (int i = 0; i < kSamples; ++i) sum += std::pow(one.at(kOrigin + i * milliseconds(3'107)).place, 2);
  EXPECT_NEAR(sum / kSamples / variance, 1, 4 * std::sqrt(2.0 / kSamples));
}

// E (x(t + h) - x(t))^2 = 2 (C(0) - C(h)), with C(h) = intensity x the integral of response(s) response(s + h).
TEST(Sway, MovesInAnIntervalAsFarAsTheResponseSays) {
  Sway one = sway(7);
  constexpr int kSamples = 3'000;
  for (const int ms : {3, 260, 1'000}) {
    const double h = ms * 1e-3;
    const double expected =
        2 * intensity() *
        integral([h](double s) { return response(s) * (response(s) - response(s + h)); }, 40 * kTimeS);
    double sum = 0;
    for (int i = 0; i < kSamples; ++i) {
      const core::Instant from = kOrigin + i * milliseconds(3'303);
      sum += std::pow(one.at(from + milliseconds(ms)).place - one.at(from).place, 2);
    }
    EXPECT_NEAR(sum / kSamples / expected, 1, 4 * std::sqrt(2.0 / kSamples)) << ms << " ms";
  }
}

// What is pushed after the state is known cannot be foreseen: the variance is that of these pushes.
TEST(Sway, IsForeseenAsWellAsPushesAllowAndNoBetter) {
  Sway one = sway(11);
  constexpr int kSamples = 3'000;
  for (const double ms : {12.5, 250.0}) {
    const double h = ms * 1e-3;
    const double expected = intensity() * integral([](double s) { return response(s) * response(s); }, h);
    double sum = 0;
    double bias = 0;
    for (int i = 0; i < kSamples; ++i) {
      const core::Instant from = kOrigin + i * seconds(2);
      const double error = one.at(from + core::of_milliseconds(ms)).place - one.expected(one.at(from), h);
      sum += error * error;
      bias += error;
    }
    EXPECT_NEAR(sum / kSamples / expected, 1, 4 * std::sqrt(2.0 / kSamples)) << ms << " ms";
    EXPECT_NEAR(bias / kSamples, 0, 4 * std::sqrt(expected / kSamples)) << ms << " ms";
  }
}

TEST(Sway, HasASpeedThatIsTheSlopeOfItsPlace) {
  Sway one = sway(3);
  for (int i = 0; i < 500; ++i) {
    const core::Instant when = kOrigin + i * milliseconds(37) + milliseconds(5);
    const double slope =
        (one.at(when + std::chrono::microseconds(1)).place - one.at(when - std::chrono::microseconds(1)).place) / 2e-6;
    EXPECT_NEAR(one.at(when).speed, slope, 0.02) << i;
  }
}

TEST(Sway, IsTheSameWhoeverAsksAndInAnyOrder) {
  Sway forwards = sway(5);
  Sway backwards = sway(5);
  std::vector<double> seen;
  for (int i = 0; i <= 100; ++i) seen.push_back(forwards.at(kOrigin + i * milliseconds(33)).place);
  for (int i = 100; i >= 0; --i) {
    const double place = backwards.at(kOrigin + i * milliseconds(33)).place;
    EXPECT_EQ(place, seen[static_cast<std::size_t>(i)]);
  }
  EXPECT_NE(sway(6).at(kOrigin).place, sway(5).at(kOrigin).place);
}

// An alternating renewal process: stay / (gap + stay) = 2 / 32.
TEST(Visits, TakeTheShareOfTimeThatRenewalTheorySays) {
  Visits visits({}, kOrigin, core::Draws(1));
  constexpr int kSeconds = 400'000;
  int there = 0;
  for (int i = 0; i < kSeconds; ++i) there += visits.is_somebody_there(kOrigin + seconds(i)) ? 1 : 0;
  // Some 12 500 visits; a cycle's share varies by about as much as its length.
  EXPECT_NEAR(static_cast<double>(there) / kSeconds, 2.0 / 32, 4 * 2.0 / 32 * std::sqrt(1.25 / 12'500));
  EXPECT_FALSE(visits.is_somebody_there(kOrigin));
  Visits again({}, kOrigin, core::Draws(1));
  for (int i = 1'000; i >= 0; --i)
    EXPECT_EQ(again.is_somebody_there(kOrigin + seconds(i)), visits.is_somebody_there(kOrigin + seconds(i)));
}

// An M/D/1 queue waits rho / (2 (1 - rho)) services on average: 0.75 at a load of 0.6.
TEST(Gpus, WaitAsLongAsPollaczekAndKhinchineSay) {
  constexpr int kJobs = 200'000;
  Gpus one(1);
  core::Draws draws(4);
  core::Instant now{};
  double waited_ms = 0;
  for (int i = 0; i < kJobs; ++i) {
    now += core::of_milliseconds(20 / 0.6 * draws.exponential());
    waited_ms += core::in_milliseconds(one.done(now, milliseconds(20)) - now) - 20;
  }
  EXPECT_NEAR(waited_ms / kJobs, 0.75 * 20, 0.5);
}

// 10 mm/s for 0.3 s are 3 mm; 3 + 1 along the belt and 3 across it are 5.
TEST(Pose, IsOffByWhatWasMeasuredWhatItsSpeedIsOffAndWhatMoved) {
  const Pose pose{.exposed = kOrigin, .measured = {1, 2}, .speed_error_mmps = 10};
  EXPECT_NEAR(miss_mm(pose, {0, -1}, kOrigin + milliseconds(300)), 5, 1e-12);
}

TEST(Action, IsToWaitBeforeAllElseAndToRejectOnlyBeforeAPick) {
  EXPECT_EQ(action_for(Step::Pick, true, true), Action::Wait);
  EXPECT_EQ(action_for(Step::Fit, true, false), Action::Wait);
  EXPECT_EQ(action_for(Step::Pick, false, true), Action::Reject);
  EXPECT_EQ(action_for(Step::Fit, false, true), Action::Act);
  EXPECT_EQ(action_for(Step::Pick, false, false), Action::Act);
}

TEST(Judgement, CallsWrongWhatWasNotMadeInTimeAndAnActionThatWasNotTold) {
  network::Simulation simulation(1);
  data::Tables tables;
  Plant plant{simulation, nullptr, nullptr, seconds(100), 1, tables};
  scenarios::CloudRobot parameters;
  parameters.faulty_ratio.value = 0;
  parameters.visits.every_s.value = 1e6;
  parameters.neighbour.free_mm.value = 10'000;
  Workplace place(parameters, plant, "a");
  Workplace other(parameters, plant, "b");
  Look look{.part = 1, .sets_off = core::Instant(seconds(5))};
  const core::Instant contact = look.sets_off + milliseconds(100);
  const core::Instant passage = look.sets_off + milliseconds(10);

  const Judgement nothing = judge(parameters, look, place, other.hand());
  EXPECT_FALSE(nothing.pose_is_right || nothing.twin_is_right || nothing.action_is_right);

  const Offset real = place.target(Step::Pick, contact);
  Plan plan;
  plan.pose = Pose{.exposed = look.sets_off, .measured = {real.x + 3, real.y - 3.9}};  // 4.92 mm off, of 5
  plan.neighbour_mm = other.hand().at(passage).place + 11.9;                           // of 12
  plan.action = Action::Act;
  look.plan = plan;
  const Judgement late = judge(parameters, look, place, other.hand());
  EXPECT_TRUE(late.pose_is_right && late.twin_is_right);
  EXPECT_FALSE(late.action_is_right) << "the robot does not know it";
  look.is_told = true;
  EXPECT_TRUE(judge(parameters, look, place, other.hand()).action_is_right);

  look.plan->pose->measured.y -= 0.2;  // 5.08 mm
  look.plan->neighbour_mm += 0.2;      // 12.1 mm
  look.plan->action = Action::Wait;
  const Judgement wrong = judge(parameters, look, place, other.hand());
  EXPECT_FALSE(wrong.pose_is_right || wrong.twin_is_right || wrong.action_is_right);
}

// 2448 x 2048 at one bit a pixel; half and a quarter of the pixels each way.
TEST(Image, HasTheBytesOfItsPixels) {
  scenarios::CloudRobot::Camera camera;
  EXPECT_EQ(image_bytes(camera), 626'688);
  camera.coarseness.value = 1;
  EXPECT_EQ(image_bytes(camera), 626'688 / 4);
  camera.coarseness.value = 2;
  EXPECT_EQ(image_bytes(camera), 626'688 / 16);
}

}  // namespace
}  // namespace plantproof::plants::assembly
