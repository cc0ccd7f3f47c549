#include <algorithm>
#include <functional>
#include <map>

#include "kept.hpp"
#include "metrics/picture.hpp"

namespace plantproof::metrics {

RunTimeline run_timeline(std::string run, std::span<const Moment> moments) {
  RunTimeline result;
  result.run = std::move(run);
  if (moments.empty()) return result;
  const auto [first, last] = std::ranges::minmax(moments, {}, &Moment::at);
  const core::Nanoseconds length = last.at - first.at + core::Nanoseconds(1);
  const core::Nanoseconds bin = length / kMostBins + core::Nanoseconds(1);
  result.length_s = core::in_seconds(length);
  result.bin_s = core::in_seconds(bin);
  std::map<std::size_t, TimeBin> bins;
  for (const Moment& moment : moments) {
    const auto index = static_cast<std::size_t>((moment.at - first.at) / bin);
    TimeBin& counted = bins[index];
    counted.index = index;
    ++counted.n;
    counted.bad += moment.is_bad ? 1 : 0;
    counted.lost += moment.is_lost ? 1 : 0;
  }
  for (const auto& [index, counted] : bins) result.bins.push_back(counted);
  return result;
}

Timeline worst_runs(core::Text units, core::Text bad, std::vector<RunTimeline> runs) {
  Timeline result;
  result.units = std::move(units);
  result.bad = std::move(bad);
  result.left_out = keep_greatest(runs, kMostLines, [](const RunTimeline& run) {
    std::int64_t misses = 0;
    for (const TimeBin& bin : run.bins) misses += bin.bad + bin.lost;
    return misses;
  });
  std::vector<double> lengths;
  for (const RunTimeline& run : runs) {
    for (const DownMark& mark : run.down) lengths.push_back(mark.length_s);
  }
  if (lengths.size() > kMostMarks) {
    std::ranges::nth_element(lengths, lengths.begin() + static_cast<std::ptrdiff_t>(kMostMarks), std::greater<>());
    const double too_short = lengths[kMostMarks];
    for (RunTimeline& run : runs) {
      result.down_left_out += static_cast<std::int64_t>(
          std::erase_if(run.down, [&](const DownMark& mark) { return mark.length_s <= too_short; }));
    }
  }
  result.runs = std::move(runs);
  return result;
}

std::vector<LevelPoint> thinned(std::vector<LevelPoint> points, double length_s) {
  if (points.size() <= kMostBins) return points;
  const double bin_s = length_s / kMostBins;
  std::vector<LevelPoint> result;
  double level = points.front().least;
  std::size_t next = 0;
  for (std::size_t bin = 0; bin < kMostBins; ++bin) {
    const bool is_last = bin + 1 == kMostBins;
    LevelPoint joined{bin_s * static_cast<double>(bin), level, level};
    for (; next < points.size() && (is_last || points[next].at_s < joined.at_s + bin_s); ++next) {
      level = points[next].least;
      joined.least = std::min(joined.least, level);
      joined.most = std::max(joined.most, level);
    }
    result.push_back(joined);
  }
  return result;
}

}  // namespace plantproof::metrics
