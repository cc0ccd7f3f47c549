#include "channel/mutual_information.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

using core::Decibel;

double told(int bits_per_symbol, double sinr_db) {
  return information_density(bits_per_symbol, Decibel(sinr_db)).mean;
}

// Shannon's capacity log2(1 + SINR), which QPSK reaches. Rate 1/2 of a binary-input channel needs Eb/N0 = 0.187 dB,
// which is Es/N0 = 0.187 dB of QPSK (a textbook's limit).
TEST(InformationDensity, IsShannonsWhereThereIsLittleSignal) {
  EXPECT_NEAR(told(2, -15), std::log2(1 + std::pow(10, -1.5)), 0.001);
  EXPECT_NEAR(told(2, 0.187), 1, 0.001);
}

TEST(InformationDensity, IsBelowShannonsAndAllBitsInTheEnd) {
  for (const int bits : {2, 4, 6, 8, 10}) {
    double before = 0;
    for (double db = -40; db <= 50; db += 0.37) {
      const double now = told(bits, db);
      EXPECT_GE(now, before) << bits << ' ' << db;
      EXPECT_LE(now, 1.001 * std::log2(1 + std::pow(10, db / 10))) << bits << ' ' << db;
      EXPECT_GE(information_density(bits, Decibel(db)).variance, 0);
      before = now;
    }
    EXPECT_NEAR(before, bits, 1e-6);
  }
}

TEST(EffectiveSinr, OfEqualsIsTheirs) {
  EXPECT_EQ(effective_sinr(4, std::vector<Decibel>{Decibel(7.25)}).db(), 7.25);
  EXPECT_EQ(effective_sinr(6, std::vector<Decibel>(17, Decibel(-3.1))).db(), -3.1);
  EXPECT_EQ(effective_sinr(2, std::vector<Decibel>(3, Decibel(90))).db(), 90);
}

// With little signal information is proportional to power, so the effective SINR is the mean of the linear ones.
TEST(EffectiveSinr, IsTheLinearMeanWhereThereIsLittleSignal) {
  const double mean = (std::pow(10, -2.5) + std::pow(10, -2.2)) / 2;
  EXPECT_NEAR(effective_sinr(2, std::vector<Decibel>{Decibel(-25), Decibel(-22)}).db(), 10 * std::log10(mean), 0.01);
}

// Half of the band saturated, half without any signal: half of the bits, whatever the modulation's SINR for that is.
TEST(EffectiveSinr, TellsHalfWhereHalfTheBandIsLost) {
  for (const int bits : {2, 4, 6, 8, 10}) {
    const Decibel half = effective_sinr(bits, std::vector<Decibel>{Decibel(60), Decibel(-60)});
    EXPECT_NEAR(told(bits, half.db()), bits / 2.0, 0.001);
  }
}

TEST(EffectiveSinr, IsBelowTheMeanOfAFadingBand) {
  const std::vector<Decibel> band = {Decibel(25), Decibel(5), Decibel(15), Decibel(0)};
  for (const int bits : {2, 4, 6, 8}) {
    const double effective = effective_sinr(bits, band).db();
    EXPECT_GT(effective, 0);
    EXPECT_LT(effective, 10 * std::log10((std::pow(10, 2.5) + std::pow(10, 0.5) + std::pow(10, 1.5) + 1) / 4));
  }
}

}  // namespace
}  // namespace plantproof::channel
