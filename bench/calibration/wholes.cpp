// Whole pieces of evidence, judged clause by clause as a user would have them judged.
#include <algorithm>
#include <cmath>
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

/// A station's cycles are independent; some of them end in a stoppage of exponential length.
struct Stoppages {
  double share = 0;   ///< of cycles
  double cycles = 0;  ///< mean length of a stoppage, in cycles without one
};

/// An eight-hour shift of a station with that mean cycle time.
data::Run shift(const std::string& name, double mean_cycle_s, const Stoppages& stoppages, Random& random) {
  constexpr double kShift_s = 8 * 3600;
  data::Run run;
  run.name = name;
  run.tables.emplace<data::Shift>().push_back({"day", at_s(0), at_s(kShift_s), {}});
  auto& rows = run.tables.emplace<data::ProducedUnit>();
  const double running_s = mean_cycle_s / (1 + stoppages.share * stoppages.cycles);
  std::bernoulli_distribution stops(stoppages.share);
  std::exponential_distribution<double> stop_cycles(1);
  const auto most = static_cast<std::size_t>(2 * kShift_s / mean_cycle_s) + 100;
  const std::vector<double> gaps = Process::independent().values(running_s, most, random);
  // The shift begins somewhere in the course of things, not with a fresh cycle.
  double time_s = -std::uniform_real_distribution<double>(20, 40)(random) * mean_cycle_s;
  for (std::size_t i = 0; i < most; ++i) {
    time_s += gaps[i] + (stops(random) ? stoppages.cycles * running_s * stop_cycles(random) : 0);
    if (time_s >= kShift_s) break;
    if (time_s >= 0) rows.push_back({at_s(time_s), "press", std::to_string(i), true});
  }
  return run;
}

/// What an uplift is judged by: runs of one shift, the pilot with a mean cycle of a minute.
struct Comparison {
  core::Text plant;
  core::Text sample;
  int before = 1;            ///< runs of the baseline
  int after = 1;             ///< runs of the pilot
  int common = 0;            ///< of these have the same name and much of the day's pace in common
  double before_days = 0.1;  ///< standard deviation of a day's pace
  double after_days = 0.1;
  Stoppages stoppages = {};  ///< of the pilot
  Role role = Role::Claim;
};

Experiment uplift(const Comparison& comparison) {
  return {comparison.role,
          {"效率提升 ≥ 10 %（9.3）", "output rises by ≥ 10 % (9.3)"},
          comparison.plant,
          comparison.sample,
          "",
          [=](Truth truth, Random& random) {
            std::normal_distribution<double> normal;
            std::vector<data::Run> baseline;
            std::vector<data::Run> pilot;
            constexpr double kPilotCycle_s = 60;
            const double baseline_cycle_s = kPilotCycle_s * (truth == Truth::AtLimit ? 1.1 : 1.25);
            for (int run = 0; run < std::max(comparison.before, comparison.after); ++run) {
              const bool is_common = run < comparison.common;
              const double day = normal(random);
              const double other_day = is_common ? day + normal(random) / 3 : normal(random);
              if (run < comparison.before) {
                baseline.push_back(shift(fmt::format("{}{}", is_common ? "" : "before", run),
                                         baseline_cycle_s / (1 + comparison.before_days * day), {}, random));
              }
              if (run < comparison.after) {
                pilot.push_back(shift(fmt::format("{}{}", is_common ? "" : "after", run),
                                      kPilotCycle_s / (1 + comparison.after_days * other_day), comparison.stoppages,
                                      random));
              }
            }
            return judge_clause("line-coordination", "9.3", {}, std::move(baseline), std::move(pilot));
          }};
}

core::Text pairs(int n) {
  return {fmt::format("成对 {} 批", n), fmt::format("{} pairs", n)};
}

core::Text runs_a_phase(int n) {
  return {fmt::format("{} 批", n), fmt::format("{} {} a phase", n, n == 1 ? "run" : "runs")};
}

core::Text runs_against(int before, int after) {
  return {fmt::format("基线 {} 批，试点 {} 批", before, after),
          fmt::format("baseline {}, pilot {} {}", before, after, after == 1 ? "run" : "runs")};
}

std::vector<Experiment> uplift_experiments() {
  std::vector<Experiment> experiments;
  const auto add = [&](const Comparison& comparison) { experiments.push_back(uplift(comparison)); };
  const core::Text days = {"各天快慢不同（10 %）", "days differ (by 10 %)"};
  for (const int n : {2, 3, 5, 10}) {
    add({.plant = days, .sample = pairs(n), .before = n, .after = n, .common = n});
    add({.plant = days, .sample = runs_a_phase(n), .before = n, .after = n});
  }
  add({.plant = days, .sample = runs_a_phase(1)});
  const core::Text pilot_days = {"各天快慢不同（基线 10 %，试点 20 %）", "days differ (baseline 10 %, pilot 20 %)"};
  const std::vector<std::pair<int, int>> unequal = {{5, 1}, {1, 5}, {5, 2}, {2, 5}, {10, 3}, {3, 10}};
  for (const auto& [before, after] : unequal) {
    Comparison comparison{.plant = days, .sample = runs_against(before, after), .before = before, .after = after};
    add(comparison);
    if (before == 1 || after == 1) continue;
    comparison.plant = pilot_days;
    comparison.after_days = 0.2;
    add(comparison);
  }
  add({.plant = days,
       .sample = {"基线 6 批，试点 5 批，同名 5 对", "baseline 6, pilot 5 runs, 5 pairs"},
       .before = 6,
       .after = 5,
       .common = 5});
  add({.plant = days,
       .sample = {"基线 5 批，试点 10 批，同名 5 对", "baseline 5, pilot 10 runs, 5 of a name"},
       .before = 5,
       .after = 10,
       .common = 5});
  add({.plant = days,
       .sample = {"各 10 批，同名 2 对", "10 runs a phase, 2 of a name"},
       .before = 10,
       .after = 10,
       .common = 2});
  const core::Text often = {"仅试点停机，每半小时 5 min", "stoppages in the pilot only, 5 min every half hour"};
  const core::Text rare = {"仅试点停机，每三小时 10 min", "stoppages in the pilot only, 10 min every three hours"};
  const Stoppages every_half_hour = {.share = 1.0 / 30, .cycles = 5};
  const Stoppages every_three_hours = {.share = 1.0 / 180, .cycles = 10};
  add({.plant = often, .sample = runs_a_phase(1), .before_days = 0, .after_days = 0, .stoppages = every_half_hour});
  add({.plant = rare, .sample = runs_a_phase(1), .before_days = 0, .after_days = 0, .stoppages = every_three_hours});
  Comparison five{.plant = {rare.zh + "，各天快慢不同（10 %）", rare.en + ", days differ (by 10 %)"},
                  .sample = runs_a_phase(5),
                  .before = 5,
                  .after = 5,
                  .stoppages = every_three_hours};
  add(five);
  // Pairs take out what days have in common and leave the tail of the stoppages, of which five show too little.
  five.role = Role::Warning;
  five.sample = pairs(5);
  five.common = 5;
  add(five);
  five.plant = rare;
  five.before_days = five.after_days = 0;
  add(five);
  return experiments;
}

}  // namespace

std::vector<Experiment> whole_experiments() {
  std::vector<Experiment> experiments = {either(1000), either(5000), with_clock_error(1, 1000)};
  for (Experiment& experiment : uplift_experiments()) experiments.push_back(std::move(experiment));
  return experiments;
}

}  // namespace plantproof::calibration
