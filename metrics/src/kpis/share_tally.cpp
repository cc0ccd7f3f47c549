#include "share_tally.hpp"

#include <algorithm>

namespace plantproof::metrics {

void ShareTally::add(core::Instant at, bool is_right) {
  stretches_.add(at, is_right ? std::optional<std::int64_t>(0) : std::nullopt);
  misses_.add(!is_right);
}

void ShareTally::merge(const ShareTally& next) {
  stretches_.merge(next.stretches_);
  misses_.merge(next.misses_);
}

Sums::Stream ShareTally::right(int log2_length) const {
  DelayStretches longer = stretches_;
  longer.make(log2_length);
  Sums::Stream stream;
  for (const DelayStretches::Stretch& stretch : longer.stretches()) {
    const auto n = static_cast<double>(stretch.n);
    const auto right = static_cast<double>(stretch.n - stretch.lost);
    stream.stretches.push_back({stretch.index, n, right});
    stream.n += n;
    stream.sum += right;
  }
  stream.squares = stream.sum * (1 - stream.mean());
  return stream;
}

std::vector<Sums> sums_of(const std::vector<RunShares>& runs) {
  std::vector<Sums> result;
  for (const RunShares& run : runs) {
    int log2_length = 0;
    for (const auto& [name, shares] : run) log2_length = std::max(log2_length, shares.log2_length());
    Sums& sums = result.emplace_back();
    for (const auto& [name, shares] : run) sums.streams.push_back(shares.right(log2_length));
  }
  return result;
}

std::map<std::string, std::vector<Sums>> sums_by_stream(const std::vector<RunShares>& runs) {
  std::map<std::string, std::vector<Sums>> result;
  for (const RunShares& run : runs) {
    for (const auto& [name, shares] : run) result[name].push_back({{shares.right(shares.log2_length())}});
  }
  return result;
}

std::vector<MissRun> misses_by_stream(const std::vector<RunShares>& runs) {
  std::map<std::string, MissRun> by_name;
  for (const RunShares& run : runs) {
    for (const auto& [name, shares] : run)
      shares.misses().add_to(by_name.try_emplace(name, no_misses(name)).first->second);
  }
  std::vector<MissRun> result;
  for (auto& [name, misses] : by_name) result.push_back(std::move(misses));
  return result;
}

}  // namespace plantproof::metrics
