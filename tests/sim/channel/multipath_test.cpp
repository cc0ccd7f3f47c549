#include "channel/multipath.hpp"

#include <gtest/gtest.h>

namespace plantproof::channel {
namespace {

using enum LineOfSight;

constexpr core::Hertz kCarrier = core::Hertz::from_ghz(3.5);

// Volume over surface is 4.0 m and 4.545 m in these halls.
TEST(DelaySpread, OfTheCalibrationHallsIsTheTables) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  const auto median_ns = [](LineOfSight state, const HallSize& hall) {
    return delay_spread(Environment::InfDh, state, hall, kCarrier).median_s() * 1e9;
  };
  EXPECT_NEAR(median_ns(Los, {120, 60, 10}), 52.7, 0.05);
  EXPECT_NEAR(median_ns(Nlos, {120, 60, 10}), 55.2, 0.05);
  EXPECT_NEAR(median_ns(Los, {300, 150, 10}), 59.0, 0.05);
  EXPECT_NEAR(median_ns(Nlos, {300, 150, 10}), 61.1, 0.05);
  EXPECT_EQ(delay_spread(Environment::InfSl, Los, {120, 60, 10}, kCarrier).log_deviation, 0.15);
  EXPECT_EQ(delay_spread(Environment::InfSl, Nlos, {120, 60, 10}, kCarrier).log_deviation, 0.19);
}

// At 9 GHz the logarithm is 1: 10^-7.702 s and 10^-7.453 s.
TEST(DelaySpread, OfAnOfficeGoesByTheCarrier) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  const DelaySpread los = delay_spread(Environment::InhOpenOffice, Los, {}, core::Hertz::from_ghz(9));
  const DelaySpread nlos = delay_spread(Environment::InhOpenOffice, Nlos, {}, core::Hertz::from_ghz(9));
  EXPECT_NEAR(los.median_s() * 1e9, 19.86, 0.005);
  EXPECT_NEAR(nlos.median_s() * 1e9, 35.24, 0.005);
  EXPECT_EQ(los.log_deviation, 0.18);
  EXPECT_NEAR(nlos.log_deviation, 0.155, 1e-12);
}

TEST(RicianFactor, IsTheTables) {
  RecordProperty("clause", "3GPP TR 38.901 table 7.5-6");
  const auto factory = rician_factor(Environment::InfSl, Los);
  const auto office = rician_factor(Environment::InhMixedOffice, Los);
  ASSERT_TRUE(factory && office);
  EXPECT_EQ(factory->mean.db(), 7);
  EXPECT_EQ(factory->deviation.db(), 8);
  EXPECT_EQ(office->mean.db(), 7);
  EXPECT_EQ(office->deviation.db(), 4);
  EXPECT_FALSE(rician_factor(Environment::InfSl, Nlos));
}

}  // namespace
}  // namespace plantproof::channel
