#include "data/manifest.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "random_rows.hpp"

namespace plantproof::data {
namespace {

const std::string kHash(64, 'a');

Manifest full() {
  Manifest manifest;
  manifest.provenance.scenario = "line-coordination";
  manifest.provenance.origin = core::Origin::Simulated;
  manifest.provenance.parameters = {{"freshness_limit_s", 0.1, {}}, {"odd: name #1", -1e-300, {}}};
  manifest.provenance.planned = {{"inspections", 77'535, 0}, {"messages", 9'223'372'036'854'775'807, 0}};
  manifest.provenance.sources = {
      {.path = "D:\\测量\\\"day 1\".csv",
       .sha256 = kHash,
       .format = "csv",
       .rows_read = 5'000'000'000,
       .rows_used = 4'999'999'998,
       .refused = {{core::Refusal::WrongType, 1}, {core::Refusal::Malformed, 1}},
       .remarks = {{"时钟回拨\n一次", "the clock was set back: \x01 once"}}},
      {.path = "b", .sha256 = kHash, .format = "iperf3", .rows_read = 0, .rows_used = 0, .refused = {}, .remarks = {}}};
  manifest.area = Area{.length_m = 100, .width_m = 50.25, .origin_x_m = -3, .origin_y_m = 1e21};
  manifest.gnbs = {{"gNB1", 30, 20.5, {}}, {"东侧: #2", -1e-3, 1e21, -90}};
  manifest.zones = {{"装配区", {.length_m = 40, .width_m = 25, .origin_x_m = 1, .origin_y_m = 2}}};
  manifest.measured_by = "示例公司: \\ \"张三\" # 1";
  manifest.obstacles = {{"rack", {{0, 0}, {1.5, 0}, {1.5, -2}}}, {"压机", {{1e21, 0}, {0, 1}, {-1, 0}, {0, -1}}}};
  manifest.clock_uncertainty["messages"] = {
      .of_difference = {}, .of_clock = {{"plc-1", {Nanoseconds(500), {}}}}, .of_other_clocks = Nanoseconds(1000)};
  manifest.clock_uncertainty["records"].of_difference = Nanoseconds(0);
  manifest.files = {{"pilot/day 1/messages.csv", kHash}, {"pilot/早班/radio.csv", kHash}};
  manifest.simulation =
      SimulationNote{.seed = 9'223'372'036'854'775'807, .scenario_sha256 = kHash, .tool_version = "0.1.0+dirty"};
  return manifest;
}

std::string complaints(std::string_view text) {
  core::InputErrors errors;
  parse_manifest("evidence.yaml", text, errors);
  return errors.message(core::Language::En);
}

constexpr std::string_view kMinimal = "schema: plantproof-evidence/1\nscenario: line-coordination\nsource: field\n";

std::string minimal_and(std::string_view more) {
  return std::string(kMinimal) + std::string(more);
}

TEST(ParseManifest, NeedsThreeKeysOnly) {
  core::InputErrors errors;
  const Manifest manifest = parse_manifest("evidence.yaml", kMinimal, errors);
  EXPECT_EQ(errors.message(core::Language::En), "");
  EXPECT_EQ(manifest.provenance.scenario, "line-coordination");
  EXPECT_EQ(manifest.provenance.scenario_where, (core::Position{"evidence.yaml", 2, 11}));
  EXPECT_EQ(manifest.provenance.origin, core::Origin::Field);
  EXPECT_FALSE(manifest.area || manifest.simulation);
  EXPECT_TRUE(manifest.files.empty() && manifest.clock_uncertainty.empty() && manifest.provenance.parameters.empty());
}

TEST(ParseManifest, GivesOptionalCornersTheirDefault) {
  core::InputErrors errors;
  const Manifest manifest =
      parse_manifest("evidence.yaml", minimal_and("area: {length_m: 100, width_m: 50}\n"), errors);
  ASSERT_TRUE(manifest.area);
  EXPECT_EQ(manifest.area->width_m, 50);
  EXPECT_EQ(manifest.area->origin_x_m, 0);
}

TEST(WriteManifest, IsReadAsItWasWritten) {
  const Manifest written = full();
  core::InputErrors errors;
  const Manifest read = parse_manifest("evidence.yaml", write_manifest(written), errors);
  ASSERT_EQ(errors.message(core::Language::En), "") << write_manifest(written);
  EXPECT_EQ(read.provenance.scenario, "line-coordination");
  EXPECT_EQ(read.provenance.origin, core::Origin::Simulated);
  ASSERT_EQ(read.provenance.parameters.size(), 2U);
  EXPECT_EQ(read.provenance.parameters[0].name, "freshness_limit_s");
  EXPECT_EQ(read.provenance.parameters[0].value, 0.1);
  EXPECT_EQ(read.provenance.parameters[1].name, "odd: name #1");
  EXPECT_EQ(read.provenance.parameters[1].value, -1e-300);
  ASSERT_EQ(read.provenance.planned.size(), 2U);
  EXPECT_EQ(read.provenance.planned[0].table, "inspections");
  EXPECT_EQ(read.provenance.planned[0].planned, 77'535);
  EXPECT_EQ(read.provenance.planned[1].planned, 9'223'372'036'854'775'807);
  ASSERT_EQ(read.provenance.sources.size(), 2U);
  const core::SourceAccount& source = read.provenance.sources[0];
  EXPECT_EQ(source.path, written.provenance.sources[0].path);
  EXPECT_EQ(source.rows_read, 5'000'000'000);
  EXPECT_EQ(source.rows_used, 4'999'999'998);
  EXPECT_EQ(source.refused, written.provenance.sources[0].refused);
  EXPECT_EQ(source.remarks, written.provenance.sources[0].remarks);
  EXPECT_EQ(read.area->width_m, 50.25);
  EXPECT_EQ(read.area->origin_y_m, 1e21);
  EXPECT_EQ(read.clock_uncertainty.at("records").of_difference, Nanoseconds(0));
  const ClockUncertainty& clocks = read.clock_uncertainty.at("messages");
  EXPECT_FALSE(clocks.of_difference);
  EXPECT_EQ(clocks.of_other_clocks, Nanoseconds(1000));
  ASSERT_EQ(clocks.of_clock.size(), 1U);
  EXPECT_EQ(clocks.of_clock.at("plc-1").uncertainty, Nanoseconds(500));
  EXPECT_EQ(read.files, written.files);
  EXPECT_EQ(read.simulation->seed, written.simulation->seed);
  EXPECT_EQ(read.simulation->scenario_sha256, kHash);
  EXPECT_EQ(read.simulation->tool_version, "0.1.0+dirty");
  ASSERT_EQ(read.gnbs.size(), 2U);
  EXPECT_FALSE(read.gnbs[0].azimuth_deg);
  EXPECT_EQ(read.gnbs[1].name, "东侧: #2");
  EXPECT_EQ(read.gnbs[1].azimuth_deg, -90);
  ASSERT_EQ(read.zones.size(), 1U);
  EXPECT_EQ(read.zones[0].area.origin_y_m, 2);
  EXPECT_EQ(read.measured_by, written.measured_by);
  ASSERT_EQ(read.obstacles.size(), 2U);
  EXPECT_EQ(read.obstacles[1].name, "压机");
  ASSERT_EQ(read.obstacles[0].corners.size(), 3U);
  EXPECT_EQ(read.obstacles[0].corners[2].x_m, 1.5);
  EXPECT_EQ(read.obstacles[0].corners[2].y_m, -2);
  EXPECT_EQ(write_manifest(read), write_manifest(written));
}

TEST(ParseManifest, RefusesGnbsAndZonesThatCannotBeDrawn) {
  EXPECT_EQ(complaints(minimal_and("gnbs: [{name: a, x_m: 1, y_m: 2}, {name: a, x_m: 1, y_m: 2, azimut_deg: 3}]\n"
                                   "zones: [{name: z, length_m: 5, width_m: 0}]\n")),
            "evidence.yaml:4:35: there is a “a” already\n"
            "evidence.yaml:4:61: unknown key “azimut_deg”; did you mean “azimuth_deg”?\n"
            "evidence.yaml:5:41: must be greater than 0\n");
  std::string many = "gnbs:\n";
  for (std::size_t i = 0; i <= kMostSites; ++i) many += "  - {name: g" + std::to_string(i) + ", x_m: 0, y_m: 0}\n";
  EXPECT_EQ(complaints(minimal_and(many)), "evidence.yaml:205:5: there may be 200 at most\n");
}

TEST(ParseManifest, TakesWhoMeasuredAsOneLineThatSaysSomething) {
  core::InputErrors errors;
  EXPECT_EQ(parse_manifest("evidence.yaml", minimal_and("measured_by: 某某公司，张三\n"), errors).measured_by,
            "某某公司，张三");
  EXPECT_TRUE(errors.empty());
  EXPECT_EQ(complaints(minimal_and("measured_by: \"\"\n")), "evidence.yaml:4:14: may not be empty\n");
  EXPECT_EQ(complaints(minimal_and("measured_by: \"  \"\n")), "evidence.yaml:4:14: may not be empty\n");
  EXPECT_EQ(complaints(minimal_and("measured_by:\n")), "");  // as if the key were not there
  EXPECT_EQ(complaints(minimal_and("measured_by: \"a\\nb\"\n")), "evidence.yaml:4:14: expected one line of text\n");
  EXPECT_EQ(complaints(minimal_and("measured_by: [a]\n")), "evidence.yaml:4:14: expected a text here\n");
  EXPECT_EQ(complaints(minimal_and("measured_bye: a\n")),
            "evidence.yaml:4:1: unknown key “measured_bye”; did you mean “measured_by”?\n");
}

TEST(ParseManifest, TakesARectangleForTheObstacleOfItsFourCorners) {
  core::InputErrors errors;
  const Manifest manifest = parse_manifest(
      "evidence.yaml",
      minimal_and("obstacles: [{name: rack, length_m: 20, width_m: 2, origin_x_m: 10, origin_y_m: -30}]\n"), errors);
  ASSERT_TRUE(errors.empty());
  ASSERT_EQ(manifest.obstacles.size(), 1U);
  std::string corners;
  for (const auto& [x_m, y_m] : manifest.obstacles[0].corners) corners += fmt::format("{},{} ", x_m, y_m);
  EXPECT_EQ(corners, "10,-30 30,-30 30,-28 10,-28 ");
}

TEST(ParseManifest, RefusesObstaclesThatCannotBeDrawn) {
  EXPECT_EQ(complaints(minimal_and("obstacles:\n"
                                   "  - {name: a, corners_m: [[0, 0], [1, 1]]}\n"
                                   "  - {name: b, corners_m: [[0, 0], [1, 1, 1], [2, two]]}\n"
                                   "  - {name: c, corners_m: [[0, 0], 1, [2, 2]]}\n"
                                   "  - {name: d, length_m: 0, with_m: 5}\n"
                                   "  - {name: d, corners_m: [[0, 0], [1, 1], [0, 1]], length_m: 5}\n")),
            "evidence.yaml:5:26: a polygon has 3 to 20 corners\n"
            "evidence.yaml:6:35: a corner is written [x, y], in metres\n"
            "evidence.yaml:6:50: “two” is not a number\n"
            "evidence.yaml:7:35: expected a list (- item) here\n"
            "evidence.yaml:8:5: the key “width_m” is missing\n"
            "evidence.yaml:8:25: must be greater than 0\n"
            "evidence.yaml:8:28: unknown key “with_m”; did you mean “width_m”?\n"
            "evidence.yaml:9:5: there is a “d” already\n"
            "evidence.yaml:9:52: unknown key “length_m”; valid names: name, corners_m\n");
}

TEST(ParseManifest, ReportsEveryMistakeWithLineAndColumn) {
  EXPECT_EQ(complaints("schema: plantproof-evidence/2\n"
                       "scenari: x\n"
                       "source: measured\n"
                       "area: {length_m: 0, width_m: wide, origin_z_m: 1}\n"
                       "parameters: {limit_s: soon}\n"
                       "clock_uncertainty_ns: {mesages: 5, radio: -1}\n"
                       "files: {a.csv: 12, b.csv: [1]}\n"
                       "sources:\n"
                       "  - path: a\n"
                       "    sha256: A\n"
                       "    rows_read: 1.5\n"
                       "    rows_used: -1\n"
                       "    refused: {wrong_typ: 1, malformed: many}\n"
                       "    remarks: [text, {zh: 只有中文}]\n"
                       "simulation: {seed: -1, scenario_sha256: 0}\n"
                       "planned_rows: {inspection: 5, radio: 0}\n"),
            "evidence.yaml:1:1: the key “scenario” is missing\n"
            "evidence.yaml:1:9: schema must be plantproof-evidence/1\n"
            "evidence.yaml:2:1: unknown key “scenari”; did you mean “scenario”?\n"
            "evidence.yaml:3:9: unknown “measured”; valid names: field, simulated, synthetic\n"
            "evidence.yaml:4:18: must be greater than 0\n"
            "evidence.yaml:4:30: “wide” is not a number\n"
            "evidence.yaml:4:36: unknown key “origin_z_m”; did you mean “origin_x_m”?\n"
            "evidence.yaml:5:23: “soon” is not a number\n"
            "evidence.yaml:6:33: there is no table “mesages”; did you mean “messages”?\n"
            "evidence.yaml:6:43: “-1” is not a whole number from 0 to 86400000000000\n"
            "evidence.yaml:7:16: expected a SHA-256: 64 lower-case hexadecimal digits\n"
            "evidence.yaml:7:27: expected a text here\n"
            "evidence.yaml:9:5: the key “format” is missing\n"
            "evidence.yaml:10:13: expected a SHA-256: 64 lower-case hexadecimal digits\n"
            "evidence.yaml:11:16: “1.5” is not a whole number from 0 to 9223372036854775807\n"
            "evidence.yaml:12:16: “-1” is not a whole number from 0 to 9223372036854775807\n"
            "evidence.yaml:13:26: unknown reason “wrong_typ” to refuse a row; did you mean “wrong_type”?\n"
            "evidence.yaml:13:40: “many” is not a whole number from 0 to 9223372036854775807\n"
            "evidence.yaml:14:15: expected a map with the key “zh” here\n"
            "evidence.yaml:14:15: expected a map with the key “en” here\n"
            "evidence.yaml:14:21: the key “en” is missing\n"
            "evidence.yaml:14:21: neither zh nor en may be empty\n"
            "evidence.yaml:15:13: the key “tool_version” is missing\n"
            "evidence.yaml:15:20: “-1” is not a whole number from 0 to 9223372036854775807\n"
            "evidence.yaml:15:41: expected a SHA-256: 64 lower-case hexadecimal digits\n"
            "evidence.yaml:16:28: there is no table “inspection”; did you mean “inspections”?\n"
            "evidence.yaml:16:38: “0” is not a whole number from 1 to 9223372036854775807\n");
}

TEST(ParseManifest, TakesTheClocksOfMessagesOneByOneAndOfNoOtherTable) {
  EXPECT_EQ(complaints(minimal_and("clock_uncertainty_ns: {messages: {default: 1000, plc-1: 500}}\n")), "");
  EXPECT_EQ(complaints(minimal_and("clock_uncertainty_ns: {records: {plc-1: 500}, messages: {plc-1: -1}}\n")),
            "evidence.yaml:4:33: only the clocks of table messages are declared one by one: expected a number here\n"
            "evidence.yaml:4:65: “-1” is not a whole number from 0 to 86400000000000\n");
}

TEST(ParseManifest, RefusesAFileThatIsNoMap) {
  EXPECT_THAT(complaints("- schema\n"),
              testing::StartsWith("evidence.yaml:1:1: expected a map with the key “schema” here\n"));
  EXPECT_EQ(complaints(""), "evidence.yaml: the file is empty\n");
}

TEST(ParseManifest, AddsUpCountsOfRowsThatNoNumberHolds) {
  const std::string most = "9223372036854775807";
  EXPECT_THAT(complaints(minimal_and("sources:\n  - {path: a, sha256: " + kHash +
                                     ", format: csv, rows_read: 5, rows_used: " + most +
                                     ", refused: {malformed: " + most + "}}\n")),
              ::testing::HasSubstr("rows_read is 5, but rows_used and refused make 18446744073709551614"));
}

}  // namespace
}  // namespace plantproof::data
