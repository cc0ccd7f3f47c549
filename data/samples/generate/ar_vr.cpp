// A month of training with headsets, and of remote maintenance where a fitter shares what he sees. In `fail` the
// picture froze whenever the fitter stood in the paint shop: the sessions were held, but not with acceptable quality.
#include "story.hpp"

namespace plantproof::samples {
namespace {

using data::SessionKind;

Instant on_day(int day, int hour) {
  return time_of_day(24 * day + hour);
}

void train(Tables& tables, Random& random) {
  constexpr int kLessons = 12;
  constexpr int kPeople = 10;
  for (int lesson = 0; lesson < kLessons; ++lesson) {
    for (int person = 0; person < kPeople; ++person) {
      const Instant start = on_day(2 * lesson, 9) + seconds(random.uniform(0, 120));
      // One of each second lesson takes the headset off early; of one person nobody wrote down how it went.
      const bool completed = !(person == 7 && lesson % 2 == 1);
      const bool unrecorded = lesson == 3 && person == 2;
      tables.emplace<data::Session>().push_back(
          {fmt::format("welding-{:02}", lesson + 1), SessionKind::Training,
           fmt::format("trainee-{:02}", (lesson % 3) * kPeople + person + 1), start,
           start + seconds(completed ? random.uniform(2500, 2700) : random.uniform(300, 900)), completed,
           unrecorded ? std::nullopt : std::optional(true)});
    }
  }
}

void maintain(Tables& tables, bool paint_shop_has_service, Random& random) {
  constexpr int kSessions = 56;
  for (int i = 0; i < kSessions; ++i) {
    const bool in_paint_shop = i % 4 == 1;
    const Instant start = on_day(i / 2, i % 2 == 0 ? 10 : 15) + seconds(random.uniform(0, 1800));
    tables.emplace<data::Session>().push_back({fmt::format("{}-{:02}", in_paint_shop ? "paint" : "press", i + 1),
                                               SessionKind::Maintenance, fmt::format("fitter-{}", i % 5 + 1), start,
                                               start + seconds(random.uniform(600, 2400)), i % 25 != 24,
                                               !in_paint_shop || paint_shop_has_service});
  }
}

}  // namespace

data::Evidence ar_vr(Outcome outcome) {
  Random random(3);
  Run month{"1", {}};
  train(month.tables, random);
  maintain(month.tables, outcome == Outcome::Pass, random);
  return {manifest_of("ar-vr"), {}, {std::move(month)}};
}

}  // namespace plantproof::samples
