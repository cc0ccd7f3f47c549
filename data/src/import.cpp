#include "data/import.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "agreement.hpp"
#include "core/nearest_name.hpp"
#include "format.hpp"
#include "input/file.hpp"
#include "input/local_file.hpp"
#include "input/yaml.hpp"
#include "source_options.hpp"
#include "time_text.hpp"

namespace plantproof::data {
namespace {

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const Format* format : all_formats()) names.push_back(format->name);
    return names;
  }();
  return kNames;
}

/// The number of rows of each table, and what changed since.
std::map<std::string, std::size_t> row_counts(const Tables& tables) {
  std::map<std::string, std::size_t> counts;
  for_each_table([&]<class Row>(const TableDefinition<Row>& definition) {
    const auto* rows = tables.rows<Row>();
    counts[definition.info.name] = rows == nullptr ? 0 : rows->size();
  });
  return counts;
}

template <class Row>
const Column<Row>& column_of(const TableDefinition<Row>& definition, const std::string& name) {
  return *std::find_if(definition.columns.begin(), definition.columns.end(),
                       [&](const auto& column) { return column.info.name == name; });
}

/// Says how many of the rows that a source added run backwards in time, before they are sorted.
void remark_backward_steps(const Tables& tables, const std::map<std::string, std::size_t>& before, Sink& sink) {
  for_each_table([&]<class Row>(const TableDefinition<Row>& definition) {
    const auto* rows = tables.rows<Row>();
    if (rows == nullptr || !definition.info.order) return;
    const auto& time = column_of(definition, definition.info.order->time);
    std::map<std::string, core::Instant> last;
    std::int64_t steps = 0;
    core::Nanoseconds longest{0};
    for (std::size_t i = before.at(definition.info.name); i < rows->size(); ++i) {
      std::string group;
      for (const std::string& column : definition.info.order->within) {
        column_of(definition, column).append((*rows)[i], group);
        group += '\x1f';
      }
      const core::Instant now = *time.instant((*rows)[i]);
      const auto [entry, is_first] = last.emplace(group, now);
      if (!is_first && now < entry->second) {
        ++steps;
        longest = std::max(longest, entry->second - now);
      }
      entry->second = now;
    }
    if (steps > 0) {
      sink.remark(
          {fmt::format("{} 有 {} 行时间倒退（最多 {} ns），已按时间排序", definition.info.name, steps, longest.count()),
           fmt::format("{} rows of {} run backwards in time (by {} ns at most); they were sorted", steps,
                       definition.info.name, longest.count())});
    }
  });
}

/// Puts each table into the order its rule asks for, and reports what breaks the others: a key that two sources gave,
/// say.
void settle(Run& run, Phase phase, core::InputErrors& errors) {
  References references;
  for_each_table([&]<class Row>(const TableDefinition<Row>& definition) {
    if (run.tables.rows<Row>() == nullptr) return;
    std::vector<Row>& rows = run.tables.emplace<Row>();
    if (definition.info.order) {
      const auto& time = column_of(definition, definition.info.order->time);
      std::stable_sort(rows.begin(), rows.end(),
                       [&](const Row& a, const Row& b) { return *time.instant(a) < *time.instant(b); });
    }
    const std::string name = fmt::format("{}/{}/{}.csv", phase_name(phase), run.name, definition.info.name);
    if (auto names = names_of(rows)) references[definition.info.name] = std::move(*names);
    RowRules rules(definition.info, RowRules::Order::Required);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (auto problem = rules.check(rows[i], i + 2)) errors.add({name, i + 2, 0}, std::move(problem->what));
      for (const Column<Row>& column : definition.columns) {
        const auto target = column.info.refers_to.empty() ? references.end() : references.find(column.info.refers_to);
        if (target == references.end()) continue;
        const std::string value(column.text(rows[i]));
        if (!target->second.contains(value)) {
          errors.add({name, i + 2, 0}, dangling_reference(value, target->first, target->second));
        }
      }
    }
  });
}

class Campaign {
 public:
  Campaign(const std::filesystem::path& path, const std::function<void(double)>& progress)
      : path_(path), text_(input::read_file(path)), document_(path.string(), text_, errors_), progress_(progress) {}

  Imported run() {
    const input::YamlNode root = document_.root();
    errors_.throw_if_any();
    if (const auto schema = root.required("schema"); schema.exists() && schema.text() != kCampaignSchema) {
      schema.reject(
          {fmt::format("schema 应为 {}", kCampaignSchema), fmt::format("schema must be {}", kCampaignSchema)});
    }
    read_agreement(root, manifest_);
    if (const auto origin = root.optional("source"); origin.exists()) {
      manifest_.provenance.origin = static_cast<core::Origin>(origin.choice(origin_names()));
    }
    if (const auto zone = root.optional("timezone"); zone.exists()) {
      zone_ = Zone::parse(zone.text());
      if (!zone_) {
        zone.reject({fmt::format("不认识时区“{}”；例：+08:00、Asia/Shanghai", zone.text()),
                     fmt::format("unknown timezone “{}”; write it like +08:00 or Asia/Shanghai", zone.text())});
      }
    }
    const input::YamlNode list = root.required("sources");
    const std::vector<input::YamlNode> sources = list.items();
    if (list.is_list() && sources.empty()) list.reject({"没有来源", "there is no source"});
    double done = 0;
    for (const input::YamlNode& source : sources) {
      read_source(source);
      if (progress_) progress_(++done / static_cast<double>(sources.size()));
    }
    document_.report_unread();
    for (auto* phase : {&baseline_, &pilot_}) {
      for (auto& [name, run] : *phase) settle(run, phase == &pilot_ ? Phase::Pilot : Phase::Baseline, errors_);
    }
    const auto runs = [](std::map<std::string, Run>& by_name) {
      std::vector<Run> result;
      for (auto& [name, run] : by_name) result.push_back(std::move(run));
      return result;
    };
    Evidence evidence(std::move(manifest_), runs(baseline_), runs(pilot_));
    if (errors_.empty()) check_clocks(evidence, errors_);
    errors_.throw_if_any();
    return {std::move(evidence), std::move(refused_)};
  }

 private:
  void read_source(const input::YamlNode& node) {
    const input::YamlNode format_node = node.required("format");
    if (!format_node.exists()) return;
    const Format* format = all_formats()[format_node.choice(format_names())];
    const std::vector<std::string> phases = {"baseline", "pilot"};
    const bool pilot = node.required("phase").choice(phases) == 1;
    const input::YamlNode run_node = node.optional("run");
    const std::string run_name = run_node.exists() ? run_node.text() : "1";
    if (run_name.empty() || run_name.find('/') != std::string::npos || run_name.front() == '.') {
      run_node.reject(
          {"批次名不可为空、含 / 或以 . 开头", "the name of a run may not be empty, contain / or begin with ."});
      return;
    }
    Run& run = (pilot ? pilot_ : baseline_).emplace(run_name, Run{run_name, {}}).first->second;

    const bool in_campaign = format->name == "inline";
    core::SourceAccount account;
    account.format = format->name;
    account.path = in_campaign ? path_.filename().string() : node.required("path").text();
    if (account.path.empty()) return;
    const std::filesystem::path file = in_campaign           ? path_
                                       : account.path == "-" ? "/dev/stdin"
                                                             : path_.parent_path() / account.path;
    const std::size_t errors_before = errors_.count();
    const std::size_t refused_before = refused_.kept().size();
    Sink sink(file.string(), run.tables, account, errors_, refused_);
    const auto before = row_counts(run.tables);
    try {
      const input::LocalFile local(file);
      account.sha256 = local.sha256();
      format->read({local.path(), file.string(), node, zone_ ? &*zone_ : nullptr, path_.parent_path()}, sink);
      local.require_unchanged();
    } catch (const core::InputFailure& failure) {
      errors_.add(failure.errors());
      node.accept();
    }
    if (!sink.is_in_any_order()) remark_backward_steps(run.tables, before, sink);
    constexpr core::Nanoseconds kLongestUncertainty = std::chrono::hours(24);
    const input::YamlNode uncertainty = node.optional("clock_uncertainty");
    if (uncertainty.exists()) {
      const ClockUncertainty declared = read_clock_uncertainty(uncertainty, [&](const input::YamlNode& scalar) {
        return duration_option(scalar, core::Nanoseconds(0), kLongestUncertainty);
      });
      for (const auto& [table, rows] : row_counts(run.tables)) {
        if (rows == before.at(table) || (uncertainty.is_map() && table != "messages")) continue;
        declare(manifest_.clock_uncertainty[table], declared, uncertainty);
      }
    }
    if (errors_.count() == errors_before && account.rows_read > 0 && account.rows_used == 0 &&
        account.remarks.empty()) {
      node.reject({fmt::format("{} 的 {} 行没有一行可用", account.path, account.rows_read),
                   fmt::format("none of the {} rows of {} could be used", account.rows_read, account.path)});
      constexpr std::size_t kShown = 3;
      const auto& reasons = refused_.kept();
      for (std::size_t i = refused_before; i < std::min(refused_before + kShown, reasons.size()); ++i) {
        errors_.add(reasons[i].where, reasons[i].what);
      }
    }
    manifest_.provenance.sources.push_back(std::move(account));
  }

  /// Sources of one table: the largest of what each declares.
  static void declare(ClockUncertainty& known, const ClockUncertainty& more, const input::YamlNode& node) {
    const bool one_by_one = !known.of_clock.empty() || known.of_other_clocks;
    if (node.is_map() ? known.of_difference.has_value() : one_by_one) {
      node.reject({"同一个表的来源，时钟不确定度要么都写一个数，要么都按两端时钟写",
                   "sources of one table declare either the uncertainty of a delay or that of each clock, not both"});
      return;
    }
    const auto raise = [](std::optional<core::Nanoseconds>& to, const std::optional<core::Nanoseconds>& by) {
      if (by) to = std::max(to.value_or(*by), *by);
    };
    raise(known.of_difference, more.of_difference);
    raise(known.of_other_clocks, more.of_other_clocks);
    for (const auto& [name, clock] : more.of_clock) {
      ClockUncertainty::Clock& kept = known.of_clock.emplace(name, clock).first->second;
      kept.uncertainty = std::max(kept.uncertainty, clock.uncertainty);
    }
  }

  std::filesystem::path path_;
  std::string text_;
  core::InputErrors errors_;
  core::InputErrors refused_;
  input::YamlDocument document_;
  std::function<void(double)> progress_;
  Manifest manifest_;
  std::optional<Zone> zone_;
  std::map<std::string, Run> baseline_;
  std::map<std::string, Run> pilot_;
};

}  // namespace

Imported import_campaign(const std::filesystem::path& campaign, const std::function<void(double)>& progress) {
  return Campaign(campaign, progress).run();
}

std::vector<FormatInfo> format_infos() {
  std::vector<FormatInfo> infos;
  for (const Format* format : all_formats()) {
    FormatInfo info{format->name, format->what, {}};
    for (const Format::Option& option : format->options) info.options.push_back({option.key, option.meaning});
    infos.push_back(std::move(info));
  }
  return infos;
}

}  // namespace plantproof::data
