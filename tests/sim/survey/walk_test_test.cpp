#include "survey/walk_test.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "data/evidence.hpp"
#include "data/table_io.hpp"
#include "metrics/kpi.hpp"
#include "temporary_folder.hpp"

namespace plantproof::survey {
namespace {

using namespace std::chrono_literals;
using channel::Cell;
using channel::Environment;

constexpr std::uint64_t kSeeds = 25;
constexpr core::Hertz kCarrier = core::Hertz::from_ghz(3.5);
constexpr core::Hertz kBlock(360e3);
constexpr channel::Clutter kDense{0.6, 2, 6};
constexpr data::Area kFloor{.length_m = 120, .width_m = 60};
constexpr double kPaces = 1.5;
constexpr double kHeightM = 1.5;

Cell cell_at(double x_m, double y_m) {
  return {{x_m, y_m, 8}, channel::kIsotropic, kCarrier, kBlock};
}

channel::Hall hall(std::uint64_t seed, std::vector<Cell> cells, const channel::Clutter& clutter = kDense,
                   Environment environment = Environment::InfDh) {
  return {{environment, {120, 60, 10}, clutter, core::Hertz(5), seed}, std::move(cells)};
}

WalkTest test_of(core::Nanoseconds interval) {
  WalkTest test;
  test.device = "scanner";
  test.interval = interval;
  return test;
}

// 23 dBm over 273 blocks is 23 - 10 log10(3276) = -12.153 dBm.
constexpr core::Dbm kPower(-12.153);
const std::vector<Transmitter> kOne{{"a", kPower}};
const std::vector<Transmitter> kTwo{{"a", kPower}, {"b", kPower}};

using Rows = std::vector<data::RadioSample>;

Rows walk_floor(const channel::Hall& place, const std::vector<Transmitter>& transmitters,
                const WalkTest& test = test_of(1s)) {
  return walk_test(place, transmitters, lawn_mower(kFloor, 10, kPaces, kHeightM), test);
}

double mean_rsrp_dbm(const Rows& rows) {
  double sum = 0;
  for (const data::RadioSample& row : rows) sum += row.ss_rsrp->dbm();
  return sum / static_cast<double>(rows.size());
}

double covered_share(const Rows& rows, double least_dbm) {
  const auto covered = std::ranges::count_if(
      rows, [least_dbm](const data::RadioSample& row) { return row.ss_rsrp->dbm() >= least_dbm; });
  return static_cast<double>(covered) / static_cast<double>(rows.size());
}

TEST(PowerPerResourceElement, IsTheCarriersOverAllItsSubcarriers) {
  EXPECT_NEAR(power_per_resource_element(core::Dbm(23), 273).dbm(), kPower.dbm(), 5e-4);
  EXPECT_NEAR(power_per_resource_element(core::Dbm(0), 1).dbm(), -10.792, 5e-4);
}

TEST(WalkTest, HasARowAtTheStartAndAfterEveryInterval) {
  const Route route({{10, 10}, {20, 10}}, 2, kHeightM);
  const Rows rows = walk_test(hall(1, {cell_at(60, 30)}), kOne, route, test_of(400ms));
  ASSERT_EQ(rows.size(), 13U);  // 5 s: 0 to 4.8 s
  EXPECT_EQ(rows[0].time, core::Instant(0s));
  EXPECT_EQ(rows[12].time, core::Instant(4800ms));
  EXPECT_NEAR(rows[12].x_m, 19.6, 1e-9);
  EXPECT_EQ(rows[12].y_m, 10);
  EXPECT_EQ(rows[12].device, "scanner");
  EXPECT_EQ(rows[12].cell, "a");
}

// In InF-HH there is line of sight: at 50 m and 3.5 GHz the loss is 78.71 dB, and shadowing of 4.3 dB raises the mean
// of the power over halls by exp((4.3 ln(10) / 10)^2 / 2) = 1.6326. Its standard error over 4000 is 2.1 %.
TEST(WalkTest, MeasuresTheLinkBudget) {
  RecordProperty("clause", "3GPP TS 38.215, 5.1.1");
  double sum_mw = 0;
  constexpr std::uint64_t kHalls = 4000;
  for (std::uint64_t seed = 0; seed < kHalls; ++seed) {
    const channel::Hall place = hall(seed, {cell_at(0, 0)}, kDense, Environment::InfHh);
    sum_mw += walk_test(place, kOne, Route({{40, 30}}, 1, 8), test_of(1s)).front().ss_rsrp->milliwatt();
  }
  const double expected_mw = std::pow(10, (-12.153 - 78.71) / 10) * 1.6326;
  EXPECT_NEAR(sum_mw / kHalls / expected_mw, 1, 0.08);
}

// Noise of 30 kHz at 290 K is -173.975 + 44.771 dBm, and 9 dB more in the receiver.
TEST(WalkTest, HasTheThermalNoiseOfAResourceElementUnderItsSinr) {
  RecordProperty("clause", "3GPP TS 38.215, 5.1.5");
  for (const data::RadioSample& row : walk_floor(hall(1, {cell_at(60, 30)}), kOne)) {
    EXPECT_NEAR(row.ss_sinr->db(), row.ss_rsrp->dbm() + 120.204, 1e-3);
  }
}

/// The only row of a scanner that stands at a place.
data::RadioSample row_at(const channel::Hall& place, const std::vector<Transmitter>& transmitters, Waypoint point,
                         const WalkTest& test) {
  return walk_test(place, transmitters, Route({point}, 1, kHeightM), test).front();
}

TEST(WalkTest, AveragesThePowersOfTheSsbsTwentyBlocks) {
  RecordProperty("clause", "3GPP TS 38.215, 5.1.1");
  const channel::Hall place = hall(4, {cell_at(60, 30)});
  const channel::Place device{40, 20, kHeightM};
  for (const std::uint64_t number : {0U, 7U}) {
    WalkTest test = test_of(1s);
    test.device_number = number;
    const channel::Link link = place.link(0, device);
    double sum = 0;
    for (std::size_t block = 0; block < 20; ++block) {
      double gain = 0;
      place.fading(0, number).power_gains(link.rays, device, 0s, 1, block, {&gain, 1});
      sum += gain;
    }
    EXPECT_NEAR(row_at(place, kOne, {40, 20}, test).ss_rsrp->dbm(),
                kPower.dbm() + link.gain.db() + 10 * std::log10(sum / 20), 1e-3);
  }
}

// Powers of a and b alone, from halls with one cell only at their places and in their order.
TEST(WalkTest, HasTheOtherCellsLoadUnderItsSinr) {
  RecordProperty("clause", "3GPP TS 38.215, 5.1.5");
  for (const double load : {0.0, 0.25, 1.0}) {
    WalkTest test = test_of(1s);
    test.load = load;
    const std::vector<Transmitter> quiet_b{{"a", kPower}, {"b", core::Dbm(-200)}};
    const std::vector<Transmitter> quiet_a{{"a", core::Dbm(-200)}, {"b", kPower}};
    const channel::Hall place = hall(3, {cell_at(30, 30), cell_at(90, 30)});
    const double a_mw = row_at(place, quiet_b, {50, 20}, test).ss_rsrp->milliwatt();
    const double b_mw = row_at(place, quiet_a, {50, 20}, test).ss_rsrp->milliwatt();
    const double noise_mw = std::pow(10, -12.0204);
    const data::RadioSample row = row_at(place, kTwo, {50, 20}, test);
    EXPECT_EQ(*row.cell, a_mw > b_mw ? "a" : "b");
    const double expected = std::max(a_mw, b_mw) / (noise_mw + load * std::min(a_mw, b_mw));
    EXPECT_NEAR(row.ss_sinr->db(), 10 * std::log10(expected), 1e-3) << load;
  }
}

TEST(WalkTest, IsNotDisturbedByAnotherCarrier) {
  Cell other = cell_at(90, 30);
  other.carrier = core::Hertz::from_ghz(3.6);
  for (const data::RadioSample& row : walk_floor(hall(1, {cell_at(30, 30), other}), kTwo)) {
    EXPECT_NEAR(row.ss_sinr->db(), row.ss_rsrp->dbm() + 120.204, 1e-3);
  }
}

TEST(WalkTest, KeepsACellUntilAnotherIsStrongerByMoreThanTheHysteresis) {
  const channel::Hall place = hall(2, {cell_at(30, 30), cell_at(90, 30)});
  const Route route({{20, 25}, {100, 25}}, kPaces, kHeightM);
  const Rows a = walk_test(place, {kTwo.data(), 2}, route, test_of(100ms));
  const std::vector<Transmitter> only_a{{"a", kPower}, {"b", core::Dbm(-200)}};
  const std::vector<Transmitter> only_b{{"a", core::Dbm(-200)}, {"b", kPower}};
  const Rows of_a = walk_test(place, only_a, route, test_of(100ms));
  const Rows of_b = walk_test(place, only_b, route, test_of(100ms));
  std::string serving = of_a[0].ss_rsrp >= of_b[0].ss_rsrp ? "a" : "b";
  int changes = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double lead_db = (*of_b[i].ss_rsrp - *of_a[i].ss_rsrp).db() * (serving == "a" ? 1 : -1);
    if (lead_db > 3) {
      serving = serving == "a" ? "b" : "a";
      ++changes;
    }
    ASSERT_EQ(*a[i].cell, serving) << i;
  }
  EXPECT_GT(changes, 0);
  WalkTest eager = test_of(100ms);
  eager.hysteresis = core::Decibel(0);
  std::set<std::string> cells;
  for (const data::RadioSample& row : walk_test(place, kTwo, route, eager)) cells.insert(*row.cell);
  EXPECT_EQ(cells.size(), 2U);
}

TEST(WalkTest, AddsErrorsOfTheDeviationAskedFor) {
  const channel::Hall place = hall(1, {cell_at(60, 30)});
  WalkTest test = test_of(100ms);
  const Rows exact = walk_floor(place, kOne, test);
  test.error_deviation = core::Decibel(2);
  const Rows measured = walk_floor(place, kOne, test);
  ASSERT_EQ(measured.size(), exact.size());
  double sum = 0;
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const double rsrp_error = (*measured[i].ss_rsrp - *exact[i].ss_rsrp).db();
    sum += rsrp_error;
    squares += rsrp_error * rsrp_error;
    products += rsrp_error * (*measured[i].ss_sinr - *exact[i].ss_sinr).db();
  }
  const auto n = static_cast<double>(exact.size());  // about 4700: standard errors of 0.03, 0.08 and 0.06
  ASSERT_GT(n, 4500);
  EXPECT_NEAR(sum / n, 0, 0.12);
  EXPECT_NEAR(squares / n, 4, 0.35);
  EXPECT_NEAR(products / n, 0, 0.25);
  test.error_seed = 1;
  EXPECT_NE(walk_floor(place, kOne, test).front().ss_rsrp, measured.front().ss_rsrp);
}

TEST(WalkTest, WalkedTwiceGivesTheSameBytes) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    WalkTest test = test_of(2s);
    test.error_deviation = core::Decibel(1);
    const std::vector<Cell> cells{cell_at(30, 30), cell_at(90, 30)};
    const std::string first = data::write_table(walk_floor(hall(seed, cells), kTwo, test));
    EXPECT_EQ(data::write_table(walk_floor(hall(seed, cells), kTwo, test)), first) << seed;
    EXPECT_NE(data::write_table(walk_floor(hall(seed + kSeeds, cells), kTwo, test)), first) << seed;
  }
}

TEST(WalkTest, SeesTheSameShadowOnTheWayBack) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const channel::Hall still({Environment::InfDh, {120, 60, 10}, kDense, core::Hertz(0), seed}, {cell_at(60, 30)});
    const Rows rows = walk_test(still, kOne, Route({{10, 5}, {70, 45}, {10, 5}}, 1, kHeightM), test_of(100ms));
    ASSERT_EQ(rows.size(), 1443U);  // 144.2 s there and back
    for (const std::size_t i : {300U, 800U, 1100U, 1442U}) {
      const Rows there = walk_test(still, kOne, Route({{rows[i].x_m, rows[i].y_m}}, 1, kHeightM), test_of(1s));
      EXPECT_NEAR(there.front().ss_rsrp->dbm(), rows[i].ss_rsrp->dbm(), 1e-3) << seed << ' ' << i;
    }
  }
}

// Each on the mean over 25 halls; power also in every hall and row.
TEST(Coverage, IsNotImprovedByDistance) {
  double before = 1e9;
  for (const double distance_m : {3.0, 10.0, 25.0, 50.0}) {
    double sum = 0;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      std::vector<Waypoint> ring;
      for (int i = 0; i <= 24; ++i) {
        const double angle = i * 3.14159265 / 12;
        ring.push_back({60 + distance_m * std::cos(angle), 30 + distance_m * std::sin(angle)});
      }
      sum += mean_rsrp_dbm(walk_test(hall(seed, {cell_at(60, 30)}), kOne, Route(ring, kPaces, kHeightM), test_of(1s)));
    }
    EXPECT_LT(sum / kSeeds, before - 2) << distance_m;
    before = sum / kSeeds;
  }
}

TEST(Coverage, IsNotImprovedByDenserClutter) {
  double before = 1e9;
  for (const double density : {0.05, 0.2, 0.4, 0.7}) {
    double sum = 0;
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      sum += mean_rsrp_dbm(walk_floor(hall(seed, {cell_at(60, 30)}, {density, 2, 6}), kOne));
    }
    EXPECT_LT(sum / kSeeds, before) << density;
    before = sum / kSeeds;
  }
}

TEST(Coverage, IsNotImprovedByLessPower) {
  const std::vector<Transmitter> weak{{"a", kPower - core::Decibel(10)}};
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Rows strong_rows = walk_floor(hall(seed, {cell_at(60, 30)}), kOne);
    const Rows weak_rows = walk_floor(hall(seed, {cell_at(60, 30)}), weak);
    for (std::size_t i = 0; i < weak_rows.size(); ++i) {
      ASSERT_NEAR((*strong_rows[i].ss_rsrp - *weak_rows[i].ss_rsrp).db(), 10, 1e-9) << seed << ' ' << i;
      ASSERT_LT(weak_rows[i].ss_sinr, strong_rows[i].ss_sinr) << seed << ' ' << i;
    }
  }
}

TEST(Coverage, ByASecondCellIsWiderAndDisturbsTheFirst) {
  double one_share = 0;
  double two_share = 0;
  int disturbed = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Rows one = walk_floor(hall(seed, {cell_at(30, 30)}), kOne);
    const Rows two = walk_floor(hall(seed, {cell_at(30, 30), cell_at(90, 30)}), kTwo);
    for (std::size_t i = 0; i < one.size(); ++i) {
      if (*two[i].cell != "a") continue;
      ++disturbed;
      ASSERT_EQ(two[i].ss_rsrp, one[i].ss_rsrp) << seed << ' ' << i;
      ASSERT_LT(two[i].ss_sinr, one[i].ss_sinr) << seed << ' ' << i;
    }
    EXPECT_GE(covered_share(two, -100), covered_share(one, -100)) << seed;
    one_share += covered_share(one, -95) / kSeeds;
    two_share += covered_share(two, -95) / kSeeds;
  }
  EXPECT_GT(disturbed, 1000);
  EXPECT_GT(two_share, one_share + 0.1);
}

TEST(Coverage, SuffersWhereAVehicleParksInTheRay) {
  double lost_db = 0;
  int worse = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const channel::Hall place = hall(seed, {cell_at(60, 30)}, kDense, Environment::InfHh);
    WalkTest test = test_of(1s);
    const data::RadioSample clear = row_at(place, kOne, {80, 30}, test);
    test.vehicles = [](core::Nanoseconds) { return std::vector<channel::Box>{{{78, 30, 0}, 6, 2.5, 3, 90}}; };
    const data::RadioSample parked = row_at(place, kOne, {80, 30}, test);
    lost_db += (*clear.ss_rsrp - *parked.ss_rsrp).db() / kSeeds;
    worse += parked.ss_rsrp < clear.ss_rsrp ? 1 : 0;
  }
  EXPECT_GT(worse, 15);  // the other rays may have been against the direct one
  EXPECT_GT(lost_db, 2);
}

/// Cells of 5 m whose samples' median has service, counted again.
int covered_cells(const Rows& rows, double least_rsrp_dbm, double least_sinr_db) {
  std::map<std::pair<int, int>, std::vector<double>> margins;
  for (const data::RadioSample& row : rows) {
    margins[{static_cast<int>(row.x_m / 5), static_cast<int>(row.y_m / 5)}].push_back(
        std::min(row.ss_rsrp->dbm() - least_rsrp_dbm, row.ss_sinr->db() - least_sinr_db));
  }
  int covered = 0;
  for (auto& [cell, all] : margins) {
    std::ranges::sort(all);
    covered += all[(all.size() - 1) / 2] >= 0 ? 1 : 0;
  }
  return covered;
}

TEST(WalkTest, IsEvidenceThatTheCoverageKpiJudges) {
  const channel::Hall place = hall(1, {cell_at(30, 30), cell_at(90, 30)});
  const Rows rows = walk_test(place, kTwo, lawn_mower(kFloor, 5, kPaces, kHeightM), test_of(500ms));

  data::Manifest manifest;
  manifest.provenance.scenario = "line-coordination";
  manifest.provenance.origin = core::Origin::Simulated;
  manifest.simulation =
      data::SimulationNote{.seed = 1, .scenario_sha256 = std::string(64, 'a'), .tool_version = "0.1.0"};
  manifest.area = kFloor;
  data::Tables tables;
  tables.emplace<data::RadioSample>() = rows;
  const tests::TemporaryFolder folder;
  data::Evidence(manifest, {}, {{"1", tables}}).write(folder.path());

  const data::Evidence read = data::Evidence::open(folder.path());
  const Rows* read_rows = read.runs(data::Phase::Pilot).front().tables.rows<data::RadioSample>();
  ASSERT_NE(read_rows, nullptr);
  EXPECT_EQ(data::write_table(*read_rows), data::write_table(rows));

  metrics::Parameters parameters;
  parameters.coverage_min_ss_rsrp_dbm = -92;
  parameters.coverage_min_ss_sinr_db = 0;
  parameters.coverage_cell_m = 5;
  const metrics::Answer answer =
      metrics::find_kpi("coverage_ratio")->find("area")->evaluate(read, parameters, core::Confidence(0.95));
  const auto* estimate = std::get_if<metrics::Estimate>(&answer);
  ASSERT_NE(estimate, nullptr);
  EXPECT_EQ(estimate->n, 24 * 12);
  const int covered = covered_cells(rows, -92, 0);
  EXPECT_GT(covered, 50);
  EXPECT_LT(covered, 280);
  EXPECT_NEAR(*estimate->value, covered / 288.0, 1e-12);
}

}  // namespace
}  // namespace plantproof::survey
