// Whole pieces of evidence, judged clause by clause as a user would have them judged.
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "experiment.hpp"
#include "validators/assess.hpp"
#include "validators/pack.hpp"

namespace plantproof::calibration {
namespace {

const validators::Pack& pack() {
  static const validators::Pack kPack = validators::load_pack("cq-2020-5g");
  return kPack;
}

/// The verdict on one clause of a scenario.
validators::Verdict judge_clause(const std::string& scenario, const std::string& clause, data::Manifest manifest,
                                 std::vector<data::Run> baseline, std::vector<data::Run> pilot) {
  manifest.provenance.scenario = scenario;
  const data::Evidence evidence(std::move(manifest), std::move(baseline), std::move(pilot));
  const validators::Assessment assessment =
      validators::assess(evidence, evidence.manifest().provenance, pack(), validators::AssessOptions{});
  for (const validators::Finding& finding : assessment.findings) {
    if (finding.clause->id == clause) return finding.verdict;
  }
  return validators::Verdict::NoData;
}

core::Instant at_s(double seconds) {
  return core::Instant(core::Nanoseconds(std::llround(seconds * 1e9)));
}

/// A run of units of which some are bad.
data::Run units(const std::vector<double>& bad) {
  data::Run run;
  run.name = "1";
  auto& rows = run.tables.emplace<data::ProducedUnit>();
  for (std::size_t i = 0; i < bad.size(); ++i) {
    rows.push_back({at_s(static_cast<double>(i)), "press", std::to_string(i), bad[i] == 0});
  }
  return run;
}

Experiment either(std::size_t n) {
  return {Role::Claim,
          {"二者之一，Holm（2.2）", "either of two, Holm (2.2)"},
          {"独立，两项都在限值上", "independent, both at the limit"},
          core::same_in_both(fmt::format("n = {} + {}", n, n)),
          "",
          [=](Truth truth, Random& random) {
            const double after = truth == Truth::AtLimit ? 0.02 : 0.01;
            constexpr double kBefore = 0.02 / 0.95;
            const Process process = Process::independent();
            return judge_clause("visual-inspection", "2.2", {}, {units(process.events(kBefore, n, random))},
                                {units(process.events(after, n, random))});
          }};
}

Experiment with_clock_error(double error_ms, std::size_t n) {
  return {Role::Claim,
          {"p99 < 10 ms（9.2）", "p99 < 10 ms (9.2)"},
          {fmt::format("独立，时钟偏 {:g} ms，已声明", error_ms),
           fmt::format("independent, clock off by {:g} ms, declared", error_ms)},
          core::same_in_both(fmt::format("n = {}", n)),
          "",
          [=](Truth truth, Random& random) {
            data::Manifest manifest;
            manifest.clock_uncertainty["messages"].of_difference = core::Nanoseconds(std::llround(error_ms * 1e6));
            data::Run run;
            run.name = "1";
            run.tables.emplace<data::Flow>().push_back({"arm", "plc", "arm", data::FlowKind::OneWay, {}, {}, {}});
            auto& messages = run.tables.emplace<data::Message>();
            const std::vector<double> delays =
                Process::independent().delays(10, truth == Truth::AtLimit ? 0.01 : 0.001, n, random);
            for (std::size_t i = 0; i < n; ++i) {
              const double sent = 0.02 * static_cast<double>(i);
              messages.push_back(
                  {"arm", static_cast<std::int64_t>(i), at_s(sent), at_s(sent + (delays[i] - error_ms) / 1000), {}});
            }
            return judge_clause("line-coordination", "9.2", std::move(manifest), {}, {std::move(run)});
          }};
}

/// How a station's cycles follow each other.
enum class Cycles { Independent, Autoregressive, Stoppages };

/// An eight-hour shift of a station with that mean cycle time.
data::Run shift(const std::string& name, double mean_cycle_s, Cycles cycles, Random& random) {
  constexpr double kShift_s = 8 * 3600;
  constexpr double kStops = 0.02;
  constexpr double kStopCycles = 10;
  data::Run run;
  run.name = name;
  run.tables.emplace<data::Shift>().push_back({"day", at_s(0), at_s(kShift_s), {}});
  auto& rows = run.tables.emplace<data::ProducedUnit>();
  const Process process = cycles == Cycles::Autoregressive ? Process::autoregressive(0.9) : Process::independent();
  const double running_s = cycles == Cycles::Stoppages ? mean_cycle_s / (1 + kStops * kStopCycles) : mean_cycle_s;
  std::bernoulli_distribution stops(cycles == Cycles::Stoppages ? kStops : 0);
  std::exponential_distribution<double> stop_s(1 / (kStopCycles * running_s));
  const auto most = static_cast<std::size_t>(2 * kShift_s / mean_cycle_s) + 100;
  const std::vector<double> gaps = process.values(running_s, most, random);
  // The shift begins somewhere in the course of things, not with a fresh cycle.
  double time_s = -std::uniform_real_distribution<double>(20, 40)(random) * mean_cycle_s;
  for (std::size_t i = 0; i < most; ++i) {
    time_s += gaps[i] + (stops(random) ? stop_s(random) : 0);
    if (time_s >= kShift_s) break;
    if (time_s >= 0) rows.push_back({at_s(time_s), "press", std::to_string(i), true});
  }
  return run;
}

Experiment uplift(int runs, bool is_paired, double between_days, Cycles cycles, const core::Text& plant) {
  return {Role::Claim,
          {"效率提升 ≥ 10 %（9.3）", "output rises by ≥ 10 % (9.3)"},
          plant,
          {fmt::format("{}{} 批", is_paired ? "成对 " : "", runs), fmt::format("{} {}", runs,
                                                                               is_paired   ? "pairs"
                                                                               : runs == 1 ? "shift a phase"
                                                                                           : "runs a phase")},
          "",
          [=](Truth truth, Random& random) {
            std::normal_distribution<double> normal;
            std::vector<data::Run> baseline;
            std::vector<data::Run> pilot;
            constexpr double kPilotCycle_s = 60;
            const double baseline_cycle_s = kPilotCycle_s * (truth == Truth::AtLimit ? 1.1 : 1.25);
            for (int run = 0; run < runs; ++run) {
              // A day's pace is common to both phases where days are pairs.
              const double day = between_days * normal(random);
              const double other_day =
                  is_paired ? day + between_days / 3 * normal(random) : between_days * normal(random);
              baseline.push_back(shift(fmt::format("{}{}", is_paired ? "" : "before", run),
                                       baseline_cycle_s / (1 + day), cycles, random));
              pilot.push_back(shift(fmt::format("{}{}", is_paired ? "" : "after", run), kPilotCycle_s / (1 + other_day),
                                    cycles, random));
            }
            return judge_clause("line-coordination", "9.3", {}, std::move(baseline), std::move(pilot));
          }};
}

}  // namespace

std::vector<Experiment> whole_experiments() {
  std::vector<Experiment> experiments = {either(1000), either(5000), with_clock_error(1, 1000)};
  const core::Text days = {"各天快慢不同（10 %）", "days differ (by 10 %)"};
  for (const int runs : {2, 3, 5, 10}) {
    experiments.push_back(uplift(runs, true, 0.1, Cycles::Independent, days));
    experiments.push_back(uplift(runs, false, 0.1, Cycles::Independent, days));
  }
  experiments.push_back(uplift(1, false, 0, Cycles::Independent, {"节拍独立", "cycles independent"}));
  experiments.push_back(uplift(1, false, 0, Cycles::Autoregressive, {"节拍 AR(1)，ρ = 0.9", "cycles AR(1), ρ = 0.9"}));
  experiments.push_back(uplift(1, false, 0, Cycles::Stoppages, {"时有停机", "stoppages"}));
  return experiments;
}

}  // namespace plantproof::calibration
