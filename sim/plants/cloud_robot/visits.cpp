#include "cloud_robot/visits.hpp"

#include <algorithm>

#include "plants/variates.hpp"

namespace plantproof::plants::assembly {

Visits::Visits(const scenarios::CloudRobot::Visits& parameters, core::Instant origin, core::Draws draws)
    : parameters_(parameters), origin_(origin), draws_(draws) {}

bool Visits::is_somebody_there(core::Instant when) {
  while (visits_.empty() || visits_.back().to <= when) {
    const core::Instant last = visits_.empty() ? origin_ : visits_.back().to;
    const core::Instant from = last + core::of_seconds(parameters_.every_s.value * draws_.exponential());
    const double stay_s = lognormal(draws_, parameters_.stay_s.value, parameters_.spread_ratio.value);
    visits_.push_back({from, from + core::of_seconds(stay_s)});
  }
  const auto found =
      std::partition_point(visits_.begin(), visits_.end(), [when](const Visit& visit) { return visit.to <= when; });
  return found->from <= when;
}

}  // namespace plantproof::plants::assembly
