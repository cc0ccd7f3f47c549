#include "report/page.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assessments.hpp"
#include "data/evidence.hpp"
#include "report/index.hpp"

namespace plantproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Document = nlohmann::ordered_json;
using core::Instant;
using core::Nanoseconds;

Ran validated(const std::string& schema, const std::string& text) {
  return run_python("validate_json.py", "'" PLANTPROOF_SOURCE_DIR "/docs/schema/" + schema + ".schema.json'", text);
}

std::string report_of(const data::Evidence& evidence, const validators::Pack& pack) {
  const auto assessment = validators::assess(evidence, evidence.manifest().provenance, pack, {});
  ReportContent content{.assessment = &assessment,
                        .kpis = {},
                        .hall = {},
                        .motion = {},
                        .recording = metrics::recording_of(evidence),
                        .tool_version = "0.0",
                        .command = "plantproof report x"};
  for (const metrics::Kpi* kpi : kpis_of(assessment))
    content.kpis.push_back({kpi, kpi->pictures(evidence, assessment.agreed, assessment.bound_confidence)});
  return report_json(content);
}

const validators::Pack& pack() {
  static const validators::Pack kPack = validators::load_pack("cq-2020-5g");
  return kPack;
}

Document sample(const std::string& scenario, const std::string& fate) {
  return Document::parse(
      report_of(data::Evidence::open(PLANTPROOF_SOURCE_DIR "/data/samples/" + scenario + "/" + fate), pack()));
}

/// Runs of a line whose flows send `messages` each, every 50th late; `name` is that of every flow, with a number.
data::Evidence line(int runs, int flows, int messages, const std::string& name) {
  data::Manifest manifest;
  manifest.provenance.scenario = "line-coordination";
  std::vector<data::Run> pilot;
  for (int r = 0; r < runs; ++r) {
    data::Run& run = pilot.emplace_back();
    run.name = name + std::to_string(r);
    manifest.provenance.tables.push_back({"pilot/" + run.name + "/messages.csv", flows * messages});
    auto& table = run.tables.emplace<data::Message>();
    for (int f = 0; f < flows; ++f) {
      const std::string flow = name + std::to_string(f);
      run.tables.emplace<data::Flow>().push_back({flow, "a", "b", data::FlowKind::OneWay, std::chrono::milliseconds(10),
                                                  std::chrono::milliseconds(10), std::chrono::milliseconds(0)});
      run.tables.emplace<data::Device>().push_back({flow, name, data::Access::Nr});
      for (int m = 0; m < messages; ++m) {
        const Instant sent(std::chrono::milliseconds(10 * m));
        const Nanoseconds delay = std::chrono::microseconds(m % 50 == 7 ? 12'000 : 1'000 + (m * 37 + f) % 997);
        table.push_back({flow, m, sent, sent + delay, {}});
      }
    }
  }
  return {manifest, {}, std::move(pilot)};
}

TEST(ReportJson, IsValidByItsSchemaForEveryScenario) {
  for (const auto& scenario : pack().scenario_ids()) {
    const Document document = sample(scenario, "fail");
    const Ran ran = validated("report", document.dump());
    EXPECT_EQ(ran.exit, 0) << scenario << ": " << ran.output;
    for (const Document& kpi : document["kpis"]) EXPECT_FALSE(kpi["pictures"].empty()) << kpi["id"];
    EXPECT_TRUE(document["left_out"].empty());
  }
}

TEST(ReportJson, IsValidForVerdictsOfEveryFateWithoutPictures) {
  for (const validators::Assessment& assessment : assessments()) {
    ReportContent content{.assessment = &assessment,
                          .kpis = {},
                          .hall = {},
                          .motion = {},
                          .recording = {},
                          .tool_version = "0.0",
                          .command = "plantproof report x"};
    for (const metrics::Kpi* kpi : kpis_of(assessment)) content.kpis.push_back({kpi, {}});
    const Ran ran = validated("report", report_json(content));
    EXPECT_EQ(ran.exit, 0) << assessment.scenario->id << ": " << ran.output;
  }
}

/// The picture of that kind of a KPI in a report.
Document picture(const Document& report, const std::string& kpi, const std::string& kind) {
  for (const Document& each : report["kpis"]) {
    if (each["id"] != kpi) continue;
    for (const Document& drawn : each["pictures"]) {
      if (drawn["kind"] == kind) return drawn;
    }
  }
  return {};
}

// What pictures must add up to was counted in the samples' files with awk, sort and uniq -c.

TEST(ReportJson, CountsJudgements) {
  const Document confusion = picture(sample("visual-inspection", "fail"), "misjudgment_rate", "confusion");
  EXPECT_EQ(confusion["good_judged_good"], 10'473);
  EXPECT_EQ(confusion["good_judged_bad"], 36);
  EXPECT_EQ(confusion["bad_judged_good"], 0);
  EXPECT_EQ(confusion["bad_judged_bad"], 5);
  EXPECT_EQ(confusion["not_judged"], 10);
}

TEST(ReportJson, CountsMessagesAndUnitsInTime) {
  const Document report = sample("line-coordination", "fail");
  const Document timeline = picture(report, "communication_service_availability", "timeline");
  int messages = 0;
  int late = 0;
  for (const Document& run : timeline["runs"]) {
    for (const Document& bin : run["bins"]) {
      messages += bin[1].get<int>();
      late += bin[2].get<int>();
    }
  }
  EXPECT_EQ(messages, 8000);
  EXPECT_EQ(late, 136);
  const Document before = picture(report, "production_efficiency_uplift", "comparison")["before"];
  EXPECT_DOUBLE_EQ(8 * (before[0]["value"].get<double>() + before[1]["value"].get<double>()), 264);
}

TEST(ReportJson, TellsWhatElseWasSeenOfEveryDownTime) {
  const Document report = sample("line-coordination", "fail");
  const Document timeline = picture(report, "communication_service_availability", "timeline");
  int down = 0;
  for (const Document& run : timeline["runs"]) {
    for (const Document& mark : run["down"]) {
      ++down;
      EXPECT_EQ(mark["name"], "press-unload");
      EXPECT_TRUE(mark["seen"].empty());  // flows on other devices were in time, and nothing else is known of these
      EXPECT_EQ(mark["is_recorded"], true);
    }
  }
  EXPECT_EQ(down, 12);
  EXPECT_EQ(timeline["flows_untold"], 0);
  EXPECT_EQ(timeline["circumstances"]["weak_below_rsrp_dbm"], -105);
}

TEST(ReportJson, CountsMissionsAndTheirCost) {
  const Document report = sample("agv-transport", "fail");
  int finished = 0;
  int not_finished = 0;
  const Document gantt = picture(report, "agv_efficiency_uplift", "gantt");
  for (const Document& vehicle : gantt["vehicles"]) {
    finished += vehicle["finished"].get<int>();
    not_finished += vehicle["not_finished"].get<int>();
  }
  EXPECT_EQ(finished, 224);
  EXPECT_EQ(not_finished, 4);
  double before = 0;
  double after = 0;
  const Document costs = picture(report, "cost_reduction", "costs");
  for (const Document& cost : costs["categories"]) {
    before += cost["before_cny"].get<double>();
    after += cost["after_cny"].get<double>();
  }
  EXPECT_NEAR(1 - after / before, report["verdict"]["clauses"][0]["estimate"].get<double>(), 1e-5);
}

TEST(ReportJson, DrawsEveryCellOfTheFloorOnce) {
  const Document report = sample("digital-workshop", "fail");
  const Document floor = picture(report, "coverage_ratio", "floor");
  const std::size_t cells = floor["grid"]["columns"].get<std::size_t>() * floor["grid"]["rows"].get<std::size_t>();
  EXPECT_EQ(cells, 12U * 8U);  // 60 m x 40 m in cells of 5 m
  EXPECT_EQ(floor["measured"].size() + floor["interpolated_db"].size(), cells);
  const auto served = std::ranges::count_if(
      floor["measured"], [](const Document& cell) { return !cell[3].is_null() && cell[3].get<double>() >= 0; });
  EXPECT_DOUBLE_EQ(static_cast<double>(served) / static_cast<double>(cells),
                   report["verdict"]["clauses"][0]["estimate"].get<double>());
}

TEST(ReportJson, CountsTheCoverageOfZonesByJudgedCells) {
  data::Evidence evidence = data::Evidence::open(PLANTPROOF_SOURCE_DIR "/data/samples/digital-workshop/fail");
  data::Manifest manifest = evidence.manifest();
  manifest.zones = {
      {"all", {60, 40, 0, 0}}, {"west", {30, 40, 0, 0}}, {"east", {30, 40, 30, 0}}, {"away", {5, 5, 90, 0}}};
  evidence = {manifest, evidence.runs(data::Phase::Baseline), evidence.runs(data::Phase::Pilot)};
  const Document report = Document::parse(report_of(evidence, pack()));
  const Document zones = picture(report, "coverage_ratio", "floor")["zones"];
  EXPECT_EQ(zones[0]["cells"], 96);
  EXPECT_DOUBLE_EQ(zones[0]["covered"].get<double>() / 96, report["verdict"]["clauses"][0]["estimate"].get<double>());
  for (const char* count : {"cells", "measured", "covered"})
    EXPECT_EQ(zones[1][count].get<int>() + zones[2][count].get<int>(), zones[0][count]) << count;
  EXPECT_EQ(zones[3]["cells"], 0);
  EXPECT_EQ(validated("report", report.dump()).exit, 0);
}

TEST(ReportJson, DrawsTheWayOfEveryWalkInOrderOfTime) {
  const Document walk = picture(sample("digital-workshop", "pass"), "coverage_ratio", "floor")["walk"];
  ASSERT_EQ(walk["paths"].size(), 5U);  // a day each
  EXPECT_EQ(walk["left_out"], 0);
  for (const Document& path : walk["paths"]) {
    EXPECT_EQ(path["device"], "scanner-1");
    EXPECT_EQ(path["samples"], 96);
    EXPECT_LT(path["points"].front()[1], 5);  // from the first aisle to the last
    EXPECT_GT(path["points"].back()[1], 35);
  }
}

TEST(ReportJson, CountsSessionsAsTheKpiDoesAndTellsTheirQuality) {
  const Document report = sample("ar-vr", "fail");
  const Document training = picture(report, "training_attendances", "sessions");
  EXPECT_TRUE(training["is_by_person"]);
  ASSERT_EQ(training["runs"].size(), 1U);
  const Document& month = training["runs"][0];
  EXPECT_EQ(month["n"], 120);
  EXPECT_EQ(month["completed"], 114);
  EXPECT_EQ(month["broken_off"], 6);
  EXPECT_EQ(training["acceptable"], Document({{"successes", 119}, {"trials", 119}}));
  EXPECT_EQ(training["upper"], 1);
  EXPECT_NEAR(training["lower"].get<double>(), std::pow(0.05, 1.0 / 119), 1e-5);
  EXPECT_EQ(month["marks"].size(), 120U);
  const auto open =
      std::ranges::count_if(month["marks"], [](const Document& mark) { return mark["quality_ok"].is_null(); });
  EXPECT_EQ(open, 1);
  const Document maintenance = picture(report, "remote_maintenance_sessions", "sessions");
  EXPECT_FALSE(maintenance["is_by_person"]);
  EXPECT_EQ(maintenance["acceptable"], Document({{"successes", 42}, {"trials", 56}}));
  EXPECT_LT(maintenance["lower"], 0.75);
  EXPECT_GT(maintenance["upper"], 0.75);
}

TEST(ReportJson, TakesASessionForTheWorstOfThoseInItAndLeavesOutTheGoodOnesFirst) {
  constexpr std::int64_t kMany = 500;
  data::Run run{"1", {}};
  auto& rows = run.tables.emplace<data::Session>();
  const auto at = [](std::int64_t minute) { return core::Instant(std::chrono::minutes(minute)); };
  for (std::int64_t i = 0; i < kMany; ++i) {
    const std::string name = "call-" + std::to_string(i);
    const bool is_bad = i % 50 == 0;
    rows.push_back({name, data::SessionKind::Maintenance, "fitter", at(i), at(i + 1), true, true});
    rows.push_back({name, data::SessionKind::Maintenance, "expert", at(i), at(i + 3), !is_bad,
                    i == 1 ? std::nullopt : std::optional(!is_bad)});
  }
  rows.push_back({"endless", data::SessionKind::Maintenance, "fitter", at(kMany), {}, {}, {}});
  data::Manifest manifest;
  manifest.provenance.scenario = "ar-vr";
  const Document report = Document::parse(report_of({manifest, {}, {run}}, pack()));
  const Document drawn = picture(report, "remote_maintenance_sessions", "sessions");
  EXPECT_EQ(drawn["left_out"], kMany + 1 - 400);
  EXPECT_EQ(drawn["acceptable"], Document({{"successes", 489}, {"trials", 499}}));
  const Document& calls = drawn["runs"][0];
  EXPECT_EQ(calls["n"], kMany + 1);
  EXPECT_EQ(calls["broken_off"], 10);
  ASSERT_EQ(calls["marks"].size(), 400U);
  const Document& first = calls["marks"][0];
  EXPECT_EQ(first["persons"], "fitter, expert");
  EXPECT_EQ(first["length_s"], 180);
  EXPECT_EQ(first["completed"], false);
  EXPECT_TRUE(calls["marks"][1]["quality_ok"].is_null());
  EXPECT_EQ(std::ranges::count_if(calls["marks"], [](const Document& mark) { return mark["completed"] == false; }), 10);
  EXPECT_EQ(calls["marks"].back()["name"], "endless");
  EXPECT_TRUE(calls["marks"].back()["length_s"].is_null());
  EXPECT_EQ(validated("report", report.dump()).exit, 0);
}

TEST(ReportJson, TellsWhoMeasuredWhereTheEvidenceDoes) {
  EXPECT_TRUE(sample("line-coordination", "fail")["recording"]["measured_by"].is_null());
  EXPECT_EQ(sample("digital-workshop", "fail")["recording"]["measured_by"],
            "示例测试公司，走测组 (an invented survey team)");
}

/// A hall with everything in it, and all devices there may be, which move and are in trouble all the time.
ReportContent busy(const validators::Assessment& assessment, const std::string& name) {
  ReportContent content{.assessment = &assessment,
                        .kpis = {},
                        .hall = Hall{},
                        .motion = {},
                        .recording = {},
                        .tool_version = "0.0",
                        .command = "x"};
  content.hall->area = {0, 0, 100, 50};
  content.hall->clutter = {0.4, 4, 3};
  content.hall->gnbs = {{name, {1, 2}, 30}, {name, {3, 4}, {}}};
  content.hall->zones = {{name, {0, 0, 5, 5}}};
  content.hall->places = {{name, {1.0 / 3, 1}}};
  content.hall->obstacles.assign(data::kMostSites,
                                 {name, std::vector<metrics::PathPoint>(data::kMostCorners, {1.0 / 3, 2.0 / 7})});
  content.hall->image = {data_uri("image/png", std::string(640 * 1024, 'x')), {0, 0, 100, 50}};
  metrics::Motion motion;
  motion.run = name;
  motion.frames = metrics::kMotionFrames;
  motion.cells.assign(metrics::kMostLines + 1, name);
  for (std::size_t d = 0; d < metrics::kMostMovingDevices; ++d) {
    metrics::MotionDevice& device = motion.devices.emplace_back();
    device.device = name;
    for (std::size_t f = 0; f < motion.frames; ++f) {
      device.track.push_back({f, {static_cast<double>(f) / 3, 1.0 / 7}, 12});
      device.events.push_back({f, 1000, 1000, 1000, 1000});
      if (f % 2 == 0) device.offline.push_back({f, f});
    }
  }
  content.motion = motion;
  metrics::Stops stops{.phases = {}, .least = {1, 2}, .most = {91, 42}, .places_of_work = 3};
  for (const bool is_pilot : {false, true}) {
    metrics::PhaseStops& phase = stops.phases.emplace_back();
    phase.is_pilot = is_pilot;
    phase.runs = 6;
    phase.spots.assign(metrics::kMostMarks, {{1.0 / 7, 2}, metrics::StopCause::Messages, {1000, 1e4 / 3}});
    phase.longest.assign(metrics::kMostListedStops,
                         {name, name, 1.0 / 3, 20.0 / 3, {1.0 / 7, 2}, {}, 1000, 1.0 / 3, name});
    phase.longest.front().nearest_m.reset();
    phase.longest.front().cause = metrics::StopCause::Unknown;
    phase.sums.fill({1000, 1e4 / 3});
  }
  content.stops = stops;
  return content;
}

TEST(ReportJson, HoldsTheHallAndItsMotion) {
  const validators::Assessment& assessment = assessments().front();
  ReportContent content = busy(assessment, "press </script>");
  const std::string text = report_json(content);
  EXPECT_EQ(validated("report", text).exit, 0);
  const Document report = Document::parse(text);
  EXPECT_EQ(report["hall"]["gnbs"][0]["azimuth_deg"], 30);
  EXPECT_TRUE(report["hall"]["gnbs"][1]["azimuth_deg"].is_null());
  EXPECT_EQ(report["hall"]["obstacles"].back()["name"], "press </script>");
  EXPECT_EQ(report["hall"]["obstacles"].back()["corners"][0], Document({0.333333, 0.285714}));
  EXPECT_EQ(report["motion"]["devices"].back()["track"].size(), metrics::kMotionFrames);
  EXPECT_TRUE(report["no_motion"].is_null());
  const Document& stops = report["stops"];
  EXPECT_EQ(stops["extent"], Document({{"x_m", 1.0}, {"y_m", 2.0}, {"length_m", 90.0}, {"width_m", 40.0}}));
  EXPECT_EQ(stops["phases"][0]["phase"], "baseline");
  const Document& pilot = stops["phases"][1];
  EXPECT_EQ(pilot["phase"], "pilot");
  EXPECT_EQ(pilot["spots"].size(), metrics::kMostMarks);
  EXPECT_EQ(pilot["spots"][0]["cause"], "messages");
  EXPECT_TRUE(pilot["longest"][0]["nearest_m"].is_null());
  EXPECT_EQ(pilot["longest"][0]["cause"], "unknown");
  EXPECT_EQ(pilot["longest"][1]["cause"], "offline");
  EXPECT_LT(report_json(busy(assessment, std::string(100'000, 'n'))).size(), 2'250'000U);
  content.motion = core::Text{"因为", "because"};
  const std::string without = report_json(content);
  EXPECT_EQ(validated("report", without).exit, 0);
  EXPECT_EQ(Document::parse(without)["no_motion"]["en"], "because");
  EXPECT_TRUE(Document::parse(without)["motion"].is_null());
  content.stops.reset();
  const std::string unknown = report_json(content);
  EXPECT_EQ(validated("report", unknown).exit, 0);
  EXPECT_TRUE(Document::parse(unknown)["stops"].is_null());
}

TEST(DataUri, IsBase64AsItsStandardHasIt) {  // RFC 4648, section 10
  for (const auto& [bytes, digits] : std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                                                      {"f", "Zg=="},
                                                                                      {"fo", "Zm8="},
                                                                                      {"foo", "Zm9v"},
                                                                                      {"foob", "Zm9vYg=="},
                                                                                      {"fooba", "Zm9vYmE="},
                                                                                      {"foobar", "Zm9vYmFy"},
                                                                                      {"\xff\xfe\xfd", "//79"}})
    EXPECT_EQ(data_uri("image/png", bytes), "data:image/png;base64," + digits);
}

TEST(ReportJson, SaysWhatWasNotEvaluated) {
  const std::string text = report_of(line(1, 1, 500, "f"), pack());
  const Document document = Document::parse(text);
  const std::string said = document["not_evaluated"].dump();
  EXPECT_THAT(said, HasSubstr("clause 9.3: production efficiency"));
  EXPECT_THAT(said, HasSubstr("functional safety"));
  EXPECT_THAT(said, Not(HasSubstr("clause 9.2")));
}

TEST(ReportJson, StaysSmallWhateverTheEvidence) {
  constexpr std::size_t kMost = 2'000'000;
  const std::string many_rows = report_of(line(40, 60, 250, "flow"), pack());
  EXPECT_LT(many_rows.size(), kMost);
  const Document document = Document::parse(many_rows);
  const Document& tails = document["kpis"][1]["pictures"][0];
  EXPECT_EQ(tails["kind"], "tails");
  EXPECT_EQ(tails["tails"].size(), metrics::kMostLines);
  EXPECT_EQ(tails["left_out"], 60 - metrics::kMostLines);
  const std::string long_names = report_of(line(600, 1, 60, std::string(3000, 'n')), pack());
  EXPECT_LT(long_names.size(), kMost);
  EXPECT_FALSE(Document::parse(long_names)["left_out"].empty());
  EXPECT_EQ(validated("report", long_names).exit, 0);
}

TEST(ReportSchema, RefusesABrokenDocument) {
  const Document good = sample("line-coordination", "fail");
  const auto refused = [&](const std::function<void(Document&)>& break_it) {
    Document broken = good;
    break_it(broken);
    return validated("report", broken.dump()).exit == 1;
  };
  EXPECT_FALSE(refused([](Document&) {}));
  EXPECT_TRUE(refused([](Document& document) { document["schema"] = "plantproof-report/0"; }));
  EXPECT_TRUE(refused([](Document& document) { document.erase("not_evaluated"); }));
  EXPECT_TRUE(refused([](Document& document) { document["kpis"][0]["pictures"][0]["kind"] = "pie"; }));
  EXPECT_TRUE(refused([](Document& document) { document["kpis"][0]["pictures"][0]["title"].erase("zh"); }));
}

TEST(IndexJson, HasALineForEveryCriterionAndAWayToItsReport) {
  IndexContent content{{}, {}, "0.0", "plantproof run all", {}};
  for (const validators::Assessment& assessment : assessments())
    content.entries.push_back({&assessment, "a", assessment.scenario->id.substr(0, 9) + "/report.html", 1234});
  const std::string text = index_json(content);
  const Ran ran = validated("index", text);
  EXPECT_EQ(ran.exit, 0) << ran.output;
  const Document reports = Document::parse(text)["reports"];
  ASSERT_EQ(reports.size(), assessments().size());
  const Document& every = reports[0];
  EXPECT_EQ(every["href"], "everythin/report.html");
  EXPECT_EQ(every["bytes"], 1234);
  ASSERT_EQ(every["clauses"].size(), everything().findings.size());
  EXPECT_EQ(every["clauses"][5]["criteria"].size(), 2U);
  EXPECT_EQ(every["clauses"][5]["criteria"][0]["id"], "6a");
  EXPECT_EQ(every["clauses"][0]["criteria"][0]["estimate"], every["clauses"][0]["criteria"][0]["lower"]);
}

TEST(IndexJson, SaysWhatCannotBeJudgedAndHowToCompare) {
  core::InputErrors errors;
  errors.add({"b/evidence.yaml", 2, 1}, {"错了", "is wrong"});
  errors.add({"b/evidence.yaml", 3, 1}, {"也错了", "is wrong too"});
  IndexContent content{{}, {{"b", "/report/b", errors}}, "0.0", "plantproof serve DIR", "/compare"};
  const std::string text = index_json(content);
  const Ran ran = validated("index", text);
  EXPECT_EQ(ran.exit, 0) << ran.output;
  const Document index = Document::parse(text);
  EXPECT_EQ(index["compare"], "/compare");
  const Document& refused = index["refused"][0];
  EXPECT_EQ(refused["folder"], "b");
  EXPECT_EQ(refused["error"]["en"], "b/evidence.yaml:2:1: is wrong");
  EXPECT_EQ(refused["error"]["zh"], "b/evidence.yaml:2:1: 错了");
  EXPECT_EQ(refused["more"], 1);
  content.compare.clear();
  EXPECT_TRUE(Document::parse(index_json(content))["compare"].is_null());
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(Html, HoldsTheReportAndNothingOfItAsMarkup) {
  const std::string hostile = "</script><script>alert(1)</script><!--&lt;";
  const std::string json = report_of(line(1, 1, 100, hostile), pack());
  ASSERT_THAT(json, HasSubstr("alert(1)"));
  const std::string page = html(json, core::Language::En);
  const std::string blank = html("null", core::Language::En);
  for (const char* markup : {"<script", "</script", "<!--", "<"}) EXPECT_EQ(count(page, markup), count(blank, markup));
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
  const std::string start = "<script id=\"report\" type=\"application/json\">";
  const std::size_t from = page.find(start) + start.size();
  EXPECT_EQ(Document::parse(page.substr(from, page.find("</script>", from) - from)), Document::parse(json));
}

TEST(Html, HasContentsWithPageNumbersWhenItIsToBePrinted) {
  const std::string page = html("null", core::Language::En);
  EXPECT_THAT(page, HasSubstr(R"(<script id="pages" type="application/json">null</script>)"));
  EXPECT_THAT(with_contents(page, {}), HasSubstr(R"(<script id="pages" type="application/json">{}</script>)"));
  EXPECT_THAT(with_contents(page, {{"part-1", 1}, {"part-2", 12}}), HasSubstr(R"({"part-1":1,"part-2":12}</script>)"));
}

TEST(Html, NeedsNothingFromElsewhere) {
  const std::string page = html("null", core::Language::Zh);
  EXPECT_THAT(page, HasSubstr("<html lang=\"zh-CN\">"));
  for (const char* reference : {" src=", "<link", "@import", "connect-src", "XMLHttpRequest"})
    EXPECT_EQ(count(page, reference), 0U) << reference;
  EXPECT_EQ(count(page, "content=\"default-src 'none'; "), 1U) << "what follow() would ask for is refused";
  const std::string followed = following(page, "/state/a", "1");
  EXPECT_EQ(count(followed, "connect-src 'self'\""), 1U);
  EXPECT_THAT(followed, HasSubstr(R"({"url":"/state/a","state":"1"})"));
  EXPECT_LT(page.size(), 1'000'000U);
}

}  // namespace
}  // namespace plantproof::report
