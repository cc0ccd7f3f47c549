#include <algorithm>
#include <cassert>
#include <cmath>

#include "kept.hpp"
#include "metrics/picture.hpp"

namespace plantproof::metrics {

Shares least_shares(core::Text of, bool is_the_kpi, std::vector<ShareOf> groups) {
  Shares result{std::move(of), is_the_kpi, {}, 0};
  result.left_out = keep_greatest(groups, kMostGroups, [](const ShareOf& group) {
    return group.count.trials == 0
               ? 0
               : -static_cast<double>(group.count.successes) / static_cast<double>(group.count.trials);
  });
  result.groups = std::move(groups);
  return result;
}

MissRun miss_run(std::string name, std::span<const Series> runs) {
  MissRun result{std::move(name), 0, 0, 0, std::vector<std::int64_t>(kMostMissRun)};
  for (const Series& run : runs) {
    std::int64_t in_a_row = 0;
    const auto end_row = [&] {
      if (in_a_row > 0) ++result.runs_of_length[std::min(static_cast<std::size_t>(in_a_row), kMostMissRun) - 1];
      result.longest = std::max(result.longest, in_a_row);
      in_a_row = 0;
    };
    for (const double outcome : run.values) {
      assert(outcome == 0 || outcome == 1);
      ++result.n;
      if (outcome == 1) {
        ++result.missed;
        ++in_a_row;
      } else {
        end_row();
      }
    }
    end_row();
  }
  return result;
}

MissRuns most_missed(std::vector<MissRun> loops) {
  MissRuns result;
  result.left_out = keep_greatest(loops, kMostLines, [](const MissRun& loop) { return loop.missed; });
  result.loops = std::move(loops);
  return result;
}

std::vector<CostOf> most_costly(std::vector<CostOf> categories) {
  CostOf others;
  for (const CostOf& each : categories) {
    others.before_cny += each.before_cny;
    others.after_cny += each.after_cny;
  }
  const auto cost = [](const CostOf& each) { return std::max(std::abs(each.before_cny), std::abs(each.after_cny)); };
  if (keep_greatest(categories, kMostLines, cost) == 0) return categories;
  for (const CostOf& each : categories) {
    others.before_cny -= each.before_cny;
    others.after_cny -= each.after_cny;
  }
  categories.push_back(others);
  return categories;
}

}  // namespace plantproof::metrics
