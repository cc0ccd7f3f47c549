// A machining workshop of 60 m x 40 m with two radio units. In `fail` the unit of the rear half was mounted but never
// switched on: the walk test finds service in the front quarter only.
#include <algorithm>

#include "story.hpp"

namespace plantproof::samples {
namespace {

constexpr data::Area kHall{60, 40, 0, 0};

struct RadioUnit {
  std::string cell;
  double x_m;
  double y_m;
};

double rsrp_dbm(const RadioUnit& unit, double x_m, double y_m) {
  constexpr double kAtOneMetreDbm = -66;
  constexpr double kPathLossExponent = 3;
  return kAtOneMetreDbm -
         10 * kPathLossExponent * std::log10(std::max(std::hypot(x_m - unit.x_m, y_m - unit.y_m), 1.0));
}

/// One sample in each cell of 5 m, along the aisles to and fro.
void walk(Tables& tables, const std::vector<RadioUnit>& units, Random& random) {
  constexpr double kFloorDbm = -123;
  constexpr double kNoiseDbm = -114;
  constexpr double kShadowDb = 2;
  constexpr double kBehindThePressesDb = 25;
  Instant time = time_of_day(9, 30);
  for (int row = 0; row < 8; ++row) {
    for (int step = 0; step < 12; ++step) {
      const int column = row % 2 == 0 ? step : 11 - step;
      const double x_m = std::round(10 * (5 * column + random.uniform(1, 4))) / 10;
      const double y_m = std::round(10 * (5 * row + random.uniform(1, 4))) / 10;
      const auto serving = std::max_element(units.begin(), units.end(), [&](const auto& a, const auto& b) {
        return rsrp_dbm(a, x_m, y_m) < rsrp_dbm(b, x_m, y_m);
      });
      const bool behind_the_presses = x_m > 50 && y_m > 30;
      const double rsrp = std::round(10 * (rsrp_dbm(*serving, x_m, y_m) + random.normal(0, kShadowDb) -
                                           (behind_the_presses ? kBehindThePressesDb : 0))) /
                          10;
      time += seconds(4);
      data::RadioSample sample{time, "scanner-1", x_m, y_m, {}, {}, {}};
      if (rsrp > kFloorDbm) {
        sample.cell = serving->cell;
        sample.ss_rsrp = core::Dbm(rsrp);
        sample.ss_sinr = core::Decibel(std::round(10 * (std::min(rsrp - kNoiseDbm, 27.0) + random.normal(0, 1))) / 10);
      }
      tables.emplace<data::RadioSample>().push_back(sample);
    }
  }
}

/// Everything logs on before the early shift; now and then a device loses the network for some seconds.
void attach(Tables& tables, Random& random) {
  auto& attachments = tables.emplace<data::Attachment>();
  for (const auto& [kind, count, stage] :
       {std::tuple("cnc", 14, "machining"), std::tuple("robot", 8, "handling"), std::tuple("camera", 6, "inspection"),
        std::tuple("gateway", 5, "machining"), std::tuple("agv", 4, "handling")}) {
    for (int i = 1; i <= count; ++i) {
      const std::string device = fmt::format("{}-{:02}", kind, i);
      tables.emplace<data::Device>().push_back({device, stage, data::Access::Nr});
      Instant time = time_of_day(5, 40) + seconds(random.uniform(0, 900));
      attachments.push_back({time, device, data::AttachmentEvent::Attached});
      while (random.chance(0.4)) {
        time += seconds(random.uniform(3600, 3 * 3600));
        attachments.push_back({time, device, data::AttachmentEvent::Detached});
        time += seconds(random.uniform(4, 30));
        attachments.push_back({time, device, data::AttachmentEvent::Attached});
      }
    }
  }
}

}  // namespace

data::Evidence digital_workshop(Outcome outcome) {
  std::vector<RadioUnit> units = {{"front", 10, 9}};
  if (outcome == Outcome::Pass) units.push_back({"rear", 42, 24});
  Random random(1);
  auto baseline = five_days([&](int, Tables& tables) {
    work_two_shifts(tables, {"deburring", 120, 80, 0.02, 88}, random);
  });
  auto pilot = five_days([&](int, Tables& tables) {
    work_two_shifts(tables, {"deburring", 120, 28, 0.015, 80}, random);
    walk(tables, units, random);
    attach(tables, random);
  });
  data::Manifest manifest = manifest_of("digital-workshop");
  manifest.measured_by = "示例测试公司，走测组 (an invented survey team)";
  manifest.area = kHall;
  // They stand between the aisles, and the presses in front of the corner that they shadow.
  manifest.obstacles = {{"presses", {{50, 29.2}, {60, 29.2}, {60, 30.8}, {50.8, 30.8}}},
                        {"storage rack", {{6, 19.2}, {27, 19.2}, {27, 20.8}, {6, 20.8}}}};
  return {std::move(manifest), std::move(baseline), std::move(pilot)};
}

}  // namespace plantproof::samples
