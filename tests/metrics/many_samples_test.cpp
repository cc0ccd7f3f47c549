// Radio samples that stay on disk beside the same that are kept: the same verdict and the same pictures.
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "metrics/copied_run.hpp"
#include "metrics/motion.hpp"
#include "metrics/recording.hpp"
#include "metrics/stops.hpp"
#include "twice.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using data::Phase;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// How vehicles walk a hall.
struct Tour {
  double step_db = 0.1;  ///< what levels are written to; 0: all digits
  double length_m = 60;
  double width_m = 40;
  int samples = 20000;  ///< of each vehicle, in ten a second
  int runs = 3;
  bool is_by_vehicle = false;  ///< one after the other in the file, not in the order of time
};

constexpr int kVehicles = 5;

double rounded(double value, double step) {
  return step > 0 ? std::round(value / step) * step : value;
}

/// Vehicles drive from place to place, and stand there for a while. The signal is weak at the far end, and missing in a
/// corner; shadowing stays for seconds.
data::Run run_of(const std::string& name, const Tour& tour, std::mt19937_64& random) {
  std::normal_distribution<double> normal(0, 1);
  std::uniform_real_distribution<double> share(0, 1);
  data::Run run{name, {}};
  struct Vehicle {
    double x_m = 0, y_m = 0, to_x_m = 0, to_y_m = 0;
    int rest = 0;
    double shadowing_db = 0;
  };
  std::vector<Vehicle> vehicles(kVehicles);
  auto& rows = run.tables.emplace<data::RadioSample>();
  const std::vector<std::pair<double, double>> places = {{1, 1}, {59, 1}, {1, 39}, {59, 39}};  // nobody passes them
  for (int i = 0; i < tour.samples; ++i) {
    for (std::size_t v = 0; v < vehicles.size(); ++v) {
      Vehicle& vehicle = vehicles[v];
      const double left_m = std::hypot(vehicle.to_x_m - vehicle.x_m, vehicle.to_y_m - vehicle.y_m);
      if (vehicle.rest > 0) {
        --vehicle.rest;
      } else if (left_m > 1) {
        vehicle.x_m += 0.15 * (vehicle.to_x_m - vehicle.x_m) / left_m;
        vehicle.y_m += 0.15 * (vehicle.to_y_m - vehicle.y_m) / left_m;
        if (share(random) < 0.0005) vehicle.rest = 80;  // nobody knows why
      } else {
        vehicle.x_m = vehicle.to_x_m;
        vehicle.y_m = vehicle.to_y_m;
        const bool is_known = share(random) < 0.7;
        const auto& place = places[random() % places.size()];
        vehicle.to_x_m = is_known ? place.first : share(random) * tour.length_m;
        vehicle.to_y_m = is_known ? place.second : share(random) * tour.width_m;
        vehicle.rest = 100;
      }
      vehicle.shadowing_db += 0.05 * (4 * normal(random) * 3 - vehicle.shadowing_db);
      if (share(random) < 0.0002) continue;  // not sampled
      data::RadioSample sample{Instant(milliseconds(100 * i + static_cast<int>(v))),
                               "agv " + std::to_string(v),
                               rounded(vehicle.x_m, 0.01),
                               rounded(vehicle.y_m, 0.01),
                               {},
                               {},
                               {}};
      if (sample.x_m < 50 || sample.y_m > 6) {
        const double level_db = vehicle.shadowing_db + normal(random);
        const double way = sample.x_m / tour.length_m;
        sample.cell = way + 0.02 * vehicle.shadowing_db < 0.5 ? "gNB 1" : "gNB 2";
        sample.ss_rsrp = core::Dbm(rounded(-80 - 36 * way + level_db, tour.step_db));
        sample.ss_sinr = core::Decibel(rounded(20 - 24 * way + level_db, tour.step_db));
      }
      rows.push_back(sample);
    }
  }
  if (tour.is_by_vehicle) std::ranges::stable_sort(rows, {}, &data::RadioSample::device);
  for (int v = 0; v < kVehicles; ++v) {
    const std::string vehicle = "agv " + std::to_string(v);
    run.tables.emplace<data::Device>().push_back({vehicle, {}, data::Access::Nr});
    run.tables.emplace<data::Flow>().push_back({"to " + vehicle, "control", vehicle, data::FlowKind::OneWay,
                                                milliseconds(500), milliseconds(100), milliseconds(500)});
    const int length_s = tour.samples / 10;
    for (int s = 5; s + 100 < length_s; s += 120) {
      auto& missions = run.tables.emplace<data::Mission>();
      missions.push_back({"m" + std::to_string(missions.size()),
                          vehicle,
                          Instant(seconds(s)),
                          Instant(seconds(s)),
                          Instant(seconds(s + 100)),
                          {}});
    }
    bool is_lost = false;
    for (int i = 0; i < 2 * length_s; ++i) {
      is_lost = share(random) < (is_lost ? 0.8 : 0.002);
      const Instant sent(milliseconds(500 * i + v));
      run.tables.emplace<data::Message>().push_back(
          {"to " + vehicle, i, sent, is_lost ? std::nullopt : std::optional(sent + milliseconds(20)), {}});
    }
  }
  auto& attachments = run.tables.emplace<data::Attachment>();
  attachments.push_back({Instant(seconds(400)), "agv 1", data::AttachmentEvent::Detached});
  attachments.push_back({Instant(seconds(404)), "agv 1", data::AttachmentEvent::Attached});
  return run;
}

class ManySamples : public testing::TestWithParam<Tour> {
 protected:
  ManySamples() {
    parameters_.coverage_min_ss_rsrp_dbm = -105;
    parameters_.coverage_min_ss_sinr_db = -3;
    parameters_.coverage_cell_m = 2;
  }
  static data::Manifest manifest() {
    data::Manifest manifest = Twice::manifest_of(core::Origin::Field);
    manifest.area = data::Area{GetParam().length_m, GetParam().width_m, 0, 0};
    manifest.zones.push_back({"far end", {20, 40, 40, 0}});
    return manifest;
  }
  static std::vector<data::Run> runs() {
    std::mt19937_64 random(7);
    std::vector<data::Run> runs;
    for (int run = 1; run <= GetParam().runs; ++run) runs.push_back(run_of(std::to_string(run), GetParam(), random));
    return runs;
  }
  Parameters parameters_;
  const Twice twice_{manifest(), {}, runs()};
};

TEST_P(ManySamples, AreJudgedAsThoseThatAreKept) {
  ASSERT_NE(twice_.left.runs(Phase::Pilot)[0].tables.on_disk<data::RadioSample>(), nullptr);
  ASSERT_EQ(twice_.kept.runs(Phase::Pilot)[0].tables.on_disk<data::RadioSample>(), nullptr);
  for (const Reading& reading : find_kpi("coverage_ratio")->readings) {
    const auto kept = std::get<Estimate>(answer(twice_.kept, "coverage_ratio", reading.id, parameters_));
    const auto left = std::get<Estimate>(answer(twice_.left, "coverage_ratio", reading.id, parameters_));
    EXPECT_EQ(left.n, kept.n) << reading.id;
    EXPECT_EQ(left.value, kept.value) << reading.id;
    EXPECT_GT(*kept.value, 0.1) << reading.id;
    EXPECT_LT(*kept.value, 0.95) << reading.id;
    if (reading.id == "samples") {
      // Sums of neighbouring samples and of stretches of time as long tell alike of bursts.
      const double width = *kept.upper - *kept.lower;
      EXPECT_NEAR(*left.lower, *kept.lower, 0.02 * width);
      EXPECT_NEAR(*left.upper, *kept.upper, 0.02 * width);
    } else {
      EXPECT_EQ(left.lower, kept.lower) << reading.id;
      EXPECT_EQ(left.upper, kept.upper) << reading.id;
      EXPECT_EQ(left.effective_n, kept.effective_n) << reading.id;
      EXPECT_EQ(english(left.notes), english(kept.notes)) << reading.id;
    }
  }
}

bool are_alike(const PathPoint& a, const PathPoint& b) {
  return a.x_m == b.x_m && a.y_m == b.y_m;
}

TEST_P(ManySamples, AreDrawnOnTheFloorAsThoseThatAreKept) {
  const auto kept = picture<FloorPicture>(twice_.kept, "coverage_ratio", parameters_);
  const auto left = picture<FloorPicture>(twice_.left, "coverage_ratio", parameters_);
  EXPECT_EQ(left.cells_joined, kept.cells_joined);
  EXPECT_GT(kept.measured.size(), 100U);
  EXPECT_TRUE(std::ranges::equal(left.measured, kept.measured, [](const auto& a, const auto& b) {
    return a.column == b.column && a.row == b.row && a.samples == b.samples && a.margin_db == b.margin_db;
  }));
  EXPECT_EQ(left.interpolated_db, kept.interpolated_db);
  EXPECT_EQ(left.zones[0].measured, kept.zones[0].measured);
  EXPECT_EQ(left.zones[0].covered, kept.zones[0].covered);
  EXPECT_GT(kept.zones[0].covered, 0);
  EXPECT_LT(kept.zones[0].covered, kept.zones[0].measured);
  EXPECT_EQ(left.walk.within_m, kept.walk.within_m);
  EXPECT_EQ(left.walk.left_out, kept.walk.left_out);
  ASSERT_EQ(left.walk.paths.size(), kept.walk.paths.size());
  EXPECT_GE(kept.walk.paths.size(), std::size_t{kVehicles});
  for (std::size_t i = 0; i < kept.walk.paths.size(); ++i) {
    EXPECT_EQ(left.walk.paths[i].run, kept.walk.paths[i].run);
    EXPECT_EQ(left.walk.paths[i].device, kept.walk.paths[i].device);
    EXPECT_EQ(left.walk.paths[i].samples, kept.walk.paths[i].samples);
    EXPECT_TRUE(std::ranges::equal(left.walk.paths[i].points, kept.walk.paths[i].points, are_alike));
  }
}

/// The medians by sorting what the cells hold.
TEST_P(ManySamples, HaveTheMediansOfTheirCells) {
  const auto floor = picture<FloorPicture>(twice_.left, "coverage_ratio", parameters_);
  std::map<std::pair<int, int>, std::vector<double>> margins_db;
  for (const data::Run& run : twice_.kept.runs(Phase::Pilot)) {
    for (const data::RadioSample& row : *run.tables.rows<data::RadioSample>()) {
      const auto index = [&](double m, int count) {
        return std::min(static_cast<int>(m / floor.grid.cell_m), count - 1);
      };
      margins_db[{index(row.x_m, floor.grid.columns), index(row.y_m, floor.grid.rows)}].push_back(
          row.ss_rsrp ? std::min(row.ss_rsrp->dbm() + 105, row.ss_sinr->db() + 3) : -1e300);
    }
  }
  ASSERT_EQ(floor.measured.size(), margins_db.size());
  for (const MeasuredCell& cell : floor.measured) {
    auto& sorted = margins_db.at({cell.column, cell.row});
    std::ranges::sort(sorted);
    EXPECT_EQ(cell.samples, std::ssize(sorted));
    EXPECT_EQ(cell.margin_db.value_or(-1e300), sorted[(sorted.size() - 1) / 2]);
  }
}

TEST_P(ManySamples, MoveAsThoseThatAreKept) {
  const auto kept = std::get<Motion>(motion_of(twice_.kept, {}));
  const auto left = std::get<Motion>(motion_of(twice_.left, {}));
  EXPECT_EQ(left.run, kept.run);
  EXPECT_EQ(left.start_s, kept.start_s);
  EXPECT_EQ(left.run_s, kept.run_s);
  EXPECT_EQ(left.cells, kept.cells);
  EXPECT_GT(kept.samples_left_out, 0);
  EXPECT_EQ(left.samples_left_out, kept.samples_left_out);
  ASSERT_EQ(kept.devices.size(), std::size_t{kVehicles});
  ASSERT_EQ(left.devices.size(), kept.devices.size());
  for (std::size_t i = 0; i < kept.devices.size(); ++i) {
    EXPECT_EQ(left.devices[i].device, kept.devices[i].device);
    EXPECT_GT(kept.devices[i].track.size(), 200U);
    EXPECT_TRUE(std::ranges::equal(left.devices[i].track, kept.devices[i].track, [](const auto& a, const auto& b) {
      return a.frame == b.frame && are_alike(a.at, b.at) && a.cell == b.cell;
    }));
    EXPECT_TRUE(std::ranges::equal(left.devices[i].events, kept.devices[i].events, [](const auto& a, const auto& b) {
      return a.frame == b.frame && a.late == b.late && a.lost == b.lost && a.cell_changes == b.cell_changes;
    }));
  }
}

TEST_P(ManySamples, StandAsThoseThatAreKept) {
  const auto kept = stops_of(twice_.kept);
  const auto left = stops_of(twice_.left);
  ASSERT_TRUE(left && kept);
  EXPECT_GT(kept->places_of_work, 0);
  EXPECT_EQ(left->places_of_work, kept->places_of_work);
  EXPECT_TRUE(are_alike(left->least, kept->least) && are_alike(left->most, kept->most));
  EXPECT_GT(kept->phases[0].longest.size(), 3U);
  EXPECT_EQ(left->phases[0].on_missions_s, kept->phases[0].on_missions_s);
  EXPECT_EQ(left->phases[0].unseen_s, kept->phases[0].unseen_s);
  EXPECT_TRUE(std::ranges::equal(left->phases[0].longest, kept->phases[0].longest, [](const auto& a, const auto& b) {
    return a.run == b.run && a.vehicle == b.vehicle && a.start_s == b.start_s && a.length_s == b.length_s &&
           are_alike(a.at, b.at) && a.cause == b.cause && a.missed == b.missed && a.nearest_m == b.nearest_m &&
           a.nearest == b.nearest;
  }));
}

TEST_P(ManySamples, TellOfDownTimesAsThoseThatAreKept) {
  const auto kept = picture<Timeline>(twice_.kept, "communication_service_availability", parameters_);
  const auto left = picture<Timeline>(twice_.left, "communication_service_availability", parameters_);
  ASSERT_EQ(left.runs.size(), kept.runs.size());
  std::set<Circumstance> told;
  for (std::size_t run = 0; run < kept.runs.size(); ++run) {
    ASSERT_EQ(left.runs[run].down.size(), kept.runs[run].down.size());
    for (std::size_t i = 0; i < kept.runs[run].down.size(); ++i) {
      const Circumstances& of = kept.runs[run].down[i].circumstances;
      EXPECT_EQ(left.runs[run].down[i].circumstances.seen, of.seen);
      EXPECT_EQ(left.runs[run].down[i].circumstances.is_recorded, of.is_recorded);
      for (const SeenCircumstance& each : of.seen) told.insert(each.what);
    }
  }
  EXPECT_THAT(told, testing::IsSupersetOf({Circumstance::CellChanged, Circumstance::WeakSignal}));
}

TEST_P(ManySamples, TellTheirTimes) {
  const Recording kept = recording_of(twice_.kept);
  const Recording left = recording_of(twice_.left);
  for (std::size_t run = 0; run < kept.runs.size(); ++run) {
    EXPECT_EQ(left.runs[run].first, kept.runs[run].first);
    EXPECT_EQ(left.runs[run].last, kept.runs[run].last);
  }
}

/// When its file is gone.
TEST_P(ManySamples, AreGoneOverOnceForAnyConfidence) {
  const auto ask = [&](core::Confidence confidence) {
    std::vector<std::optional<double>> bounds;
    for (const Reading& reading : find_kpi("coverage_ratio")->readings)
      bounds.push_back(std::get<Estimate>(reading.evaluate(twice_.left, parameters_, confidence)).lower);
    return bounds;
  };
  const auto first = ask(core::Confidence(0.95));
  std::filesystem::remove_all(twice_.folder.path() / "pilot");
  std::vector<std::optional<double>> again;
  ASSERT_NO_THROW(again = ask(core::Confidence(0.8)));
  EXPECT_NE(again, first);
}

INSTANTIATE_TEST_SUITE_P(Samples, ManySamples,
                         testing::Values(Tour{}, Tour{.step_db = 0, .runs = 1}, Tour{.is_by_vehicle = true},
                                         Tour{.length_m = 240, .width_m = 160, .samples = 40000, .runs = 1}));

/// The median of so many different margins in a cell takes more passes than the way.
TEST(SampledRows, OfAVehicleThatIsParkedAreDrawnOnce) {
  constexpr int kSamples = 60000;
  std::mt19937_64 random(9);
  std::normal_distribution<double> level_dbm(-80, 6);
  data::Manifest manifest = Twice::manifest_of(core::Origin::Field);
  manifest.area = data::Area{60, 60, 0, 0};
  data::Run run{"1", {}};
  auto& rows = run.tables.emplace<data::RadioSample>();
  for (int i = 0; i < kSamples; ++i) {
    rows.push_back({Instant(milliseconds(100 * i)),
                    "agv",
                    i < 400 ? 0.1 * i : 40,
                    5,
                    {},
                    core::Dbm(level_dbm(random)),
                    core::Decibel(60)});
  }
  const data::Evidence evidence(manifest, {}, {run});
  Parameters parameters;
  parameters.coverage_cell_m = 1;
  const auto floor = picture<FloorPicture>(evidence, "coverage_ratio", parameters);
  EXPECT_EQ(floor.walk.left_out, 0);
  ASSERT_EQ(floor.walk.paths.size(), 1U);
  EXPECT_EQ(floor.walk.paths[0].samples, kSamples);
  EXPECT_EQ(floor.walk.paths[0].points.size(), 2U);
}

TEST(SampledRows, ThatAreThereTwiceAreACopy) {
  std::mt19937_64 random(8);
  const data::Run one = run_of("1", {.samples = 2000}, random);
  data::Run copy = one;
  copy.name = "2";
  const Twice same(core::Origin::Field, {}, {one, copy});
  ASSERT_TRUE(copied_run(same.left, {"pilot/radio"}));
  EXPECT_EQ(copied_run(same.left, {"pilot/radio"})->en, copied_run(same.kept, {"pilot/radio"})->en);
  copy.tables.emplace<data::RadioSample>()[40].x_m += 1;
  EXPECT_FALSE(copied_run(Twice(core::Origin::Field, {}, {one, copy}).left, {"pilot/radio"}));
}

}  // namespace
}  // namespace plantproof::metrics
