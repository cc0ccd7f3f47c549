// What is seen of messages in parts, put together, is what is seen of them as a whole, however they are divided.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <gmock/gmock.h>

#include "delay_tally.hpp"
#include "metrics/availability.hpp"
#include "metrics/clock_offset.hpp"
#include "metrics/coordinated_omission.hpp"
#include "metrics/measured_field.hpp"
#include "metrics/middle.hpp"
#include "metrics/picture.hpp"
#include "share_tally.hpp"
#include "stations.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr int kTrials = 200;

/// A service that fails in bursts, with pauses.
std::vector<MeasuredMessage> messages(std::mt19937_64& random, std::size_t count) {
  std::vector<MeasuredMessage> result;
  std::exponential_distribution<double> queue_ms(0.2);
  Instant sent(milliseconds(static_cast<int>(random() % 1000)));
  bool is_lost = false;
  for (std::size_t i = 0; i < count; ++i) {
    sent += random() % 40 == 0 ? milliseconds(random() % 500) : milliseconds(10);
    if (random() % 5 == 0) is_lost = random() % 3 == 0;
    MeasuredMessage message{static_cast<std::int64_t>(i), sent, {}, 0};
    if (!is_lost) {
      message.delay_ms = queue_ms(random) - 0.1;
      message.apparent = core::of_milliseconds(message.delay_ms);
    }
    result.push_back(message);
  }
  return result;
}

/// Cuts `all` at random, lets `add` see every piece into a Look of its own, and merges these pairwise in a random order
/// of neighbours.
template <class Look, class One, class Add>
Look in_pieces(const std::vector<One>& all, const Look& empty, const Add& add, std::mt19937_64& random) {
  std::vector<Look> looks;
  for (std::size_t at = 0; at < all.size() || looks.empty();) {
    const std::size_t end = std::min(all.size(), at + random() % (all.size() + 1));
    looks.push_back(empty);
    for (; at < end; ++at) add(looks.back(), all[at]);
  }
  while (looks.size() > 1) {
    const std::size_t left = random() % (looks.size() - 1);
    looks[left].merge(std::move(looks[left + 1]));
    looks.erase(looks.begin() + static_cast<std::ptrdiff_t>(left) + 1);
  }
  return looks.front();
}

TEST(Merging, LeavesDownAndWatchedTimesAsTheyAre) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<Transfer> transfers;
    for (const MeasuredMessage& message : messages(random, random() % 80))
      transfers.push_back({message.sent, message.apparent && message.delay_ms < 8});
    const Nanoseconds survival = milliseconds(random() % 4 * 10);
    const ServiceTimes pieces = in_pieces(
        transfers, ServiceTimes(milliseconds(10), survival),
        [](ServiceTimes& times, const Transfer& transfer) { times.add(transfer); }, random);
    ASSERT_EQ(pieces.down(), down_times(transfers, milliseconds(10), survival)) << trial;
    ASSERT_EQ(pieces.watched(), watched_times(transfers, milliseconds(10))) << trial;
  }
}

TEST(Merging, LeavesThePaceOfASenderAsItIs) {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<Exchange> exchanges;
    for (const MeasuredMessage& message : messages(random, 1 + random() % 80)) {
      exchanges.push_back({message.sequence, message.sent,
                           message.apparent ? std::optional(message.sent + *message.apparent * 3) : std::nullopt});
    }
    const auto add = [](auto& look, const Exchange& exchange) { look.add(exchange); };
    const PaceOfSender pace = in_pieces(exchanges, PaceOfSender(milliseconds(10)), add, random);
    const SenderPace pieces = in_pieces(exchanges, LateAnswers(pace.pace()), add, random).seen(core::Confidence(0.95));
    const SenderPace whole = sender_pace(exchanges, milliseconds(10), core::Confidence(0.95));
    ASSERT_EQ(pieces.pace, whole.pace);
    ASSERT_EQ(pieces.late_answers, whole.late_answers);
    ASSERT_EQ(pieces.held_back, whole.held_back);
    ASSERT_EQ(pieces.longest_delay, whole.longest_delay);
  }
}

TEST(Merging, LeavesBoundsOfClocksAsTightAsAllOfThemAre) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 20; ++trial) {
    std::vector<OffsetBound> most;
    std::vector<OffsetBound> least;
    std::exponential_distribution<double> queue_us(0.001);
    for (int i = 0; i < 3000; ++i) {
      const Instant at(milliseconds(10 * i));
      const Nanoseconds theta = microseconds(i / 5);  // 20 ppm
      most.push_back({at, theta + core::of_microseconds(500 + queue_us(random))});
      least.push_back({at, theta - core::of_microseconds(500 + queue_us(random))});
    }
    const auto tight = [&](TightBounds::Side side, const std::vector<OffsetBound>& bounds) {
      return in_pieces(
                 bounds, TightBounds(side), [](TightBounds& of, const OffsetBound& bound) { of.add(bound); }, random)
          .bounds();
    };
    const std::vector<OffsetBound> tight_most = tight(TightBounds::Side::Most, most);
    const std::vector<OffsetBound> tight_least = tight(TightBounds::Side::Least, least);
    EXPECT_LT(tight_most.size(), 400U);
    const auto all = std::get<ClockLine>(clock_line(most, least));
    const auto few = std::get<ClockLine>(clock_line(tight_most, tight_least));
    EXPECT_EQ(few.middle, all.middle);
    EXPECT_EQ(few.span, all.span);
    EXPECT_NEAR(few.offset_ms, all.offset_ms, 1e-9);
    EXPECT_NEAR(few.half_width_ms, all.half_width_ms, 1e-9);
    EXPECT_NEAR(few.drift_ppm, all.drift_ppm, 1e-9);
    EXPECT_NEAR(few.most_drift_ppm, all.most_drift_ppm, 1e-9);

    std::vector<OffsetRange> ranges;
    for (const OffsetBound& bound : most) ranges.push_back({bound.at, -100, core::in_milliseconds(bound.offset)});
    for (std::size_t i = 0; i < least.size(); ++i) ranges[i].least_ms = core::in_milliseconds(least[i].offset);
    ASSERT_TRUE(narrow(ranges));
    const ClockRange range(tight_most, tight_least, milliseconds(100));
    ASSERT_TRUE(range.is_possible());
    for (const OffsetRange& one : ranges) {
      EXPECT_NEAR(range.at(one.at).least_ms, one.least_ms, 1e-9);
      EXPECT_NEAR(range.at(one.at).most_ms, one.most_ms, 1e-9);
    }
  }
}

bool are_same(const DelayStretches& a, const DelayStretches& b) {
  return a.log2_length() == b.log2_length() &&
         std::ranges::equal(a.stretches(), b.stretches(), [](const auto& x, const auto& y) {
           return x.index == y.index && x.n == y.n && x.lost == y.lost && x.sum_ns == y.sum_ns;
         });
}

TEST(Merging, LeavesATallyTheSameToTheBit) {
  std::mt19937_64 random(4);
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<MeasuredMessage> all = messages(random, random() % 500);
    const auto add = [](FlowTally& tally, const MeasuredMessage& message) { tally.add(message); };
    FlowTally whole(32, 8);
    for (const MeasuredMessage& message : all) add(whole, message);
    EXPECT_LE(whole.stretches.stretches().size(), 32U);
    if (trial % 2 == 0) std::ranges::shuffle(all, random);  // the order is not asked for either
    const FlowTally pieces = in_pieces(all, FlowTally(32, 8), add, random);
    ASSERT_EQ(pieces.n, whole.n);
    ASSERT_EQ(pieces.lost, whole.lost);
    ASSERT_EQ(pieces.most_ms, whole.most_ms);
    ASSERT_TRUE(pieces.sum_ns == whole.sum_ns && pieces.squares_ns == whole.squares_ns);
    ASSERT_TRUE(are_same(pieces.stretches, whole.stretches));
    ASSERT_TRUE(std::ranges::equal(pieces.classes.steps(), whole.classes.steps(), [](const auto& x, const auto& y) {
      return x.value == y.value && x.below == y.below;
    }));
  }
}

TEST(Merging, LeavesEveryMessageThatTookLongerThanWhatIsKnown) {
  std::mt19937_64 random(6);
  for (int trial = 0; trial < 20; ++trial) {
    struct OfFlow {
      std::size_t flow = 0;
      MeasuredMessage message;
    };
    std::vector<OfFlow> all;
    for (const MeasuredMessage& message : messages(random, 40000)) {
      const std::size_t flow = random() % 3;
      all.push_back({flow, message});
      if (trial % 2 == 0) all.back().message.delay_ms *= static_cast<double>(1 + flow);
    }
    const RunTallies pieces = in_pieces(
        all, RunTallies(3, 3), [](RunTallies& tallies, const OfFlow& one) { tallies.add(one.flow, one.message); },
        random);
    std::vector<DelayTally::Flow> flows;
    for (std::size_t flow = 0; flow < 3; ++flow) flows.push_back({&pieces.tallies()[flow], &pieces.late()[flow]});
    const double from_of_all = DelayTally({flows}).from_ms(kKnownShare);
    for (std::size_t flow = 0; flow < 3; ++flow) {
      const LateMessages& late = pieces.late()[flow];
      std::vector<double> longer;
      for (const OfFlow& one : all) {
        if (one.flow == flow && one.message.apparent && one.message.delay_ms >= late.from_ms)
          longer.push_back(one.message.delay_ms);
      }
      ASSERT_TRUE(std::ranges::equal(late.ones, longer, {}, &LateMessages::One::delay_ms)) << trial;
      EXPECT_LE(late.from_ms, from_of_all) << trial;  // nothing changes meanwhile, so the guess holds
      EXPECT_LE(late.from_ms, DelayTally({{flows[flow]}}).from_ms(kKnownShare)) << trial;
      EXPECT_LT(longer.size(), all.size() / 2) << trial;
    }
  }
}

/// Whether commands of one loop were right: they fail in bursts.
std::vector<data::ControlCycle> cycles(std::mt19937_64& random, std::size_t count) {
  std::vector<data::ControlCycle> result;
  bool is_right = true;
  Instant at(milliseconds(static_cast<int>(random() % 1000)));
  for (std::size_t i = 0; i < count; ++i) {
    if (random() % 4 == 0) is_right = random() % 3 > 0;
    result.push_back({"loop", static_cast<std::int64_t>(i), at, is_right, random() % 5 > 0});
    at += milliseconds(random() % 3);
  }
  return result;
}

bool is_counted(const data::ControlCycle& cycle) {
  return cycle.correct;
}
bool is_on_time(const data::ControlCycle& cycle) {
  return cycle.on_time;
}

bool are_same(const Sums::Stream& a, const Sums::Stream& b) {
  return a.n == b.n && a.sum == b.sum && a.squares == b.squares &&
         std::ranges::equal(a.stretches, b.stretches, [](const auto& x, const auto& y) {
           return x.index == y.index && x.n == y.n && x.sum == y.sum;
         });
}

TEST(Merging, LeavesAShareTheSameToTheBit) {
  std::mt19937_64 random(6);
  for (int trial = 0; trial < kTrials; ++trial) {
    const std::vector<data::ControlCycle> all = cycles(random, random() % 500);
    const auto add = [](ShareTally& tally, const data::ControlCycle& cycle) { tally.add(cycle.time, cycle.on_time); };
    ShareTally whole(32);
    for (const data::ControlCycle& cycle : all) add(whole, cycle);
    const ShareTally pieces = in_pieces(all, ShareTally(32), add, random);
    ASSERT_EQ(pieces.log2_length(), whole.log2_length());
    ASSERT_TRUE(are_same(pieces.right(whole.log2_length()), whole.right(whole.log2_length())));
    const std::vector<MissRun> of_pieces = misses_by_stream({{{"loop", pieces}}});
    Series outcomes;
    for (const data::ControlCycle& cycle : all) outcomes.values.push_back(cycle.on_time ? 0 : 1);
    const MissRun of_whole = miss_run("loop", std::vector{outcomes});
    ASSERT_EQ(of_pieces.front().n, of_whole.n);
    ASSERT_EQ(of_pieces.front().missed, of_whole.missed);
    ASSERT_EQ(of_pieces.front().longest, of_whole.longest);
    ASSERT_EQ(of_pieces.front().runs_of_length, of_whole.runs_of_length);
  }
}

TEST(Merging, LeavesWrongRowsInTheirPlaces) {
  std::mt19937_64 random(7);
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<data::ControlCycle> all = cycles(random, random() % 200);
    std::ranges::shuffle(all, random);  // loop after loop in the file, say
    const ShareOfRows<data::ControlCycle> share{&is_counted, &is_on_time};
    WrongTimes<data::ControlCycle> wrong{share, {}};
    for (const data::ControlCycle& cycle : all) wrong.add(cycle);
    std::ranges::sort(wrong.times);
    wrong.times.erase(std::unique(wrong.times.begin(), wrong.times.end()), wrong.times.end());
    const auto places = in_pieces(
        all, WrongPlaces<data::ControlCycle>(share, wrong.times),
        [](auto& look, const data::ControlCycle& cycle) { look.add(cycle); }, random);
    std::ranges::stable_sort(all, {}, &data::ControlCycle::time);
    std::vector<bool> sorted;
    for (const data::ControlCycle& cycle : all) {
      if (cycle.correct) sorted.push_back(cycle.on_time);
    }
    ASSERT_EQ(places.outcomes(), sorted);
  }
}

TEST(Merging, LeavesTheGapsOfAStation) {
  std::mt19937_64 random(8);
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<std::pair<std::size_t, Instant>> finished;
    Instant at;
    std::size_t window = 0;
    for (std::uint64_t units = random() % 100; units > 0; --units) {
      if (random() % 10 == 0) ++window;
      at += Nanoseconds(random() % 5000);
      finished.emplace_back(window, at);
    }
    std::vector<std::int64_t> gaps;
    for (std::size_t i = 1; i < finished.size(); ++i) {
      if (finished[i].first == finished[i - 1].first)
        gaps.push_back((finished[i].second - finished[i - 1].second).count());
    }
    std::ranges::sort(gaps);
    StationGaps none;
    none.count_from(1000, 2);  // to 9192
    const StationGaps pieces = in_pieces(
        finished, none, [](StationGaps& look, const auto& unit) { look.see(unit.first, unit.second); }, random);
    ASSERT_EQ(pieces.n(), std::ssize(gaps));
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      if (gaps[i] < 1000) continue;
      ASSERT_EQ(pieces.from_ns(static_cast<std::int64_t>(i) + 1), gaps[i] / 2 * 2);
    }
  }
}

/// Numbers of one of several kinds: to a tenth, of full precision, mostly alike, in two clusters, infinite among
/// others.
std::vector<double> numbers(std::mt19937_64& random, int kind, std::size_t count) {
  std::normal_distribution<double> normal(0, 20);
  std::vector<double> result;
  for (std::size_t i = 0; i < count; ++i) {
    const double number = normal(random);
    switch (kind) {
      case 0:
        result.push_back(std::round(10 * number) / 10);
        break;
      case 1:
        result.push_back(number);
        break;
      case 2:
        result.push_back(random() % 4 == 0 ? number : -3.25);
        break;
      case 3:
        result.push_back(random() % 2 == 0 ? 1e9 + number : -1e-9 * number);
        break;
      default:
        result.push_back(random() % 3 == 0 ? -std::numeric_limits<double>::infinity() : number);
    }
  }
  return result;
}

TEST(Merging, FindsTheMiddleOfAnyNumbers) {
  std::mt19937_64 random(8);
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<double> all = numbers(random, trial % 5, random() % 3000);
    Middle middle(trial % 2 == 0 ? 4 : 64);
    int passes = 0;
    do {
      middle = in_pieces(
          all, middle, [](Middle& of, double number) { of.add(number); }, random);
      std::ranges::shuffle(all, random);
      ++passes;
    } while (middle.again());
    EXPECT_LE(passes, trial % 2 == 0 ? 64 : 12) << trial;
    ASSERT_EQ(middle.n(), std::ssize(all));
    std::ranges::sort(all);
    const auto found = middle.numbers();
    ASSERT_EQ(found.has_value(), !all.empty());
    if (all.empty()) continue;
    EXPECT_EQ(found->lower, all[(all.size() - 1) / 2]) << trial;
    EXPECT_EQ(found->upper, all[all.size() / 2]) << trial;
  }
}

TEST(AMiddle, TakesOnePassOfAFewDifferentNumbers) {
  std::mt19937_64 random(9);
  Middle middle(512);
  for (int i = 0; i < 100000; ++i) middle.add(0.1 * static_cast<double>(random() % 500));
  EXPECT_FALSE(middle.again());
  middle.add(1e9);  // too late
  EXPECT_EQ(middle.n(), 100000);
}

TEST(Merging, LeavesMeasuredPlacesTheSameToTheBit) {
  std::mt19937_64 random(10);
  const Grid grid{-20, 10, 2.4, 40, 30};
  for (const std::size_t count :
       {0U, 1U, 800U, 2700U, 4000U, 30000U}) {  // quarters, halves, whole cells and not all of them
    for (int trial = 0; trial < 5; ++trial) {
      std::uniform_real_distribution<double> x(-80, trial % 2 == 0 ? 80 : 300);
      std::uniform_real_distribution<double> y(-20, 82);
      const std::vector<double> margins = numbers(random, trial, count);
      std::vector<FieldSample> all;
      for (const double margin : margins) all.push_back({x(random), y(random), std::max(margin, -100.0)});
      Squares whole(grid);
      for (const FieldSample& sample : all) whole.add(sample.x_m, sample.y_m);
      const Squares squares = in_pieces(
          all, Squares(grid), [](Squares& of, const FieldSample& sample) { of.add(sample.x_m, sample.y_m); }, random);
      ASSERT_EQ(squares.parts(), whole.parts());
      ASSERT_EQ(squares.count(), whole.count());
      ASSERT_EQ(squares.cells_measured(), whole.cells_measured());
      ASSERT_EQ(squares.drawn(7), whole.drawn(7));
      EXPECT_EQ(squares.drawn(7).size(), std::min(squares.count(), Squares::kMost));
      EXPECT_EQ(squares.drawn(7) != squares.drawn(8), squares.count() > Squares::kMost);
      MeasuredPlaces one_by_one(whole, 7);
      do {
        for (const FieldSample& sample : all) one_by_one.add(sample);
      } while (one_by_one.again());
      MeasuredPlaces places(squares, 7);
      do {
        places = in_pieces(
            all, places, [](MeasuredPlaces& of, const FieldSample& sample) { of.add(sample); }, random);
        std::ranges::shuffle(all, random);
      } while (places.again());
      const MeasuredField field = places.field();
      EXPECT_TRUE(std::ranges::equal(field.places, one_by_one.field().places, [](const auto& a, const auto& b) {
        return a.samples == b.samples && a.cell == b.cell && a.point.x_m == b.point.x_m && a.point.y_m == b.point.y_m &&
               a.point.margin_db == b.point.margin_db;
      }));
      std::ranges::sort(all, {}, &FieldSample::margin_db);
      for (const MeasuredPlace& place : field.places) {  // by counting, cell by cell
        if (squares.parts() != 1) break;
        std::vector<double> margins_db;
        double x_m = 0;
        for (const FieldSample& sample : all) {
          if (std::floor((sample.x_m - grid.origin_x_m) / grid.cell_m) != place.cell.column ||
              std::floor((sample.y_m - grid.origin_y_m) / grid.cell_m) != place.cell.row)
            continue;
          margins_db.push_back(sample.margin_db);
          x_m += sample.x_m - grid.origin_x_m;
        }
        ASSERT_EQ(std::ssize(margins_db), place.samples);
        EXPECT_EQ(place.point.margin_db,
                  std::midpoint(margins_db[(margins_db.size() - 1) / 2], margins_db[margins_db.size() / 2]));
        EXPECT_NEAR(place.point.x_m, x_m / static_cast<double>(margins_db.size()), 1e-6);
        if (&place - field.places.data() > 20) break;
      }
    }
  }
}

TEST(NearestWhole, IsThatOfTheLibrary) {
  constexpr double kMost = 9007199254740992;  // 2^53
  std::mt19937_64 random(3);
  for (const double x :
       {0.0, 0.49999999999999994, 0.5, 1.5, 2.5, 4503599627370495.5, 4503599627370497.0, kMost - 1, kMost}) {
    EXPECT_EQ(nearest_whole(x), std::llround(x)) << x;
    EXPECT_EQ(nearest_whole(-x), std::llround(-x)) << x;
  }
  for (int i = 0; i < 100000; ++i) {
    const double x = std::ldexp(std::uniform_real_distribution<double>(-1, 1)(random), static_cast<int>(random() % 54));
    ASSERT_EQ(nearest_whole(x), std::llround(x)) << x;
  }
}

TEST(ATally, TellsHowManyAreBelowAnyStep) {
  std::mt19937_64 random(5);
  FlowTally tally(64, 8);
  std::vector<double> delays;
  for (const MeasuredMessage& message : messages(random, 5000)) {
    tally.add(message);
    if (message.apparent) delays.push_back(message.delay_ms);
  }
  std::ranges::sort(delays);
  const auto steps = tally.classes.steps();
  ASSERT_GT(steps.size(), 100U);
  for (const Ranked::Step& step : steps)
    EXPECT_EQ(step.below, std::ranges::lower_bound(delays, step.value) - delays.begin()) << step.value;
}

}  // namespace
}  // namespace plantproof::metrics
