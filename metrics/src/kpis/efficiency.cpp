// What the plant achieves per hour, vehicle-hour or second, and what it costs, against the baseline.
#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string_view>

#include "data/pass.hpp"
#include "families.hpp"
#include "phase_tails.hpp"
#include "stations.hpp"
#include "uplift.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using data::Phase;

/// A phase's amounts, or why there are none.
using Amounts = std::variant<PhaseAmounts, NoAnswer>;

template <class AmountsOf>
Answer uplift(AmountsOf amounts_of, core::Confidence confidence, Change change = Change::Increase) {
  const Amounts before = amounts_of(Phase::Baseline);
  if (const auto* none = std::get_if<NoAnswer>(&before)) return *none;
  const Amounts after = amounts_of(Phase::Pilot);
  if (const auto* none = std::get_if<NoAnswer>(&after)) return *none;
  return change_of(std::get<PhaseAmounts>(before), std::get<PhaseAmounts>(after), change, confidence);
}

/// A window that overlaps the one before it in its run, or null.
const Window* overlapping(const std::vector<Window>& windows) {
  const auto found = std::adjacent_find(windows.begin(), windows.end(), [](const Window& a, const Window& b) {
    return a.tables == b.tables && b.start < a.end;
  });
  return found == windows.end() ? nullptr : &*(found + 1);
}

/// What falls into the production windows of one run.
template <class Row, class When, class Amount>
struct WindowLook {
  struct InWindow {
    double amount = 0;
    double grain = 0;
  };
  When when;
  Amount amount;
  const std::vector<const Window*>* windows = nullptr;
  std::vector<InWindow> seen;  ///< beside the windows
  std::int64_t in_no_window = 0;

  void add(const Row& row) {
    const std::optional<core::Instant> time = when(row);
    if (!time) return;
    const auto window = window_at(*windows, *time);
    if (!window) {
      ++in_no_window;
      return;
    }
    InWindow& of = seen[*window];
    of.amount += amount(row);
    of.grain = std::max(of.grain, amount(row));
  }
  void merge(const WindowLook& next) {
    for (std::size_t i = 0; i < seen.size(); ++i) {
      seen[i].amount += next.seen[i].amount;
      seen[i].grain = std::max(seen[i].grain, next.seen[i].grain);
    }
    in_no_window += next.in_no_window;
  }
};

/// Of each production window of a phase, `amount` of the rows that fall into it, per `hours`. Amounts of rows that may
/// be on disk are whole numbers, whose sum is the same however they are divided.
template <class Row, class When, class Amount, class Hours>
Amounts rates(const data::Evidence& evidence, Phase phase, When when, Amount amount, Hours hours) {
  const PhaseRows<Row> table = rows_of<Row>(evidence, phase);
  if (table.runs.empty()) return no_rows<Row>(phase);
  const std::vector<Window> windows = windows_of(evidence, phase);
  if (windows.empty()) return no_rows<data::Shift>(phase);
  if (const auto* overlap = overlapping(windows)) {
    return invalid(
        {fmt::format("{} 的班次 {} 与同批次的另一班次重叠", data::phase_name(phase), overlap->name()),
         fmt::format("shift {} of {} overlaps another one of its run", overlap->name(), data::phase_name(phase))});
  }
  PhaseAmounts result{{}, table.notes};
  for (const Window& window : windows) {
    if (!window.tables->template has<Row>()) {
      const std::string& name = data::table<Row>().info.name;
      return no_data({fmt::format("{} 的班次 {} 没有表 {}", data::phase_name(phase), window.name(), name),
                      fmt::format("shift {} of {} has no table {}", window.name(), data::phase_name(phase), name)});
    }
    const std::optional<double> duration = hours(window);
    if (!duration || *duration <= 0) {
      return no_data({fmt::format("{} 的班次 {} 没有工时（labour_hours）", data::phase_name(phase), window.name()),
                      fmt::format("shift {} of {} has no labour_hours", window.name(), data::phase_name(phase))});
    }
    AmountPer& shift = result.amounts.emplace_back();
    shift.run = window.run;
    shift.shift = window.shift;
    shift.divisor = *duration;
    shift.start = window.start;
  }
  std::int64_t in_no_window = 0;
  for (const RunRows<Row>& run : table.runs) {
    const std::vector<const Window*> of_run = windows_of_run(windows, *run.tables);
    const WindowLook<Row, When, Amount> nothing{when, amount, &of_run, {of_run.size(), {0, 0}}, 0};
    const auto look = data::pass<Row>(*run.tables, nothing);
    in_no_window += look.in_no_window;
    for (std::size_t i = 0; i < of_run.size(); ++i) {
      AmountPer& shift = result.amounts[static_cast<std::size_t>(of_run[i] - windows.data())];
      shift.amount = look.seen[i].amount;
      shift.grain = look.seen[i].grain;
    }
  }
  if (in_no_window > 0) {
    const std::string name = fmt::format("{}/{}", data::phase_name(phase), data::table<Row>().info.name);
    result.notes.push_back({fmt::format("{} 有 {} 行不在任何班次内，未计入", name, in_no_window),
                            fmt::format("{} rows of {} lie in no shift and are left out", in_no_window, name)});
  }
  return result;
}

std::optional<double> operating_hours(const Window& window) {
  return window.hours();
}

/// What `make(evidence)` finds of a phase, in one pass, once. `what` says it of no other amounts.
template <class Make>
const Amounts& amounts_once(const data::Evidence& evidence, std::string_view what, Phase phase, Make make) {
  return evidence.once(fmt::format("{} of {}", what, data::phase_name(phase)),
                       [&](const data::Evidence& of) { return make(of); });
}

/// Good units per hour of each window, with the hours that `hours` takes for it.
template <class Hours>
Amounts output(const data::Evidence& evidence, Phase phase, Hours hours) {
  return rates<data::ProducedUnit>(
      evidence, phase, [](const auto& unit) { return std::optional(unit.time); },
      [](const auto& unit) { return unit.good ? 1.0 : 0.0; }, hours);
}

const Amounts& output_of_hours(const data::Evidence& evidence, const Parameters& /*parameters*/, Phase phase) {
  return amounts_once(evidence, "output of hours", phase,
                      [&](const data::Evidence& of) { return output(of, phase, &operating_hours); });
}

Answer output_per_operating_hour(const data::Evidence& evidence, const Parameters& parameters,
                                 core::Confidence confidence) {
  return uplift([&](Phase phase) { return output_of_hours(evidence, parameters, phase); }, confidence);
}

const Amounts& output_of_labour_hours(const data::Evidence& evidence, Phase phase) {
  return amounts_once(evidence, "output of labour hours", phase, [&](const data::Evidence& of) {
    return output(of, phase, [](const Window& window) { return window.labour_hours; });
  });
}

Answer output_per_labour_hour(const data::Evidence& evidence, const Parameters& /*parameters*/,
                              core::Confidence confidence) {
  return uplift([&](Phase phase) { return output_of_labour_hours(evidence, phase); }, confidence);
}

/// How long the good units of each window would have taken in ideal cycles, per length of the window at every station.
const Amounts& ideal_time_of_stations(const data::Evidence& evidence, const Parameters& parameters, Phase phase) {
  std::optional<core::Nanoseconds> agreed;
  if (parameters.ideal_cycle_time_s) agreed = core::of_seconds(*parameters.ideal_cycle_time_s);
  const Stations& stations = stations_of(evidence, !agreed);
  const auto ideal = [&](const data::ProducedUnit& unit) {
    return agreed ? *agreed : core::Nanoseconds(stations.fastest_gap.at(unit.station));
  };
  const std::string what =
      agreed ? fmt::format("cycles of {} ns at every station", agreed->count()) : "fastest cycles at every station";
  return amounts_once(evidence, what, phase, [&](const data::Evidence& of) {
    return rates<data::ProducedUnit>(
        of, phase, [](const auto& unit) { return std::optional(unit.time); },
        [&](const auto& unit) { return unit.good ? static_cast<double>(ideal(unit).count()) : 0.0; },
        [&](const Window& window) {
          const auto all = static_cast<double>(stations.names.at(phase).size());
          return std::optional(static_cast<double>((window.end - window.start).count()) * all);
        });
  });
}

Answer oee(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const Stations& stations = stations_of(evidence, !parameters.ideal_cycle_time_s);
  for (const auto& [phase, names] : stations.names) {
    for (const std::string& station : names) {
      if (parameters.ideal_cycle_time_s || stations.fastest_gap.contains(station)) continue;
      return no_data(
          {fmt::format("工位 {} 的完工品不足两件，又未约定 ideal_cycle_time_s", station),
           fmt::format("station {} finished fewer than two units, and ideal_cycle_time_s is not agreed", station)});
    }
  }
  Answer answer = uplift([&](Phase phase) { return ideal_time_of_stations(evidence, parameters, phase); }, confidence);
  if (auto* estimate = std::get_if<Estimate>(&answer); estimate != nullptr && !parameters.ideal_cycle_time_s) {
    estimate->notes.push_back(
        {"理想节拍未约定，取各工位在两个阶段中最快的 5 % 间隔",
         "no ideal cycle time is agreed: each station's fastest 5 % of gaps over both phases is taken"});
  }
  return answer;
}

const Amounts& judged_of_hours(const data::Evidence& evidence, const Parameters& /*parameters*/, Phase phase) {
  return amounts_once(evidence, "judged of hours", phase, [&](const data::Evidence& of) {
    return rates<data::Inspection>(
        of, phase, [](const auto& item) { return item.judged_at; },
        [](const auto& item) { return item.judgement ? 1.0 : 0.0; }, &operating_hours);
  });
}

/// The first item that has a judgement without its time, or the time without it.
struct HalfJudged {
  std::optional<std::string> item;

  void add(const data::Inspection& inspection) {
    if (!item && inspection.judgement.has_value() != inspection.judged_at.has_value()) item = inspection.item;
  }
  void merge(const HalfJudged& next) {
    if (!item) item = next.item;
  }
};

/// Why items that are half judged are no evidence, where there are any; looked for once.
const std::optional<NoAnswer>& half_judged(const data::Evidence& evidence) {
  return evidence.once("half judged", [](const data::Evidence& of) -> std::optional<NoAnswer> {
    for (const Phase phase : {Phase::Baseline, Phase::Pilot}) {
      for (const auto& run : rows_of<data::Inspection>(of, phase).runs) {
        const auto half = data::pass<data::Inspection>(*run.tables, HalfJudged());
        if (!half.item) continue;
        return invalid(
            {fmt::format("{} 的被检品 {}：judged 与 judged_ns 须同时有或同时空", data::phase_name(phase), *half.item),
             fmt::format("item {} of {}: judged and judged_ns must both be there or both be empty", *half.item,
                         data::phase_name(phase))});
      }
    }
    return std::nullopt;
  });
}

Answer inspections_per_hour(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  if (const auto& half = half_judged(evidence)) return *half;
  return uplift([&](Phase phase) { return judged_of_hours(evidence, parameters, phase); }, confidence);
}

std::size_t sources_of(const data::Tables& tables) {
  if (const data::TableOnDisk* file = tables.on_disk<data::Record>()) return file->groups;
  std::set<std::string_view> sources;
  for (const data::Record& record : *tables.rows<data::Record>()) sources.insert(record.source);
  return sources.size();
}

const Amounts& records_of_source_hours(const data::Evidence& evidence, const Parameters& /*parameters*/, Phase phase) {
  return amounts_once(evidence, "records of source hours", phase, [&](const data::Evidence& of) {
    return rates<data::Record>(
        of, phase, [](const auto& record) { return std::optional(record.due); },
        [](const auto& record) { return record.received && record.valid.value_or(false) ? 1.0 : 0.0; },
        [](const Window& window) {
          const auto sources = static_cast<double>(std::max<std::size_t>(sources_of(*window.tables), 1));
          return std::optional(window.hours() * sources);
        });
  });
}

Answer records_per_source_hour(const data::Evidence& evidence, const Parameters& parameters,
                               core::Confidence confidence) {
  return uplift([&](Phase phase) { return records_of_source_hours(evidence, parameters, phase); }, confidence);
}

const Amounts& resolutions_of_seconds(const data::Evidence& evidence, const Parameters& parameters, Phase phase) {
  const core::Nanoseconds deadline = core::of_seconds(parameters.resolution_deadline_s);
  const auto in_time = [deadline](const data::Resolution& resolution) {
    return resolution.answered && *resolution.answered - resolution.sent <= deadline &&
           resolution.correct.value_or(false);
  };
  const std::string what = fmt::format("resolutions within {} ns", deadline.count());
  return amounts_once(evidence, what, phase, [&](const data::Evidence& of) {
    return rates<data::Resolution>(
        of, phase, [](const auto& resolution) { return std::optional(resolution.sent); },
        [&](const auto& resolution) { return in_time(resolution) ? 1.0 : 0.0; },
        [](const Window& window) { return std::optional(core::in_seconds(window.end - window.start)); });
  });
}

Answer resolutions_per_second(const data::Evidence& evidence, const Parameters& parameters,
                              core::Confidence confidence) {
  return uplift([&](Phase phase) { return resolutions_of_seconds(evidence, parameters, phase); }, confidence);
}

double finished_missions(const data::Tables& tables) {
  const auto* missions = tables.rows<data::Mission>();
  if (missions == nullptr) return 0;
  return static_cast<double>(std::count_if(missions->begin(), missions->end(),
                                           [](const auto& mission) { return mission.finished.has_value(); }));
}

/// One amount a run: `amount_of(tables)`, of the runs that have the table; an amount that is nothing is no data, `why`
/// says of what.
template <class Row>
Amounts run_amounts(const data::Evidence& evidence, Phase phase,
                    const std::function<std::optional<AmountPer>(const data::Tables&)>& amount_of,
                    const core::Text& why) {
  const PhaseRows<Row> table = rows_of<Row>(evidence, phase);
  if (table.runs.empty()) return no_rows<Row>(phase);
  PhaseAmounts result{{}, table.notes};
  for (const RunRows<Row>& run : table.runs) {
    auto amount = amount_of(*run.tables);
    if (!amount) {
      return no_data({fmt::format("{} 的批次 {}：{}", data::phase_name(phase), *run.run, why.zh),
                      fmt::format("run {} of {}: {}", *run.run, data::phase_name(phase), why.en)});
    }
    amount->run = *run.run;
    result.amounts.push_back(*std::move(amount));
  }
  return result;
}

/// An amount of a run as a whole.
AmountPer per(double amount, double divisor) {
  AmountPer whole;
  whole.amount = amount;
  whole.divisor = divisor;
  return whole;
}

Amounts missions_of_vehicle_hours(const data::Evidence& evidence, const Parameters& /*parameters*/, Phase phase) {
  // A run with vehicles in service and no mission finished is a bad day, not a missing one.
  const auto per_vehicle_hour = [](const data::Tables& tables) -> std::optional<AmountPer> {
    double hours = 0;
    for (const data::VehicleService& vehicle : *tables.rows<data::VehicleService>()) {
      hours += core::in_hours(vehicle.in_service);
    }
    if (hours <= 0 || tables.rows<data::Mission>() == nullptr) return std::nullopt;
    AmountPer done = per(finished_missions(tables), hours);
    done.grain = 1;
    return done;
  };
  return run_amounts<data::VehicleService>(
      evidence, phase, per_vehicle_hour,
      {"没有表 missions，或车辆没有投入运行的时间", "there is no table missions, or no vehicle was in service"});
}

Answer missions_per_vehicle_hour(const data::Evidence& evidence, const Parameters& parameters,
                                 core::Confidence confidence) {
  return uplift([&](Phase phase) { return missions_of_vehicle_hours(evidence, parameters, phase); }, confidence);
}

double total_cost(const data::Tables& tables) {
  double sum = 0;
  for (const data::CostItem& cost : *tables.rows<data::CostItem>()) sum += cost.amount_cny;
  return sum;
}

Amounts cost_of_missions(const data::Evidence& evidence, const Parameters& /*parameters*/, Phase phase) {
  const auto per_mission = [](const data::Tables& tables) -> std::optional<AmountPer> {
    const double missions = finished_missions(tables);
    if (missions == 0) return std::nullopt;
    AmountPer cost = per(total_cost(tables), missions);
    cost.divisor_grain = 1;
    return cost;
  };
  return run_amounts<data::CostItem>(evidence, phase, per_mission,
                                     {"没有完成的运输任务（表 missions）", "no finished mission (table missions)"});
}

Answer cost_per_mission(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  return uplift([&](Phase phase) { return cost_of_missions(evidence, parameters, phase); }, confidence,
                Change::Reduction);
}

Answer cost_total(const data::Evidence& evidence, const Parameters& /*parameters*/, core::Confidence confidence) {
  const auto cost = [](const data::Tables& tables) { return std::optional(per(total_cost(tables), 1)); };
  return uplift([&](Phase phase) { return run_amounts<data::CostItem>(evidence, phase, cost, {}); }, confidence,
                Change::Reduction);
}

/// A phase's values, unit by unit.
std::vector<ComparedUnit> values_of(const Amounts& amounts) {
  std::vector<ComparedUnit> values;
  if (const auto* found = std::get_if<PhaseAmounts>(&amounts)) {
    for (const AmountPer& each : found->amounts) values.push_back({each.run, each.shift, each.amount / each.divisor});
  }
  return values;
}

/// Both phases, unit by unit: the first kMostMarks / 2 of each.
Comparison comparison(core::Text per, const Amounts& before, const Amounts& after) {
  Comparison result{std::move(per), values_of(before), values_of(after), 0};
  for (auto* units : {&result.before, &result.after}) {
    const std::size_t kept = std::min(units->size(), kMostMarks / 2);
    result.left_out += static_cast<std::int64_t>(units->size() - kept);
    units->resize(kept);
  }
  return result;
}

template <auto kAmounts>
std::vector<Picture> compared(const data::Evidence& evidence, const Parameters& parameters, core::Text per) {
  const Amounts before = kAmounts(evidence, parameters, Phase::Baseline);
  const Amounts after = kAmounts(evidence, parameters, Phase::Pilot);
  if (!std::holds_alternative<PhaseAmounts>(before) && !std::holds_alternative<PhaseAmounts>(after)) return {};
  return {{{"基线与试点，逐单元", "baseline and pilot, unit by unit"}, comparison(std::move(per), before, after)}};
}

std::vector<Picture> output_pictures(const data::Evidence& evidence, const Parameters& parameters,
                                     core::Confidence /*confidence*/) {
  return compared<&output_of_hours>(evidence, parameters, {"每小时良品数", "good units per hour"});
}

std::vector<Picture> inspection_pictures(const data::Evidence& evidence, const Parameters& parameters,
                                         core::Confidence /*confidence*/) {
  return compared<&judged_of_hours>(evidence, parameters, {"每小时判定件数", "items judged per hour"});
}

std::vector<Picture> record_pictures(const data::Evidence& evidence, const Parameters& parameters,
                                     core::Confidence /*confidence*/) {
  return compared<&records_of_source_hours>(evidence, parameters,
                                            {"每源每小时有效记录数", "valid records per source and hour"});
}

MeasuredMessage taken(const data::Resolution& resolution) {
  return measured(0, resolution.sent, resolution.answered);
}
MeasuredMessage taken(const data::Mission& mission) {
  return measured(0, mission.requested, mission.finished);
}

std::vector<Picture> resolution_pictures(const data::Evidence& evidence, const Parameters& parameters,
                                         core::Confidence confidence) {
  auto pictures =
      compared<&resolutions_of_seconds>(evidence, parameters, {"每秒按时完成数", "completed in time per second"});
  auto tails = tails_of_phases<data::Resolution>(evidence, parameters, confidence, &taken);
  if (!tails.empty())
    pictures.push_back({{"解析应答时间的尾部分布", "tail of the answer times"},
                        worst_tails(std::move(tails), parameters.resolution_deadline_s * 1000)});
  return pictures;
}

/// What one finished mission costs on average, by category.
std::optional<Costs> costs_by_category(const data::Evidence& evidence) {
  Costs costs;
  std::map<std::string, CostOf> categories;
  for (const Phase phase : {Phase::Baseline, Phase::Pilot}) {
    const auto table = rows_of<data::CostItem>(evidence, phase);
    double missions = 0;
    for (const auto& run : table.runs) missions += finished_missions(*run.tables);
    if (missions == 0) return std::nullopt;
    (phase == Phase::Baseline ? costs.missions_before : costs.missions_after) = static_cast<std::int64_t>(missions);
    for (const auto& run : table.runs) {
      for (const data::CostItem& cost : *run.rows) {
        CostOf& category = categories[cost.category];
        (phase == Phase::Baseline ? category.before_cny : category.after_cny) += cost.amount_cny / missions;
      }
    }
  }
  for (auto& [name, category] : categories) {
    category.category = name;
    costs.categories.push_back(category);
  }
  costs.categories = most_costly(std::move(costs.categories));
  return costs;
}

std::vector<Picture> cost_pictures(const data::Evidence& evidence, const Parameters& parameters,
                                   core::Confidence /*confidence*/) {
  std::vector<Picture> pictures;
  if (auto costs = costs_by_category(evidence))
    pictures.push_back({{"单次任务成本的构成与变化", "cost of a mission, by category"}, *std::move(costs)});
  for (Picture& picture : compared<&cost_of_missions>(evidence, parameters, {"元/次", "CNY per mission"}))
    pictures.push_back(std::move(picture));
  return pictures;
}

/// The missions of a run by vehicle.
Gantt gantt(const std::string& run, const data::Tables& tables) {
  Gantt result;
  result.run = run;
  std::map<std::string, VehicleSummary> vehicles;
  const auto* services = tables.rows<data::VehicleService>();
  if (services != nullptr) {
    for (const data::VehicleService& service : *services)
      vehicles[service.vehicle].in_service_h += core::in_hours(service.in_service);
  }
  std::vector<const data::Mission*> finished;
  for (const data::Mission& mission : *tables.rows<data::Mission>()) {
    if (!mission.vehicle) continue;  // nobody's
    VehicleSummary& vehicle = vehicles[*mission.vehicle];
    if (!mission.finished) {
      ++vehicle.not_finished;
      continue;
    }
    ++vehicle.finished;
    vehicle.driving_h += core::in_hours(*mission.finished - mission.started.value_or(mission.requested));
    finished.push_back(&mission);
  }
  std::map<std::string, std::size_t> index;
  for (auto& [name, vehicle] : vehicles) {
    if (result.vehicles.size() == kMostGroups) {
      ++result.vehicles_left_out;
      continue;
    }
    vehicle.vehicle = name;
    index[name] = result.vehicles.size();
    result.vehicles.push_back(vehicle);
  }
  std::ranges::stable_sort(finished, {}, [](const auto* mission) { return mission->requested; });
  if (finished.empty()) return result;
  const core::Instant start = finished.front()->requested;
  for (const data::Mission* mission : finished) {
    const auto vehicle = index.find(*mission->vehicle);
    if (vehicle == index.end() || result.bars.size() == kMostMarks) {
      ++result.left_out;
      continue;
    }
    const auto at = [&](core::Instant time) { return core::in_seconds(time - start); };
    result.bars.push_back({vehicle->second, at(mission->requested), at(mission->started.value_or(mission->requested)),
                           at(*mission->finished)});
    result.length_s = std::max(result.length_s, result.bars.back().finished_s);
  }
  return result;
}

std::vector<Picture> mission_pictures(const data::Evidence& evidence, const Parameters& parameters,
                                      core::Confidence confidence) {
  auto pictures =
      compared<&missions_of_vehicle_hours>(evidence, parameters, {"每车时任务数", "missions per vehicle-hour"});
  auto tails = tails_of_phases<data::Mission>(evidence, parameters, confidence, &taken);
  if (!tails.empty())
    pictures.push_back({{"从下达到完成的时间", "from request to finish"}, worst_tails(std::move(tails), std::nullopt)});
  if (const auto table = rows_of<data::Mission>(evidence, Phase::Pilot); !table.runs.empty()) {
    pictures.push_back({{"各车的任务（试点第一个批次）", "missions by vehicle (first run of the pilot)"},
                        gantt(*table.runs.front().run, *table.runs.front().tables)});
  }
  return pictures;
}

Design by_shift() {
  return {.kind = Design::Kind::Increase, .units = {"个班次", "shifts"}};
}

Design by_run(Design::Kind kind) {
  return {.kind = kind,
          .units = {"个批次", "runs"},
          .remark = {"每个批次按一个班次长计", "a run is taken to be as long as a shift"}};
}

}  // namespace

std::vector<Kpi> efficiency_kpis() {
  return {
      {.id = "production_efficiency_uplift",
       .title = {"生产效率提升", "production efficiency uplift"},
       .definition =
           {"试点每小时良品产出比基线高多少；独立单位取批次，两阶段都只有一个批次时取班次。",
            "How much higher the good output per hour of the pilot is than the baseline's; the independent units "
            "are runs, shifts where both phases have one run."},
       .formula = "mean rate(pilot) / mean rate(baseline) - 1",
       .unit = Unit::Ratio,
       .tables = {"baseline/production", "baseline/shifts", "pilot/production", "pilot/shifts"},
       .parameters = {"ideal_cycle_time_s"},
       .source = {"ISO 22400-2:2014", {"KPI 定义", "definitions of KPIs"}},
       .pictures = &output_pictures,
       .readings = {{"operating_hour",
                     {"每运行小时产出", "output per operating hour"},
                     {"班次内良品数除以班次时长。", "Good units of a shift divided by the shift's length."},
                     &output_per_operating_hour,
                     by_shift()},
                    {"labour_hour",
                     {"每工时产出", "output per labour hour"},
                     {"班次内良品数除以投入工时（labour_hours）。",
                      "Good units of a shift divided by its labour_hours."},
                     &output_per_labour_hour,
                     by_shift()},
                    {"oee",
                     {"OEE", "OEE"},
                     {"各工位 良品数 × 理想节拍 ÷ 班次时长 的平均（ISO 22400-2：可用率 × 效能 × 质量率）。",
                      "Mean over stations of good units x ideal cycle time / shift length (ISO 22400-2: availability x "
                      "effectiveness x quality ratio)."},
                     &oee,
                     by_shift()}}},
      {.id = "inspection_efficiency_uplift",
       .title = {"质检效率提升", "inspection efficiency uplift"},
       .definition = {"试点每小时判定件数比基线高多少；独立单位取批次，两阶段都只有一个批次时取班次。",
                      "How many more items per hour the pilot judges than the baseline; the independent units are "
                      "runs, shifts where both phases have one run."},
       .formula = "mean(judged / hour, pilot) / mean(judged / hour, baseline) - 1",
       .unit = Unit::Ratio,
       .tables = {"baseline/inspections", "baseline/shifts", "pilot/inspections", "pilot/shifts"},
       .parameters = {},
       .source = {},
       .pictures = &inspection_pictures,
       .readings = {{"judged_per_hour",
                     {"每小时判定件数", "items judged per hour"},
                     {"班次内判定的件数除以班次时长；未判定者不计。",
                      "Items judged in a shift divided by its length; unjudged ones do not count."},
                     &inspections_per_hour,
                     by_shift()}}},
      {.id = "cost_reduction",
       .title = {"成本降低", "cost reduction"},
       .definition = {"试点成本比基线低多少；每个批次是一个独立单位。",
                      "How much lower the pilot's cost is than the baseline's; each run is an independent unit."},
       .formula = "1 - mean cost(pilot) / mean cost(baseline)",
       .unit = Unit::Ratio,
       .tables = {"baseline/costs", "baseline/missions", "pilot/costs", "pilot/missions"},
       .parameters = {},
       .source = {},
       .pictures = &cost_pictures,
       .readings = {{"per_mission",
                     {"单次任务成本", "cost per mission"},
                     {"批次总成本除以完成的任务数。", "A run's total cost divided by its finished missions."},
                     &cost_per_mission,
                     by_run(Design::Kind::Decrease)},
                    {"total",
                     {"总成本", "total cost"},
                     {"批次总成本；两阶段批次须等长才可比。",
                      "A run's total cost; comparable only when the runs of both phases are equally long."},
                     &cost_total,
                     by_run(Design::Kind::Decrease)}}},
      {.id = "agv_efficiency_uplift",
       .title = {"AGV 效率提升", "AGV efficiency uplift"},
       .definition = {"试点每车时完成任务数比基线高多少；每个批次是一个独立单位。",
                      "How many more missions per vehicle-hour the pilot finishes than the baseline; each run is an "
                      "independent unit."},
       .formula = "mean(missions / vehicle-hour, pilot) / mean(missions / vehicle-hour, baseline) - 1",
       .unit = Unit::Ratio,
       .tables = {"baseline/missions", "baseline/vehicles", "pilot/missions", "pilot/vehicles"},
       .parameters = {},
       .source = {},
       .pictures = &mission_pictures,
       .readings = {{"missions_per_vehicle_hour",
                     {"每车时任务数", "missions per vehicle-hour"},
                     {"批次完成的任务数除以各车投入运行时间（in_service_ns）之和。",
                      "A run's finished missions divided by the sum of its vehicles' in_service_ns."},
                     &missions_per_vehicle_hour,
                     by_run(Design::Kind::Increase)}}},
      {.id = "collection_efficiency_uplift",
       .title = {"数据采集效率提升", "data collection efficiency uplift"},
       .definition = {"试点每源每小时有效记录数比基线高多少；独立单位取批次，两阶段都只有一个批次时取班次。",
                      "How many more valid records per hour and source the pilot collects than the baseline; the "
                      "independent units are runs, shifts where both phases have one run."},
       .formula = "mean(valid records / source-hour, pilot) / mean(valid records / source-hour, baseline) - 1",
       .unit = Unit::Ratio,
       .tables = {"baseline/records", "baseline/shifts", "pilot/records", "pilot/shifts"},
       .parameters = {},
       .source = {},
       .pictures = &record_pictures,
       .readings = {{"records_per_source_hour",
                     {"每源每小时有效记录", "valid records per source and hour"},
                     {"时段内收到且有效的记录数除以（时长 × 数据源数）。",
                      "Records received and valid in a window divided by its length times the number of sources."},
                     &records_per_source_hour,
                     by_shift()}}},
      {.id = "resolution_efficiency_uplift",
       .title = {"标识解析效率提升", "identifier resolution efficiency uplift"},
       .definition = {"试点每秒按时完成的标识解析数比基线高多少；独立单位取批次，两阶段都只有一个批次时取班次。",
                      "How many more resolutions per second the pilot completes in time than the baseline; the "
                      "independent units are runs, shifts where both phases have one run."},
       .formula = "mean(resolutions in time / s, pilot) / mean(resolutions in time / s, baseline) - 1",
       .unit = Unit::Ratio,
       .tables = {"baseline/resolutions", "baseline/shifts", "pilot/resolutions", "pilot/shifts"},
       .parameters = {"resolution_deadline_s"},
       .source = {},
       .pictures = &resolution_pictures,
       .readings = {{"in_time_per_second",
                     {"每秒按时完成数", "completed in time per second"},
                     {"时段内在截止时间内正确应答的解析数除以时长；丢失或错误者不计。",
                      "Resolutions of a window answered rightly within the deadline divided by its length; lost or "
                      "wrong ones do not count."},
                     &resolutions_per_second,
                     by_shift()}}},
  };
}

}  // namespace plantproof::metrics
