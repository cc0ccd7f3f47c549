#include "fixture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "input/file.hpp"
#include "input/number.hpp"
#include "input/yaml.hpp"

namespace plantproof::tests {
namespace {

using input::YamlNode;
using validators::Verdict;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

void reject_name(const YamlNode& node, std::string_view name, const std::vector<std::string>& valid) {
  const core::Text hint = core::suggestion(name, valid);
  node.reject({fmt::format("没有“{}”；{}", name, hint.zh), fmt::format("there is no “{}”; {}", name, hint.en)});
}

Verdict read_verdict(const YamlNode& node) {
  constexpr Verdict kVerdicts[] = {Verdict::Pass, Verdict::Fail, Verdict::Inconclusive, Verdict::NoData,
                                   Verdict::Invalid};
  std::vector<std::string> ids;
  for (const Verdict verdict : kVerdicts) ids.emplace_back(validators::verdict_id(verdict));
  return kVerdicts[node.choice(ids)];
}

ExpectedNumber read_number(const YamlNode& node) {
  if (!node.exists()) return std::nullopt;
  if (node.text() == "none") return ExpectedNumber(std::in_place);
  if (node.text() == "infinite") return std::numeric_limits<double>::infinity();
  return node.number();
}

Expectation read_expectation(const std::string& reading, const YamlNode& node) {
  Expectation expectation;
  expectation.reading = reading;
  expectation.verdict = read_verdict(node.required("verdict"));
  expectation.face_value = read_verdict(node.required("face_value"));
  if (reading == kWholeClause) return expectation;
  expectation.estimate = read_number(node.optional("estimate"));
  expectation.lower = read_number(node.optional("lower"));
  expectation.upper = read_number(node.optional("upper"));
  if (const YamlNode n = node.optional("n"); n.exists()) expectation.n = n.integer(0, kMost);
  if (const YamlNode note = node.optional("note"); note.exists()) expectation.note = note.text();
  return expectation;
}

/// The n-th of so many rows in an order that no neighbour tells from chance: multiples of a step near the golden
/// section of their number.
std::int64_t scattered(std::int64_t n, std::int64_t rows) {
  auto step = std::max<std::int64_t>(1, std::llround(0.618 * static_cast<double>(rows)));
  while (std::gcd(step, rows) != 1) ++step;
  return n * step % rows;
}

/// The text of a cell in row n of the rows of a group: from + step * n, and scattered_step times another order of them.
std::string cell_text(const YamlNode& node, std::int64_t n, std::int64_t rows) {
  if (node.is_map()) {
    const YamlNode from = node.required("from");
    const YamlNode step = node.required("step");
    const YamlNode scattered_step = node.optional("scattered_step");
    const auto first = input::parse_integer(from.text());
    const auto each = input::parse_integer(step.text());
    if (first && each) {
      const std::int64_t more = scattered_step.exists() ? scattered_step.integer(0, kMost) * scattered(n, rows) : 0;
      return std::to_string(*first + *each * n + more);
    }
    return fmt::format("{}", from.number() + step.number() * static_cast<double>(n));
  }
  constexpr std::string_view kRow = "{n}";
  std::string text = node.text();
  if (const auto at = text.find(kRow); at != std::string::npos) text.replace(at, kRow.size(), std::to_string(n));
  return text;
}

template <class Row>
void append_group(const YamlNode& group, std::vector<Row>& rows) {
  std::vector<YamlNode> cells;
  for (const auto& column : data::table<Row>().columns) cells.push_back(group.optional(column.info.name));
  const YamlNode repeat = group.optional("repeat");
  const std::int64_t count = repeat.exists() ? repeat.integer(1, kMost) : 1;
  for (std::int64_t n = 0; n < count; ++n) {
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto& column = data::table<Row>().columns[i];
      const YamlNode& cell = cells[i].exists() ? cells[i] : group;
      const std::string text = cells[i].exists() ? cell_text(cell, n, count) : std::string();
      if (const auto problem = column.parse(column.info, text, row)) {
        cell.reject({column.info.name + "：" + problem->what.zh, column.info.name + ": " + problem->what.en});
        return;
      }
    }
  }
}

void read_table(const std::string& table, const YamlNode& groups, data::Tables& tables) {
  if (data::find_table(table) == nullptr) reject_name(groups, table, data::table_names());
  data::for_each_table([&]<class Row>(const data::TableDefinition<Row>& definition) {
    if (definition.info.name != table) return;
    auto& rows = tables.emplace<Row>();
    for (const YamlNode& group : groups.items()) append_group(group, rows);
    if (!definition.info.order) return;
    // Groups may share their time: bad rows spread over the good ones.
    const auto time = std::ranges::find(definition.columns, definition.info.order->time,
                                        [](const auto& column) { return column.info.name; });
    std::ranges::stable_sort(rows, {}, [&](const Row& row) { return time->instant(row); });
  });
}

std::vector<data::Run> read_runs(const YamlNode& phase) {
  std::vector<data::Run> runs;
  for (const auto& [name, tables] : phase.entries()) {
    data::Run& run = runs.emplace_back();
    run.name = name;
    for (const auto& [table, groups] : tables.entries()) read_table(table, groups, run.tables);
  }
  return runs;
}

data::Manifest read_manifest(const YamlNode& root, const std::string& scenario) {
  data::Manifest manifest;
  manifest.provenance.scenario = scenario;
  manifest.provenance.origin = core::Origin::Synthetic;
  if (const YamlNode area = root.optional("area"); area.exists()) {
    manifest.area = {.length_m = area.required("length_m").number(), .width_m = area.required("width_m").number()};
  }
  for (const auto& [name, value] : root.optional("parameters").entries()) {
    manifest.provenance.parameters.push_back({name, value.number(), value.position()});
  }
  for (const auto& [table, value] : root.optional("clock_uncertainty_ns").entries()) {
    manifest.clock_uncertainty[table].of_difference = core::Nanoseconds(value.integer(0, kMost));
  }
  return manifest;
}

}  // namespace

const std::vector<std::string>& case_names() {
  static const std::vector<std::string> kNames = {"pass", "fail", "inconclusive", "no_data", "at_limit", "invalid"};
  return kNames;
}

std::vector<std::string> Subject::readings() const {
  if (criterion == nullptr) return {std::string(kWholeClause)};
  std::vector<std::string> ids;
  for (const metrics::Reading* reading : criterion->readings) ids.push_back(reading->id);
  return ids;
}

std::vector<Subject> subjects(const validators::Pack& pack) {
  std::vector<Subject> all;
  for (const validators::ScenarioCriteria& scenario : pack.scenarios) {
    for (const validators::Clause& clause : scenario.clauses) {
      for (const validators::Criterion& criterion : clause.criteria) all.push_back({&scenario, &clause, &criterion});
      if (clause.criteria.size() > 1) all.push_back({&scenario, &clause, nullptr});
    }
  }
  return all;
}

bool Fixture::is_example(const Expectation& expectation) const {
  return shows == Case::AtLimit ||
         validators::verdict_id(expectation.verdict) == case_names()[static_cast<std::size_t>(shows)];
}

Fixture read_fixture(const std::filesystem::path& file, const validators::Pack& pack) {
  core::InputErrors errors;
  const input::YamlDocument document(file.string(), input::read_file(file), errors);
  const YamlNode root = document.root();

  const std::string folder = file.parent_path().filename().string();
  const std::vector<Subject> all = subjects(pack);
  const auto subject = std::ranges::find(all, folder, &Subject::id);
  if (subject == all.end() || file.extension() != ".yaml") {
    std::vector<std::string> ids;
    for (const Subject& each : all) ids.push_back(each.id());
    const core::Text hint = core::suggestion(folder, ids);
    throw core::InputFailure({file.string(), 0, 0}, {fmt::format("应为 <条款>/<名称>.yaml；{}", hint.zh),
                                                     fmt::format("a fixture is <clause>/<name>.yaml; {}", hint.en)});
  }

  Fixture fixture;
  fixture.subject = *subject;
  fixture.name = file.stem().string();
  const YamlNode shows = root.required("case");
  fixture.shows = static_cast<Case>(shows.choice(case_names()));
  for (const auto& [criterion, reading] : root.optional("choose").entries()) {
    fixture.chosen_readings[criterion] = reading.text();
  }
  const std::vector<std::string> readings = subject->readings();
  for (const auto& [reading, node] : root.required("expect").entries()) {
    if (std::ranges::find(readings, reading) == readings.end()) reject_name(node, reading, readings);
    fixture.expectations.push_back(read_expectation(reading, node));
  }
  if (std::ranges::none_of(fixture.expectations, [&](const Expectation& each) { return fixture.is_example(each); })) {
    shows.reject({"expect 中没有一种读法与 case 相符", "no reading under expect is an example of the case"});
  }
  data::Manifest manifest = read_manifest(root, subject->scenario->id);
  std::vector<data::Run> baseline = read_runs(root.optional("baseline"));
  std::vector<data::Run> pilot = read_runs(root.optional("pilot"));
  document.report_unread();
  errors.throw_if_any();
  fixture.evidence = data::Evidence(std::move(manifest), std::move(baseline), std::move(pilot));
  return fixture;
}

std::vector<std::string> readings_named_in(const std::filesystem::path& file) {
  core::InputErrors unused;
  const input::YamlDocument document(file.string(), input::read_file(file), unused);
  std::vector<std::string> readings;
  for (const auto& [reading, node] : document.root().optional("expect").entries()) readings.push_back(reading);
  if (readings.empty()) readings.emplace_back();
  return readings;
}

}  // namespace plantproof::tests
