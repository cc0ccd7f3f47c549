// How many devices are connected at once, and how many of them over 5G.
#include <algorithm>
#include <set>

#include "families.hpp"
#include "metrics/worst.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using data::Phase;

struct Interval {
  Instant from;
  Instant to;
};

/// A run's attachments as intervals a device, with the time the run was observed.
struct Attached {
  Interval observed;
  std::map<std::string, std::vector<Interval>> devices;
};

/// From when to when the run was observed: its shifts where it has any, else the first and the last moment that any of
/// its tables knows of.
Interval observed_time(const data::Tables& tables) {
  Interval span{Instant::max(), Instant::min()};
  if (const auto* shifts = tables.rows<data::Shift>(); shifts != nullptr && !shifts->empty()) {
    for (const data::Shift& shift : *shifts) {
      span.from = std::min(span.from, shift.start);
      span.to = std::max(span.to, shift.end);
    }
    return span;
  }
  if (const auto times = times_of(tables)) span = {times->first, times->last};
  return span;
}

/// A device whose first event is "detached" was attached before; one never detached stays to the end. What lies outside
/// the observed time is cut off.
Attached attached(const RunRows<data::Attachment>& run) {
  Attached result{observed_time(*run.tables), {}};
  const auto add = [&](const std::string& device, Instant from, Instant to) {
    const Interval seen{std::max(from, result.observed.from), std::min(to, result.observed.to)};
    if (seen.from <= seen.to) result.devices[device].push_back(seen);
  };
  std::map<std::string, std::optional<Instant>> open;
  for (const data::Attachment& event : *run.rows) {
    const auto [since, is_first] = open.emplace(event.device, std::nullopt);
    if (event.event == data::AttachmentEvent::Attached) {
      if (!since->second) since->second = event.time;
    } else if (since->second || is_first) {
      add(event.device, since->second.value_or(result.observed.from), event.time);
      since->second.reset();
    }
  }
  for (const auto& [device, since] : open) {
    if (since) add(device, *since, result.observed.to);
  }
  return result;
}

/// What may have been meant when the clock of the attachments is off by `error`: each interval shortened (negative) or
/// lengthened by it at the ends that an event marks; the ends of the observation stay.
std::vector<Interval> moved(const std::vector<Interval>& intervals, const Interval& observed, Nanoseconds outwards) {
  std::vector<Interval> result;
  for (const Interval& interval : intervals) {
    Interval wide{interval.from == observed.from ? interval.from : std::max(interval.from - outwards, observed.from),
                  interval.to == observed.to ? interval.to : std::min(interval.to + outwards, observed.to)};
    if (wide.from > wide.to) continue;
    if (!result.empty() && wide.from <= result.back().to) {
      result.back().to = std::max(result.back().to, wide.to);
    } else {
      result.push_back(wide);
    }
  }
  return result;
}

struct Step {
  Instant at;
  int change;
};

/// The number of devices attached over time, as steps in time order; a rise and a fall in one instant cancel.
std::vector<Step> steps(const Attached& run, Nanoseconds outwards) {
  std::map<Instant, int> changes;
  for (const auto& [device, intervals] : run.devices) {
    for (const Interval& interval : moved(intervals, run.observed, outwards)) {
      ++changes[interval.from];
      if (interval.to < run.observed.to) --changes[interval.to];
    }
  }
  changes[run.observed.from] += 0;
  std::vector<Step> result;
  for (const auto& [at, change] : changes) result.push_back({at, change});
  return result;
}

Nanoseconds window_length(const Attached& run, const Parameters& parameters) {
  const Nanoseconds asked = core::of_seconds(parameters.sustained_window_s);
  return std::min(asked, run.observed.to - run.observed.from);
}

/// The least number attached at once during the window, for the best placed window of that length.
double concurrent(const Attached& run, const Parameters& parameters, Nanoseconds outwards) {
  const std::vector<Step> course = steps(run, outwards);
  const Nanoseconds window = window_length(run, parameters);
  std::vector<int> level(course.size());
  for (std::size_t i = 0; i < course.size(); ++i) level[i] = (i == 0 ? 0 : level[i - 1]) + course[i].change;
  // A level holds from its step to the next. The best window may start at any step; its least level is that of the
  // steps it covers. `rising` keeps the candidates for the least level of the current window, least first.
  int best = 0;
  std::vector<std::size_t> rising;
  std::size_t head = 0;
  std::size_t end = 0;
  for (std::size_t start = 0; start < course.size(); ++start) {
    const Instant until = course[start].at + window;
    if (until > run.observed.to) break;
    while (end < course.size() && (course[end].at < until || end == start)) {
      while (rising.size() > head && level[rising.back()] >= level[end]) rising.pop_back();
      rising.push_back(end++);
    }
    while (rising[head] < start) ++head;
    best = std::max(best, level[rising[head]]);
  }
  return best;
}

/// The devices attached at any moment of the window, for the best placed window of that length.
double distinct(const Attached& run, const Parameters& parameters, Nanoseconds outwards) {
  const Nanoseconds window = window_length(run, parameters);
  const Instant last_start = run.observed.to - window;
  // A device is seen by the windows that start between `window` before it attaches and when it detaches.
  std::map<Instant, int> changes;
  for (const auto& [device, intervals] : run.devices) {
    std::vector<Interval> starts;
    for (const Interval& interval : moved(intervals, run.observed, outwards)) {
      const Interval start{std::max(interval.from - window, run.observed.from), std::min(interval.to, last_start)};
      if (!starts.empty() && start.from <= starts.back().to) {
        starts.back().to = std::max(starts.back().to, start.to);
      } else {
        starts.push_back(start);
      }
    }
    for (const Interval& start : starts) {
      ++changes[start.from];
      --changes[start.to + Nanoseconds(1)];
    }
  }
  int level = 0;
  int best = 0;
  for (const auto& [at, change] : changes) {
    level += change;
    best = std::max(best, level);
  }
  return best;
}

template <double (*kCount)(const Attached&, const Parameters&, Nanoseconds)>
Answer connected(const data::Evidence& evidence, const Parameters& parameters, core::Confidence confidence) {
  const auto table = rows_of<data::Attachment>(evidence, Phase::Pilot);
  if (table.runs.empty()) return no_rows<data::Attachment>(Phase::Pilot);
  const Nanoseconds error = evidence.clock_uncertainty("attachments");
  std::vector<Group> runs;
  for (const auto& rows : table.runs) {
    const Attached run = attached(rows);
    if (run.observed.from >= run.observed.to) {
      return no_data({fmt::format("批次 {} 没有可观察的时长", *rows.run),
                      fmt::format("run {} was observed for no time at all", *rows.run)});
    }
    Estimate estimate;
    estimate.value = kCount(run, parameters, Nanoseconds(0));
    estimate.lower = kCount(run, parameters, -error);
    estimate.upper = kCount(run, parameters, error);
    estimate.n = static_cast<std::int64_t>(run.devices.size());
    estimate.effective_n = static_cast<double>(estimate.n);
    estimate.method = Method::Census;
    const double minutes = core::in_seconds(window_length(run, parameters)) / 60;
    estimate.notes.push_back({fmt::format("窗口 {:.4g} min；出现过的设备 {} 台", minutes, estimate.n),
                              fmt::format("window {:.4g} min; {} devices seen in all", minutes, estimate.n)});
    runs.push_back({*rows.run, [estimate](core::Confidence) { return estimate; }});
  }
  Estimate estimate = worst_of(runs, Decides::Least, confidence);
  estimate.notes.insert(estimate.notes.end(), table.notes.begin(), table.notes.end());
  return estimate;
}

/// Devices on 5G among `devices`, those of unknown access left open between the bounds.
Estimate nr_share(const std::vector<const data::Device*>& devices) {
  double nr = 0;
  double open = 0;
  for (const data::Device* device : devices) {
    if (!device->access) {
      ++open;
    } else if (*device->access == data::Access::Nr) {
      ++nr;
    }
  }
  const auto all = static_cast<double>(devices.size());
  Estimate estimate;
  estimate.lower = nr / all;
  estimate.upper = (nr + open) / all;
  estimate.value = estimate.lower;
  estimate.n = static_cast<std::int64_t>(devices.size());
  estimate.effective_n = all;
  estimate.method = Method::Census;
  if (open > 0) {
    estimate.notes.push_back(
        {fmt::format("{} 台设备的接入方式未确认，只计入上界", open),
         fmt::format("the access of {} devices is not established: they count for the upper bound only", open)});
  }
  return estimate;
}

Answer nr_access(const data::Evidence& evidence, core::Confidence confidence, bool by_stage) {
  const auto table = rows_of<data::Device>(evidence, Phase::Pilot);
  if (table.runs.empty()) return no_rows<data::Device>(Phase::Pilot);
  std::vector<Group> groups;
  std::int64_t without_stage = 0;
  for (const auto& run : table.runs) {
    std::map<std::string, std::vector<const data::Device*>> devices;
    for (const data::Device& device : *run.rows) {
      if (!device.stage) {
        ++without_stage;
        continue;
      }
      devices[by_stage ? *device.stage : std::string()].push_back(&device);
    }
    for (const auto& [stage, members] : devices) {
      std::string name = *run.run;
      if (by_stage) name = table.runs.size() == 1 ? stage : name + "/" + stage;
      groups.push_back({name, [share = nr_share(members)](core::Confidence) { return share; }});
    }
  }
  if (groups.empty()) {
    return no_data({"没有一台设备标明生产环节（stage）", "no device names its production stage"});
  }
  Estimate estimate = worst_of(groups, Decides::Least, confidence);
  estimate.notes.insert(estimate.notes.end(), table.notes.begin(), table.notes.end());
  if (without_stage > 0) {
    estimate.notes.push_back({fmt::format("{} 台设备未标明生产环节，未计入", without_stage),
                              fmt::format("{} devices name no production stage and are left out", without_stage)});
  }
  return estimate;
}

Answer nr_access_worst_stage(const data::Evidence& evidence, const Parameters& /*parameters*/,
                             core::Confidence confidence) {
  return nr_access(evidence, confidence, true);
}

Answer nr_access_whole_line(const data::Evidence& evidence, const Parameters& /*parameters*/,
                            core::Confidence confidence) {
  return nr_access(evidence, confidence, false);
}

Design attached() {
  return {.kind = Design::Kind::Counted,
          .window = "sustained_window_s",
          .remark = {"记录一个完整的持续窗口（sustained_window_s）即可",
                     "one whole sustained window (sustained_window_s) on record is enough"}};
}

Design listed() {
  return {.kind = Design::Kind::Counted,
          .remark = {"每台设备的接入方式查明即可", "it is enough to establish the access of every device"}};
}

/// The number of devices attached, along the time of every run.
std::vector<Picture> attached_in_time(const data::Evidence& evidence, const Parameters& /*parameters*/,
                                      core::Confidence /*confidence*/) {
  Levels levels{{"同时附着的设备数", "devices attached at once"}, {}, 0};
  for (const auto& rows : rows_of<data::Attachment>(evidence, Phase::Pilot).runs) {
    if (levels.lines.size() == kMostLines) {
      ++levels.left_out;
      continue;
    }
    const Attached run = attached(rows);
    Level& line = levels.lines.emplace_back();
    line.run = *rows.run;
    line.length_s = core::in_seconds(run.observed.to - run.observed.from);
    double level = 0;
    std::vector<LevelPoint> points;
    for (const Step& step : steps(run, Nanoseconds(0))) {
      level += step.change;
      points.push_back({core::in_seconds(step.at - run.observed.from), level, level});
    }
    line.points = thinned(std::move(points), line.length_s);
  }
  if (levels.lines.empty()) return {};
  return {{{"附着设备数随时间的变化", "devices attached in time"}, std::move(levels)}};
}

/// Of every stage the run with the least share.
std::vector<Picture> access_by_stage(const data::Evidence& evidence, const Parameters& /*parameters*/,
                                     core::Confidence /*confidence*/) {
  const auto table = rows_of<data::Device>(evidence, Phase::Pilot);
  const bool several = table.runs.size() > 1;
  const auto share = [](const Count& count) {
    return static_cast<double>(count.successes) / static_cast<double>(count.trials);
  };
  std::map<std::string, ShareOf> worst;
  for (const auto& run : table.runs) {
    std::map<std::string, Count> stages;
    for (const data::Device& device : *run.rows) {
      if (!device.stage) continue;
      Count& count = stages[*device.stage];
      ++count.trials;
      count.successes += device.access == data::Access::Nr ? 1 : 0;
    }
    for (const auto& [stage, count] : stages) {
      const ShareOf found{several ? *run.run + "/" + stage : stage, count, {}, {}};
      const auto [entry, is_new] = worst.emplace(stage, found);
      if (!is_new && share(count) < share(entry->second.count)) entry->second = found;
    }
  }
  if (worst.empty()) return {};
  std::vector<ShareOf> groups;
  for (const auto& [stage, group] : worst) groups.push_back(group);
  return {{several ? core::Text{"各生产环节的 5G 接入（取各环节最差的批次）",
                                "5G access by production stage, each in its worst run"}
                   : core::Text{"各生产环节的 5G 接入", "5G access by production stage"},
           least_shares({"以 5G 接入的设备", "devices on 5G"}, true, std::move(groups))}};
}

}  // namespace

std::vector<Kpi> device_kpis() {
  return {
      {.id = "connected_devices",
       .title = {"联网设备数", "connected devices"},
       .definition = {"在持续窗口内联网的不同设备数；多个批次时最差者判定。",
                      "Distinct devices connected over the sustained window; of several runs the worst decides."},
       .formula = "max over windows of min (concurrent) or of the union (distinct)",
       .unit = Unit::Count,
       .tables = {"pilot/attachments"},
       .parameters = {"sustained_window_s"},
       .source = {},
       .pictures = &attached_in_time,
       .readings = {{"concurrent",
                     {"同时在线", "concurrent"},
                     {"窗口内任一时刻同时附着的最少设备数，取最好的窗口。",
                      "The least number attached at once during the window, for the best placed window."},
                     &connected<&concurrent>,
                     attached()},
                    {"distinct",
                     {"出现过的", "distinct"},
                     {"窗口内曾附着的不同设备数，取最好的窗口。",
                      "Distinct devices attached at any moment of the window, for the best placed window."},
                     &connected<&distinct>,
                     attached()}}},
      {.id = "nr_access_ratio",
       .title = {"设备 5G 接入率", "share of devices on 5G"},
       .definition = {"各生产环节中以 5G 接入的设备占该环节设备的比例。",
                      "Devices on 5G among the devices of each production stage."},
       .formula = "devices with access nr / devices",
       .unit = Unit::Ratio,
       .tables = {"pilot/devices"},
       .parameters = {},
       .source = {},
       .pictures = &access_by_stage,
       .readings = {{"worst_stage",
                     {"最差环节", "the worst stage"},
                     {"逐环节计算，最低者判定。", "Computed for each stage; the lowest decides."},
                     &nr_access_worst_stage,
                     listed()},
                    {"whole_line",
                     {"全线", "the whole line"},
                     {"所有属于某环节的设备合在一起计。", "All devices that belong to a stage, taken together."},
                     &nr_access_whole_line,
                     listed()}}},
  };
}

}  // namespace plantproof::metrics
