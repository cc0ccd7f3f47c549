#include "channel/path_loss.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

using enum Environment;
using enum LineOfSight;

struct LossRow {
  Environment environment;
  LineOfSight line_of_sight;
  double carrier_ghz;
  double distance_m;
  double loss_db;
};

class PathLossTable : public testing::TestWithParam<LossRow> {};

TEST_P(PathLossTable, HasTheValueToThePrintedDigit) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.4.1-1");
  const LossRow& row = GetParam();
  const core::Decibel loss =
      path_loss(row.environment, row.line_of_sight, row.distance_m, core::Hertz::from_ghz(row.carrier_ghz));
  EXPECT_NEAR(loss.db(), row.loss_db, 0.005 + 1e-9) << row.carrier_ghz << " GHz, " << row.distance_m << " m";
}

// Worked out by hand from the table's formulas, to two decimals.
INSTANTIATE_TEST_SUITE_P(At3500MHz, PathLossTable,
                         testing::Values(LossRow{InfSl, Los, 3.5, 10, 63.68}, LossRow{InfDl, Los, 3.5, 20, 70.15},
                                         LossRow{InfSh, Los, 3.5, 50, 78.71}, LossRow{InfDh, Los, 3.5, 100, 85.18},
                                         LossRow{InfHh, Los, 3.5, 200, 91.65}, LossRow{InfHh, Nlos, 3.5, 200, 91.65},
                                         LossRow{InfSl, Nlos, 3.5, 10, 69.38}, LossRow{InfSl, Nlos, 3.5, 20, 77.06},
                                         LossRow{InfSl, Nlos, 3.5, 50, 87.21}, LossRow{InfSl, Nlos, 3.5, 100, 94.88},
                                         LossRow{InfSl, Nlos, 3.5, 200, 102.56}, LossRow{InfDl, Nlos, 3.5, 10, 69.38},
                                         LossRow{InfDl, Nlos, 3.5, 20, 77.06}, LossRow{InfDl, Nlos, 3.5, 50, 90.13},
                                         LossRow{InfDl, Nlos, 3.5, 100, 100.88}, LossRow{InfDl, Nlos, 3.5, 200, 111.63},
                                         LossRow{InfSh, Nlos, 3.5, 10, 66.28}, LossRow{InfSh, Nlos, 3.5, 20, 73.21},
                                         LossRow{InfSh, Nlos, 3.5, 50, 82.36}, LossRow{InfSh, Nlos, 3.5, 100, 89.28},
                                         LossRow{InfSh, Nlos, 3.5, 200, 96.21}, LossRow{InfDh, Nlos, 3.5, 10, 66.41},
                                         LossRow{InfDh, Nlos, 3.5, 20, 73.00}, LossRow{InfDh, Nlos, 3.5, 50, 81.72},
                                         LossRow{InfDh, Nlos, 3.5, 100, 88.31}, LossRow{InfDh, Nlos, 3.5, 200, 94.90}));

/// The five columns LOS, SL, DL, SH, DH at one carrier and distance.
struct FiveLosses {
  double carrier_ghz;
  double distance_m;
  double los, sl, dl, sh, dh;
};

class FivePathLosses : public testing::TestWithParam<FiveLosses> {};

TEST_P(FivePathLosses, HaveTheValuesToThePrintedDigit) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.4.1-1");
  const FiveLosses& row = GetParam();
  const auto loss = [&row](Environment environment, LineOfSight line_of_sight) {
    return path_loss(environment, line_of_sight, row.distance_m, core::Hertz::from_ghz(row.carrier_ghz)).db();
  };
  constexpr double kDigit = 0.005 + 1e-9;
  EXPECT_NEAR(loss(InfSl, Los), row.los, kDigit);
  EXPECT_NEAR(loss(InfSl, Nlos), row.sl, kDigit);
  EXPECT_NEAR(loss(InfDl, Nlos), row.dl, kDigit);
  EXPECT_NEAR(loss(InfSh, Nlos), row.sh, kDigit);
  EXPECT_NEAR(loss(InfDh, Nlos), row.dh, kDigit);
}

INSTANTIATE_TEST_SUITE_P(At3700MHzAnd28GHz, FivePathLosses,
                         testing::Values(FiveLosses{3.7, 10, 64.14, 69.86, 69.86, 66.76, 66.89},
                                         FiveLosses{3.7, 20, 70.61, 77.54, 77.54, 73.69, 73.49},
                                         FiveLosses{3.7, 50, 79.16, 87.69, 90.62, 82.84, 82.20},
                                         FiveLosses{3.7, 100, 85.64, 95.36, 101.36, 89.76, 88.79},
                                         FiveLosses{3.7, 200, 92.11, 103.04, 112.11, 96.69, 95.39},
                                         FiveLosses{28, 10, 80.84, 87.44, 87.44, 84.34, 84.47},
                                         FiveLosses{28, 20, 87.31, 95.12, 95.12, 91.27, 91.07},
                                         FiveLosses{28, 50, 95.86, 105.27, 108.20, 100.42, 99.78},
                                         FiveLosses{28, 100, 102.34, 112.94, 118.94, 107.34, 106.37},
                                         FiveLosses{28, 200, 108.81, 120.62, 129.69, 114.27, 112.97}));

// At 1 GHz and 10 m the logarithms are 0 and 1: 32.4 + 17.3, and 17.3 + 38.3.
TEST(PathLoss, OfAnOfficeIsTheTablesSum) {
  const core::Hertz carrier = core::Hertz::from_ghz(1);
  EXPECT_NEAR(path_loss(InhMixedOffice, Los, 10, carrier).db(), 49.7, 1e-9);
  EXPECT_NEAR(path_loss(InhOpenOffice, Nlos, 10, carrier).db(), 55.6, 1e-9);
}

// By its own formula an office without line of sight would lose 30.8 dB at 1 m, 12.4 dB less than with it.
TEST(PathLoss, WithoutLineOfSightIsNeverLessThanWithIt) {
  for (const Environment environment : {InfSl, InfDl, InfSh, InfDh, InfHh, InhMixedOffice, InhOpenOffice}) {
    for (const double ghz : {0.5, 3.5, 28.0, 100.0}) {
      for (double d = 1; d <= 600; d *= 1.3) {
        const core::Hertz carrier = core::Hertz::from_ghz(ghz);
        EXPECT_GE(path_loss(environment, Nlos, d, carrier), path_loss(environment, Los, d, carrier)) << d;
      }
    }
  }
  EXPECT_EQ(path_loss(InhOpenOffice, Nlos, 1, core::Hertz::from_ghz(3.5)),
            path_loss(InhOpenOffice, Los, 1, core::Hertz::from_ghz(3.5)));
}

TEST(PathLoss, StopsAtOneMetreAndGoesOnBeyondItsRange) {
  const core::Hertz carrier = core::Hertz::from_ghz(3.5);
  EXPECT_EQ(path_loss(InfSl, Los, 0, carrier), path_loss(InfSl, Los, 1, carrier));
  EXPECT_NEAR((path_loss(InfSl, Los, 6000, carrier) - path_loss(InfSl, Los, 600, carrier)).db(), 21.5, 1e-9);
  EXPECT_TRUE(distance_range_m(InfDh).has(600));
  EXPECT_FALSE(distance_range_m(InfDh).has(600.1));
  EXPECT_FALSE(distance_range_m(InhMixedOffice).has(151));
  EXPECT_FALSE(distance_range_m(InfSl).has(0.9));
  EXPECT_TRUE(carrier_range_ghz().has(0.5));
  EXPECT_FALSE(carrier_range_ghz().has(101));
}

TEST(ShadowingDeviation, IsTheTables) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.4.1-1");
  for (const Environment environment : {InfSl, InfDl, InfSh, InfDh, InfHh}) {
    EXPECT_EQ(shadowing_deviation(environment, Los).db(), 4.3);
  }
  EXPECT_EQ(shadowing_deviation(InfSl, Nlos).db(), 5.7);
  EXPECT_EQ(shadowing_deviation(InfDl, Nlos).db(), 7.2);
  EXPECT_EQ(shadowing_deviation(InfSh, Nlos).db(), 5.9);
  EXPECT_EQ(shadowing_deviation(InfDh, Nlos).db(), 4.0);
  EXPECT_EQ(shadowing_deviation(InfHh, Nlos).db(), 4.3);
  EXPECT_EQ(shadowing_deviation(InhMixedOffice, Los).db(), 3);
  EXPECT_EQ(shadowing_deviation(InhOpenOffice, Nlos).db(), 8.03);
}

struct LosRow {
  Environment environment;
  Clutter clutter;
  AntennaHeights heights;
  double decay_m;
  double at_10m, at_20m, at_50m, at_100m;
};

class LosTable : public testing::TestWithParam<LosRow> {};

TEST_P(LosTable, HasTheValuesToThePrintedDigit) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.4.2-1 with the calibration set-up of table 7.8-7");
  const LosRow& row = GetParam();
  const auto decay_m = los_decay_m(row.environment, row.clutter, row.heights);
  ASSERT_TRUE(decay_m);
  EXPECT_NEAR(*decay_m, row.decay_m, 0.0005 + 1e-9);
  const auto probability = [&row](double d) { return los_probability(row.environment, row.clutter, row.heights, d); };
  constexpr double kDigit = 0.00005 + 1e-9;
  EXPECT_EQ(probability(0), 1);
  EXPECT_NEAR(probability(10), row.at_10m, kDigit);
  EXPECT_NEAR(probability(20), row.at_20m, kDigit);
  EXPECT_NEAR(probability(50), row.at_50m, kDigit);
  EXPECT_NEAR(probability(100), row.at_100m, kDigit);
}

INSTANTIATE_TEST_SUITE_P(Calibration, LosTable,
                         testing::Values(LosRow{InfSl, {0.2, 10, 2}, {1.5, 1.5}, 44.814, .8000, .6400, .3277, .1074},
                                         LosRow{InfDl, {0.6, 2, 6}, {1.5, 1.5}, 2.183, .0102, .0001, 0, 0},
                                         LosRow{InfSh, {0.2, 10, 2}, {8, 1.5}, 582.585, .9830, .9663, .9178, .8423},
                                         LosRow{InfDh, {0.6, 2, 6}, {8, 1.5}, 3.153, .0419, .0018, 0, 0}));

TEST(LosProbability, IsOneAboveTheClutter) {
  EXPECT_EQ(los_decay_m(InfSh, {0.2, 10, 2}, {8, 2}), std::nullopt);
  EXPECT_EQ(los_probability(InfSh, {0.2, 10, 2}, {8, 2}, 500), 1);
  EXPECT_EQ(los_probability(InfDh, {0.6, 2, 6}, {8, 7}, 500), 1);
  EXPECT_EQ(los_probability(InfHh, {0.6, 2, 6}, {8, 7}, 500), 1);
}

TEST(LosProbability, TakesALowAntennaForOneAmongTheClutter) {
  EXPECT_EQ(los_decay_m(InfDh, {0.6, 2, 6}, {3, 1.5}), los_decay_m(InfDl, {0.6, 2, 6}, {3, 1.5}));
}

// exp(-1) where the distance is 4.7 m past 1.2 m, 70.8 m past 5 m, 32.6 m past 6.5 m, 211.7 m past 49 m.
TEST(LosProbability, OfAnOfficeIsTheTables) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.4.2-1");
  const auto probability = [](Environment environment, double d) { return los_probability(environment, {}, {}, d); };
  EXPECT_EQ(probability(InhMixedOffice, 1.2), 1);
  EXPECT_NEAR(probability(InhMixedOffice, 5.9), std::exp(-1), 1e-12);
  EXPECT_EQ(probability(InhMixedOffice, 6.5), 0.32);
  EXPECT_NEAR(probability(InhMixedOffice, 39.1), 0.32 * std::exp(-1), 1e-12);
  EXPECT_EQ(probability(InhOpenOffice, 5), 1);
  EXPECT_NEAR(probability(InhOpenOffice, 49), std::exp(-44 / 70.8), 1e-12);
  EXPECT_NEAR(probability(InhOpenOffice, 260.7), 0.54 * std::exp(-1), 1e-12);
}

TEST(LosProbability, FallsWithClutterAndDistance) {
  for (const Environment environment : {InfSl, InfDl, InfSh, InfDh}) {
    double before = 2;
    for (const double density : {0.05, 0.2, 0.4, 0.6, 0.9}) {
      const double now = los_probability(environment, {density, 5, 3}, {8, 1}, 20);
      EXPECT_LT(now, before);
      EXPECT_LT(los_probability(environment, {density, 5, 3}, {8, 1}, 21), now);
      before = now;
    }
  }
}

}  // namespace
}  // namespace plantproof::channel
