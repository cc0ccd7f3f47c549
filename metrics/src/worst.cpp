#include "metrics/worst.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/decimal.hpp"

namespace plantproof::metrics {
namespace {

/// What a group says for itself, and what it says as one of many. The estimates are turned so that the least is the
/// worst.
struct Judged {
  std::string name;
  Estimate alone;
  Estimate shared;
};

std::optional<std::int64_t> needed(const Estimate& estimate, const core::Requirement& requirement) {
  return estimate.needed_n ? estimate.needed_n(requirement) : std::nullopt;
}

std::optional<std::int64_t> needed_of_all(const std::vector<Judged>& groups, const core::Requirement& requirement) {
  std::optional<std::int64_t> fewest_to_fail;
  std::optional<std::int64_t> most_to_pass = 0;
  bool all_meet = true;
  for (const Judged& group : groups) {
    if (group.alone.value && !requirement.is_met_by(*group.alone.value)) {
      all_meet = false;
      const auto to_fail = needed(group.shared, requirement);
      if (to_fail) fewest_to_fail = std::min(*to_fail, fewest_to_fail.value_or(*to_fail));
    } else {
      const auto to_pass = needed(group.alone, requirement);
      most_to_pass = to_pass && most_to_pass ? std::optional(std::max(*to_pass, *most_to_pass)) : std::nullopt;
    }
  }
  return all_meet ? most_to_pass : fewest_to_fail;
}

Estimate least_of(std::vector<Judged> groups) {
  // An absent value or bound orders before every number, so it is the worst.
  const auto decides = std::ranges::min_element(
      groups, {}, [](const Judged& group) { return std::pair(group.alone.lower, group.alone.value); });
  const auto least = std::ranges::min_element(groups, {}, [](const Judged& group) { return group.alone.value; });
  std::int64_t total = 0;
  Estimate worst = decides->alone;
  worst.value = least->alone.value;
  worst.upper.reset();
  for (const Judged& group : groups) {
    total += group.alone.n;
    if (const auto upper = group.shared.upper) worst.upper = std::min(*upper, worst.upper.value_or(*upper));
  }
  worst.notes.push_back(
      {fmt::format("由“{}”决定；{} 组共 {} 个样本", decides->name, groups.size(), core::grouped(total)),
       fmt::format("decided by \"{}\"; {}, {} in all", decides->name, core::counted(std::ssize(groups), "group"),
                   core::counted(total, "unit"))});
  if (!worst.value) {
    worst.notes.push_back({fmt::format("“{}”没有估计值，最差值因此未知", least->name),
                           fmt::format("\"{}\" has no value, so the worst is not known", least->name)});
  }
  if (worst.deciding_runs) return worst;  // more runs like the deciding group's
  worst.needed_n = [kept = std::make_shared<const std::vector<Judged>>(std::move(groups))](
                       const core::Requirement& requirement) { return needed_of_all(*kept, requirement); };
  return worst;
}

}  // namespace

Estimate worst_of(std::span<const Group> groups, Decides decides, core::Confidence confidence) {
  if (groups.empty()) return {};
  const double sign = decides == Decides::Least ? 1 : -1;
  const core::Confidence shared = confidence.shared_by(static_cast<int>(groups.size()));
  std::vector<Judged> judged;
  std::ranges::transform(groups, std::back_inserter(judged), [&](const Group& group) {
    return Judged{group.name, affine(group.estimate(confidence), sign, 0), affine(group.estimate(shared), sign, 0)};
  });
  return affine(least_of(std::move(judged)), sign, 0);
}

}  // namespace plantproof::metrics
