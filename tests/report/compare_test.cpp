#include "report/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assessments.hpp"
#include "core/input_error.hpp"
#include "data/evidence.hpp"

namespace plantproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Document = nlohmann::ordered_json;
using validators::Assessment;

const validators::Pack& pack() {
  static const validators::Pack kPack = validators::load_pack("cq-2020-5g");
  return kPack;
}

Assessment sample(const std::string& scenario, const std::string& fate) {
  const auto evidence = data::Evidence::open(PLANTPROOF_SOURCE_DIR "/data/samples/" + scenario + "/" + fate);
  return validators::assess(evidence, evidence.manifest().provenance, pack(), {});
}

ReportContent report_of(const Assessment& assessment) {
  ReportContent content;
  content.assessment = &assessment;
  content.tool_version = "0.0";
  content.command = "plantproof report x";
  for (const metrics::Kpi* kpi : kpis_of(assessment)) content.kpis.push_back({kpi, {}});
  return content;
}

/// Two verdicts compared, with all that is drawn of them.
struct Compared {
  Compared(const Assessment& before, const Assessment& after)
      : comparison(validators::compare(before, after)),
        content{&comparison, report_of(before), report_of(after), "0.0", "plantproof compare x y"} {}
  validators::Comparison comparison;
  ComparisonContent content;
};

Ran validated(const std::string& schema, const std::string& text) {
  return run_python("validate_json.py", "'" PLANTPROOF_SOURCE_DIR "/docs/schema/" + schema + ".schema.json'", text);
}

TEST(Comparison, IsValidByItsSchemaForEveryScenarioAndHoldsBothReports) {
  for (const auto& scenario : pack().scenario_ids()) {
    const Assessment before = sample(scenario, "fail");
    const Assessment after = sample(scenario, "pass");
    const Compared compared(before, after);
    const std::string text = comparison_json(compared.content);
    const Ran ran = validated("compare", text);
    EXPECT_EQ(ran.exit, 0) << scenario << ": " << ran.output;
    const Document document = Document::parse(text);
    for (const char* side : {"before", "after"}) EXPECT_EQ(validated("report", document[side].dump()).exit, 0);
    EXPECT_EQ(document["before"]["verdict"]["verdict"], "fail") << scenario;
    EXPECT_EQ(document["after"]["verdict"]["verdict"], "pass") << scenario;
    EXPECT_GT(document["turned"], 0) << scenario;
  }
}

TEST(Comparison, LeavesOutWhatOnlyAReportByItselfDraws) {
  const Assessment before = sample("digital-workshop", "fail");
  const Assessment after = sample("digital-workshop", "pass");
  Compared compared(before, after);
  for (ReportContent* side : {&compared.content.before, &compared.content.after}) {
    side->motion = metrics::Motion();
    side->stops = metrics::Stops();
  }
  const Document document = Document::parse(comparison_json(compared.content));
  for (const char* side : {"before", "after"}) {
    for (const char* what : {"motion", "no_motion", "stops"}) EXPECT_TRUE(document[side][what].is_null()) << what;
  }
  EXPECT_FALSE(Document::parse(report_json(compared.content.before))["motion"].is_null());
}

TEST(Comparison, OfVerdictsOfEveryFateWithThemselvesTurnsNothing) {
  for (const Assessment& assessment : assessments()) {
    const Compared compared(assessment, assessment);
    const std::string text = comparison_json(compared.content);
    const Ran ran = validated("compare", text);
    EXPECT_EQ(ran.exit, 0) << assessment.scenario->id << ": " << ran.output;
    EXPECT_EQ(Document::parse(text)["turned"], 0);
    EXPECT_THAT(contrasts(compared.content), IsEmpty());
  }
}

TEST(Comparison, ClaimsADifferenceWhereTheIntervalsDoNotOverlap) {
  const Assessment before = sample("line-coordination", "fail");
  const Assessment after = sample("line-coordination", "pass");
  const Compared compared(before, after);
  const validators::ComparedCriterion& delay = compared.comparison.findings[1].criteria.front();
  EXPECT_EQ(delay.deciding().difference.change, metrics::Change::Lower);
  EXPECT_THAT(delay.sentence.en, HasSubstr("(better), more than both uncertainties together: at least "));
  EXPECT_THAT(delay.sentence.en, HasSubstr("confidence at least 90 %"));
  const metrics::Estimate& slow = *delay.deciding().before->estimate();
  const metrics::Estimate& fast = *delay.deciding().after->estimate();
  EXPECT_DOUBLE_EQ(*delay.deciding().difference.upper, *fast.upper - *slow.lower);

  const Compared reversed(after, before);
  EXPECT_THAT(reversed.comparison.findings[1].criteria.front().sentence.en, HasSubstr("(worse)"));
  const Compared same(before, before);
  EXPECT_THAT(same.comparison.findings[1].criteria.front().sentence.en,
              HasSubstr("which proves neither a difference nor that there is none"));
}

TEST(Comparison, IsRefusedOfDifferentScenarios) {
  const Assessment line = sample("line-coordination", "pass");
  const Assessment agv = sample("agv-transport", "pass");
  try {
    validators::compare(line, agv);
    FAIL() << "compared";
  } catch (const core::InputFailure& failure) {
    const std::string message = failure.errors().message(core::Language::En);
    EXPECT_THAT(message, HasSubstr("agv-transport/pass/evidence.yaml:"));
    EXPECT_THAT(message, HasSubstr("is evidence of the scenario “agv-transport”"));
  }
}

std::string shown(const std::vector<Contrast>& contrasts) {
  std::string text;
  for (const Contrast& contrast : contrasts)
    text += contrast.what.en + ": " + contrast.before.en + " | " + contrast.after.en + "\n";
  return text;
}

TEST(Contrasts, NamePlantsParametersClocksAndPlans) {
  Assessment before = sample("line-coordination", "pass");
  Assessment after = before;
  for (Assessment* each : {&before, &after}) each->provenance.origin = core::Origin::Simulated;
  before.provenance.plant = core::SimulatedPlant{
      {}, 1, {{"a", {"2", "2"}, {"1", "1"}}, {"b", {"5", "5"}, {"4", "4"}}, {"same", {"9", "9"}, {"8", "8"}}}};
  after.provenance.plant =
      core::SimulatedPlant{{"慢", "slow"}, 2, {{"a", {"3", "3"}, {"1", "1"}}, {"same", {"9", "9"}, {"8", "8"}}}};
  after.parameters.front().value = 7;
  after.provenance.planned.push_back({"messages", 200, 50, {}});
  Compared compared(before, after);
  compared.content.before.recording.clocks.push_back({"messages", "", core::Nanoseconds(1'000)});
  compared.content.after.recording.runs.push_back({"pilot", "1", {}, {}});
  EXPECT_EQ(shown(contrasts(compared.content)), "plant: " + before.scenario->title.en +
                                                    " | slow\n"
                                                    "seed: 1 | 2\n"
                                                    "parameter a: 2 | 3\n"
                                                    "parameter b: 5 | 4\n"
                                                    "agreed parameter burst_length: 1 | 7\n"
                                                    "clock uncertainty messages: ± 0.001 ms | none\n"
                                                    "runs pilot: none | 1\n"
                                                    "planned messages: none | 200 rows planned, 50 found\n");
  const std::string cautioned = comparison_json(compared.content);
  EXPECT_THAT(cautioned, HasSubstr("agreed parameters differ"));
}

TEST(Cautions, TellOfFilesThatAreTheSameAndOfSharedSeeds) {
  Assessment before = sample("line-coordination", "pass");
  before.provenance.origin = core::Origin::Simulated;
  Assessment after = before;
  Compared compared(before, after);
  const auto said = [&] {
    std::string text;
    for (const core::Text& caution : cautions(compared.content)) text += caution.en;
    return text;
  };
  EXPECT_EQ(said(), "");
  for (ReportContent* content : {&compared.content.before, &compared.content.after})
    content->recording.simulation = metrics::Recording::Simulation{4, "", "0.0"};
  EXPECT_THAT(said(), HasSubstr("from one seed"));
  compared.content.after.recording.simulation->seed = 5;
  EXPECT_EQ(said(), "");
  compared.content.before.recording.files = {{"pilot/1/a.csv", "12"}, {"pilot/1/flows.csv", "34"}};
  compared.content.after.recording.files = {{"pilot/2/b.csv", "56"}, {"pilot/2/flows.csv", "34"}};
  EXPECT_EQ(said(), "");
  compared.content.after.recording.files.front().sha256 = "12";
  EXPECT_THAT(said(), HasSubstr("1 table file is the same in both"));
  after.provenance.origin = core::Origin::Field;
  EXPECT_THAT(said(), HasSubstr("one is simulated, the other measured"));
}

TEST(Comparison, DisturbsNoTerminalAndEndsNoElement) {
  const Compared compared(everything(), everything());
  for (const auto language : {core::Language::Zh, core::Language::En}) {
    EXPECT_THAT(terminal(compared.content, {language, false}), Not(HasSubstr("\x1b")));
    EXPECT_THAT(html(comparison_json(compared.content), language), Not(HasSubstr("<script>alert")));
  }
}

}  // namespace
}  // namespace plantproof::report
