// Senders that are made up, so that what they do is known; the sign test's limits are powers of one half.
#include "metrics/coordinated_omission.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr core::Confidence k95(0.95);
constexpr Nanoseconds kPeriod = milliseconds(20);

struct Sender {
  bool waits = false;
  double jitter_us = 0;      ///< of a send around its schedule
  double slow_share = 0.05;  ///< of answers that take 20 to 60 ms, the others 5 to 10
  double lost_share = 0;
  int messages = 2000;
};

std::vector<Exchange> sent_by(const Sender& sender, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> unit(0, 1);
  std::normal_distribution<double> normal(0, 1);
  std::vector<Exchange> exchanges;
  Instant last_answer{};
  for (int i = 0; i < sender.messages; ++i) {
    const auto jitter = Nanoseconds(std::llround(sender.jitter_us * 1000 * normal(random)));
    Instant sent = Instant{} + i * kPeriod + jitter;
    if (sender.waits) sent = std::max(sent, last_answer + microseconds(30));
    const double ms = unit(random) < sender.slow_share ? 20 + 40 * unit(random) : 5 + 5 * unit(random);
    const Instant answered = sent + Nanoseconds(std::llround(ms * 1e6));
    const bool is_lost = unit(random) < sender.lost_share;
    exchanges.push_back({i, sent, is_lost ? std::nullopt : std::optional(answered)});
    last_answer = std::max(last_answer, answered);
  }
  return exchanges;
}

TEST(SenderPace, IsThePeriodWhereThereIsNothingToCompare) {
  EXPECT_FALSE(sender_pace({}, kPeriod, k95).waits);
  const std::vector<Exchange> one = {{0, Instant{}, Instant(milliseconds(30))}};
  EXPECT_EQ(sender_pace(one, kPeriod, k95).pace, kPeriod);
  EXPECT_EQ(sender_pace(one, kPeriod, k95).late_answers, 0);
}

TEST(SenderPace, TellsASenderThatWaitsOver100Seeds) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    const SenderPace pace =
        sender_pace(sent_by({.waits = true, .jitter_us = 200, .lost_share = 0.01}, seed), kPeriod, k95);
    EXPECT_TRUE(pace.waits) << "seed " << seed;
    EXPECT_EQ(pace.held_back, pace.late_answers) << "seed " << seed;
    EXPECT_GT(pace.longest_delay, milliseconds(20)) << "seed " << seed;
  }
}

TEST(SenderPace, IsNotTakenInByASenderThatKeepsItsSchedule) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    EXPECT_FALSE(sender_pace(sent_by({}, seed), kPeriod, k95).waits) << "seed " << seed;
    const SenderPace jittered = sender_pace(sent_by({.jitter_us = 2000, .lost_share = 0.01}, seed), kPeriod, k95);
    EXPECT_FALSE(jittered.waits) << "seed " << seed;
    EXPECT_GT(jittered.late_answers, 40) << "seed " << seed;
  }
}

// Answers a hair later than the interval, sends jittered by more than that hair: every other send comes after the
// answer by chance, and 5 % of such senders at most may be said to wait. 200 seeds, three standard errors: 19.
TEST(SenderPace, AccusesAJitteredSenderNoMoreOftenThanItSays) {
  int accused = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> jitter_us(0, 500);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<Exchange> exchanges;
    for (int i = 0; i < 400; ++i) {
      const Instant sent = Instant{} + i * kPeriod + Nanoseconds(std::llround(1000 * jitter_us(random)));
      exchanges.push_back({i, sent, sent + (unit(random) < 0.1 ? kPeriod + microseconds(50) : milliseconds(5))});
    }
    accused += sender_pace(exchanges, kPeriod, k95).waits ? 1 : 0;
  }
  EXPECT_LE(accused, 19);
}

TEST(SenderPace, NeedsFiveLateAnswersAt95Percent) {
  for (const int late : {4, 5}) {
    std::vector<Exchange> exchanges;
    Instant sent{};
    for (int i = 0; i < 40; ++i) {
      const bool is_late = i < late;
      exchanges.push_back({i, sent, sent + (is_late ? milliseconds(50) : milliseconds(5))});
      sent += is_late ? Nanoseconds(milliseconds(51)) : kPeriod;
    }
    const SenderPace pace = sender_pace(exchanges, kPeriod, k95);
    EXPECT_EQ(pace.late_answers, late);
    EXPECT_EQ(pace.held_back, late);
    EXPECT_EQ(pace.longest_delay, milliseconds(31));
    EXPECT_EQ(pace.waits, late == 5);  // 2^-4 is above 5 %, 2^-5 below
  }
}

TEST(SenderPace, DoesNotCompareAcrossAGapInTheSequence) {
  std::vector<Exchange> exchanges;
  for (int i = 0; i < 20; ++i) {
    const Instant sent(i * milliseconds(60));
    exchanges.push_back({2 * i, sent, sent + milliseconds(50)});
  }
  EXPECT_EQ(sender_pace(exchanges, kPeriod, k95).late_answers, 0);
}

// A sender a little slower than declared, whose late answers fall between its period and its own pace.
TEST(SenderPace, KeepsToTheSendersOwnInterval) {
  std::vector<Exchange> exchanges;
  for (int i = 0; i < 100; ++i) {
    const Instant sent(i * microseconds(20'500));
    exchanges.push_back({i, sent, sent + (i % 5 == 0 ? microseconds(20'300) : microseconds(5000))});
  }
  const SenderPace pace = sender_pace(exchanges, kPeriod, k95);
  EXPECT_EQ(pace.pace, microseconds(20'500));
  EXPECT_EQ(pace.late_answers, 0);
  EXPECT_FALSE(pace.waits);
}

}  // namespace
}  // namespace plantproof::metrics
