#include "view.hpp"

#include <algorithm>
#include <cstdint>

#include "metrics/ratio.hpp"

namespace plantproof::metrics {

void Observations::add(const Observations& others) {
  seen_.insert(seen_.end(), others.seen_.begin(), others.seen_.end());
}

Series Observations::in_order_of_time() const {
  std::vector<const Seen*> ordered;
  for (const Seen& seen : seen_) ordered.push_back(&seen);
  std::ranges::stable_sort(ordered, {}, [](const Seen* seen) { return seen->at; });
  std::map<std::string_view, std::uint32_t> numbers;
  Series series;
  for (const Seen* seen : ordered) {
    series.values.push_back(seen->value);
    series.streams.push_back(numbers.emplace(seen->stream, static_cast<std::uint32_t>(numbers.size())).first->second);
  }
  return series;
}

std::vector<Window> windows_of(const data::Evidence& evidence, data::Phase phase) {
  std::vector<Window> windows;
  for (const data::Run& run : evidence.runs(phase)) {
    const auto* shifts = run.tables.rows<data::Shift>();
    if (shifts == nullptr) continue;
    for (const data::Shift& shift : *shifts) {
      if (shift.start == shift.end) continue;
      windows.push_back({run.name + "/" + shift.shift, &run.tables, shift.start, shift.end, shift.labour_hours});
    }
  }
  return windows;
}

std::vector<UnitValue> ratio_values(const std::vector<AmountPer>& units) {
  double amounts = 0;
  double divisors = 0;
  for (const AmountPer& unit : units) {
    amounts += unit.amount;
    divisors += unit.divisor;
  }
  const double ratio = amounts / divisors;
  const double mean_divisor = divisors / static_cast<double>(units.size());
  std::vector<UnitValue> values;
  values.reserve(units.size());
  for (const AmountPer& unit : units) {
    values.push_back({unit.name, ratio + (unit.amount - ratio * unit.divisor) / mean_divisor});
  }
  return values;
}

Estimate compare(const std::vector<UnitValue>& before, const std::vector<UnitValue>& after,
                 core::Confidence confidence) {
  std::map<std::string, double> by_name;
  for (const UnitValue& unit : before) by_name[unit.name] = unit.value;
  std::vector<BeforeAfter> pairs;
  for (const UnitValue& unit : after) {
    if (const auto found = by_name.find(unit.name); found != by_name.end())
      pairs.push_back({found->second, unit.value});
  }
  if (pairs.size() >= 2) {
    Estimate estimate = ratio_paired(pairs, confidence);
    const std::size_t left_over = before.size() + after.size() - 2 * pairs.size();
    if (left_over > 0) {
      estimate.notes.push_back(
          {fmt::format("{} 对同名时段用于比较；{} 个无对应者未用", pairs.size(), left_over),
           fmt::format("{} pairs of the same name are compared; {} units without a partner are left out", pairs.size(),
                       left_over)});
    }
    return estimate;
  }
  const auto values = [](const std::vector<UnitValue>& units) {
    std::vector<double> result;
    for (const UnitValue& unit : units) result.push_back(unit.value);
    return result;
  };
  return ratio_of_means(values(before), values(after), confidence);
}

}  // namespace plantproof::metrics
