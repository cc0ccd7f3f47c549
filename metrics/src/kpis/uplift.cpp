#include "uplift.hpp"

#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "metrics/blocks.hpp"
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
};

/// A phase's independent units.
struct Arm {
  std::vector<Unit> units;
  double stretch = 1;  ///< of blocks that depend on each other
  bool is_blocks = false;
  std::vector<core::Text> notes;
};

double ratio_of(const std::vector<Unit>& units) {
  double amounts = 0;
  double divisors = 0;
  for (const Unit& unit : units) {
    amounts += unit.amount;
    divisors += unit.divisor;
  }
  return amounts / divisors;
}

/// Values of which the mean is sum of amounts / sum of divisors, and whose spread is that of a ratio estimator.
std::vector<double> values_of(const Arm& arm) {
  const double ratio = ratio_of(arm.units);
  double mean_divisor = 0;
  for (const Unit& unit : arm.units) mean_divisor += unit.divisor / static_cast<double>(arm.units.size());
  std::vector<double> values;
  for (const Unit& unit : arm.units) values.push_back(ratio + (unit.amount - ratio * unit.divisor) / mean_divisor);
  return stretched(std::move(values), arm.stretch);
}

Arm shifts_of(const PhaseAmounts& phase) {
  Arm arm;
  for (const AmountPer& each : phase.amounts) {
    arm.units.push_back({each.shift.empty() ? each.run : each.run + "/" + each.shift, each.amount, each.divisor});
  }
  return arm;
}

Arm runs_of(const PhaseAmounts& phase) {
  Arm arm;
  for (const AmountPer& each : phase.amounts) {
    if (arm.units.empty() || arm.units.back().name != each.run) arm.units.push_back({each.run, 0, 0});
    arm.units.back().amount += each.amount;
    arm.units.back().divisor += each.divisor;
  }
  return arm;
}

Arm blocks_of(const PhaseAmounts& phase, Phase which) {
  Arm whole = shifts_of(phase);
  const AmountPer& shift = phase.amounts.front();
  if (shift.slots.empty()) return whole;
  const std::string name = fmt::format("{}/{}", data::phase_name(which), whole.units.front().name);
  if (shift.rows < kLeastRowsForBlocks) {
    whole.notes.push_back(
        {fmt::format("{} 是该阶段唯一的班次，只有 {} 行数据，不足 {} 行，不能分段估计离散程度", name, shift.rows,
                     kLeastRowsForBlocks),
         fmt::format("{} is the only shift of its phase and has {} rows: fewer than {} cannot be cut into blocks", name,
                     shift.rows, kLeastRowsForBlocks)});
    return whole;
  }
  const std::optional<Blocks> blocks = independent_blocks(shift.slots);
  if (!blocks) {
    whole.notes.push_back(
        {fmt::format("{} 是该阶段唯一的班次，其中产出前后相关的时间过长，不能分成相互独立的时段", name),
         fmt::format("{} is the only shift of its phase, and too short for how long its output depends on what was "
                     "before: it cannot be cut into independent blocks",
                     name)});
    return whole;
  }
  const std::size_t count = blocks->means.size();
  const double slots_a_block = static_cast<double>(kShiftSlots) / static_cast<double>(count);
  Arm arm{{}, blocks->stretch, true, {}};
  for (std::size_t i = 0; i < count; ++i) {
    arm.units.push_back({fmt::format("{}#{}", whole.units.front().name, i + 1), blocks->means[i] * slots_a_block,
                         shift.divisor / static_cast<double>(count)});
  }
  const double minutes = shift.hours * 60 / static_cast<double>(count);
  arm.notes.push_back(
      {fmt::format("{} 是该阶段唯一的班次：以其 {} 个 {:.3g} 分钟的时段为单元，结论只适用于该班次的条件，"
                   "不反映日间波动，也不反映该班次未遇到的停机",
                   name, count, minutes),
       fmt::format("{} is the only shift of its phase: its {} blocks of {:.3g} min are the units, which hold for that "
                   "shift's conditions and say nothing about the variation from day to day, or about stoppages that "
                   "it did not meet",
                   name, count, minutes)});
  return arm;
}

struct Arms {
  Arm before;
  Arm after;
};

Arms arms_of(const PhaseAmounts& before, const PhaseAmounts& after) {
  const auto are_several = [](const Arms& arms) {
    return arms.before.units.size() >= 2 && arms.after.units.size() >= 2;
  };
  Arms runs{runs_of(before), runs_of(after)};
  if (are_several(runs)) return runs;
  Arms shifts{shifts_of(before), shifts_of(after)};
  if (are_several(shifts)) return shifts;
  if (before.amounts.size() > 1 || after.amounts.size() > 1) return shifts;
  return {blocks_of(before, Phase::Baseline), blocks_of(after, Phase::Pilot)};
}

/// The units of either arm whose names are in both, in the order of `after`.
Arms pairs_of(const Arms& arms) {
  Arms pairs;
  if (arms.before.is_blocks || arms.after.is_blocks) return pairs;
  std::map<std::string, const Unit*> by_name;
  for (const Unit& unit : arms.before.units) by_name[unit.name] = &unit;
  for (const Unit& unit : arms.after.units) {
    if (const auto found = by_name.find(unit.name); found != by_name.end()) {
      pairs.before.units.push_back(*found->second);
      pairs.after.units.push_back(unit);
    }
  }
  return pairs;
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

std::vector<Unit> without(std::vector<Unit> units, std::size_t index) {
  units.erase(units.begin() + static_cast<std::ptrdiff_t>(index));
  return units;
}

Estimate compare_pairs(const Arms& pairs, Change change, core::Confidence confidence) {
  const std::vector<double> before = values_of(pairs.before);
  const std::vector<double> after = values_of(pairs.after);
  std::vector<BeforeAfter> both;
  for (std::size_t i = 0; i < before.size(); ++i) both.push_back({before[i], after[i]});
  Estimate estimate = ratio_paired(both, confidence);
  if (!estimate.value) return estimate;
  estimate.companion = ratio_by_signed_ranks(both, confidence);
  std::vector<double> left_over;
  for (const BeforeAfter& pair : both) left_over.push_back(pair.after - *estimate.value * pair.before);
  if (const auto odd = outlier(left_over)) {
    const double ratio = ratio_of(without(pairs.after.units, *odd)) / ratio_of(without(pairs.before.units, *odd));
    name_outlier(pairs.after.units[*odd].name, changed(ratio, change), estimate.notes);
  }
  return estimate;
}

Estimate compare_arms(const Arms& arms, Change change, core::Confidence confidence) {
  const std::vector<double> before = values_of(arms.before);
  const std::vector<double> after = values_of(arms.after);
  Estimate estimate = ratio_of_means(before, after, confidence);
  const auto effective = [](const Arm& arm) {
    return static_cast<double>(arm.units.size()) / (arm.stretch * arm.stretch);
  };
  estimate.effective_n = effective(arms.before) + effective(arms.after);
  if (!estimate.value) return estimate;
  estimate.companion = ratio_by_rank_sums(before, after, confidence);
  const auto name = [](Phase phase, const Arm& arm, std::size_t index) {
    return fmt::format("{}/{}", data::phase_name(phase), arm.units[index].name);
  };
  if (const auto odd = outlier(before)) {
    const double ratio = ratio_of(arms.after.units) / ratio_of(without(arms.before.units, *odd));
    name_outlier(name(Phase::Baseline, arms.before, *odd), changed(ratio, change), estimate.notes);
  }
  if (const auto odd = outlier(after)) {
    const double ratio = ratio_of(without(arms.after.units, *odd)) / ratio_of(arms.before.units);
    name_outlier(name(Phase::Pilot, arms.after, *odd), changed(ratio, change), estimate.notes);
  }
  return estimate;
}

}  // namespace

Estimate change_of(const PhaseAmounts& before, const PhaseAmounts& after, Change change, core::Confidence confidence) {
  const Arms arms = arms_of(before, after);
  const Arms pairs = pairs_of(arms);
  const std::size_t paired = pairs.after.units.size();
  Estimate estimate = paired >= 2 ? compare_pairs(pairs, change, confidence) : compare_arms(arms, change, confidence);
  const std::size_t left_over = arms.before.units.size() + arms.after.units.size() - 2 * paired;
  if (paired >= 2 && left_over > 0) {
    estimate.notes.push_back(
        {fmt::format("{} 对同名时段用于比较；{} 个无对应者未用", paired, left_over),
         fmt::format("{} pairs of the same name are compared; {} units without a partner are left out", paired,
                     left_over)});
  }
  for (const auto* notes : {&arms.before.notes, &arms.after.notes, &before.notes, &after.notes}) {
    estimate.notes.insert(estimate.notes.end(), notes->begin(), notes->end());
  }
  return change == Change::Increase ? affine(std::move(estimate), 1, -1) : affine(std::move(estimate), -1, 1);
}

}  // namespace plantproof::metrics
