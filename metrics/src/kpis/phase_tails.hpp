#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "delay_tally.hpp"
#include "metrics/parameters.hpp"
#include "metrics/picture.hpp"
#include "view.hpp"

// How long what tables' rows tell of took, in the baseline and in the pilot.
namespace plantproof::metrics {

/// From when a row's begins, and how long it took.
template <class Row>
using Taken = MeasuredMessage (*)(const Row& row);

/// As of data::pass().
template <class Row>
struct TakenLook {
  Taken<Row> taken;
  RunTallies tallies;

  void add(const Row& row) { tallies.add(0, taken(row)); }
  void merge(TakenLook&& next) { tallies.merge(std::move(next.tallies)); }
};

template <class Row>
struct LateRowsLook {
  Taken<Row> taken;
  LateMessages late;

  void add(const Row& row) { late.add(taken(row)); }
  void merge(LateRowsLook&& next) { late.merge(std::move(next.late)); }
};

template <class Row>
Tail tail_of_many(std::string name, const PhaseRows<Row>& table, const Parameters& parameters,
                  core::Confidence confidence, Taken<Row> taken) {
  std::vector<RunTallies> tallies;
  for (const RunRows<Row>& run : table.runs) {
    const TakenLook<Row> nothing{taken, RunTallies(1, table.runs.size())};
    tallies.push_back(data::pass<Row>(*run.tables, nothing).tallies);
  }
  std::vector<LateMessages> late;
  for (const RunTallies& run : tallies) late.push_back(run.late().front());
  std::vector<std::vector<DelayTally::Flow>> runs;
  for (std::size_t i = 0; i < late.size(); ++i) runs.push_back({{&tallies[i].tallies().front(), &late[i]}});
  const DelayTally tally(std::move(runs));
  const double known_from = tally.from_ms(kKnownShare);
  for (std::size_t i = 0; i < late.size(); ++i) {
    if (late[i].from_ms > known_from)
      late[i] = data::pass<Row>(*table.runs[i].tables, LateRowsLook<Row>{taken, {known_from, {}}}).late;
    std::ranges::stable_sort(late[i].ones, {}, &LateMessages::One::sent);  // rows may be in any order
  }
  const auto beyond = [&](double x_ms, bool with_x) { return tally.beyond(x_ms, with_x); };
  return tail(std::move(name), tally.ranked(known_from), beyond, parameters.burst_length, confidence);
}

/// A tail under the name of each phase that has rows.
template <class Row>
std::vector<Tail> tails_of_phases(const data::Evidence& evidence, const Parameters& parameters,
                                  core::Confidence confidence, Taken<Row> taken) {
  std::vector<Tail> tails;
  for (const data::Phase phase : {data::Phase::Baseline, data::Phase::Pilot}) {
    const auto table = rows_of<Row>(evidence, phase);
    const std::string name(data::phase_name(phase));
    if (are_many(table)) {
      tails.push_back(tail_of_many<Row>(name, table, parameters, confidence, taken));
      continue;
    }
    std::vector<Series> runs;
    for (const RunRows<Row>& run : table.runs) {
      Observations seen;
      for (const Row& row : *run.rows) {
        const MeasuredMessage message = taken(row);
        seen.add(message.sent, "", message.apparent ? message.delay_ms : std::numeric_limits<double>::infinity());
      }
      runs.push_back(seen.in_order_of_time());
    }
    if (!runs.empty()) tails.push_back(tail(name, runs, parameters.burst_length, confidence));
  }
  return tails;
}

}  // namespace plantproof::metrics
