#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "kept.hpp"
#include "metrics/picture.hpp"

namespace plantproof::metrics {

TimelineBins::TimelineBins(core::Instant first, core::Instant last)
    : first_(first), length_(last - first + core::Nanoseconds(1)), bin_(length_ / kMostBins + core::Nanoseconds(1)) {
  bins_.resize(static_cast<std::size_t>((last - first) / bin_) + 1);
  for (std::size_t i = 0; i < bins_.size(); ++i) bins_[i].index = i;
}

void TimelineBins::add(const Moment& moment) {
  TimeBin& bin = bins_[static_cast<std::size_t>((moment.at - first_) / bin_)];
  ++bin.n;
  bin.bad += moment.is_bad ? 1 : 0;
  bin.lost += moment.is_lost ? 1 : 0;
}

void TimelineBins::merge(const TimelineBins& others) {
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    bins_[i].n += others.bins_[i].n;
    bins_[i].bad += others.bins_[i].bad;
    bins_[i].lost += others.bins_[i].lost;
  }
}

RunTimeline TimelineBins::timeline(std::string run) const {
  RunTimeline result;
  result.run = std::move(run);
  result.length_s = core::in_seconds(length_);
  result.bin_s = core::in_seconds(bin_);
  std::ranges::copy_if(bins_, std::back_inserter(result.bins), [](const TimeBin& bin) { return bin.n > 0; });
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
