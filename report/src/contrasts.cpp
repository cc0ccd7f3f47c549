#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "report/compare.hpp"
#include "words.hpp"

namespace plantproof::report {
namespace {

using validators::Assessment;

const core::Text kNone = {"无", "none"};

using Values = std::map<std::string, core::Text>;  ///< by a name that both verdicts know

/// Rows for all that is not the same in both.
class Contrasts {
 public:
  void add(const core::Text& what, const core::Text& before, const core::Text& after) {
    if (before == after) return;
    rows_.push_back({what, before.en.empty() ? kNone : before, after.en.empty() ? kNone : after});
  }

  void add(const core::Text& kind, const Values& before, Values after) {
    for (const auto& [name, value] : before) {
      add({kind.zh + " " + name, kind.en + " " + name}, value, after[name]);
      after.erase(name);
    }
    for (const auto& [name, value] : after) add({kind.zh + " " + name, kind.en + " " + name}, {}, value);
  }

  std::vector<Contrast> take() { return std::move(rows_); }

 private:
  std::vector<Contrast> rows_;
};

Values agreed(const Assessment& assessment) {
  Values values;
  for (const validators::UsedParameter& parameter : assessment.parameters)
    values[parameter.info->name] = parameter.value ? core::same_in_both(fmt::format("{}", *parameter.value)) : kNone;
  return values;
}

Values planned(const Assessment& assessment) {
  Values values;
  for (const core::PlannedRows& rows : assessment.provenance.planned) {
    values[rows.table] = {
        fmt::format("计划 {} 行，现有 {} 行", core::grouped(rows.planned), core::grouped(rows.found)),
        fmt::format("{} planned, {} found", core::counted(rows.planned, "row"), core::grouped(rows.found))};
  }
  return values;
}

Values clocks(const metrics::Recording& recording) {
  constexpr double kNanosecondsPerMillisecond = 1e6;
  Values values;
  for (const metrics::DeclaredClock& clock : recording.clocks) {
    const double ms = static_cast<double>(clock.uncertainty.count()) / kNanosecondsPerMillisecond;
    values[clock.table + (clock.clock.empty() ? "" : "/" + clock.clock)] =
        core::same_in_both(fmt::format("± {} ms", core::decimal(ms, 4)));
  }
  return values;
}

Values runs(const metrics::Recording& recording) {
  std::map<std::string, int> counts;
  for (const metrics::RecordedRun& run : recording.runs) ++counts[run.phase];
  Values values;
  for (const auto& [phase, count] : counts) values[phase] = core::same_in_both(fmt::format("{}", count));
  return values;
}

/// Of each source file what became of its rows.
Values sources(const Assessment& assessment) {
  Values values;
  for (const core::SourceAccount& source : assessment.provenance.sources) {
    core::Text text = {
        fmt::format("读取 {} 行，采用 {} 行", core::grouped(source.rows_read), core::grouped(source.rows_used)),
        fmt::format("{} read, {} used", core::counted(source.rows_read, "row"), core::grouped(source.rows_used))};
    for (const auto& [reason, count] : source.refused) {
      text.zh += fmt::format("，{} {}", core::refusal_text(reason).zh, core::grouped(count));
      text.en += fmt::format(", {} {}", core::refusal_text(reason).en, core::grouped(count));
    }
    values[source.path] = std::move(text);
  }
  return values;
}

void add_plants(const Assessment& before, const Assessment& after, Contrasts& rows) {
  const auto& first = before.provenance.plant;
  const auto& second = after.provenance.plant;
  const core::Text kind = {"仿真对象", "plant"};
  if (!first || !second) {
    rows.add(kind, first ? plant_sentence(*first) : core::Text{}, second ? plant_sentence(*second) : core::Text{});
    return;
  }
  const core::Text own = before.scenario->title;
  const auto title = [&own](const core::SimulatedPlant& plant) { return plant.title.en.empty() ? own : plant.title; };
  rows.add(kind, title(*first), title(*second));
  const auto seed = [](const core::SimulatedPlant& plant) { return core::same_in_both(fmt::format("{}", plant.seed)); };
  rows.add({"种子", "seed"}, seed(*first), seed(*second));
  Values values;
  Values others;
  for (const auto& [plant, is_first] : {std::pair(&*first, true), std::pair(&*second, false)}) {
    for (const core::ChangedParameter& change : plant->changes) {
      values.try_emplace(change.path, change.own);
      others.try_emplace(change.path, change.own);
      (is_first ? values : others)[change.path] = change.value;
    }
  }
  rows.add({"参数", "parameter"}, values, others);
}

/// Tables of what a plant is, not of what it did: alike in any two measurements of it.
bool is_description(const std::string& path) {
  const std::string file = path.substr(path.rfind('/') + 1);
  const std::string table = file.substr(0, file.find('.'));  // .csv, .csv.gz
  return table == "flows" || table == "devices" || table == "shifts";
}

/// Files of observations that are the same, byte by byte, in both.
std::size_t shared_files(const ComparisonContent& content) {
  std::set<std::string> hashes;
  for (const auto& file : content.before.recording.files) hashes.insert(file.sha256);
  return static_cast<std::size_t>(std::ranges::count_if(content.after.recording.files, [&](const auto& file) {
    return !is_description(file.path) && hashes.contains(file.sha256);
  }));
}

}  // namespace

std::vector<Contrast> contrasts(const ComparisonContent& content) {
  const Assessment& before = *content.comparison->before;
  const Assessment& after = *content.comparison->after;
  Contrasts rows;
  rows.add({"来源", "source"}, origin_sentence(before.provenance.origin), origin_sentence(after.provenance.origin));
  rows.add({"测量方", "measured by"}, core::same_in_both(content.before.recording.measured_by),
           core::same_in_both(content.after.recording.measured_by));
  rows.add({"封存", "seal"}, seal_sentence(before.provenance.sealed), seal_sentence(after.provenance.sealed));
  add_plants(before, after, rows);
  const auto version = [](const metrics::Recording& recording) {
    return recording.simulation ? core::same_in_both(recording.simulation->tool_version) : core::Text{};
  };
  rows.add({"仿真程序版本", "version that simulated"}, version(content.before.recording),
           version(content.after.recording));
  rows.add({"约定参数", "agreed parameter"}, agreed(before), agreed(after));
  rows.add({"时钟不确定度", "clock uncertainty"}, clocks(content.before.recording), clocks(content.after.recording));
  rows.add({"批次数", "runs"}, runs(content.before.recording), runs(content.after.recording));
  rows.add({"来源文件", "source file"}, sources(before), sources(after));
  rows.add({"计划行数", "planned"}, planned(before), planned(after));
  return rows.take();
}

std::vector<core::Text> cautions(const ComparisonContent& content) {
  const Assessment& before = *content.comparison->before;
  const Assessment& after = *content.comparison->after;
  const core::Origin first = before.provenance.origin;
  const core::Origin second = after.provenance.origin;
  std::vector<core::Text> cautions;
  if (first == core::Origin::Synthetic || second == core::Origin::Synthetic) {
    cautions.push_back({"其中有合成数据：差值不说明任何工厂的情况",
                        "some of this is SYNTHETIC: the differences say nothing about any plant"});
  } else if (first != second) {
    cautions.push_back({"一份是仿真，一份是实测：差值中也有模型与实际之差",
                        "one is simulated, the other measured: what the model gets wrong is in the differences too"});
  }
  if (agreed(before) != agreed(after)) {
    cautions.push_back({"约定参数不同：用到它们的指标，差值不全是工厂之差",
                        "agreed parameters differ: where a KPI uses them, its difference is not of the plant alone"});
  }
  if (const std::size_t shared = shared_files(content); shared > 0) {
    cautions.push_back({fmt::format("两份证据有 {} 个表文件逐字节相同：这些内容没有变化，不是新的证据", shared),
                        fmt::format("{} the same in both, byte by byte: nothing changed there, and nothing new was "
                                    "learnt",
                                    shared == 1 ? "1 table file is" : fmt::format("{} table files are", shared))});
  }
  if (content.before.recording.simulation && content.after.recording.simulation &&
      content.before.recording.simulation->seed == content.after.recording.simulation->seed) {
    cautions.push_back({"两次仿真种子相同，随机数部分共用：两份证据并不独立；下述置信度不以独立为前提",
                        "both were simulated from one seed and share random numbers, so they are not independent; the "
                        "confidence given here does not need them to be"});
  }
  return cautions;
}

}  // namespace plantproof::report
