// A camera judges the twelve weld spots of a bracket, where two people with a magnifier did before. In `fail` a lamp
// was replaced by a brighter one on day 3: glare makes the camera call good spots bad.
#include "story.hpp"

namespace plantproof::samples {
namespace {

using data::Judgement;

constexpr int kSpotsOfABracket = 12;

/// The timed part of a day's early shift.
data::Shift timed(int minutes) {
  return {"early", time_of_day(8), time_of_day(8) + std::chrono::minutes(minutes), {}};
}

void count_bracket(Tables& tables, Instant time, int number, bool good) {
  tables.emplace<data::ProducedUnit>().push_back({time, "pack", fmt::format("{:03}", number), good});
}

void inspect_by_eye(Tables& tables, Random& random) {
  constexpr double kScrapShare = 0.04;
  const data::Shift shift = timed(30);
  tables.emplace<data::Shift>().push_back(shift);
  Instant time = shift.start;
  for (int spot = 1;; ++spot) {
    const Instant presented = time;
    time += seconds(random.uniform(1, 2));
    if (time >= shift.end) break;
    const bool looks_bad = random.chance(0.004);
    tables.emplace<data::Inspection>().push_back(
        {fmt::to_string(spot), "eye", presented, time, {}, looks_bad ? Judgement::Bad : Judgement::Good});
    if (spot % kSpotsOfABracket == 0) count_bracket(tables, time, spot / kSpotsOfABracket, !random.chance(kScrapShare));
  }
}

void inspect_by_camera(Tables& tables, int minutes, bool glare, Random& random) {
  constexpr int kBadSpotEvery = 1437;
  constexpr int kLostFrameEvery = 997;
  constexpr int kGlareEvery = 173;
  const data::Shift shift = timed(minutes);
  tables.emplace<data::Shift>().push_back(shift);
  Instant time = shift.start;
  bool bracket_good = true;
  for (int spot = 1;; ++spot) {
    const Instant presented = time;
    time += milliseconds(std::round(random.uniform(950, 1330)));
    if (time >= shift.end) break;
    const bool bad = spot % kBadSpotEvery == 0;
    const bool called_bad = bad || (glare && spot % kGlareEvery == 0);
    bracket_good = bracket_good && !bad;
    data::Inspection inspection{fmt::to_string(spot), "cam", presented, {}, bad ? Judgement::Bad : Judgement::Good, {}};
    if (spot % kLostFrameEvery != 0) {
      inspection.judged_at = presented + milliseconds(std::round(140 + random.exponential(60)));
      inspection.judgement = called_bad ? Judgement::Bad : Judgement::Good;
    }
    tables.emplace<data::Inspection>().push_back(inspection);
    if (spot % kSpotsOfABracket == 0) {
      count_bracket(tables, time, spot / kSpotsOfABracket, bracket_good);
      bracket_good = true;
    }
  }
}

}  // namespace

data::Evidence visual_inspection(Outcome outcome) {
  const bool pass = outcome == Outcome::Pass;
  // 29 956 spots without a misjudgment show less than 0.01 %; that there are more takes far fewer.
  const int minutes = pass ? 120 : 40;
  Random random(2);
  auto baseline = five_days([&](int, Tables& tables) { inspect_by_eye(tables, random); });
  auto pilot =
      five_days([&](int day, Tables& tables) { inspect_by_camera(tables, minutes, !pass && day >= 3, random); });
  return {manifest_of("visual-inspection"), std::move(baseline), std::move(pilot)};
}

}  // namespace plantproof::samples
