// The loops of a section against control theory: every expected number follows from closed forms, frequency responses
// or a Lyapunov equation that are derived here, from the parameters and not from the plant's matrices.
#include <cmath>
#include <complex>
#include <numbers>

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include "network/wired.hpp"
#include "plants/variates.hpp"
#include "wireless_control/linear_system.hpp"
#include "wireless_control/pi_controller.hpp"
#include "wireless_control/web.hpp"
#include "wireless_control/wireless_control.hpp"

namespace plantproof::plants {
namespace {

using control::LinearSystem;
using control::model_of;
using control::PiController;
using control::simc;
using control::Web;
using std::chrono::seconds;

/// Rollers of these spans, and nothing that disturbs them.
scenarios::WirelessControl quiet(const std::vector<double>& spans_m, int guides = 0) {
  scenarios::WirelessControl parameters;
  for (const double span_m : spans_m) {
    scenarios::WirelessControl::Roller& roller = parameters.rollers.emplace_back();
    roller.name.value = "roller-" + std::to_string(parameters.rollers.size());
    roller.span_m.value = span_m;
    roller.tension_n.value = 130;
  }
  for (int i = 0; i < guides; ++i) parameters.guides.emplace_back().name.value = "guide-" + std::to_string(i + 1);
  parameters.disturbances.out_of_round_mm.value = 0;
  parameters.disturbances.slip_ratio.value = 0;
  parameters.disturbances.drift_mmps.value = 0;
  parameters.disturbances.cell_noise_ratio.value = 0;
  parameters.disturbances.edge_noise_mm.value = 0;
  parameters.stops.start_tension_ratio.value = 1;
  parameters.web.flaw_spacing_m.value = 0;
  parameters.orders.length_m.value = 1e6;
  return parameters;
}

/// y' = -a y + k w behind a drive of lag tau, tau w' = u - w: what a span and its roller are.
struct Span {
  explicit Span(const scenarios::WirelessControl& parameters)
      : a(parameters.web.speed_mps.value / parameters.rollers[0].span_m.value),
        k(parameters.web.stiffness_kn.value * 1000 / parameters.rollers[0].span_m.value),
        tau(parameters.drive.lag_ms.value / 1000) {}

  double a;
  double k;
  double tau;

  /// After a time t without command: of y and w, from y and w.
  [[nodiscard]] Eigen::Matrix2d free(double t) const {
    const double fast = std::exp(-t / tau);
    const double slow = std::exp(-a * t);
    return (Eigen::Matrix2d() << slow, k * (slow - fast) / (1 / tau - a), 0, fast).finished();
  }
  /// From rest, a time t after a step of the command by 1.
  [[nodiscard]] Eigen::Vector2d after_command(double t) const {
    const double fast = std::exp(-t / tau);
    const double slow = std::exp(-a * t);
    return {k / a * (1 - (slow - a * tau * fast) / (1 - a * tau)), 1 - fast};
  }
  /// The same for a step of the slip.
  [[nodiscard]] Eigen::Vector2d after_slip(double t) const { return {k / a * (1 - std::exp(-a * t)), 0}; }
};

TEST(LinearSystem, IsTheClosedFormHoweverTheTimeIsCut) {
  const Span span(quiet({3}));
  const Eigen::Matrix2d a = (Eigen::Matrix2d() << -span.a, span.k, 0, -1 / span.tau).finished();
  const Eigen::Vector2d b(0, 1 / span.tau);
  core::Draws draws(1);
  for (const std::int64_t total_ns :
       {1LL, 15LL, 16LL, 19'999'999LL, 20'000'000LL, 1'234'567'891LL, 200'000'000'001LL}) {
    LinearSystem whole(a, b);
    whole.input(0) = 0.001;
    whole.advance(core::Nanoseconds(total_ns));
    LinearSystem pieces(a, b);
    pieces.input(0) = 0.001;
    for (std::int64_t left = total_ns; left > 0;) {
      const auto piece = std::min<std::int64_t>(left, 1 + std::int64_t(draws.uniform() * double(total_ns) / 3));
      pieces.advance(core::Nanoseconds(piece));
      left -= piece;
    }
    const Eigen::Vector2d expected = 0.001 * span.after_command(1e-9 * double(total_ns));
    for (int i = 0; i < 2; ++i) {
      EXPECT_NEAR(whole.state(i), expected(i), 1e-9 * std::abs(expected(i)) + 1e-13) << total_ns;
      EXPECT_NEAR(pieces.state(i), expected(i), 1e-9 * std::abs(expected(i)) + 1e-13) << total_ns;
    }
  }
}

TEST(LinearSystem, KeepsTheAmplitudeOfAnOscillation) {
  LinearSystem circle((Eigen::Matrix2d() << 0, -5, 5, 0).finished(), Eigen::MatrixXd::Zero(2, 1));
  circle.state << 1, 0;
  for (int i = 0; i < 100'000; ++i) circle.advance(core::Nanoseconds(7'777'777));
  const double angle = 5 * 7'777'777e-9 * 100'000;
  EXPECT_NEAR(circle.state(0), std::cos(angle), 1e-7);
  EXPECT_NEAR(circle.state(1), std::sin(angle), 1e-7);
}

struct Bench {
  explicit Bench(const scenarios::WirelessControl& parameters)
      : simulation(1), web(parameters, simulation, core::Draws(1)) {
    web.start();
  }
  void wait(double time_s) { simulation.run_until(simulation.now() + core::of_seconds(time_s)); }

  network::Simulation simulation;
  Web web;
};

// A roller that runs faster pulls the span before it by EA / v for good; behind it the web comes more stretched, and in
// the end the tension there is what it was: tension is transported.
TEST(Web, StretchesTheSpanBeforeAFasterRollerAndOnlyForATimeTheOneBehind) {
  Bench bench(quiet({3, 4}));
  bench.web.command(0, 0.001);
  bench.wait(0.2);
  EXPECT_LT(bench.web.deviation(1), -1);
  bench.wait(60);
  EXPECT_NEAR(bench.web.deviation(0), 100'000 * 0.001 / 2, 1e-6);
  EXPECT_NEAR(bench.web.deviation(1), 0, 1e-6);
  bench.web.disturb(0, -0.001);
  bench.wait(60);
  EXPECT_NEAR(bench.web.deviation(0), 0, 1e-6);
}

TEST(Web, SwingsOnceInEachTurnOfARollThatIsOutOfRound) {
  scenarios::WirelessControl parameters = quiet({3});
  parameters.disturbances.out_of_round_mm.value = 0.2;
  Bench bench(parameters);
  bench.wait(30);
  const double turning = 2 / 0.4;  // rad/s: 2 m/s on a radius of 0.4 m
  const double amplitude_n = 100'000 / 3.0 * (2 * 0.0002 / 0.4) / std::hypot(turning, 2 / 3.0);
  double greatest = 0;
  const double before = bench.web.deviation(0);
  for (int i = 0; i < 1000; ++i) {
    bench.wait(2 * std::numbers::pi / turning / 1000);
    greatest = std::max(greatest, bench.web.deviation(0));
  }
  EXPECT_NEAR(greatest, amplitude_n, 1e-3 * amplitude_n);
  EXPECT_NEAR(bench.web.deviation(0), before, 1e-5);
}

TEST(Web, AGuideIntegratesItsAxisAndTheDriftOfTheEdge) {
  Bench bench(quiet({3}, 1));
  bench.web.disturb(1, 2);
  bench.wait(1);
  EXPECT_NEAR(bench.web.deviation(1), 2, 1e-9);
  bench.web.command(1, -2);
  bench.wait(1);
  EXPECT_NEAR(bench.web.deviation(1), 2 + 2 * 0.02, 1e-9) << "the axis follows with its lag of 20 ms";
}

TEST(Simc, GivesTheSettingsOfItsPaper) {
  const scenarios::WirelessControl parameters = quiet({3});
  // Deadline 10 ms, half a period of 10 ms, half a lag of 10 ms: a delay of 30 ms, and as much for the closed loop.
  const control::PiSettings integrating = simc(model_of(parameters, scenarios::WirelessControl::Guide()), parameters);
  EXPECT_DOUBLE_EQ(integrating.gain, 1 / (2 * 0.03));
  EXPECT_DOUBLE_EQ(integrating.integral_s, 8 * 0.03);
  scenarios::WirelessControl fast = parameters;
  fast.rollers[0].span_m.value = 0.2;  // a time constant of 0.1 s, less than 0.24 s
  const control::PiSettings lag = simc(model_of(fast, fast.rollers[0]), fast);
  EXPECT_DOUBLE_EQ(lag.integral_s, 0.11);
  EXPECT_NEAR(lag.gain, 0.11 / (100'000 / 2.0 * (2 * 0.03)), 1e-12) << "tau_1 / (k (tau_c + theta))";
}

TEST(PiController, CountsASampleForThePeriodsThatPassed) {
  PiController every({2, 0.5}, 100, 0.02);
  PiController some({2, 0.5}, 100, 0.02);
  for (std::int64_t i = 0; i < 9; ++i) every.command(i, 1);
  some.command(0, 1);
  EXPECT_DOUBLE_EQ(every.command(9, 1), some.command(9, 1));
  EXPECT_DOUBLE_EQ(some.command(10, 0), -2 * (10 * 0.02) / 0.5);
  EXPECT_FALSE(some.awaits(10));
  EXPECT_TRUE(some.awaits(11));
}

TEST(PiController, DoesNotWindUpAtTheLimitOfItsCommand) {
  PiController controller({2, 0.5}, 1, 0.02);
  for (std::int64_t i = 0; i < 1000; ++i) EXPECT_DOUBLE_EQ(controller.command(i, 5), -1);
  EXPECT_NEAR(controller.command(1000, -0.1), 0.2, 1e-2) << "at once on the other side";
}

// Delay margin: phase margin over crossover frequency of C(z) H(s) k / (s + a) / (tau s + 1), where C is the discrete
// PI, H the hold, (1 - exp(-s h)) / (s h). Images at the sampling frequency are 0.3 % of it and left out.
double delay_margin_s(const Span& span, const control::PiSettings& settings, double h) {
  using Complex = std::complex<double>;
  const auto open_loop = [&](double omega) {
    const Complex s(0, omega);
    const Complex pi = settings.gain * (1.0 + h / settings.integral_s / (1.0 - std::exp(-s * h)));
    const Complex hold = (1.0 - std::exp(-s * h)) / (s * h);
    return pi * hold * span.k / (s + span.a) / (span.tau * s + 1.0);
  };
  double below = 1;
  double above = 100;
  for (int i = 0; i < 60; ++i) {
    const double middle = (below + above) / 2;
    (std::abs(open_loop(middle)) > 1 ? below : above) = middle;
  }
  return (std::numbers::pi + std::arg(open_loop(below))) / below;
}

/// Whether the last unit of a minute is good when the loop's delay is this, over cables, from a start at 95 %.
bool settles(scenarios::WirelessControl parameters, double delay_s) {
  parameters.stops.start_tension_ratio.value = 0.95;
  parameters.web.tension_tolerance_ratio.value = 0.01;
  parameters.control.clock_deviation_ppm.value = 0;
  network::Simulation simulation(1);
  WirelessControl process(parameters);
  network::Wired wired;
  wired.ethernet.rate_bps = 1'000'000'000;
  const double compute_s = parameters.control.compute_ms.value / 1000;
  wired.ethernet.switch_delay = core::of_seconds((delay_s - compute_s) / 2);
  const Population population = process.population();
  for (const Machine& machine : population.machines) wired.devices.push_back({machine.name, {}});
  for (const std::string& server : population.servers) wired.devices.push_back({server, {}});
  network::Network network = network::build_wired(wired, simulation);
  network::Messaging messaging(simulation, network);
  data::Tables tables;
  Plant plant{simulation, &network, &messaging, seconds(60), 1, tables};
  simulation.run_until(core::Instant(seconds(2)));
  process.start(plant);
  simulation.run_until(core::Instant(seconds(62)));
  process.finish();
  return tables.rows<data::ProducedUnit>()->back().good;
}

TEST(Loop, IsStableJustBelowItsDelayMarginAndUnstableJustAbove) {
  for (const double period_ms : {10.0, 20.0, 40.0}) {
    for (const double span_m : {1.0, 3.0}) {
      scenarios::WirelessControl parameters = quiet({span_m});
      parameters.control.period_ms.value = period_ms;
      parameters.control.deadline_ms.value = period_ms / 2;
      parameters.drive.survival_ms.value = 200;
      const double margin_s = delay_margin_s(
          Span(parameters), simc(model_of(parameters, parameters.rollers[0]), parameters), period_ms / 1000);
      EXPECT_TRUE(settles(parameters, 0.95 * margin_s)) << period_ms << " ms, " << span_m << " m, " << margin_s << " s";
      EXPECT_FALSE(settles(parameters, 1.05 * margin_s))
          << period_ms << " ms, " << span_m << " m, " << margin_s << " s";
    }
  }
}

/// Variance of the tension at the samples, of a loop that slip of variance 1 mm²/s² and noise of 0.5 N disturb.
struct Disturbed {
  static constexpr double kSlip = 0.001;
  static constexpr double kNoise = 0.5;
  static constexpr double kPeriod = 0.02;
  double kept;  ///< of the slip, from sample to sample
  double delay;
};

/// P = F P F' + Q for the state (y, w, integral, last command, slip).
double variance_by_lyapunov(const scenarios::WirelessControl& parameters, const Disturbed& disturbed) {
  const Span span(parameters);
  const control::PiSettings settings = simc(model_of(parameters, parameters.rollers[0]), parameters);
  const double h = Disturbed::kPeriod;
  const double rest = h - disturbed.delay;
  // The command of a sample: from y, from the integral before it, and from the noise as from y.
  const double of_y = -settings.gain * (1 + h / settings.integral_s);
  const double of_integral = -settings.gain / settings.integral_s;
  const Eigen::Vector2d by_last = span.free(rest) * span.after_command(disturbed.delay);
  const Eigen::Vector2d by_new = span.after_command(rest);
  Eigen::MatrixXd f = Eigen::MatrixXd::Zero(5, 5);
  f.topLeftCorner(2, 2) = span.free(h);
  f.topRows(2).col(0) += of_y * by_new;
  f.topRows(2).col(2) = of_integral * by_new;
  f.topRows(2).col(3) = by_last;
  f.topRows(2).col(4) = span.after_slip(h);
  f.row(2) << h, 0, 1, 0, 0;
  f.row(3) << of_y, 0, of_integral, 0, 0;
  f(4, 4) = disturbed.kept;
  Eigen::MatrixXd g = Eigen::MatrixXd::Zero(5, 2);
  g.col(0) << of_y * by_new, h, of_y, 0;
  g(4, 1) = std::sqrt(1 - disturbed.kept * disturbed.kept);
  Eigen::MatrixXd p =
      g * Eigen::Vector2d(Disturbed::kNoise * Disturbed::kNoise, Disturbed::kSlip * Disturbed::kSlip).asDiagonal() *
      g.transpose();
  for (int doubling = 0; doubling < 30; ++doubling) {
    p += f * p * f.transpose();
    f = (f * f).eval();
  }
  return p(0, 0);
}

double variance_by_simulation(const scenarios::WirelessControl& parameters, const Disturbed& disturbed) {
  Bench bench(parameters);
  const control::LoopModel model = model_of(parameters, parameters.rollers[0]);
  PiController controller(simc(model, parameters), model.greatest_speed, Disturbed::kPeriod);
  core::Draws draws(7);
  double slip = 0;
  double sum = 0;
  constexpr std::int64_t kBefore = 1'000;
  constexpr std::int64_t kSamples = 300'000;
  for (std::int64_t i = 0; i < kBefore + kSamples; ++i) {
    const double deviation = bench.web.deviation(0);
    if (i >= kBefore) sum += deviation * deviation;
    const double command = controller.command(i, deviation + Disturbed::kNoise * normal(draws));
    bench.web.disturb(0, slip);
    slip = disturbed.kept * slip + std::sqrt(1 - disturbed.kept * disturbed.kept) * Disturbed::kSlip * normal(draws);
    bench.wait(disturbed.delay);
    bench.web.command(0, command);
    bench.wait(Disturbed::kPeriod - disturbed.delay);
  }
  return sum / kSamples;
}

// Some 300 000 samples, of which one in ten is worth an independent one: 1 % of the variance is its standard error.
TEST(Loop, HasTheVarianceThatLyapunovsEquationGives) {
  const scenarios::WirelessControl parameters = quiet({3});
  double before = 0;
  for (const double delay : {0.002, 0.01, 0.018}) {
    for (const double kept : {0.0, 0.96}) {
      const double expected = variance_by_lyapunov(parameters, {kept, delay});
      EXPECT_NEAR(variance_by_simulation(parameters, {kept, delay}), expected, 0.04 * expected)
          << "delay " << delay << " s, slip kept " << kept;
      if (kept > 0) {
        EXPECT_GT(expected, before) << "a longer delay";
        before = expected;
      }
    }
  }
}

}  // namespace
}  // namespace plantproof::plants
