// Four vehicles carry pallets between press shop and store; over 5G they no longer stop where Wi-Fi had holes, and one
// dispatcher looks after all. In `fail` the second dispatcher stayed and a navigation licence came on top: the vehicles
// are faster, but a mission costs what it did.
#include "story.hpp"

namespace plantproof::samples {
namespace {

constexpr int kVehicles = 4;
constexpr auto kShift = std::chrono::hours(8);

void drive(Tables& tables, double mean_standstill_s, Random& random) {
  const Instant end = time_of_day(6) + kShift;
  int number = 0;
  for (int i = 1; i <= kVehicles; ++i) {
    const std::string vehicle = fmt::format("agv-{}", i);
    tables.emplace<data::VehicleService>().push_back(
        {vehicle, kShift, kShift - seconds(std::round(random.uniform(600, 1500)))});
    Instant time = time_of_day(6);
    while (true) {
      const Instant requested = time + seconds(std::round(random.uniform(5, 60)));
      const Instant started = requested + seconds(std::round(random.uniform(10, 60)));
      if (started >= end) break;
      const double distance_m = std::round(random.uniform(90, 280));
      const double load_and_unload_s = random.uniform(160, 240);
      time =
          started + seconds(std::round(load_and_unload_s + distance_m / 0.9 + random.exponential(mean_standstill_s)));
      data::Mission mission{fmt::format("m{:03}", ++number), vehicle, requested, started, {}, {}};
      if (time < end) {
        mission.finished = time;
        mission.distance_m = distance_m;
      }
      tables.emplace<data::Mission>().push_back(mission);
    }
  }
}

struct DayCosts {
  double dispatchers_cny;
  double network_cny;
  double licence_cny;
};

void pay(Tables& tables, const DayCosts& costs, Random& random) {
  auto& items = tables.emplace<data::CostItem>();
  const auto cents = [](double amount) { return std::round(100 * amount) / 100; };
  items.push_back({"vehicles", "depreciation", kVehicles * 120});
  items.push_back({"electricity", "energy", cents(random.uniform(88, 104))});
  items.push_back({"spare parts", "maintenance", cents(random.uniform(90, 150))});
  items.push_back({"dispatchers", "labour", costs.dispatchers_cny});
  items.push_back({"network", "communication", costs.network_cny});
  if (costs.licence_cny > 0) items.push_back({"navigation", "licence", costs.licence_cny});
}

}  // namespace

data::Evidence agv_transport(Outcome outcome) {
  const DayCosts after = outcome == Outcome::Pass ? DayCosts{320, 110, 0} : DayCosts{640, 110, 320};
  Random random(7);
  auto baseline = five_days([&](int, Tables& tables) {
    drive(tables, 170, random);
    pay(tables, {640, 40, 0}, random);
  });
  auto pilot = five_days([&](int, Tables& tables) {
    drive(tables, 45, random);
    pay(tables, after, random);
  });
  return {manifest_of("agv-transport"), std::move(baseline), std::move(pilot)};
}

}  // namespace plantproof::samples
