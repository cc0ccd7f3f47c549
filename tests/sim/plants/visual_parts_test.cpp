#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "plants/gpus.hpp"
#include "visual_inspection/classifier.hpp"
#include "visual_inspection/inspector.hpp"
#include "visual_inspection/item.hpp"
#include "visual_inspection/jury.hpp"
#include "visual_inspection/note.hpp"

namespace plantproof::plants::inspection {
namespace {

using data::Judgement;
using scenarios::VisualInspection;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// What a jury comes to when images say these things in turn, as many as it wants to hear.
struct Trial {
  Judgement judgement;
  std::int64_t votes;
};
Trial tried(std::int64_t images, std::int64_t retakes, std::uint32_t says_bad) {
  Jury jury(images, retakes);
  for (std::uint32_t i = 0; i < 32; ++i) {
    const bool is_bad = (says_bad >> i & 1U) != 0;
    if (jury.hear(is_bad ? Judgement::Bad : Judgement::Good) == Jury::Next::Decide) break;
  }
  return {jury.majority(), jury.votes()};
}

// Three images that agree settle it, else five vote. What three agree on is also what most of five say, so a good item
// is rejected when at least 3 of 5 are wrong: 10 p^3 (1-p)^2 + 5 p^4 (1-p) + p^5. Here over all 32 ways they can vote.
TEST(Jury, IsWrongAsOftenAsMostOfFiveImages) {
  for (const double p : {0.002, 0.1, 0.5, 0.9}) {
    double wrong = 0;
    double votes = 0;
    for (std::uint32_t ways = 0; ways < 32; ++ways) {
      double probability = 1;
      for (std::uint32_t i = 0; i < 5; ++i) probability *= (ways >> i & 1U) != 0 ? p : 1 - p;
      const Trial trial = tried(3, 2, ways);
      votes += probability * static_cast<double>(trial.votes);
      if (trial.judgement == Judgement::Bad) wrong += probability;
    }
    const double q = 1 - p;
    EXPECT_NEAR(wrong, 10 * p * p * p * q * q + 5 * p * p * p * p * q + p * p * p * p * p, 1e-12) << p;
    EXPECT_NEAR(votes, 3 + 2 * (1 - p * p * p - q * q * q), 1e-12) << p;
  }
}

TEST(Jury, WithoutRetakesIsTheMajority) {
  EXPECT_EQ(tried(3, 0, 0b001).judgement, Judgement::Good);
  EXPECT_EQ(tried(3, 0, 0b101).judgement, Judgement::Bad);
  EXPECT_EQ(tried(1, 0, 0b1).votes, 1);
  EXPECT_EQ(tried(1, 2, 0b0).votes, 1) << "one image agrees with itself";
}

TEST(Jury, RejectsWhenItIsInDoubt) {
  EXPECT_EQ(tried(2, 0, 0b01).judgement, Judgement::Bad);
  EXPECT_EQ(tried(4, 0, 0b0011).judgement, Judgement::Bad);
}

// By Python's statistics.NormalDist: d' = 0.3 mm x 2448 / 150 mm x sqrt(pi / 4) x 0.05 / hypot(10^(-39.4 / 20), 0.05 /
// 2); 0.002 + 0.998 cdf(-d' / 2).
TEST(Classifier, SeesADefectByItsPixelsAgainstTheNoise) {
  const Classifier classifier{VisualInspection()};
  const double detectability[] = {7.976175140, 3.988087570, 1.994043785};
  const double wrong[] = {0.002033237431, 0.025027487605, 0.161058187915};
  for (std::int64_t coarseness = 0; coarseness < 3; ++coarseness) {
    EXPECT_NEAR(classifier.detectability(0.3, coarseness), detectability[coarseness], 1e-8);
    EXPECT_NEAR(classifier.false_alarm_ratio(coarseness), wrong[coarseness], 1e-11);
    EXPECT_NEAR(classifier.miss_ratio(0.3, coarseness), wrong[coarseness], 1e-11) << "the smallest defect";
  }
}

TEST(Classifier, IsNeverHelpedByCoarserImagesMoreCompressionOrSmallerDefects) {
  double previous = 0;
  for (const double bits : {8.0, 4.0, 2.0, 1.0, 0.5, 0.1}) {
    VisualInspection parameters;
    parameters.camera.bits_per_pixel.value = bits;
    const Classifier classifier(parameters);
    EXPECT_GE(classifier.false_alarm_ratio(0), previous);
    previous = classifier.false_alarm_ratio(0);
    for (const double size_mm : {0.3, 0.31, 0.5, 1.0, 10.0}) {
      for (std::int64_t coarseness = 0; coarseness < 6; ++coarseness) {
        EXPECT_LE(classifier.miss_ratio(size_mm, coarseness), classifier.miss_ratio(size_mm, coarseness + 1));
        EXPECT_GE(classifier.miss_ratio(size_mm, coarseness), classifier.miss_ratio(1.1 * size_mm, coarseness));
      }
    }
  }
}

TEST(Image, HasAQuarterOfTheBytesWithEachStepOfCoarseness) {
  const VisualInspection parameters;
  EXPECT_EQ(image_bytes(parameters.camera, 0), 2448 * 2048 / 8);
  EXPECT_EQ(image_bytes(parameters.camera, 1), 2448 * 2048 / 8 / 4);
  EXPECT_EQ(image_bytes(parameters.camera, 2), 2448 * 2048 / 8 / 16);
}

// A density of size^-3 from the smallest on: the share above a times it is a^-2.
TEST(Items, HaveDefectsOfManySizesFewOfThemLarge) {
  const VisualInspection::Defects defects;
  for (const double a : {1.0, 1.5, 2.0, 10.0}) {
    EXPECT_NEAR(defect_size_mm(defects, 1 - 1 / (a * a)), a * 0.3, 1e-12);
  }
}

TEST(Items, AreBadAsOftenAsTheScenarioSays) {
  VisualInspection::Defects defects;
  defects.ratio.value = 0.25;
  Items items("line", defects, core::Draws(7));
  double bad = 0;
  for (int i = 0; i < 20'000; ++i) bad += items[items.present({})].defect_mm ? 1 : 0;
  EXPECT_NEAR(bad / 20'000, 0.25, 4 * std::sqrt(0.25 * 0.75 / 20'000));
}

TEST(Gpus, ServeWhoComesFirstAsSoonAsOneIsFree) {
  Gpus gpus(2);
  const auto done_ms = [&gpus](int now) {
    const core::Instant done = gpus.done(core::Instant(milliseconds(now)), milliseconds(20));
    return core::in_milliseconds(done.time_since_epoch());
  };
  EXPECT_EQ(done_ms(0), 20);
  EXPECT_EQ(done_ms(0), 20);
  EXPECT_EQ(done_ms(0), 40);
  EXPECT_EQ(done_ms(15), 40);
  EXPECT_EQ(done_ms(45), 65);
}

TEST(Note, SaysWhatItWasTold) {
  const Note note = Note::unpacked(Note{123'456'789, 4, 2}.packed());
  EXPECT_EQ(note.item, 123'456'789);
  EXPECT_EQ(note.number, 4);
  EXPECT_EQ(note.coarseness, 2);
}

TEST(Inspector, GetsTiredAndFindsLessAndIsSlower) {
  const VisualInspection::Inspectors inspectors;
  EXPECT_EQ(fatigue(inspectors, {}), 0);
  EXPECT_NEAR(fatigue(inspectors, minutes(30)), 1 - 1 / std::exp(1.0), 1e-12);
  EXPECT_EQ(hit_ratio(inspectors, {}), 0.8);
  EXPECT_NEAR(hit_ratio(inspectors, minutes(10'000)), 0.8 * 0.85, 1e-9);
  EXPECT_NEAR(mean_item_s(inspectors, minutes(10'000)), 2.2, 1e-9);
}

TEST(Inspector, TakesAndFindsOnAverageWhatTheScenarioSays) {
  VisualInspection::Inspectors inspectors;
  inspectors.tired_hit_loss_ratio.value = 0;
  inspectors.tired_slowing_ratio.value = 0;
  Inspector inspector(inspectors, core::Draws(3), {});
  const int n = 20'000;
  double sum_s = 0;
  double squares = 0;
  double hits = 0;
  double false_rejects = 0;
  for (int i = 0; i < n; ++i) {
    const Inspector::Look bad = inspector.look_at({{}, 0.5}, {});
    const Inspector::Look good = inspector.look_at({{}, {}}, {});
    sum_s += core::in_seconds(bad.takes);
    squares += core::in_seconds(bad.takes) * core::in_seconds(bad.takes);
    hits += bad.judgement == Judgement::Bad ? 1 : 0;
    false_rejects += good.judgement == Judgement::Bad ? 1 : 0;
  }
  const double mean = sum_s / n;
  EXPECT_NEAR(mean, 2, 4 * 0.6 / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(squares / n - mean * mean), 0.6, 0.03);
  EXPECT_NEAR(hits / n, 0.8, 4 * std::sqrt(0.16 / n));
  EXPECT_NEAR(false_rejects / n, 0.02, 4 * std::sqrt(0.02 * 0.98 / n));
}

// Whoever comes to work anywhere between two breaks is at one with the probability of its share.
TEST(Inspector, HasABreakAfterEachTimeAtWork) {
  const VisualInspection::Inspectors inspectors;
  int at_a_break = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Inspector inspector(inspectors, core::Draws(seed), {});
    const auto first = inspector.break_until({});
    if (first) ++at_a_break;
    core::Instant now = first.value_or(core::Instant());
    EXPECT_FALSE(inspector.break_until(now));
    while (!inspector.break_until(now)) now += seconds(1);
    EXPECT_LE(now - first.value_or(core::Instant()), minutes(120));
    EXPECT_EQ(*inspector.break_until(now) - now, minutes(10));
    if (seed > 20) continue;
    EXPECT_FALSE(inspector.break_until(now + minutes(10)));
  }
  EXPECT_NEAR(at_a_break / 2e3, 10.0 / 130, 4 * std::sqrt(0.077 * 0.923 / 2e3));
}

}  // namespace
}  // namespace plantproof::plants::inspection
