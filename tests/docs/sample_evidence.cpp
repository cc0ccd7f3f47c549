// Writes an evidence directory with random rows of every table: sample_evidence FOLDER.
#include "data/evidence.hpp"
#include "data/random_rows.hpp"

int main(int count, char** arguments) {
  using namespace plantproof;
  if (count != 2) return 2;
  data::Manifest manifest;
  const std::string hash(64, 'a');
  manifest.provenance.scenario = "line-coordination";
  manifest.provenance.origin = core::Origin::Synthetic;
  manifest.provenance.parameters = {{"freshness_limit_s", 5, {}}};
  manifest.provenance.planned = {{"inspections", 77'535, 0}};
  manifest.provenance.sources = {{.path = "day 1.pcap",
                                  .sha256 = hash,
                                  .format = "pcap",
                                  .rows_read = 3,
                                  .rows_used = 2,
                                  .refused = {{core::Refusal::Malformed, 1}},
                                  .remarks = {{"时钟回拨", "the clock was set back"}}}};
  manifest.measured_by = "示例公司: “张三”";
  manifest.area = data::Area{.length_m = 100, .width_m = 50, .origin_x_m = -1.5, .origin_y_m = 0};
  manifest.gnbs = {{.name = "gNB1", .x_m = 10, .y_m = 25.5, .azimuth_deg = 90}};
  manifest.zones = {{.name = "装配", .area = {.length_m = 40, .width_m = 50, .origin_x_m = -1.5, .origin_y_m = 0}}};
  manifest.obstacles = {{.name = "货架", .corners = {{1, 2}, {3.5, 2}, {1, -4}}}};
  manifest.clock_uncertainty["records"].of_difference = data::Nanoseconds(1000);
  manifest.clock_uncertainty["messages"].of_other_clocks = data::Nanoseconds(1000);
  manifest.simulation = data::SimulationNote{.seed = 1, .scenario_sha256 = hash, .tool_version = "0.1.0"};

  data::Tables tables;
  data::tests::RandomRows random(1);
  data::for_each_table(
      [&]<class Row>(const data::TableDefinition<Row>&) { tables.emplace<Row>() = random.rows<Row>(200); });
  data::Evidence evidence(manifest, {}, {{"1", tables}});
  evidence.write(arguments[1]);
}
