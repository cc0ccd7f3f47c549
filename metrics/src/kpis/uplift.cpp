#include "uplift.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "metrics/outlier.hpp"
#include "metrics/rank_ratio.hpp"
#include "metrics/ratio.hpp"

namespace plantproof::metrics {
namespace {

using data::Phase;

struct Unit {
  std::string name;
  double amount = 0;
  double divisor = 0;
  double grain = 0;
  double divisor_grain = 0;
};

using Arm = std::vector<Unit>;  ///< a phase's independent units

double ratio_of(const Arm& units) {
  double amounts = 0;
  double divisors = 0;
  for (const Unit& unit : units) {
    amounts += unit.amount;
    divisors += unit.divisor;
  }
  return amounts / divisors;
}

double mean_divisor_of(const Arm& arm) {
  double mean = 0;
  for (const Unit& unit : arm) mean += unit.divisor / static_cast<double>(arm.size());
  return mean;
}

/// Values of which the mean is sum of amounts / sum of divisors, and whose spread is that of a ratio estimator.
std::vector<double> values_of(const Arm& arm) {
  const double ratio = ratio_of(arm);
  const double mean_divisor = mean_divisor_of(arm);
  std::vector<double> values;
  for (const Unit& unit : arm) values.push_back(ratio + (unit.amount - ratio * unit.divisor) / mean_divisor);
  return values;
}

/// Of a value: a count's two ends leave a twelfth of a grain squared each.
double least_variance_of(const Arm& arm) {
  double grain = 0;
  double divisor_grain = 0;
  for (const Unit& unit : arm) {
    grain = std::max(grain, unit.grain);
    divisor_grain = std::max(divisor_grain, unit.divisor_grain);
  }
  divisor_grain *= ratio_of(arm);
  const double mean_divisor = mean_divisor_of(arm);
  return (grain * grain + divisor_grain * divisor_grain) / (6 * mean_divisor * mean_divisor);
}

Arm shifts_of(const PhaseAmounts& phase) {
  Arm shifts;
  for (const AmountPer& each : phase.amounts) {
    shifts.push_back({each.shift.empty() ? each.run : each.run + "/" + each.shift, each.amount, each.divisor,
                      each.grain, each.divisor_grain});
  }
  return shifts;
}

Arm runs_of(const PhaseAmounts& phase) {
  Arm runs;
  for (const AmountPer& each : phase.amounts) {
    if (runs.empty() || runs.back().name != each.run) runs.emplace_back().name = each.run;
    Unit& run = runs.back();
    run.amount += each.amount;
    run.divisor += each.divisor;
    run.grain = std::max(run.grain, each.grain);
    run.divisor_grain = std::max(run.divisor_grain, each.divisor_grain);
  }
  return runs;
}

struct Arms {
  Arm before;
  Arm after;
  core::Text unit;  ///< what a unit is
  std::vector<core::Text> notes;
};

/// Shifts of one day have that day in common.
void note_on_days(Phase phase, const PhaseAmounts& amounts, std::vector<core::Text>& notes) {
  constexpr std::chrono::hours kDay(20);  // to the same shift of the next day, give or take
  const auto is_same_day = [&](const AmountPer& a, const AmountPer& b) {
    return std::chrono::abs(b.start - a.start) < kDay;
  };
  if (std::ranges::adjacent_find(amounts.amounts, is_same_day) == amounts.amounts.end()) return;
  const std::string_view name = data::phase_name(phase);
  notes.push_back(
      {fmt::format(
           "{} 只有一个批次，以班次为单元，其中有同一天的班次：若各天的差异大于班次间的差异，应每天记为一个批次", name),
       fmt::format("{} has one run, so its shifts are the units, and some are of one day: where days differ by more "
                   "than shifts do, each day should be a run of its own",
                   name)});
}

Arms arms_of(const PhaseAmounts& before, const PhaseAmounts& after) {
  Arms runs{runs_of(before), runs_of(after), {"批次", "run"}, {}};
  if (runs.before.size() >= 2 || runs.after.size() >= 2 || before.amounts.front().shift.empty()) return runs;
  Arms shifts{shifts_of(before), shifts_of(after), {"班次", "shift"}, {}};
  note_on_days(Phase::Baseline, before, shifts.notes);
  note_on_days(Phase::Pilot, after, shifts.notes);
  return shifts;
}

std::string full_name(Phase phase, const Unit& unit) {
  return fmt::format("{}/{}", data::phase_name(phase), unit.name);
}

/// Both arms' units of equal names, in the order of `after`, and the full names of the others.
struct Pairs {
  Arm before;
  Arm after;
  std::vector<std::string> left_over;
};

Pairs pairs_of(const Arms& arms) {
  Pairs pairs;
  std::map<std::string, const Unit*> by_name;
  for (const Unit& unit : arms.before) by_name[unit.name] = &unit;
  for (const Unit& unit : arms.after) {
    if (const auto found = by_name.find(unit.name); found != by_name.end()) {
      pairs.before.push_back(*found->second);
      pairs.after.push_back(unit);
      by_name.erase(found);
    } else {
      pairs.left_over.push_back(full_name(Phase::Pilot, unit));
    }
  }
  for (const auto& [name, unit] : by_name) pairs.left_over.push_back(full_name(Phase::Baseline, *unit));
  return pairs;
}

bool are_paired(const Arms& arms, const Pairs& pairs) {
  const auto [fewer, more] = std::minmax({arms.before.size(), arms.after.size()});
  return fewer >= 2 && pairs.after.size() == fewer && more < 2 * fewer;
}

/// What was left out, or why nothing was paired.
void note_on_pairs(const Arms& arms, const Pairs& pairs, std::vector<core::Text>& notes) {
  const std::size_t paired = pairs.after.size();
  if (paired == 0 || pairs.left_over.empty()) return;
  if (are_paired(arms, pairs)) {
    const std::string names = fmt::format("{}", fmt::join(pairs.left_over, ", "));
    notes.push_back({fmt::format("{} 对同名{}用于比较；无对应者未用：{}", paired, arms.unit.zh, names),
                     fmt::format("{} {}s of the same name in both phases are compared; without a partner and left "
                                 "out: {}",
                                 paired, arms.unit.en, names)});
  } else if (arms.before.size() >= 2 && arms.after.size() >= 2) {
    notes.push_back(
        {fmt::format(
             "{} 个与 {} 个{}中只有 {} 对同名，不作配对，全部计入；配对须较少的一方全部有对应者，较多的一方过半",
             arms.before.size(), arms.after.size(), arms.unit.zh, paired),
         fmt::format("only {} of the {} and {} {}s match by name: all of them count, unpaired; for pairs the smaller "
                     "phase must be matched in full and most of the larger one",
                     paired, arms.before.size(), arms.after.size(), arms.unit.en)});
  }
}

/// A phase of one unit has no spread: which phase, and what would settle it.
void note_on_single_unit(Phase phase, const Arms& arms, std::vector<core::Text>& notes) {
  if ((phase == Phase::Baseline ? arms.before : arms.after).size() > 1) return;
  const std::string_view name = data::phase_name(phase);
  notes.push_back(
      {fmt::format("{0} 只有一个{1}，{1}之间的差异无从得知，单个{1}内的数据再多也看不出：没有置信界，至少需再测一个{1}",
                   name, arms.unit.zh),
       fmt::format("{0} has a single {1}: how much {1}s differ is not known, however many rows it has; bounds need at "
                   "least a second {1}",
                   name, arms.unit.en)});
}

double changed(double ratio, Change change) {
  return change == Change::Increase ? ratio - 1 : 1 - ratio;
}

/// Names a unit that is an outlier, but where without it there is nothing to compare with.
void name_outlier(const std::string& unit, double without, std::vector<core::Text>& notes) {
  if (!std::isfinite(without)) return;
  notes.push_back(
      {fmt::format("{} 明显偏离其余单元（格拉布斯检验，1 %），仍然计入；若不计入，估计值为 {:.4g} %", unit,
                   without * 100),
       fmt::format("{} lies far from the other units (Grubbs' test at 1 %) and counts all the same; without it the "
                   "estimate would be {:.4g} %",
                   unit, without * 100)});
}

Arm without(Arm units, std::size_t index) {
  units.erase(units.begin() + static_cast<std::ptrdiff_t>(index));
  return units;
}

Estimate compare_pairs(const Pairs& pairs, Change change, core::Confidence confidence) {
  const std::vector<double> before = values_of(pairs.before);
  const std::vector<double> after = values_of(pairs.after);
  std::vector<BeforeAfter> both;
  for (std::size_t i = 0; i < before.size(); ++i) both.push_back({before[i], after[i]});
  Estimate estimate = ratio_paired(both, confidence, {least_variance_of(pairs.before), least_variance_of(pairs.after)});
  if (!estimate.value) return estimate;
  estimate.companion = ratio_by_signed_ranks(both, confidence);
  std::vector<double> left_over;
  for (const BeforeAfter& pair : both) left_over.push_back(pair.after - *estimate.value * pair.before);
  if (const auto odd = outlier(left_over)) {
    const double ratio = ratio_of(without(pairs.after, *odd)) / ratio_of(without(pairs.before, *odd));
    name_outlier(pairs.after[*odd].name, changed(ratio, change), estimate.notes);
  }
  return estimate;
}

Estimate compare_arms(const Arms& arms, Change change, core::Confidence confidence) {
  const std::vector<double> before = values_of(arms.before);
  const std::vector<double> after = values_of(arms.after);
  Estimate estimate =
      ratio_of_means(before, after, confidence, {least_variance_of(arms.before), least_variance_of(arms.after)});
  if (!estimate.value) return estimate;
  estimate.companion = ratio_by_rank_sums(before, after, confidence);
  if (const auto odd = outlier(before)) {
    const double ratio = ratio_of(arms.after) / ratio_of(without(arms.before, *odd));
    name_outlier(full_name(Phase::Baseline, arms.before[*odd]), changed(ratio, change), estimate.notes);
  }
  if (const auto odd = outlier(after)) {
    const double ratio = ratio_of(without(arms.after, *odd)) / ratio_of(arms.before);
    name_outlier(full_name(Phase::Pilot, arms.after[*odd]), changed(ratio, change), estimate.notes);
  }
  return estimate;
}

}  // namespace

Estimate change_of(const PhaseAmounts& before, const PhaseAmounts& after, Change change, core::Confidence confidence) {
  const Arms arms = arms_of(before, after);
  const Pairs pairs = pairs_of(arms);
  Estimate estimate =
      are_paired(arms, pairs) ? compare_pairs(pairs, change, confidence) : compare_arms(arms, change, confidence);
  note_on_pairs(arms, pairs, estimate.notes);
  note_on_single_unit(Phase::Baseline, arms, estimate.notes);
  note_on_single_unit(Phase::Pilot, arms, estimate.notes);
  for (const auto* notes : {&arms.notes, &before.notes, &after.notes}) {
    estimate.notes.insert(estimate.notes.end(), notes->begin(), notes->end());
  }
  return change == Change::Increase ? affine(std::move(estimate), 1, -1) : affine(std::move(estimate), -1, 1);
}

}  // namespace plantproof::metrics
