#include "validators/pack.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "input/file.hpp"
#include "input/sha256.hpp"
#include "input/yaml.hpp"
#include "metrics/dependence.hpp"
#include "validators/assess.hpp"

namespace plantproof::validators {
namespace {

constexpr std::string_view kSchema = "plantproof-pack/1";

/// How a limit may be written for a KPI of this unit, and what one of it is in that unit.
struct LimitUnit {
  std::string symbol;
  double divisor;
};

std::vector<LimitUnit> limit_units(metrics::Unit unit) {
  switch (unit) {
    case metrics::Unit::Ratio:
      return {{"%", 100}, {"1", 1}};
    case metrics::Unit::Milliseconds:
      return {{"ms", 1}, {"us", 1000}, {"s", 0.001}};
    case metrics::Unit::Count:
      return {{"count", 1}};
  }
  return {};
}

/// The values that a KPI can have.
struct Range {
  double least;
  double most;
};

Range range_of(const metrics::Kpi& kpi) {
  using Kind = metrics::Design::Kind;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (kpi.unit != metrics::Unit::Ratio) return {0, kInfinity};
  Range range{0, 1};
  for (const metrics::Reading& reading : kpi.readings) {
    switch (reading.design.kind) {
      case Kind::Increase:
        return {-1, kInfinity};
      case Kind::Decrease:
      case Kind::RelativeReduction:
        range.least = -kInfinity;
        break;
      case Kind::PointReduction:
        range.least = std::min(range.least, -1.0);
        break;
      default:
        break;
    }
  }
  return range;
}

const std::vector<std::string>& comparator_symbols() {
  static const std::vector<std::string> kSymbols = {"<", "<=", ">=", ">"};
  return kSymbols;
}

class PackReader {
 public:
  explicit PackReader(Pack& pack) : pack_(pack) {}

  void read(const input::YamlNode& root) {
    if (!root.exists()) return;
    if (const auto schema = root.required("schema"); schema.exists() && schema.text() != kSchema) {
      schema.reject({fmt::format("schema 应为 {}", kSchema), fmt::format("schema must be {}", kSchema)});
    }
    pack_.id = root.required("id").text();
    pack_.version = root.required("version").text();
    pack_.title = root.required("title").bilingual();
    pack_.document = root.required("document").text();
    read_confidence(root.required("confidence"));
    read_parameters(root.required("parameters"));
    const input::YamlNode scenarios = root.required("scenarios");
    for (const auto& [id, node] : scenarios.entries()) read_scenario(id, node);
    if (scenarios.is_map() && pack_.scenarios.empty()) {
      scenarios.reject(
          {"准则包没有场景：空包什么也通过不了", "the pack has no scenario: an empty pack passes nothing"});
    }
  }

 private:
  void read_confidence(const input::YamlNode& node) {
    const double level = node.number();
    if (core::Confidence::is_valid(level)) {
      pack_.confidence = core::Confidence(level);
    } else if (node.exists()) {
      node.reject({fmt::format("置信度 {} 应在 0.5（含）与 1（不含）之间", level),
                   fmt::format("confidence {} must be at least 0.5 and below 1", level)});
    }
  }

  void read_parameters(const input::YamlNode& node) {
    std::set<std::string> given;
    for (const auto& [name, value] : node.entries()) {
      given.insert(name);
      const metrics::ParameterInfo* info = metrics::find_parameter(name);
      if (info == nullptr) {
        const core::Text hint = core::suggestion(name, metrics::parameter_names());
        value.reject({fmt::format("没有参数“{}”；{}", name, hint.zh),
                      fmt::format("there is no parameter “{}”; {}", name, hint.en)});
        continue;
      }
      const double number = value.number();
      if (number < info->least || number > info->most) {
        value.reject({fmt::format("{} 应在 {} 与 {} 之间", name, info->least, info->most),
                      fmt::format("{} must be from {} to {}", name, info->least, info->most)});
      }
      info->assign(pack_.parameters, number);
    }
    for (const metrics::ParameterInfo& info : metrics::parameter_infos()) {
      if (node.exists() && !info.may_be_absent && !given.contains(info.name)) {
        node.reject({fmt::format("缺少参数“{}”的默认值", info.name),
                     fmt::format("the default of parameter “{}” is missing", info.name)});
      }
    }
  }

  void read_scenario(const std::string& id, const input::YamlNode& node) {
    ScenarioCriteria scenario{id, node.required("title").bilingual(), {}, {}};
    const input::YamlNode clauses = node.required("clauses");
    for (const input::YamlNode& clause : clauses.items()) scenario.clauses.push_back(read_clause(clause));
    if (clauses.is_list() && scenario.clauses.empty()) {
      clauses.reject({"场景没有条款", "the scenario has no clause"});
    }
    for (const input::YamlNode& observed : node.optional("observe").items()) {
      const input::YamlNode kpi = observed.required("kpi");
      const input::YamlNode readings = observed.required("readings");
      if (!kpi.exists()) continue;
      const metrics::Kpi& known = metrics::kpis()[kpi.choice(metrics::kpi_ids())];
      scenario.observed.push_back({&known, read_readings(readings, known)});
    }
    pack_.scenarios.push_back(std::move(scenario));
  }

  Clause read_clause(const input::YamlNode& node) {
    Clause clause;
    clause.id = read_id(node);
    clause.title = node.required("title").bilingual();
    clause.text = node.required("text").bilingual();
    clause.source = {pack_.document, node.required("source").bilingual()};
    const input::YamlNode members = node.optional("of");
    if (!members.exists()) {
      clause.criteria.push_back(read_criterion(node, clause.id));
      return clause;
    }
    for (const input::YamlNode& member : members.items())
      clause.criteria.push_back(read_criterion(member, read_id(member)));
    const input::YamlNode at_least = node.required("at_least");
    clause.at_least = static_cast<std::size_t>(
        at_least.integer(1, std::max<std::int64_t>(1, static_cast<std::int64_t>(clause.criteria.size()))));
    if (clause.criteria.empty()) members.reject({"of 至少要有一项", "of needs at least one criterion"});
    return clause;
  }

  std::string read_id(const input::YamlNode& node) {
    const input::YamlNode id = node.required("id");
    if (id.exists() && !ids_.insert(id.text()).second) {
      id.reject({fmt::format("条款编号“{}”重复", id.text()), fmt::format("clause id “{}” is there twice", id.text())});
    }
    return id.text();
  }

  Criterion read_criterion(const input::YamlNode& node, std::string id) {
    Criterion criterion;
    criterion.id = std::move(id);
    const input::YamlNode kpi = node.required("kpi");
    const input::YamlNode comparator = node.required("comparator");
    const input::YamlNode limit = node.required("limit");
    const input::YamlNode unit = node.required("unit");
    const input::YamlNode readings = node.required("readings");
    if (!kpi.exists()) return criterion;
    criterion.kpi = &metrics::kpis()[kpi.choice(metrics::kpi_ids())];
    criterion.requirement.comparator = static_cast<core::Comparator>(comparator.choice(comparator_symbols()));
    std::vector<std::string> symbols;
    for (const LimitUnit& choice : limit_units(criterion.kpi->unit)) symbols.push_back(choice.symbol);
    const double divisor = limit_units(criterion.kpi->unit)[unit.choice(symbols)].divisor;
    criterion.requirement.limit = limit.number() / divisor;
    criterion.readings = read_readings(readings, *criterion.kpi);
    read_guard_band(node.optional("guard_band"), divisor, criterion);
    read_sequential(node.optional("sequential"), divisor, criterion);
    return criterion;
  }

  static std::vector<const metrics::Reading*> read_readings(const input::YamlNode& node, const metrics::Kpi& kpi) {
    std::vector<const metrics::Reading*> readings;
    std::set<std::string> seen;
    for (const input::YamlNode& reading : node.items()) {
      readings.push_back(&kpi.readings[reading.choice(kpi.reading_ids())]);
      if (!seen.insert(readings.back()->id).second) {
        reading.reject(
            {fmt::format("读法“{}”重复", reading.text()), fmt::format("reading “{}” is there twice", reading.text())});
      }
    }
    if (node.is_list() && readings.empty()) node.reject({"至少要有一种读法", "at least one reading is needed"});
    return readings;
  }

  static void read_guard_band(const input::YamlNode& node, double divisor, Criterion& criterion) {
    if (!node.exists()) return;
    GuardBand band;
    band.rule = static_cast<DecisionRule>(node.required("rule").choice(decision_rule_ids()));
    const input::YamlNode uncertainty = node.required("expanded_uncertainty");
    band.expanded_uncertainty = uncertainty.number() / divisor;
    if (uncertainty.exists() && band.expanded_uncertainty <= 0)
      uncertainty.reject({"扩展不确定度必须大于 0", "the expanded uncertainty must be greater than 0"});
    if (const input::YamlNode r = node.optional("r"); r.exists()) {
      band.r = r.number();
      if (band.r < 0) r.reject({"r 不可小于 0", "r must not be below 0"});
    }
    if (band.width() > 0) check_reach(node, band, criterion);
    criterion.guard_band = band;
  }

  /// A guard band must leave a value that passes and one that fails.
  static void check_reach(const input::YamlNode& node, const GuardBand& band, const Criterion& criterion) {
    const Range range = range_of(*criterion.kpi);
    const bool wants_large = criterion.requirement.wants_large();
    const core::Requirement accepted = band.acceptance(criterion.requirement);
    const core::Requirement rejected = band.rejection(criterion.requirement);
    if (!accepted.is_met_by(wants_large ? range.most : range.least)) {
      const std::string limit = format_requirement(accepted, criterion.kpi->unit);
      node.reject({fmt::format("计入保护带，接受限为 {}：{} 取不到这样的值，什么也通过不了", limit, criterion.kpi->id),
                   fmt::format("with the guard band a pass takes {} {}, which no value is: nothing could pass",
                               criterion.kpi->id, limit)});
    }
    if (rejected.is_met_by(wants_large ? range.least : range.most)) {
      const std::string limit = format_requirement(rejected, criterion.kpi->unit);
      node.reject(
          {fmt::format("计入保护带，{} {} 才不算不通过：任何值都如此，什么也判不了不通过", criterion.kpi->id, limit),
           fmt::format("with the guard band {} {} is no fail, which every value is: nothing could fail",
                       criterion.kpi->id, limit)});
    }
  }

  static void read_sequential(const input::YamlNode& node, double divisor, Criterion& criterion) {
    if (!node.exists()) return;
    const input::YamlNode acceptable = node.required("acceptable");
    const input::YamlNode beta = node.required("beta");
    const SequentialRule rule{acceptable.number() / divisor, beta.number()};
    const double limit = criterion.requirement.limit;
    const bool is_better = criterion.requirement.wants_large() ? limit < rule.acceptable : rule.acceptable < limit;
    if (acceptable.exists() && !(is_better && 0 < rule.acceptable && rule.acceptable < 1)) {
      acceptable.reject({"可接受值须在限值更好的一侧，且在 0 与 1（100 %）之间",
                         "the acceptable value must lie on the good side of the limit, between 0 and 1 (100 %)"});
    }
    if (limit <= 0 || limit >= 1) {
      node.reject({"序贯检验的限值须在 0 与 1（100 %）之间",
                   "the limit of a sequential test must lie between 0 and 1 (100 %)"});
    }
    if (beta.exists() && !(0 < rule.wrong_fail && rule.wrong_fail < 0.5))
      beta.reject({"beta 须大于 0 且小于 0.5", "beta must be above 0 and below 0.5"});
    for (const metrics::Reading* reading : criterion.readings) {
      if (reading->outcomes != nullptr) continue;
      node.reject(
          {fmt::format("读法“{}”不是按时间排列的行的比例，不能作序贯检验", reading->id),
           fmt::format("reading “{}” is no share of rows in order of time: it has no sequential test", reading->id)});
    }
    if (criterion.guard_band) {
      node.reject(
          {"保护带与序贯检验不能同时用于一条准则", "a criterion cannot have both a guard band and a sequential test"});
    }
    criterion.sequential = rule;
  }

  Pack& pack_;
  std::set<std::string> ids_;
};

}  // namespace

bool ScenarioCriteria::allows_sequential() const {
  return std::any_of(clauses.begin(), clauses.end(), [](const Clause& clause) {
    return std::any_of(clause.criteria.begin(), clause.criteria.end(),
                       [](const Criterion& criterion) { return criterion.sequential.has_value(); });
  });
}

metrics::SequentialPlan sequential_plan(const Criterion& criterion, core::Confidence confidence, double burst_length) {
  assert(criterion.sequential);
  const auto error_rate = [&](double value) { return criterion.requirement.wants_large() ? 1 - value : value; };
  return {.acceptable = error_rate(criterion.sequential->acceptable),
          .rejectable = error_rate(criterion.requirement.limit),
          .wrong_pass = confidence.alpha(),
          .wrong_fail = criterion.sequential->wrong_fail,
          .design_effect = metrics::design_effect_of_bursts(burst_length)};
}

const ScenarioCriteria* Pack::find(std::string_view scenario) const {
  const auto found =
      std::find_if(scenarios.begin(), scenarios.end(), [&](const auto& candidate) { return candidate.id == scenario; });
  return found == scenarios.end() ? nullptr : &*found;
}

std::vector<std::string> Pack::scenario_ids() const {
  std::vector<std::string> ids;
  for (const ScenarioCriteria& scenario : scenarios) ids.push_back(scenario.id);
  return ids;
}

Pack parse_pack(const std::string& file, std::string_view text) {
  core::InputErrors errors;
  Pack pack;
  const input::YamlDocument document(file, text, errors);
  PackReader(pack).read(document.root());
  document.report_unread();
  errors.throw_if_any();
  pack.sha256 = input::sha256(text);
  return pack;
}

const std::vector<std::string>& pack_ids() {
  static const std::vector<std::string> kIds = [] {
    std::vector<std::string> ids;
    for (const core::EmbeddedFile& file : embedded_packs())
      ids.push_back(std::filesystem::path(file.name).stem().string());
    return ids;
  }();
  return kIds;
}

Pack load_pack(const std::string& id_or_path) {
  for (std::size_t i = 0; i < pack_ids().size(); ++i) {
    if (pack_ids()[i] == id_or_path) return parse_pack(std::string(embedded_packs()[i].name), embedded_packs()[i].text);
  }
  if (std::filesystem::exists(id_or_path)) return parse_pack(id_or_path, input::read_file(id_or_path));
  const core::Text hint = core::suggestion(id_or_path, pack_ids());
  throw core::InputFailure(
      {}, {fmt::format("没有准则包“{}”，也没有这个文件；{}", id_or_path, hint.zh),
           fmt::format("there is no criteria pack “{}”, nor a file of that name; {}", id_or_path, hint.en)});
}

}  // namespace plantproof::validators
