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

void MissesInRow::end_row(std::int64_t length) {
  if (length > 0) ++rows_of_length_[std::min(static_cast<std::size_t>(length), kMostMissRun) - 1];
  longest_ = std::max(longest_, length);
}

void MissesInRow::add(bool is_miss) {
  const bool were_all = are_all();
  ++n_;
  if (is_miss) {
    ++missed_;
    ++last_;
    first_ += were_all ? 1 : 0;
    return;
  }
  if (!were_all) end_row(last_);
  last_ = 0;
}

void MissesInRow::merge(const MissesInRow& next) {
  if (!are_all() && !next.are_all()) end_row(last_ + next.first_);
  last_ = next.are_all() ? last_ + next.n_ : next.last_;
  first_ += are_all() ? next.first_ : 0;
  n_ += next.n_;
  missed_ += next.missed_;
  longest_ = std::max(longest_, next.longest_);
  for (std::size_t i = 0; i < kMostMissRun; ++i) rows_of_length_[i] += next.rows_of_length_[i];
}

void MissesInRow::add_to(MissRun& loop) const {
  MissesInRow ended = *this;
  ended.end_row(first_);
  if (!are_all()) ended.end_row(last_);
  loop.n += n_;
  loop.missed += missed_;
  loop.longest = std::max(loop.longest, ended.longest_);
  for (std::size_t i = 0; i < kMostMissRun; ++i) loop.runs_of_length[i] += ended.rows_of_length_[i];
}

MissRun no_misses(std::string name) {
  return {std::move(name), 0, 0, 0, std::vector<std::int64_t>(kMostMissRun)};
}

MissRun miss_run(std::string name, std::span<const Series> runs) {
  MissRun result = no_misses(std::move(name));
  for (const Series& run : runs) {
    MissesInRow misses;
    for (const double outcome : run.values) {
      assert(outcome == 0 || outcome == 1);
      misses.add(outcome == 1);
    }
    misses.add_to(result);
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
