#include "story.hpp"

namespace plantproof::samples {

void work_two_shifts(Tables& tables, const LastStation& station, Random& random) {
  constexpr double kStoppageShare = 0.01;
  constexpr double kMeanStoppageS = 240;
  int number = 0;
  for (const auto& [name, start] : {std::pair("early", time_of_day(6)), std::pair("late", time_of_day(14))}) {
    const Instant end = start + std::chrono::hours(8);
    tables.emplace<data::Shift>().push_back({name, start, end, station.labour_hours});
    Instant time = start;
    while (true) {
      double cycle_s = station.cycle_s * random.uniform(1, 1.03);
      cycle_s += random.exponential(station.mean_wait_s);
      if (random.chance(kStoppageShare)) cycle_s += random.exponential(kMeanStoppageS);
      time += seconds(cycle_s);
      if (time >= end) break;
      tables.emplace<data::ProducedUnit>().push_back(
          {time, station.name, fmt::format("{:03}", ++number), !random.chance(station.bad_share)});
    }
  }
}

}  // namespace plantproof::samples
