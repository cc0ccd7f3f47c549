// The plant of 3 bursts reproduces numbers worked out by hand from TS 22.104; bounds of the mean are closed forms (all
// 0: 1 - alpha^(1/n); mean 1/2: (1 +- sqrt(1 - alpha^(2/n))) / 2) or were solved by bisection with 40 digits (Python
// decimal).
#include "metrics/availability.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

#include <gmock/gmock.h>

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr core::Confidence k95(0.95);

Instant at_ms(std::int64_t ms) {
  return Instant(milliseconds(ms));
}

TimeSpan span_ms(std::int64_t start, std::int64_t end) {
  return {at_ms(start), at_ms(end)};
}

/// 1000 messages at 10 ms with 1, 3 and 6 lost in a row, from messages 100, 500 and 800 on.
std::vector<Transfer> three_bursts() {
  std::vector<Transfer> transfers;
  for (int i = 0; i < 1000; ++i) {
    const bool lost = i == 100 || (i >= 500 && i < 503) || (i >= 800 && i < 806);
    transfers.push_back({at_ms(10 * i), !lost});
  }
  return transfers;
}

double down_ms(const std::vector<TimeSpan>& down) {
  double sum = 0;
  for (const TimeSpan& span : down) sum += core::in_milliseconds(span.length());
  return sum;
}

TEST(DownTimes, AreWhatGoesBeyondTheSurvivalTime) {
  struct Expected {
    int survival_ms;
    double down_ms;
    std::size_t events;
    double availability;
  };
  for (const Expected& expected : {Expected{0, 100, 3, 0.990}, Expected{20, 50, 2, 0.995}, Expected{30, 30, 1, 0.997},
                                   Expected{50, 10, 1, 0.999}}) {
    const auto down = down_times(three_bursts(), milliseconds(10), milliseconds(expected.survival_ms));
    EXPECT_EQ(down_ms(down), expected.down_ms);
    EXPECT_EQ(down.size(), expected.events);
    const DownTime time(down, watched_times(three_bursts(), milliseconds(10)));
    EXPECT_EQ(time.watched(), milliseconds(10'000));
    EXPECT_EQ(core::in_milliseconds(time.down()), expected.down_ms);
    const Estimate share = down_share(std::vector{time}, milliseconds(10), std::nullopt, k95);
    EXPECT_NEAR(1 - *share.value, expected.availability, 1e-12);
  }
}

TEST(DownTimes, BeginWhenTheSurvivalTimeIsOver) {
  EXPECT_THAT(down_times(three_bursts(), milliseconds(10), milliseconds(20)),
              ElementsAre(span_ms(5020, 5030), span_ms(8020, 8060)));
}

TEST(DownTimes, AreNoneOfNothingAndOfASurvivalTimeThatIsJustKept) {
  EXPECT_THAT(down_times({}, milliseconds(10), milliseconds(0)), IsEmpty());
  EXPECT_THAT(watched_times({}, milliseconds(10)), IsEmpty());
  EXPECT_THAT(down_times(three_bursts(), milliseconds(10), milliseconds(60)), IsEmpty());
}

TEST(DownTimes, LastToTheEndWhereNothingArrives) {
  const std::vector<Transfer> all_lost = {{at_ms(0), false}, {at_ms(10), false}, {at_ms(20), false}};
  EXPECT_THAT(down_times(all_lost, milliseconds(10), milliseconds(0)), ElementsAre(span_ms(0, 30)));
}

TEST(DownTimes, DoNotReachOverAPauseOfTheSender) {
  const std::vector<Transfer> pause = {{at_ms(0), false}, {at_ms(19), false}, {at_ms(500), false}, {at_ms(520), true}};
  EXPECT_THAT(down_times(pause, milliseconds(10), milliseconds(0)), ElementsAre(span_ms(0, 20), span_ms(500, 510)));
  EXPECT_THAT(watched_times(pause, milliseconds(10)),
              ElementsAre(span_ms(0, 29), span_ms(500, 510), span_ms(520, 530)));
}

TEST(United, JoinsWhatTouches) {
  EXPECT_THAT(united({}), IsEmpty());
  EXPECT_THAT(united({span_ms(20, 30), span_ms(0, 10), span_ms(5, 8), span_ms(30, 40), span_ms(10, 12)}),
              ElementsAre(span_ms(0, 12), span_ms(20, 40)));
}

std::vector<int> slots_of(const DownTime& time, milliseconds slot) {
  const Series series = time.in_slots(slot);
  return {series.values.begin(), series.values.end()};
}

TEST(DownTimeSlots, LeaveOutPauses) {
  const std::vector<TimeSpan> down = {span_ms(30, 45), span_ms(1010, 1030)};
  const std::vector<TimeSpan> watched = {span_ms(0, 40), span_ms(1000, 1040)};
  const DownTime time(down, watched);  // 10 ms at 30..40 and 20 ms at 50..70 of 80 watched
  EXPECT_EQ(time.down(), milliseconds(30));
  EXPECT_THAT(slots_of(time, milliseconds(10)), ElementsAre(0, 0, 0, 1, 0, 1, 1, 0));
  EXPECT_THAT(slots_of(time, milliseconds(1000)), ElementsAre(1));
  EXPECT_THAT(slots_of({{}, {}}, milliseconds(10)), IsEmpty());
  EXPECT_THAT(slots_of({{}, watched}, milliseconds(20)), ElementsAre(0, 0, 0, 0));
}

TEST(DownTimeSlots, CountAnOutageByItsLengthWhereverItBegins) {
  const std::vector<TimeSpan> watched = {span_ms(0, 100)};
  EXPECT_THAT(slots_of({std::vector{span_ms(5, 15)}, watched}, milliseconds(20)), ElementsAre(1, 0, 0, 0, 0));
  EXPECT_THAT(slots_of({std::vector{span_ms(19, 39)}, watched}, milliseconds(20)), ElementsAre(1, 0, 0, 0, 0));
  EXPECT_THAT(slots_of({std::vector{span_ms(41, 42)}, watched}, milliseconds(20)), ElementsAre(0, 0, 1, 0, 0));
  EXPECT_THAT(slots_of({std::vector{span_ms(79, 100)}, watched}, milliseconds(20)), ElementsAre(0, 0, 0, 1, 0));
  EXPECT_THAT(slots_of({std::vector{span_ms(95, 100)}, std::vector{span_ms(0, 100)}}, milliseconds(30)),
              ElementsAre(0, 0, 1));
}

TEST(DownTimeSlots, AreTheSameInSums) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<TimeSpan> down;
    std::int64_t at = 0;
    for (auto spans = random() % 20; spans > 0; --spans) {
      const std::int64_t start = at + 1 + static_cast<std::int64_t>(random() % 50);
      down.push_back(span_ms(start, at = start + 1 + static_cast<std::int64_t>(random() % 50)));
    }
    const DownTime time(down, std::vector{span_ms(0, 300), span_ms(500, 1100)});
    const milliseconds slot(random() % 20 + 1);
    const Series series = time.in_slots(slot);
    ASSERT_EQ(std::ssize(series.values), time.slots(slot));
    const auto most = static_cast<std::int64_t>(random() % 40 + 1);
    const Sums::Stream stream = time.in_stretches(slot, most).streams.at(0);
    ASSERT_LE(std::ssize(stream.stretches), most);
    ASSERT_EQ(stream.n, series.values.size());
    auto value = series.values.begin();
    for (const Sums::Stretch& stretch : stream.stretches) {
      const auto end = value + static_cast<std::ptrdiff_t>(stretch.n);
      ASSERT_EQ(stretch.sum, std::accumulate(value, end, 0.0));
      value = end;
    }
    ASSERT_EQ(value, series.values.end());
    ASSERT_EQ(stream.sum, std::accumulate(series.values.begin(), series.values.end(), 0.0));
  }
}

/// `messages` at 10 ms, of which so many in a row fail from each of the given ones on.
DownTime watched_run(int messages, const std::vector<int>& failures, int in_a_row) {
  std::vector<Transfer> transfers;
  for (int i = 0; i < messages; ++i) {
    const bool failed = std::ranges::any_of(failures, [&](int from) { return from <= i && i < from + in_a_row; });
    transfers.push_back({at_ms(10 * i), !failed});
  }
  return {down_times(transfers, milliseconds(10), milliseconds(0)), watched_times(transfers, milliseconds(10))};
}

Estimate share_of(const std::vector<DownTime>& runs, std::optional<Nanoseconds> agreed = std::nullopt) {
  return down_share(runs, milliseconds(10), agreed, k95);
}

TEST(DownShare, OfNothingHasNoValue) {
  const Estimate none = share_of({});
  EXPECT_FALSE(none.value || none.lower || none.upper);
  EXPECT_EQ(none.n, 0);
  EXPECT_FALSE(share_of({DownTime({}, {})}).value);
}

// 10 of 1000 messages, far from each other and at no one distance: the binomial
// sums solved by bisection with 50 digits (Python decimal).
TEST(DownShare, OfScatteredFailuresIsAShareOfMessages) {
  const Estimate estimate = share_of({watched_run(1000, {13, 101, 190, 322, 385, 523, 581, 700, 812, 967}, 1)});
  EXPECT_DOUBLE_EQ(*estimate.value, 0.01);
  EXPECT_EQ(estimate.n, 1000);
  EXPECT_DOUBLE_EQ(estimate.effective_n, 1000);
  EXPECT_NEAR(*estimate.lower, 0.005435140145, 1e-9);
  EXPECT_NEAR(*estimate.upper, 0.016903175121, 1e-9);
  EXPECT_EQ(estimate.method, Method::ClopperPearson);
}

TEST(DownShare, HasNoBoundsWhereOutagesAreTooFewToTellTheirLength) {
  for (const DownTime& run : {watched_run(50'000, {}, 1), watched_run(1000, {200}, 500), watched_run(1000, {}, 0),
                              watched_run(5000, {700, 1400, 2100, 2900, 4000}, 1), watched_run(1000, {0}, 1000)}) {
    const Estimate estimate = share_of({run});
    EXPECT_TRUE(estimate.value);
    EXPECT_FALSE(estimate.lower || estimate.upper);
    EXPECT_FALSE(estimate.needed_n);
    EXPECT_EQ(estimate.effective_n, 1);
    ASSERT_EQ(estimate.notes.size(), 1U);
    EXPECT_THAT(estimate.notes[0].en, testing::HasSubstr("a single run gives no bounds"));
    EXPECT_THAT(estimate.notes[0].en, testing::HasSubstr("More runs, measuring for longer, or an agreed mean length"));
  }
}

// Five units of which nothing is known but that they lie between 0 and 1, and none was down: 1 - 0.05^(1/5).
TEST(DownShare, TakesTheRunsForUnitsWhereOutagesAreTooFew) {
  const Estimate estimate = share_of(std::vector(5, watched_run(10'000, {}, 1)));
  EXPECT_EQ(estimate.n, 50'000);
  EXPECT_DOUBLE_EQ(estimate.effective_n, 5);
  EXPECT_EQ(estimate.lower, 0);
  EXPECT_NEAR(*estimate.upper, 1 - std::pow(0.05, 0.2), 1e-12);
  // 1 - 0.05^(1/298) is just above 1 %, 1 - 0.05^(1/299) below: so many runs of 10 000.
  EXPECT_EQ(estimate.needed_n({core::Comparator::Less, 0.01}), 2'990'000);
  EXPECT_EQ(estimate.method, Method::Hoeffding);
  EXPECT_THAT(estimate.notes[0].en, testing::HasSubstr("the 5 runs are the units"));
  // One run as long as three others: 6 lengths in all are twice the longest.
  const Estimate uneven = share_of(
      {watched_run(3000, {}, 1), watched_run(1000, {}, 1), watched_run(1000, {}, 1), watched_run(1000, {}, 1)});
  EXPECT_NEAR(*uneven.upper, 1 - std::pow(0.05, 0.5), 1e-12);
}

// Agreed outages of 4 messages: a design effect of 2 * 4 - 1 = 7, and none among 7000 / 7 = 1000.
TEST(DownShare, TakesTheAgreedLengthWhereOutagesAreTooFew) {
  const Estimate estimate = share_of({watched_run(7000, {}, 1)}, milliseconds(40));
  EXPECT_EQ(estimate.n, 7000);
  EXPECT_NEAR(*estimate.upper, 1 - std::pow(0.05, 1.0 / 1000), 1e-9);
  EXPECT_THAT(estimate.notes[0].en, testing::HasSubstr("counted as 40 ms on average (burst_length)"));
}

TEST(DownShare, CountsWhatIsMoreThanTheAgreedLength) {
  std::vector<int> outages;
  for (int i = 0; i < 40; ++i) outages.push_back(500 * i + 37 * (i % 11));
  const std::vector<DownTime> run = {watched_run(20'000, outages, 30)};
  EXPECT_DOUBLE_EQ(share_of(run, milliseconds(20)).effective_n, share_of(run).effective_n);
  EXPECT_LT(share_of(run).effective_n, 20'000 / 30.0);
}

TEST(DownShare, TakesTheRunsForUnitsWhereTheyDiffer) {
  std::vector<int> outages;
  for (int i = 0; i < 60; ++i) outages.push_back(80 * i + 7 * (i % 5));
  std::vector<DownTime> runs(4, watched_run(5000, {}, 1));
  runs.push_back(watched_run(5000, outages, 1));
  const Estimate estimate = share_of(runs);
  EXPECT_DOUBLE_EQ(*estimate.value, 60.0 / 25'000);
  EXPECT_LT(estimate.effective_n, 1000);  // one run of five holds them all
  EXPECT_THAT(estimate.notes[0].en, testing::HasSubstr("the 5 runs are the units"));
}

// What a week at 1 ms and at 100 ms tells of outages of some seconds is the same.
TEST(DownShare, OfManySlotsTakesNoMoreMemoryAndTellsNoLess) {
  std::mt19937_64 random(1);
  std::exponential_distribution<double> up_ms(1.0 / 600'000);
  std::exponential_distribution<double> down_ms(1.0 / 4'000);
  const std::int64_t week_ms = 7 * 24 * 3'600'000;
  std::vector<TimeSpan> down;
  for (std::int64_t at = std::llround(up_ms(random)); at < week_ms; at += std::llround(up_ms(random)) + 1) {
    const std::int64_t start = at;
    down.push_back(span_ms(start, at += std::llround(down_ms(random)) + 100));
  }
  const std::vector runs = {DownTime(down, std::vector{span_ms(0, week_ms)})};
  const Estimate fine = down_share(runs, milliseconds(1), std::nullopt, k95);
  const Estimate coarse = down_share(runs, milliseconds(10'000), std::nullopt, k95);
  EXPECT_EQ(fine.n, week_ms);
  EXPECT_EQ(coarse.n, week_ms / 10'000);
  EXPECT_DOUBLE_EQ(*fine.value, *coarse.value);
  const double width = *coarse.upper - *coarse.lower;
  EXPECT_GT(width, 0);
  EXPECT_NEAR(*fine.lower, *coarse.lower, 0.1 * width);
  EXPECT_NEAR(*fine.upper, *coarse.upper, 0.1 * width);
}

/// The mean of numbers of one weight.
Estimate equal(const std::vector<double>& sample) {
  return bounded_mean(sample, std::vector<double>(sample.size(), 3), k95);
}

TEST(BoundedMean, OfNothingHasNoValue) {
  const Estimate none = bounded_mean({}, {}, k95);
  EXPECT_FALSE(none.value || none.lower || none.upper);
  EXPECT_EQ(none.n, 0);
}

TEST(BoundedMean, IsTheExactBinomialBoundWhereNothingWasSeen) {
  for (const int n : {1, 10, 59, 299}) {
    const std::vector<double> zeros(static_cast<std::size_t>(n), 0.0);
    const Estimate estimate = equal(zeros);
    EXPECT_EQ(estimate.value, 0);
    EXPECT_EQ(estimate.lower, 0);
    EXPECT_NEAR(*estimate.upper, 1 - std::pow(0.05, 1.0 / n), 1e-12);
    const std::vector<double> ones(static_cast<std::size_t>(n), 1.0);
    EXPECT_EQ(equal(ones).upper, 1);
    EXPECT_NEAR(*equal(ones).lower, std::pow(0.05, 1.0 / n), 1e-12);
  }
}

TEST(BoundedMean, IsTheClosedFormAtOneHalf) {
  std::vector<double> sample;
  for (int i = 0; i < 10; ++i) sample.insert(sample.end(), {0.25, 0.75});
  const Estimate estimate = equal(sample);
  const double half = std::sqrt(1 - std::pow(0.05, 2.0 / 20)) / 2;
  EXPECT_NEAR(*estimate.lower, 0.5 - half, 1e-12);
  EXPECT_NEAR(*estimate.upper, 0.5 + half, 1e-12);
}

TEST(BoundedMean, IsTheSolutionFoundWithFortyDigits) {
  std::vector<double> quarter(8, 0.0);
  quarter[0] = quarter[1] = 1;
  EXPECT_NEAR(*equal(quarter).lower, 0.0254823625294, 1e-12);
  EXPECT_NEAR(*equal(quarter).upper, 0.6727151842671, 1e-12);
  std::vector<double> rare(25, 0.0);
  rare[3] = 0.25;
  const Estimate estimate = equal(rare);
  EXPECT_NEAR(*estimate.lower, 2.310815522e-8, 1e-15);
  EXPECT_NEAR(*estimate.upper, 0.1463148306538, 1e-12);
  EXPECT_EQ(estimate.needed_n({core::Comparator::Less, 0.05}), 122);
  EXPECT_EQ(estimate.needed_n({core::Comparator::Less, 0.02}), 961);
  EXPECT_EQ(estimate.needed_n({core::Comparator::Less, 0.01}), std::nullopt);
}

// Weights 2, 1, 1 count as 4 / 2 numbers of mean (2 * 0.25 + 0.75 + 0.75) / 4 = 1/2: the closed form at one half.
TEST(BoundedMean, CountsUnequalWeightsForFewer) {
  const std::vector<double> sample = {0.25, 0.75, 0.75};
  const std::vector<double> weights = {2, 1, 1};
  const Estimate estimate = bounded_mean(sample, weights, k95);
  EXPECT_DOUBLE_EQ(*estimate.value, 0.5);
  EXPECT_EQ(estimate.n, 3);
  EXPECT_DOUBLE_EQ(estimate.effective_n, 2);
  EXPECT_NEAR(*estimate.upper, 0.5 + std::sqrt(1 - 0.05) / 2, 1e-12);
}

// The share of time of a Bernoulli block and of a uniform one, 2000 samples of 40 each: a bound may miss the mean in 5
// % of them, give or take three standard errors of that many trials.
TEST(BoundedMean, MissesTheMeanAtMostAsOftenAsItSays) {
  constexpr int kSamples = 2000;
  const double most = kSamples * 0.05 + 3 * std::sqrt(kSamples * 0.05 * 0.95);
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (const double share : {0.02, 0.3}) {
    int above = 0;
    int below = 0;
    for (int i = 0; i < kSamples; ++i) {
      std::vector<double> sample(40);
      for (double& x : sample) x = uniform(random) < share ? uniform(random) : 0;
      const Estimate estimate = equal(sample);
      above += *estimate.upper < share / 2 ? 1 : 0;
      below += *estimate.lower > share / 2 ? 1 : 0;
    }
    EXPECT_LE(above, most) << share;
    EXPECT_LE(below, most) << share;
  }
}

}  // namespace
}  // namespace plantproof::metrics
