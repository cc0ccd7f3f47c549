#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/pass.hpp"
#include "delay_tally.hpp"
#include "metrics/picture.hpp"
#include "view.hpp"

// Shares of rows too many to keep: what a verdict on them and its pictures need. The memory depends on the number of
// streams, not on how many rows they have.
namespace plantproof::metrics {

/// How many rows of one stream in one run are right. They are shown in their order.
class ShareTally {
 public:
  /// `most_stretches` is as of DelayStretches.
  explicit ShareTally(std::size_t most_stretches) : stretches_(most_stretches) {}
  void add(core::Instant at, bool is_right);
  void merge(const ShareTally& next);

  [[nodiscard]] const MissesInRow& misses() const { return misses_; }
  [[nodiscard]] int log2_length() const { return stretches_.log2_length(); }
  /// The right ones, in stretches of 2^log2_length ns, which is not less than log2_length().
  [[nodiscard]] Sums::Stream right(int log2_length) const;

 private:
  DelayStretches stretches_;  ///< wrong rows are counted as lost
  MissesInRow misses_;
};

/// Of every stream of a run, by its name.
using RunShares = std::map<std::string, ShareTally>;

/// Of all streams together, a run each.
std::vector<Sums> sums_of(const std::vector<RunShares>& runs);
/// Of each stream by itself, the runs that have it.
std::map<std::string, std::vector<Sums>> sums_by_stream(const std::vector<RunShares>& runs);
std::vector<MissRun> misses_by_stream(const std::vector<RunShares>& runs);

/// What a share is of.
template <class Row>
struct ShareOfRows {
  bool (*counts)(const Row& row) = nullptr;
  bool (*is_right)(const Row& row) = nullptr;  ///< asked of those that count

  [[nodiscard]] bool is_wrong(const Row& row) const { return counts(row) && !is_right(row); }
};

/// As of data::pass().
template <class Row>
struct ShareLook {
  ShareOfRows<Row> of;
  std::size_t most_stretches = 0;
  data::ByName<std::optional<ShareTally>> streams;

  void add(const Row& row) {
    if (!of.counts(row)) return;
    auto& stream = streams[stream_of(row)];
    if (!stream) stream.emplace(most_stretches);
    stream->add(observed_at(row), of.is_right(row));
  }
  void merge(ShareLook&& next) {
    next.streams.for_each([&](const std::string& name, const std::optional<ShareTally>& later) {
      auto& stream = streams[name];
      if (stream) {
        stream->merge(*later);
      } else {
        stream = later;
      }
    });
  }
  [[nodiscard]] RunShares shares() const {
    RunShares shares;
    streams.for_each(
        [&](const std::string& name, const std::optional<ShareTally>& stream) { shares.emplace(name, *stream); });
    return shares;
  }
};

/// How many streams of rows on disk there are in all runs.
template <class Row>
std::size_t streams_on_disk(const PhaseRows<Row>& rows) {
  std::size_t streams = 0;
  for (const RunRows<Row>& run : rows.runs) {
    const data::TableOnDisk* file = run.tables->template on_disk<Row>();
    streams += file != nullptr ? file->groups : 0;
  }
  return streams;
}

/// The shares of a phase's runs that have the table: in one pass, once.
template <class Row>
const std::vector<RunShares>& shares_of_runs(const data::Evidence& evidence, data::Phase phase,
                                             const ShareOfRows<Row>& share) {
  const std::string what = fmt::format("shares of {}/{} by {} and {}", data::phase_name(phase),
                                       data::table<Row>().info.name, fmt::ptr(share.counts), fmt::ptr(share.is_right));
  return evidence.once(what, [&](const data::Evidence& of) {
    const PhaseRows<Row> rows = rows_of<Row>(of, phase);
    const ShareLook<Row> nothing{share, most_stretches_of(streams_on_disk(rows)), {}};
    std::vector<RunShares> runs;
    for (const RunRows<Row>& run : rows.runs) runs.push_back(data::pass<Row>(*run.tables, nothing).shares());
    return runs;
  });
}

/// When wrong rows are, in any order.
template <class Row>
struct WrongTimes {
  ShareOfRows<Row> of;
  std::vector<core::Instant> times;

  void add(const Row& row) {
    if (of.is_wrong(row)) times.push_back(observed_at(row));
  }
  void merge(const WrongTimes& next) { times.insert(times.end(), next.times.begin(), next.times.end()); }
};

/// Where wrong rows are when all that count are put in the order of time, those of one time in the order they are
/// shown.
template <class Row>
class WrongPlaces {
 public:
  /// The times of the wrong rows, ascending, each once; must outlive this.
  WrongPlaces(const ShareOfRows<Row>& of, const std::vector<core::Instant>& times)
      : of_(of), times_(&times), before_(times.size() + 1), at_(times.size()) {}

  void add(const Row& row) {
    if (!of_.counts(row)) return;
    const auto time = std::ranges::lower_bound(*times_, observed_at(row));
    const auto index = static_cast<std::size_t>(time - times_->begin());
    if (time == times_->end() || *time != observed_at(row)) {
      ++before_[index];
    } else {
      if (!of_.is_right(row)) wrong_.push_back({index, at_[index]});
      ++at_[index];
    }
  }
  void merge(const WrongPlaces& next) {
    for (const Wrong& each : next.wrong_) wrong_.push_back({each.time, at_[each.time] + each.place});
    for (std::size_t i = 0; i < before_.size(); ++i) before_[i] += next.before_[i];
    for (std::size_t i = 0; i < at_.size(); ++i) at_[i] += next.at_[i];
  }
  /// Whether each row is right, in that order.
  [[nodiscard]] std::vector<bool> outcomes() const {
    std::vector<std::size_t> first;  // row of each time
    std::size_t rows = 0;
    for (std::size_t i = 0; i < at_.size(); ++i) {
      first.push_back(rows + before_[i]);
      rows = first.back() + at_[i];
    }
    std::vector<bool> outcomes(rows + before_.back(), true);
    for (const Wrong& each : wrong_) outcomes[first[each.time] + each.place] = false;
    return outcomes;
  }

 private:
  struct Wrong {
    std::size_t time;   ///< of times_
    std::size_t place;  ///< among the rows of that time
  };

  ShareOfRows<Row> of_;
  const std::vector<core::Instant>* times_;
  std::vector<std::size_t> before_;  ///< rows before each time and after the one before; the last: after all
  std::vector<std::size_t> at_;      ///< rows of each time
  std::vector<Wrong> wrong_;
};

/// Whether each row of these runs together that counts is right, in the order of time; in two passes, with the memory
/// of a bit a row and of every wrong one.
template <class Row>
std::vector<bool> outcomes_in_time(const std::vector<RunRows<Row>>& runs, const ShareOfRows<Row>& share) {
  WrongTimes<Row> wrong{share, {}};
  for (const RunRows<Row>& run : runs) wrong.merge(data::pass<Row>(*run.tables, WrongTimes<Row>{share, {}}));
  std::ranges::sort(wrong.times);
  wrong.times.erase(std::unique(wrong.times.begin(), wrong.times.end()), wrong.times.end());
  const WrongPlaces<Row> none(share, wrong.times);
  WrongPlaces<Row> places = none;
  for (const RunRows<Row>& run : runs) places.merge(data::pass<Row>(*run.tables, none));
  return places.outcomes();
}

}  // namespace plantproof::metrics
