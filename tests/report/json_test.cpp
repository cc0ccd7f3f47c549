#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assessments.hpp"
#include "report/report.hpp"

namespace plantproof::report {
namespace {

using ::testing::HasSubstr;
using Document = nlohmann::ordered_json;
using validators::Assessment;

Ran validated(const std::string& text) {
  return run_python("validate_json.py", "'" PLANTPROOF_SOURCE_DIR "/docs/schema/verdict.schema.json'", text);
}

TEST(Json, IsValidByItsSchema) {
  for (const Assessment& assessment : assessments()) {
    const Ran ran = validated(json(assessment));
    EXPECT_EQ(ran.exit, 0) << assessment.scenario->id << ": " << ran.output;
  }
}

TEST(Json, HoldsWhatIsObservedAndEveryDownTime) {
  const Document document = Document::parse(json(lost()));
  ASSERT_EQ(document["observations"].size(), 2U);
  const Document& plant = document["observations"][0];
  EXPECT_EQ(plant["kpi"], "communication_service_availability");
  EXPECT_EQ(plant["reading"], "plant");
  // Five messages 10 ms apart, and one lost 60 ms after them: of 60 ms watched, the last 10 are down.
  EXPECT_NEAR(plant["estimate"].get<double>(), 1 - 10.0 / 60, 1e-12);
  EXPECT_EQ(plant["method"], "hoeffding");
  ASSERT_EQ(plant["outages"].size(), 1U);
  EXPECT_EQ(plant["outages"][0]["run"], "1");
  EXPECT_EQ(plant["outages"][0]["start_ns"], 100'000'000);
  EXPECT_EQ(plant["outages"][0]["length_ns"], 10'000'000);
  const Document invalid = Document::parse(json(everything()))["observations"][0];
  EXPECT_TRUE(invalid["estimate"].is_null());
  EXPECT_THAT(invalid["notes"][0]["en"].get<std::string>(), HasSubstr("negative one-way delay"));
  EXPECT_TRUE(Document::parse(json(passed()))["observations"].empty());
}

TEST(Json, StatesTheClocksShareOfTheLimit) {
  const Document document = Document::parse(json(lost()));
  EXPECT_EQ(document["clauses"][0]["clock_uncertainty"], 0);  // taken as exact
  EXPECT_EQ(document["clauses"][0]["clock_share"], 0);
  EXPECT_TRUE(Document::parse(json(passed()))["clauses"][0]["clock_uncertainty"].is_null());
}

TEST(JsonSchema, RefusesABrokenDocument) {
  const Document good = Document::parse(json(everything()));
  const auto refused = [&](const std::function<void(Document&)>& break_it) {
    Document broken = good;
    break_it(broken);
    const Ran ran = validated(broken.dump());
    return ran.exit == 1 && ran.output.starts_with("$");
  };
  EXPECT_TRUE(refused([](Document& document) { document.erase("verdict"); }));
  EXPECT_TRUE(refused([](Document& document) { document["verdict"] = "passed"; }));
  EXPECT_TRUE(refused([](Document& document) { document["remark"] = "unknown"; }));
  EXPECT_TRUE(refused([](Document& document) { document["clauses"] = Document::array(); }));
  EXPECT_TRUE(refused([](Document& document) { document["clauses"][0]["estimate"] = "3"; }));
  EXPECT_TRUE(refused([](Document& document) { document["clauses"][0]["readings"][0].erase("n"); }));
  EXPECT_TRUE(refused([](Document& document) { document["clauses"][5]["members"][0]["kpi"] = nullptr; }));
  EXPECT_TRUE(refused([](Document& document) { document["clauses"][0]["sentence"].erase("zh"); }));
  EXPECT_TRUE(refused([](Document& document) { document["evidence"]["sources"][0]["refused"]["bad_mood"] = 1; }));
}

// One bad unit of 101 comes last: 0.5 % against 2 % bad, wrong pass 5 %, wrong fail 10 %. Lines in double
// precision: ln(1 / 0.05), ln(1 / 0.1) and ln(0.995 / 0.98), over ln(0.02 * 0.995 / (0.005 * 0.98)).
TEST(Json, HoldsTheRunningBoundaryOfASequentialTest) {
  const Document clause = Document::parse(json(special()))["clauses"][0];
  EXPECT_EQ(clause["verdict"], "inconclusive");
  const Document& test = clause["sequential"];
  EXPECT_EQ(test["decision"], "go_on");
  EXPECT_EQ(test["used"], (Document{{"n", 101}, {"errors", 1}}));
  EXPECT_NEAR(test["accept_offset"], 2.137542, 1e-6);
  EXPECT_NEAR(test["reject_offset"], 1.642961, 1e-6);
  EXPECT_NEAR(test["slope"], 0.0108386, 1e-6);
  ASSERT_EQ(test["boundary"].size(), 4U);
  EXPECT_EQ(test["boundary"][0]["n"], 25);
  EXPECT_EQ(test["boundary"][3]["errors"], 1);
  EXPECT_NEAR(test["boundary"][3]["accept_at"], 0.0108386 * 101 - 2.137542, 1e-4);
}

TEST(Json, HoldsTheConformanceByAGuardBand) {
  const Document clause = Document::parse(json(special()))["clauses"][1];
  EXPECT_EQ(clause["verdict"], "inconclusive");
  EXPECT_EQ(clause["guard_band"]["conformance"], "conditional_pass");
  EXPECT_NEAR(clause["guard_band"]["conformance_probability"], 0.945201, 5e-7);  // norm.cdf(0.4 / 0.25)
  EXPECT_NEAR(clause["guard_band"]["acceptance_limit"], 1.9, 1e-12);
}

TEST(Json, HoldsTheTableThatWasLookedAtEarly) {
  const Document document = Document::parse(json(special()));
  const Document rows = {{"table", "sessions"}, {"planned", 10}, {"found", 4}};
  EXPECT_EQ(document["clauses"][2]["early_look"], rows);
  EXPECT_EQ(document["evidence"]["planned_rows"], Document::array({rows}));
  EXPECT_EQ(document["clauses"][1]["early_look"], nullptr);
}

TEST(Json, BeginsWithItsSchemaAndKeepsTheOrderOfTheDesign) {
  const Document document = Document::parse(json(passed()));
  const auto keys = [](const Document& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) names.push_back(name);
    return names;
  };
  EXPECT_THAT(keys(document), ::testing::ElementsAre("schema", "scenario", "criteria", "source", "confidence", "looks",
                                                     "verdict", "face_value", "clauses", "observations", "evidence"));
  EXPECT_THAT(
      keys(document["clauses"][0]),
      ::testing::ElementsAre("id", "title", "kpi", "reading", "comparator", "limit", "unit", "estimate", "lower",
                             "upper", "n", "effective_n", "method", "clock_uncertainty", "companion", "clock_share",
                             "verdict", "face_value", "needed_n", "needed_runs", "early_look", "guard_band",
                             "sequential", "sentence", "source", "notes", "depends_on_reading", "readings"));
}

TEST(Json, HoldsWhatWasFound) {
  const Document document = Document::parse(json(everything()));
  EXPECT_EQ(document["source"], "field");
  EXPECT_EQ(document["confidence"], 0.95);
  EXPECT_EQ(document["verdict"], "fail");
  const Document& training = document["clauses"][0];
  EXPECT_EQ(training["estimate"].dump(), "3");  // a count is an integer
  EXPECT_EQ(training["limit"].dump(), "3");
  EXPECT_EQ(training["method"], "census");
  EXPECT_EQ(training["verdict"], "pass");
  EXPECT_EQ(training["needed_n"], nullptr);
  const Document& access = document["clauses"][1];
  EXPECT_EQ(access["estimate"].dump(), "0.25");
  EXPECT_EQ(access["comparator"], ">=");
  EXPECT_EQ(access["unit"], "1");
  EXPECT_EQ(access["depends_on_reading"], true);
  EXPECT_EQ(access["readings"][0]["verdict"], "fail");
  EXPECT_EQ(access["readings"][1]["reading"], "whole_line");
  EXPECT_EQ(access["readings"][1]["verdict"], "pass");
  EXPECT_EQ(access["readings"][1]["estimate"].dump(), "0.75");
  EXPECT_THAT(access["notes"][0]["en"], HasSubstr(kScript));
  const Document& control = document["clauses"][2];
  EXPECT_EQ(control["verdict"], "inconclusive");
  EXPECT_EQ(control["face_value"], "pass");
  EXPECT_EQ(control["needed_n"], 59);  // the fewest that settle 95 % with no error
  EXPECT_NEAR(control["lower"], std::pow(0.05, 1 / 20.0), 1e-12);
  EXPECT_EQ(document["clauses"][3]["verdict"], "no_data");
  EXPECT_EQ(document["clauses"][3]["n"], nullptr);
  EXPECT_EQ(document["clauses"][3]["estimate"], nullptr);
  EXPECT_EQ(document["clauses"][4]["verdict"], "invalid");
}

TEST(Json, HoldsTheCompanionAndWhatItWouldSay) {
  const Document document = Document::parse(json(compared()));
  const Document& uplift = document["clauses"][0];
  EXPECT_EQ(uplift["verdict"], "inconclusive");
  EXPECT_EQ(uplift["companion"]["method"], "mann-whitney");
  EXPECT_EQ(uplift["companion"]["verdict"], "pass");
  EXPECT_NEAR(uplift["companion"]["lower"].get<double>(), 1.8333333333333333 - 1, 1e-12);  // scipy
  EXPECT_EQ(Document::parse(json(passed()))["clauses"][0]["companion"], nullptr);
}

TEST(Json, GivesAClauseWithMembersTheirFieldsAndNoneOfItsOwn) {
  const Document document = Document::parse(json(everything()));
  const Document& clause = document["clauses"][6];
  EXPECT_EQ(clause["kpi"], nullptr);
  EXPECT_EQ(clause["estimate"], nullptr);
  EXPECT_EQ(clause["at_least"], 2);
  EXPECT_EQ(clause["verdict"], "fail");
  EXPECT_EQ(clause["members"][0]["id"], "7a");
  EXPECT_EQ(clause["members"][0]["verdict"], "pass");
  EXPECT_EQ(clause["members"][1]["id"], "7b");
  EXPECT_EQ(clause["members"][1]["estimate"].dump(), "0.99");
  EXPECT_EQ(clause["members"][1]["verdict"], "fail");
}

TEST(Json, HasNullForInfinity) {
  const Document document = Document::parse(json(lost()));
  EXPECT_EQ(document["source"], "synthetic");
  EXPECT_EQ(document["clauses"][0]["estimate"], nullptr);
  EXPECT_EQ(document["clauses"][0]["n"], 6);
  EXPECT_THAT(document["clauses"][0]["sentence"]["en"], HasSubstr("infinite"));
}

TEST(Json, AccountsForTheEvidence) {
  const Document document = Document::parse(json(everything()));
  const Document& evidence = document["evidence"];
  EXPECT_EQ(evidence["sealed"], false);
  EXPECT_EQ(evidence["tables"][0], (Document{{"path", "baseline/1/production.csv"}, {"rows", 1000}}));
  EXPECT_EQ(evidence["sources"][0]["refused"], (Document{{"wrong_type", 20}, {"duplicate_key", 10}}));
  EXPECT_EQ(evidence["sources"][0]["rows_used"], 1000);
  bool found = false;
  for (const Document& parameter : evidence["parameters"]) {
    if (parameter["name"] != "freshness_limit_s") continue;
    found = true;
    EXPECT_EQ(parameter["value"], 2.0);
    EXPECT_EQ(parameter["agreed"], true);
  }
  EXPECT_TRUE(found);
  EXPECT_EQ(Document::parse(json(passed()))["evidence"]["sealed"], true);
}

TEST(Json, SaysWhichPlantWasSimulated) {
  EXPECT_TRUE(Document::parse(json(passed()))["evidence"]["plant"].is_null());
  Assessment assessment = passed();
  assessment.provenance.plant =
      core::SimulatedPlant{{"干扰", "a jammed band"}, 7, {{"pilot.network.gnbs.0.x_m", {"3 m", "3 m"}, {}}}};
  const std::string text = json(assessment);
  EXPECT_EQ(validated(text).output, "");
  const Document plant = Document::parse(text)["evidence"]["plant"];
  EXPECT_EQ(plant["title"]["en"], "a jammed band");
  EXPECT_EQ(plant["seed"], 7);
  EXPECT_EQ(plant["changes"][0]["value"]["zh"], "3 m");
  EXPECT_EQ(plant["changes"][0]["own"]["zh"], "");
}

TEST(Json, IsUtf8WhateverTheNames) {
  const std::string text = json(lost());
  EXPECT_TRUE(text.ends_with("}\n"));
  EXPECT_EQ(Document::parse(text)["evidence"]["directory"], "bytes that are \uFFFD\uFFFD no UTF-8");
}

}  // namespace
}  // namespace plantproof::report
