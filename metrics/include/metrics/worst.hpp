#pragma once

#include <functional>
#include <span>
#include <string>

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"

namespace plantproof::metrics {

/// One of the groups that a requirement asks of each: a station, a device, a shift. The estimate is asked for at
/// several confidences.
struct Group {
  std::string name;
  std::function<Estimate(core::Confidence)> estimate;
};

/// Which group is the worst: the one with the least estimate (the clause asks for a large KPI), or the greatest.
enum class Decides { Least, Greatest };

/// The worst of the groups, in their unit: what "every group meets the limit" is judged by. An intersection-union
/// statement (Berger, Technometrics 24 (1982) 295): the unfavourable bound is that of the worst group at full
/// confidence, since each group has to pass for itself. The favourable bound is taken at confidence.shared_by(number of
/// groups), so that many groups do not make a wrong fail. A group without an unfavourable bound leaves the whole
/// without one, and a group without a value leaves it without a value. The group with the worst unfavourable bound
/// (none being the worst) decides: method, n and notes are its own, and a further note names it with the number of
/// groups and their total n. needed_n counts units per group: the most that a group needs, where all groups meet the
/// requirement at face value; else the fewest at which one that does not is settled. No groups: neither value nor
/// bounds.
Estimate worst_of(std::span<const Group> groups, Decides decides, core::Confidence confidence);

}  // namespace plantproof::metrics
