#include "assessments.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include "data/evidence.hpp"

namespace plantproof::report {
namespace {

using core::Instant;
using core::Nanoseconds;
using data::Run;
using validators::Assessment;
using validators::Pack;

const std::string kTwoHundred(200, 'S');
const std::string kHead =
    "schema: plantproof-pack/1\nid: own\nversion: '2.1'\ntitle: {zh: 自拟, en: own}\ndocument: 合同 <A&B>\n"
    "confidence: 0.95\nparameters: {coverage_min_ss_rsrp_dbm: -105, coverage_min_ss_sinr_db: -3, coverage_cell_m: 5, "
    "sustained_window_s: 3600,\n"
    "             freshness_limit_s: 5, resolution_deadline_s: 1, burst_length: 1}\nscenarios:\n";

std::string clause(const std::string& id, const std::string& zh, const std::string& en, const std::string& rest) {
  return "      - {id: " + id + ", title: {zh: \"" + zh + "\", en: \"" + en +
         "\"}, text: {zh: 文, en: text}, source: {zh: 第一条, en: first},\n         " + rest + "}\n";
}

std::string asked(const std::string& kpi, const std::string& comparator, const std::string& limit,
                  const std::string& unit, const std::string& readings) {
  return "kpi: " + kpi + ", comparator: '" + comparator + "', limit: " + limit + ", unit: '" + unit + "', readings: [" +
         readings + "]";
}

const Pack& pack() {
  static const std::string kAnyOf = "at_least: 1, of: [{id: 6a, " +
                                    asked("defect_rate_reduction", ">=", "5", "%", "relative, percentage_points") +
                                    "},\n {id: 6b, " + asked("yield", ">=", "98", "%", "all_units") + "}]";
  static const std::string kBoth = "at_least: 2, of: [{id: 7a, " +
                                   asked("defect_rate_reduction", ">=", "5", "%", "relative") + "},\n {id: 7b, " +
                                   asked("yield", ">=", "99.9", "%", "all_units") + "}]";
  static const std::string kObserve =
      "    observe: [{kpi: communication_service_availability, readings: [plant, worst_flow]}]\n";
  static const std::string kLong = kTwoHundred + kTwoHundred;
  static const Pack kPack = validators::parse_pack(
      "own.yaml",
      kHead + "  everything:\n    title: {zh: 各种情形, en: every fate}\n    clauses:\n" +
          clause("\"1\"", "培训人次", "training", asked("training_attendances", ">=", "3", "count", "held")) +
          clause("\"2\"", "设备 5G 接入", "devices on 5G",
                 asked("nr_access_ratio", ">=", "50", "%", "worst_stage, whole_line")) +
          clause("\"3\"", "闭环控制正确率", "closed-loop correctness",
                 asked("closed_loop_correct_rate", ">=", "95", "%", "per_cycle")) +
          clause("\"4\"", "5G 网络覆盖率", "5G coverage", asked("coverage_ratio", ">=", "50", "%", "samples")) +
          clause("\"5\"", "设备间网络延迟", "latency between devices",
                 asked("device_latency", "<", "10", "ms", "p99_every_flow")) +
          clause("\"6\"", "不良品率降低或良品率", "defect rate or yield", kAnyOf) +
          clause("\"7\"", "不良品率降低且良品率", "defect rate and yield", kBoth) +
          clause("\"8\"", "物料实时率", "real-time rate", asked("realtime_rate", ">=", "95", "%", "per_change")) +
          kObserve + "  passed:\n    title: {zh: 全部通过, en: passed}\n    clauses:\n" +
          clause("p", "培训人次", "training", asked("training_attendances", ">=", "3", "count", "held")) +
          "  lost:\n    title: {zh: 丢失, en: lost}\n    clauses:\n" +
          clause("m", "最大延迟", "largest delay", asked("device_latency", "<", "10", "ms", "maximum, mean")) +
          kObserve + "  compared:\n    title: {zh: 对比, en: compared}\n    clauses:\n" +
          clause("u", "效率提升", "uplift", asked("production_efficiency_uplift", ">=", "20", "%", "operating_hour")) +
          "  special:\n    title: {zh: 特殊规则, en: special rules}\n    clauses:\n" +
          clause("s", "良品率", "yield",
                 asked("yield", ">=", "98", "%", "all_units") + ", sequential: {acceptable: 99.5, beta: 0.1}") +
          clause("g", "最大延迟", "largest delay",
                 asked("device_latency", "<", "2.4", "ms", "maximum") +
                     ", guard_band: {rule: non_binary, expanded_uncertainty: 0.5}") +
          clause("e", "培训人次", "training", asked("training_attendances", ">=", "3", "count", "held")) +
          "  endless:\n    title: {zh: " + kLong + ", en: " + kLong + "}\n    clauses:\n" +
          clause("i" + kLong, "题" + kLong + "\\e[2J", "title \\e[2J" + kLong,
                 asked("nr_access_ratio", ">=", "50.00000000001", "%", "whole_line")));
  return kPack;
}

Instant at_ms(std::int64_t ms) {
  return Instant(std::chrono::milliseconds(ms));
}

void add_devices(Run& run, const std::string& stage, int on_nr, int on_wire) {
  auto& devices = run.tables.emplace<data::Device>();
  for (int i = 0; i < on_nr + on_wire; ++i) {
    devices.push_back({stage + std::to_string(i), stage, i < on_nr ? data::Access::Nr : data::Access::Wired});
  }
}

void add_production(Run& run, int good, int bad) {
  auto& units = run.tables.emplace<data::ProducedUnit>();
  const int all = good + bad;
  for (int i = 0; i < all; ++i) {
    const bool is_bad = (i + 1) * bad / all > i * bad / all;  // as far from each other as can be
    units.push_back({at_ms(i), "press", std::to_string(i), !is_bad});
  }
}

void add_sessions(Run& run, int held) {
  auto& sessions = run.tables.emplace<data::Session>();
  for (int i = 0; i < held; ++i) {
    sessions.push_back({"s" + std::to_string(i), data::SessionKind::Training, "李雷", at_ms(i), at_ms(i + 1),
                        std::nullopt, std::nullopt});
  }
}

void add_message(Run& run, std::int64_t sent_ms, std::optional<std::int64_t> received_ms) {
  auto& flows = run.tables.emplace<data::Flow>();
  if (flows.empty()) {
    flows.push_back({kScript, "a", "b", data::FlowKind::OneWay, std::chrono::milliseconds(10),
                     std::chrono::milliseconds(5), std::nullopt});
  }
  auto& messages = run.tables.emplace<data::Message>();
  messages.push_back({kScript,
                      static_cast<std::int64_t>(messages.size()),
                      at_ms(sent_ms),
                      received_ms ? std::optional(at_ms(*received_ms)) : std::nullopt,
                      {}});
}

Assessment judged(const core::Provenance& provenance, std::vector<Run> baseline, std::vector<Run> pilot,
                  const validators::AssessOptions& options = {}) {
  data::Manifest manifest;
  manifest.provenance = provenance;
  return validators::assess(data::Evidence(manifest, std::move(baseline), std::move(pilot)), provenance, pack(),
                            options);
}

Assessment judge_everything() {
  Run before{"1", {}};
  add_production(before, 900, 100);
  Run after{"1", {}};
  add_sessions(after, 3);
  add_devices(after, kScript + kEscape + kTwoHundred, 1, 3);
  add_devices(after, "装配", 8, 0);
  for (int i = 0; i < 20; ++i) after.tables.emplace<data::ControlCycle>().push_back({"轴", i, at_ms(i), true, true});
  add_message(after, 5, 4);
  add_production(after, 990, 10);
  for (int i = 0; i < 100; ++i) {
    after.tables.emplace<data::StockChange>().push_back(
        {std::to_string(i), at_ms(0), at_ms(1500), std::nullopt, std::nullopt});
  }
  core::Provenance provenance;
  provenance.directory = "campaigns/" + kEscape + "/产线一/" + kTwoHundred;
  provenance.scenario = "everything";
  provenance.parameters = {{"freshness_limit_s", 2, {}}};
  provenance.tables = {{"baseline/1/production.csv", 1000}, {"pilot/1/production.csv", 1000}};
  provenance.sources = {{"原始/" + kTwoHundred + ".csv",
                         std::string(64, 'a'),
                         "csv",
                         1030,
                         1000,
                         {{core::Refusal::WrongType, 20}, {core::Refusal::DuplicateKey, 10}},
                         {{"第 7 列为空\n" + kScript, "column 7 is empty\n" + kScript}}}};
  return judged(provenance, {before}, {after});
}

Assessment judge_passed() {
  Run run{"1", {}};
  add_sessions(run, 3);
  core::Provenance provenance;
  provenance.directory = "out/passed";
  provenance.scenario = "passed";
  provenance.origin = core::Origin::Simulated;
  provenance.sealed = true;
  return judged(provenance, {}, {run});
}

Assessment judge_lost() {
  Run run{"1", {}};
  for (int i = 0; i < 5; ++i) add_message(run, 10 * i, 10 * i + 2);
  add_message(run, 100, std::nullopt);
  core::Provenance provenance;
  provenance.directory = "bytes that are \xff\xfe no UTF-8";
  provenance.scenario = "lost";
  provenance.origin = core::Origin::Synthetic;
  return judged(provenance, {}, {run});
}

Assessment judge_endless() {
  Run run{"1", {}};
  add_devices(run, "a", 2, 2);
  core::Provenance provenance;
  provenance.directory = "d";
  provenance.scenario = "endless";
  Assessment assessment = judged(provenance, {}, {run});
  // Dependent samples, as a walk test has them.
  std::get<metrics::Estimate>(assessment.findings[0].criteria[0].readings[0].answer).effective_n = 2.5;
  return assessment;
}

/// Runs of an hour each with so many good units.
std::vector<Run> hours_of(const std::string& prefix, const std::vector<int>& good) {
  std::vector<Run> runs;
  for (const int units : good) {
    Run& run = runs.emplace_back();
    run.name = prefix + std::to_string(runs.size());
    run.tables.emplace<data::Shift>().push_back({"s", at_ms(0), at_ms(3'600'000), {}});
    add_production(run, units, 0);
  }
  return runs;
}

Assessment judge_compared() {
  core::Provenance provenance;
  provenance.directory = "d";
  provenance.scenario = "compared";
  return judged(provenance, hours_of("old", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}),
                hours_of("new", {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 200}));
}

Assessment judge_special() {
  Run run{"1", {}};
  add_production(run, 100, 1);
  for (int i = 0; i < 5; ++i) add_message(run, 10 * i, 10 * i + 2);
  add_sessions(run, 4);
  core::Provenance provenance;
  provenance.directory = "out/special";
  provenance.scenario = "special";
  provenance.planned = {{"sessions", 10, 4}};
  validators::AssessOptions options;
  options.sequential = true;
  return judged(provenance, {}, {run}, options);
}

}  // namespace

std::span<const Assessment> assessments() {
  static const std::array kAll = {judge_everything(), judge_passed(),   judge_lost(),
                                  judge_endless(),    judge_compared(), judge_special()};
  return kAll;
}

const Assessment& everything() {
  return assessments()[0];
}
const Assessment& passed() {
  return assessments()[1];
}
const Assessment& lost() {
  return assessments()[2];
}
const Assessment& endless() {
  return assessments()[3];
}
const Assessment& compared() {
  return assessments()[4];
}

const Assessment& special() {
  return assessments()[5];
}

Ran run_python(const std::string& script, const std::string& argument, const std::string& text) {
  const auto file =
      std::filesystem::temp_directory_path() / ("plantproof-" + std::to_string(::getpid()) + "-" + script);
  std::ofstream(file, std::ios::binary) << text;
  const std::string shell = "/usr/bin/python3 '" PLANTPROOF_SOURCE_DIR "/tests/report/" + script + "' " + argument +
                            " '" + file.string() + "' 2>&1";
  Ran ran;
  FILE* pipe = ::popen(shell.c_str(), "r");  // NOLINT(cert-env33-c): a shell line is the test
  std::array<char, 4096> buffer{};
  for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    ran.output.append(buffer.data(), read);
  ran.exit = WEXITSTATUS(::pclose(pipe));
  std::filesystem::remove(file);
  return ran;
}

}  // namespace plantproof::report
