// Shares of units that are as they should be: yield, defects, misjudgments, commands, decisions, stock.
#include <algorithm>
#include <limits>

#include "families.hpp"
#include "metrics/dependence.hpp"
#include "metrics/proportion.hpp"
#include "metrics/two_proportions.hpp"
#include "metrics/worst.hpp"
#include "share_tally.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using data::Phase;

void append(std::vector<core::Text>& to, const std::vector<core::Text>& notes) {
  to.insert(to.end(), notes.begin(), notes.end());
}

template <class Row, class Counts, class IsRight>
Observations observations(const RunRows<Row>& run, Counts counts, IsRight is_right) {
  Observations seen;
  for (const Row& row : *run.rows) {
    if (counts(row)) seen.add(observed_at(row), stream_of(row), is_right(row) ? 1 : 0);
  }
  return seen;
}

/// Whether each row for which `counts` holds is right, a series a run.
template <class Row, class Counts, class IsRight>
std::vector<Series> outcomes(const PhaseRows<Row>& table, Counts counts, IsRight is_right) {
  std::vector<Series> runs;
  for (const RunRows<Row>& run : table.runs) runs.push_back(observations(run, counts, is_right).in_order_of_time());
  return runs;
}

constexpr auto kEveryRow = [](const auto&) { return true; };

/// The share of the rows for which `is_right` holds, of those for which `counts` holds.
template <class Row, class Counts, class IsRight>
Answer share(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence, Counts counts,
             IsRight is_right, core::Text why_none, core::Text left_out) {
  const PhaseRows<Row> table = rows_of<Row>(evidence, Phase::Pilot);
  if (table.runs.empty()) return no_rows<Row>(Phase::Pilot);
  const auto estimated = [&] {
    if constexpr (data::Tables::kMayBeOnDisk<Row>) {
      if (are_many(table)) {
        const auto& runs = shares_of_runs<Row>(evidence, Phase::Pilot, {counts, is_right});
        return proportion(sums_of(runs), parameters.burst_length, confidence);
      }
    }
    return proportion(outcomes(table, counts, is_right), parameters.burst_length, confidence);
  };
  Estimate estimate = estimated();
  if (estimate.n == 0) return no_data(std::move(why_none));
  append(estimate.notes, table.notes);
  if (const std::int64_t others = table.count() - estimate.n; others > 0) {
    estimate.notes.push_back({fmt::format("{} 行未计入：{}", others, left_out.zh),
                              fmt::format("{} rows are left out: {}", others, left_out.en)});
  }
  return estimate;
}

template <class Row>
Answer share_of_all(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence,
                    bool (*is_right)(const Row&)) {
  return share<Row>(evidence, parameters, confidence, kEveryRow, is_right, {}, {});
}

template <class Row>
std::vector<bool> sequence_of_many(const PhaseRows<Row>& table, bool is_field, const ShareOfRows<Row>& share) {
  if (is_field) return outcomes_in_time(table.runs, share);
  std::vector<bool> result;
  for (const RunRows<Row>& run : table.runs) {
    const std::vector<bool> of_run = outcomes_in_time(std::vector{run}, share);
    result.insert(result.end(), of_run.begin(), of_run.end());
  }
  return result;
}

/// What `share` counts, in the order of time: that of the world in the field, elsewhere that of each run by itself.
template <class Row, class Counts>
std::vector<bool> sequence(const data::Evidence& evidence, Counts counts, bool (*is_right)(const Row&)) {
  const bool is_field = evidence.manifest().provenance.origin == core::Origin::Field;
  const PhaseRows<Row> table = rows_of<Row>(evidence, Phase::Pilot);
  if (are_many(table)) return sequence_of_many<Row>(table, is_field, {counts, is_right});
  std::vector<bool> result;
  const auto append = [&result](const Observations& seen) {
    for (const double outcome : seen.in_order_of_time().values) result.push_back(outcome == 1);
  };
  Observations of_all_runs;
  for (const RunRows<Row>& run : table.runs) {
    const Observations of_run = observations(run, counts, is_right);
    if (is_field) {
      of_all_runs.add(of_run);
    } else {
      append(of_run);
    }
  }
  append(of_all_runs);
  return result;
}

bool is_good(const data::ProducedUnit& unit) {
  return unit.good;
}
bool is_bad(const data::ProducedUnit& unit) {
  return !unit.good;
}

Answer yield(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  return share_of_all<data::ProducedUnit>(evidence, parameters, confidence, &is_good);
}

/// The bad units of a phase, and what their bursts are counted as.
Arm defects(const data::Evidence& evidence, Phase phase, const Parameters& parameters, core::Confidence confidence,
            std::vector<core::Text>& notes) {
  const auto table = rows_of<data::ProducedUnit>(evidence, phase);
  const auto arm = [&](const auto& runs) {
    const Dependence dependence = dependence_of_share(runs, parameters.burst_length, confidence);
    append(notes, notes_on(dependence));
    append(notes, table.notes);
    return Arm{count_of(runs), dependence.design_effect()};
  };
  if (are_many(table)) return arm(sums_of(shares_of_runs<data::ProducedUnit>(evidence, phase, {kEveryRow, &is_bad})));
  return arm(outcomes(table, kEveryRow, &is_bad));
}

template <Estimate (*kCompare)(const Arm&, const Arm&, core::Confidence)>
Answer defect_reduction(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  for (const Phase phase : {Phase::Baseline, Phase::Pilot}) {
    if (rows_of<data::ProducedUnit>(evidence, phase).runs.empty()) return no_rows<data::ProducedUnit>(phase);
  }
  std::vector<core::Text> notes;
  const Arm old_arm = defects(evidence, Phase::Baseline, parameters, confidence, notes);
  const Arm new_arm = defects(evidence, Phase::Pilot, parameters, confidence, notes);
  Estimate estimate = kCompare(old_arm, new_arm, confidence);
  append(estimate.notes, notes);
  return estimate;
}

bool is_established(const data::Inspection& item) {
  return item.judgement && item.actual;
}
bool is_misjudged(const data::Inspection& item) {
  return *item.judgement != *item.actual;
}
bool is_escape(const data::Inspection& item) {
  return *item.actual == data::Judgement::Bad && *item.judgement == data::Judgement::Good;
}

template <class IsWrong>
Answer misjudged(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence,
                 IsWrong is_wrong) {
  Answer answer = share<data::Inspection>(
      evidence, parameters, confidence, &is_established, is_wrong,
      {"没有既有判定又已确认真实品质的被检品", "no item has both a judgement and an established actual quality"},
      {"未判定，或真实品质未确认；须随机抽取确认，比率才代表全部",
       "not judged, or not established what it is; the rate speaks for all only if that was established at random"});
  if (auto* estimate = std::get_if<Estimate>(&answer)) {
    estimate->notes.push_back({"真实品质的确认按无误计", "the established quality is itself taken as right"});
  }
  return answer;
}

Answer misjudgment_all(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  return misjudged(evidence, parameters, confidence, &is_misjudged);
}

Answer misjudgment_escapes(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  return misjudged(evidence, parameters, confidence, &is_escape);
}

bool is_right_in_time(const data::ControlCycle& cycle) {
  return cycle.on_time && cycle.correct;
}
bool is_right(const data::ControlCycle& cycle) {
  return cycle.correct;
}

Answer cycles_right_in_time(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  return share_of_all<data::ControlCycle>(evidence, parameters, confidence, &is_right_in_time);
}

Answer commands_right(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  return share_of_all<data::ControlCycle>(evidence, parameters, confidence, &is_right);
}

bool is_right(const data::Decision& decision) {
  return decision.correct;
}
bool is_of_decision_stage(const data::Decision& decision) {
  return decision.stage == data::DecisionStage::Decision;
}

Answer decisions_right(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence,
                       std::optional<data::DecisionStage> stage) {
  const core::Text none =
      stage ? core::Text{fmt::format("环节 {} 没有数据",
                                     data::choice_names<data::DecisionStage>()[static_cast<std::size_t>(*stage)]),
                         fmt::format("stage {} has no rows",
                                     data::choice_names<data::DecisionStage>()[static_cast<std::size_t>(*stage)])}
            : core::Text{};
  return share<data::Decision>(
      evidence, parameters, confidence, [&](const auto& decision) { return !stage || decision.stage == *stage; },
      [](const auto& decision) { return is_right(decision); }, none, {"其他环节", "other stages"});
}

Answer decisions_each_stage(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  std::vector<Group> stages;
  for (const auto stage :
       {data::DecisionStage::Simulation, data::DecisionStage::Perception, data::DecisionStage::Decision}) {
    const Answer answer = decisions_right(evidence, parameters, confidence, stage);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return *none;
    stages.push_back({data::choice_names<data::DecisionStage>()[static_cast<std::size_t>(stage)],
                      [&evidence, &parameters, stage](core::Confidence level) {
                        return std::get<Estimate>(decisions_right(evidence, parameters, level, stage));
                      }});
  }
  return worst_of(stages, Decides::Least, confidence);
}

Answer decisions_decision_only(const data::Evidence& evidence, const Parameters& parameters,
                               core::Confidence confidence) {
  return decisions_right(evidence, parameters, confidence, data::DecisionStage::Decision);
}

Answer decisions_together(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  return decisions_right(evidence, parameters, confidence, std::nullopt);
}

Answer stock_realtime(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const auto table = rows_of<data::StockChange>(evidence, Phase::Pilot);
  if (table.runs.empty()) return no_rows<data::StockChange>(Phase::Pilot);
  const core::Nanoseconds error = evidence.clock_uncertainty("stock_changes");
  const core::Nanoseconds limit = core::of_seconds(parameters.freshness_limit_s);
  for (const auto& run : table.runs) {
    for (const data::StockChange& change : *run.rows) {
      if (!change.visible || *change.visible - change.changed >= -error) continue;
      const core::Nanoseconds early = change.changed - *change.visible;
      return invalid(
          {fmt::format("物料 {} 的变化在发生前 {} ns 就可见", change.item, early.count()),
           fmt::format("a change of item {} is visible {} ns before it happened", change.item, early.count())});
    }
  }
  // How many are in time when every delay is taken to be `more` longer than measured.
  const auto in_time = [&](core::Nanoseconds more) {
    return proportion(outcomes(table, kEveryRow,
                               [&](const auto& change) {
                                 return change.visible && *change.visible - change.changed + more <= limit;
                               }),
                      parameters.burst_length, confidence);
  };
  Estimate estimate = in_time(core::Nanoseconds(0));
  if (error.count() > 0) {
    estimate.lower = in_time(error).lower;
    estimate.upper = in_time(-error).upper;
  }
  append(estimate.notes, table.notes);
  return estimate;
}

bool is_counted(const data::StockChange& change) {
  return change.actual_quantity.has_value();
}
bool is_reported_right(const data::StockChange& change) {
  return change.reported_quantity == change.actual_quantity;
}

Answer stock_quantity(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  return share<data::StockChange>(
      evidence, parameters, confidence, &is_counted, &is_reported_right,
      {"没有一行含清点数量（actual_quantity）", "no row has a counted quantity (actual_quantity)"},
      {"未清点", "not counted"});
}

constexpr auto kStream = [](const auto& row) { return stream_of(row); };

/// For each name that rows have, whether those that count are one of a share, a series a run.
template <class Row, class Counts, class NameOf, class IsOne>
std::map<std::string, std::vector<Series>> by_name(const data::Evidence& evidence, Phase phase, Counts counts,
                                                   NameOf name_of, IsOne is_one) {
  std::map<std::string, std::vector<Series>> series;
  for (const RunRows<Row>& run : rows_of<Row>(evidence, phase).runs) {
    std::map<std::string, Observations> seen;
    for (const Row& row : *run.rows) {
      if (!counts(row)) continue;
      const auto name = seen.try_emplace(name_of(row)).first;
      name->second.add(observed_at(row), name->first, is_one(row) ? 1 : 0);
    }
    for (const auto& [name, of_run] : seen) series[name].push_back(of_run.in_order_of_time());
  }
  return series;
}

template <class Run>
std::vector<ShareOf> shares_of(const std::map<std::string, std::vector<Run>>& by_name, const Parameters& parameters,
                               core::Confidence confidence) {
  std::vector<ShareOf> groups;
  for (const auto& [name, runs] : by_name) {
    const Estimate share = proportion(runs, parameters.burst_length, confidence);
    groups.push_back({name, count_of(runs), share.lower, share.upper});
  }
  return groups;
}

/// The share of each stream of the pilot.
template <class Row, class Counts>
std::vector<ShareOf> shares_by_stream(const data::Evidence& evidence, Counts counts, bool (*is_one)(const Row& row),
                                      const Parameters& parameters, core::Confidence confidence) {
  if (!are_many(rows_of<Row>(evidence, Phase::Pilot)))
    return shares_of(by_name<Row>(evidence, Phase::Pilot, counts, kStream, is_one), parameters, confidence);
  return shares_of(sums_by_stream(shares_of_runs<Row>(evidence, Phase::Pilot, {counts, is_one})), parameters,
                   confidence);
}

template <class Row, class Counts, class IsBad>
struct MomentLook {
  Counts counts;
  IsBad is_bad;
  TimelineBins bins;

  void add(const Row& row) {
    if (counts(row)) bins.add({observed_at(row), is_bad(row), false});
  }
  void merge(const MomentLook& next) { bins.merge(next.bins); }
};

/// From a run's first row to its last, whether these count or not.
template <class Row>
TimelineBins bins_of(const RunRows<Row>& run) {
  if (const data::TableOnDisk* file = run.tables->template on_disk<Row>()) return {file->first, file->last};
  const auto at = [](const Row& row) { return observed_at(row); };
  const auto [first, last] = std::ranges::minmax_element(*run.rows, {}, at);
  return {at(*first), at(*last)};
}

template <class Row, class Counts, class IsBad>
Timeline in_time(const data::Evidence& evidence, core::Text units, core::Text bad, Counts counts, IsBad is_bad) {
  std::vector<RunTimeline> runs;
  for (const RunRows<Row>& run : rows_of<Row>(evidence, Phase::Pilot).runs) {
    const MomentLook<Row, Counts, IsBad> nothing{counts, is_bad, bins_of(run)};
    runs.push_back(data::pass<Row>(*run.tables, nothing).bins.timeline(*run.run));
  }
  return worst_runs(std::move(units), std::move(bad), std::move(runs));
}

std::vector<Picture> defects_before_and_after(const data::Evidence& evidence, const Parameters& parameters,
                                              core::Confidence confidence) {
  std::vector<ShareOf> groups;
  for (const Phase phase : {Phase::Baseline, Phase::Pilot}) {
    const auto table = rows_of<data::ProducedUnit>(evidence, phase);
    const auto add = [&]<class Run>(std::vector<Run> runs) {
      const auto of_phase =
          shares_of<Run>({{std::string(data::phase_name(phase)), std::move(runs)}}, parameters, confidence);
      groups.push_back(of_phase.front());
    };
    if (are_many(table)) {
      add(sums_of(shares_of_runs<data::ProducedUnit>(evidence, phase, {kEveryRow, &is_bad})));
    } else if (!table.runs.empty()) {
      add(outcomes(table, kEveryRow, &is_bad));
    }
  }
  if (groups.empty()) return {};
  return {{{"两个阶段的不良品率", "defect rate of both phases"},
           least_shares({"不良品", "bad units"}, false, std::move(groups))}};
}

std::vector<Picture> yield_by_station(const data::Evidence& evidence, const Parameters& parameters,
                                      core::Confidence confidence) {
  auto groups = shares_by_stream<data::ProducedUnit>(evidence, kEveryRow, &is_good, parameters, confidence);
  if (groups.empty()) return {};
  return {{{"各工位的良品率", "yield by station"}, least_shares({"良品", "good units"}, true, std::move(groups))},
          {{"不良品的时间线", "bad units in time"},
           in_time<data::ProducedUnit>(evidence, {"件", "units"}, {"不良", "bad"}, kEveryRow, &is_bad)}};
}

/// As of data::pass().
struct ConfusionLook {
  Confusion seen;

  void add(const data::Inspection& item) {
    using data::Judgement;
    if (!item.judgement) {
      ++seen.not_judged;
    } else if (!item.actual) {
      ++seen.not_established;
    } else if (*item.actual == Judgement::Good) {
      ++(*item.judgement == Judgement::Good ? seen.good_judged_good : seen.good_judged_bad);
    } else {
      ++(*item.judgement == Judgement::Good ? seen.bad_judged_good : seen.bad_judged_bad);
    }
  }
  void merge(const ConfusionLook& next) {
    for (std::int64_t Confusion::*count :
         {&Confusion::not_judged, &Confusion::not_established, &Confusion::good_judged_good,
          &Confusion::good_judged_bad, &Confusion::bad_judged_good, &Confusion::bad_judged_bad})
      seen.*count += next.seen.*count;
  }
};

std::vector<Picture> judgements(const data::Evidence& evidence, const Parameters& parameters,
                                core::Confidence confidence) {
  ConfusionLook confusion;
  for (const auto& run : rows_of<data::Inspection>(evidence, Phase::Pilot).runs)
    confusion.merge(data::pass<data::Inspection>(*run.tables, ConfusionLook()));
  auto stations = shares_by_stream<data::Inspection>(evidence, &is_established, &is_misjudged, parameters, confidence);
  if (stations.empty()) return {};
  return {{{"判定与真实品质", "judgement against what items are"}, confusion.seen},
          {{"误判的时间线", "misjudgments in time"},
           in_time<data::Inspection>(evidence, {"件", "items"}, {"误判", "misjudged"}, &is_established, &is_misjudged)},
          {{"各工位的误判率", "misjudgment rate by station"},
           least_shares({"误判", "misjudged"}, true, std::move(stations))}};
}

std::vector<Picture> cycles(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const auto is_missed = [](const data::ControlCycle& cycle) { return !is_right_in_time(cycle); };
  std::vector<MissRun> loops;
  if (are_many(rows_of<data::ControlCycle>(evidence, Phase::Pilot))) {
    loops =
        misses_by_stream(shares_of_runs<data::ControlCycle>(evidence, Phase::Pilot, {kEveryRow, &is_right_in_time}));
  } else {
    for (const auto& [loop, runs] : by_name<data::ControlCycle>(evidence, Phase::Pilot, kEveryRow, kStream, is_missed))
      loops.push_back(miss_run(loop, runs));
  }
  if (loops.empty()) return {};
  return {{{"各回路的正确率", "correct rate by loop"},
           least_shares(
               {"正确且及时", "right and in time"}, true,
               shares_by_stream<data::ControlCycle>(evidence, kEveryRow, &is_right_in_time, parameters, confidence))},
          {{"失误周期的时间线", "missed cycles in time"},
           in_time<data::ControlCycle>(evidence, {"个周期", "cycles"}, {"错误或迟到", "wrong or late"}, kEveryRow,
                                       is_missed)},
          {{"连续失误的长度", "misses in a row"}, most_missed(std::move(loops))}};
}

std::vector<Picture> decisions_by_stage(const data::Evidence& evidence, const Parameters& parameters,
                                        core::Confidence confidence) {
  const auto name = [](const data::Decision& decision) {
    return decision.robot + "/" + data::choice_names<data::DecisionStage>()[static_cast<std::size_t>(decision.stage)];
  };
  auto groups = shares_of(by_name<data::Decision>(evidence, Phase::Pilot, kEveryRow, name,
                                                  [](const auto& decision) { return is_right(decision); }),
                          parameters, confidence);
  if (groups.empty()) return {};
  return {{{"各机器人、各环节的正确率", "correct rate by robot and stage"},
           least_shares({"正确", "right"}, true, std::move(groups))},
          {{"错误决策的时间线", "wrong decisions in time"},
           in_time<data::Decision>(evidence, {"次决策", "decisions"}, {"错误", "wrong"}, kEveryRow,
                                   [](const auto& decision) { return !is_right(decision); })}};
}

std::vector<Picture> stock_delays(const data::Evidence& evidence, const Parameters& parameters,
                                  core::Confidence confidence) {
  std::vector<Series> runs;
  for (const auto& run : rows_of<data::StockChange>(evidence, Phase::Pilot).runs) {
    Observations seen;
    for (const data::StockChange& change : *run.rows) {
      seen.add(change.changed, "",
               change.visible ? core::in_milliseconds(*change.visible - change.changed)
                              : std::numeric_limits<double>::infinity());
    }
    runs.push_back(seen.in_order_of_time());
  }
  if (runs.empty()) return {};
  Tail all = tail("", runs, parameters.burst_length, confidence);
  all.clock_ms = core::in_milliseconds(evidence.clock_uncertainty("stock_changes"));
  const double limit_ms = parameters.freshness_limit_s * 1000;
  const core::Nanoseconds limit = core::of_seconds(parameters.freshness_limit_s);
  return {
      {{"库存变化多久可见", "how long until a stock change is visible"}, worst_tails({std::move(all)}, limit_ms)},
      {{"迟到的库存变化", "late stock changes in time"},
       in_time<data::StockChange>(evidence, {"次库存变化", "stock changes"}, {"超过约定时限", "over the agreed limit"},
                                  kEveryRow, [limit](const data::StockChange& change) {
                                    return !change.visible || *change.visible - change.changed > limit;
                                  })}};
}

std::vector<Picture> wrong_quantities(const data::Evidence& evidence, const Parameters& /*parameters*/,
                                      core::Confidence /*confidence*/) {
  Timeline timeline =
      in_time<data::StockChange>(evidence, {"次清点", "counts"}, {"数量不符", "quantity differs"}, &is_counted,
                                 [](const auto& change) { return !is_reported_right(change); });
  if (timeline.runs.empty()) return {};
  return {{{"数量不符的时间线", "wrong quantities in time"}, std::move(timeline)}};
}

Design rows_right_or_wrong(std::string rate, core::Text units) {
  return {.kind = Design::Kind::RightOrWrong, .units = std::move(units), .rate = std::move(rate)};
}

Design finished_units() {
  return rows_right_or_wrong("production", {"件", "units"});
}

Design fewer_bad_units(Design::Kind kind) {
  return {.kind = kind, .units = {"件", "units"}, .rate = "production", .bad_share_of = "yield"};
}

Design judged_items() {
  Design design = rows_right_or_wrong("inspections", {"件", "items"});
  design.remark = {"须是已判定、且随机抽取确认了真实品质的被检品",
                   "only items count that were judged, and whose actual quality was established at random"};
  return design;
}

Design control_cycles() {
  return rows_right_or_wrong("control_cycles", {"个控制周期", "control cycles"});
}

Design decisions(std::string groups, core::Text each) {
  Design design = rows_right_or_wrong("decisions", {"次决策", "decisions"});
  design.groups = std::move(groups);
  design.each = std::move(each);
  return design;
}

}  // namespace

std::vector<Kpi> quality_kpis() {
  return {
      {.id = "defect_rate_reduction",
       .title = {"不良品率降低", "reduction of the defect rate"},
       .definition = {"试点的不良品率比基线低多少。",
                      "How much lower the defect rate of the pilot is than the baseline's."},
       .formula = "1 - p(pilot) / p(baseline), p = bad units / units",
       .unit = Unit::Ratio,
       .tables = {"baseline/production", "pilot/production"},
       .parameters = {"burst_length"},
       .source = {},
       .pictures = &defects_before_and_after,
       .readings = {{"relative",
                     {"相对降低", "relative reduction"},
                     {"1 减去试点与基线不良品率之比。",
                      "One minus the ratio of the pilot's to the baseline's defect rate."},
                     &defect_reduction<&relative_reduction>,
                     fewer_bad_units(Design::Kind::RelativeReduction)},
                    {"percentage_points",
                     {"百分点", "percentage points"},
                     {"基线不良品率减试点不良品率。", "The baseline's defect rate minus the pilot's."},
                     &defect_reduction<&difference_of_proportions>,
                     fewer_bad_units(Design::Kind::PointReduction)}}},
      {.id = "yield",
       .title = {"良品率", "yield"},
       .definition = {"试点中良品占完工品的比例。", "Good units among the finished units of the pilot."},
       .formula = "good units / units",
       .unit = Unit::Ratio,
       .tables = {"pilot/production"},
       .parameters = {"burst_length"},
       .source = {},
       .pictures = &yield_by_station,
       .readings = {{"all_units",
                     {"全部完工品", "all units"},
                     {"良品数除以完工品数。", "Good units divided by units."},
                     &yield,
                     finished_units(),
                     [](const data::Evidence& evidence) {
                       return sequence<data::ProducedUnit>(evidence, kEveryRow, &is_good);
                     }}}},
      {.id = "misjudgment_rate",
       .title = {"误判率", "misjudgment rate"},
       .definition = {"判定与真实品质不符的被检品，占已判定且真实品质已确认者的比例。",
                      "Items whose judgement differs from what they are, among those judged whose actual quality is "
                      "established."},
       .formula = "(good judged bad + bad judged good) / judged",
       .unit = Unit::Ratio,
       .tables = {"pilot/inspections"},
       .parameters = {"burst_length"},
       .source = {},
       .pictures = &judgements,
       .readings = {{"all",
                     {"全部误判", "all misjudgments"},
                     {"良判为不良与不良判为良都计。", "Good judged bad and bad judged good both count."},
                     &misjudgment_all,
                     judged_items(),
                     [](const data::Evidence& evidence) {
                       return sequence<data::Inspection>(evidence, &is_established, &is_misjudged);
                     }},
                    {"escapes",
                     {"仅漏检", "escapes only"},
                     {"只计不良判为良；分母仍为全部已判定者。",
                      "Only bad judged good counts; the denominator stays all that was judged."},
                     &misjudgment_escapes,
                     judged_items(),
                     [](const data::Evidence& evidence) {
                       return sequence<data::Inspection>(evidence, &is_established, &is_escape);
                     }}}},
      {.id = "closed_loop_correct_rate",
       .title = {"闭环控制正确率", "closed-loop correct rate"},
       .definition = {"正确指令及时生效的控制周期占全部周期的比例。",
                      "Cycles in which the right command took effect in time, among all cycles."},
       .formula = "cycles on time and correct / cycles",
       .unit = Unit::Ratio,
       .tables = {"pilot/control_cycles"},
       .parameters = {"burst_length"},
       .source = {},
       .pictures = &cycles,
       .readings = {{"per_cycle",
                     {"按周期", "per cycle"},
                     {"指令既正确又及时的周期计为正确。",
                      "A cycle counts as right when its command was right and in time."},
                     &cycles_right_in_time,
                     control_cycles(),
                     [](const data::Evidence& evidence) {
                       return sequence<data::ControlCycle>(evidence, kEveryRow, &is_right_in_time);
                     }},
                    {"per_command",
                     {"按指令", "per command"},
                     {"只看指令对错，不看是否及时。", "Whether the command was right, its timing left out."},
                     &commands_right,
                     control_cycles(),
                     [](const data::Evidence& evidence) {
                       return sequence<data::ControlCycle>(evidence, kEveryRow, &is_right);
                     }}}},
      {.id = "decision_correct_rate",
       .title = {"装配决策正确率", "decision correct rate"},
       .definition = {"复杂装配的数字化仿真、在线感知、智能决策中正确者的比例。",
                      "Right outcomes of digital simulation, online perception and intelligent decision in assembly."},
       .formula = "right / all, by stage",
       .unit = Unit::Ratio,
       .tables = {"pilot/decisions"},
       .parameters = {"burst_length"},
       .source = {},
       .pictures = &decisions_by_stage,
       .readings =
           {{"each_stage",
             {"三个环节各自（最差者判定）", "each of the three stages, the worst deciding"},
             {"每个环节各自的正确率，最低者判定。", "The share of right outcomes of each stage; the lowest decides."},
             &decisions_each_stage,
             decisions("stages", {"每个环节", "a stage"})},
            {"decision_only",
             {"仅智能决策", "decision only"},
             {"只计智能决策环节。", "Only the decision stage counts."},
             &decisions_decision_only,
             decisions("", {}),
             [](const data::Evidence& evidence) {
               return sequence<data::Decision>(evidence, &is_of_decision_stage, &is_right);
             }},
            {"together",
             {"三个环节合计", "all three together"},
             {"三个环节的结果合在一起计。", "The outcomes of the three stages are pooled."},
             &decisions_together,
             decisions("stages", {}),
             [](const data::Evidence& evidence) { return sequence<data::Decision>(evidence, kEveryRow, &is_right); }}}},
      {.id = "realtime_rate",
       .title = {"物料管理实时率", "real-time rate of stock changes"},
       .definition =
           {"在约定时限内可见的库存变化占全部变化的比例；从未可见者计为不及时。",
            "Stock changes visible within the agreed limit, among all; one that never became visible counts as late."},
       .formula = "changes with visible - changed <= freshness limit / changes",
       .unit = Unit::Ratio,
       .tables = {"pilot/stock_changes"},
       .parameters = {"freshness_limit_s", "burst_length"},
       .source = {},
       .pictures = &stock_delays,
       .readings = {{"per_change",
                     {"按库存变化", "per change"},
                     {"每次库存变化计一次。", "Every stock change counts once."},
                     &stock_realtime,
                     rows_right_or_wrong("stock_changes", {"次库存变化", "stock changes"})}}},
      {.id = "quantity_accuracy",
       .title = {"物料管理准确率", "accuracy of stock quantities"},
       .definition = {"系统数量与清点数量一致的比例；已清点而未上报者计为不一致。",
                      "Counts where the reported quantity equals the actual one; a counted item never reported counts "
                      "as different."},
       .formula = "counts with reported = actual / counts",
       .unit = Unit::Ratio,
       .tables = {"pilot/stock_changes"},
       .parameters = {"burst_length"},
       .source = {},
       .pictures = &wrong_quantities,
       .readings = {{"per_count",
                     {"按清点", "per count"},
                     {"每次清点计一次，数量须完全相等。", "Every count counts once; the quantities must be equal."},
                     &stock_quantity,
                     rows_right_or_wrong("stock_counts", {"次清点", "stock counts"}),
                     [](const data::Evidence& evidence) {
                       return sequence<data::StockChange>(evidence, &is_counted, &is_reported_right);
                     }}}},
  };
}

}  // namespace plantproof::metrics
