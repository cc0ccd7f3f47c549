#include "config/nr_configuration.hpp"

#include <gtest/gtest.h>

#include "channel/block_error.hpp"
#include "channel/fading.hpp"
#include "sim/config/fixture.hpp"

namespace plantproof::config {
namespace {

using namespace std::chrono_literals;
using channel::Environment;

/// What follows from the sound network with these changes; an empty one, and a failure, when it is refused.
std::optional<NrConfiguration> configuration(const Changes& changes = {}) {
  const scenarios::Scenario scenario = scenarios::parse_scenario("own.yaml", changed(kSound, changes));
  core::InputErrors errors;
  auto result = nr_configuration(*scenario.hall, std::get<scenarios::NrNetwork>(scenario.pilot->network), errors);
  EXPECT_EQ(errors.message(core::Language::En), "");
  return result;
}

TEST(NrConfiguration, FollowsFromTheCarrier) {
  const auto config = configuration();
  ASSERT_TRUE(config);
  EXPECT_EQ(config->frequency.ghz(), 3.5);
  EXPECT_EQ(config->range, nr::FrequencyRange::Fr1);
  EXPECT_EQ(config->blocks, 273);  // TS 38.101-1, table 5.3.2-1
  EXPECT_EQ(config->pattern.slots(), 5);
  // DDDSU with 10:2:2: three slots and ten symbols down, one slot and two symbols up.
  EXPECT_EQ(config->pattern.symbols(nr::Direction::Downlink), 52);
  EXPECT_EQ(config->pattern.symbols(nr::Direction::Uplink), 16);
  EXPECT_NEAR(config->surroundings_doppler.hz(), 9.69, 0.005);  // 0.83 m/s over 85.655 mm
}

TEST(NrConfiguration, StartsDataBehindTheControlSymbols) {
  const auto config = configuration();
  EXPECT_EQ(config->downlink.starts.to_ulong(), 0b10U);  // 13 symbols, at symbol 1 only
  EXPECT_EQ(config->uplink.starts.to_ulong(), 0b1U);
  const auto mini = configuration(
      {{"control_symbols: 1", "control_symbols: 2"}, {"mapping_type: A, symbols: 13", "mapping_type: B, symbols: 7"}});
  EXPECT_EQ(mini->downlink.starts.to_ulong(), 0b11111100U);  // symbols 2 to 7
}

TEST(NrConfiguration, OfFddHasEverySymbolBothWays) {
  const auto config =
      configuration({{"duplex: tdd", "duplex: fdd"}, {"      pattern: DDDSU\n      special_slot: '10:2:2'\n", ""}});
  ASSERT_TRUE(config);
  EXPECT_EQ(config->pattern.share(nr::Direction::Uplink), 1);
}

TEST(NrConfiguration, GivesAGrantItsFirstOccasionAndFewestBlocks) {
  const auto config = configuration();
  ASSERT_EQ(config->configured_grants.size(), 1U);
  const PeriodicResource& grant = config->configured_grants.front();
  EXPECT_EQ(grant.period, 10ms);
  EXPECT_EQ(grant.first, 2ms);  // the first uplink slot of DDDSU from 1 ms on, at 30 kHz
  // MCS 4 is QPSK at 308 / 1024: 93.84 bits a block of 156 elements. 8 blocks have N'_info 744 and so 768 bits (TS
  // 38.214, table 5.1.3.2-1), less than 800; 9 have 840 and 848.
  EXPECT_EQ(grant.blocks, 9);
  EXPECT_EQ(config->semi_persistent.front().first.count(), 36'198);  // symbol 1: (2048 + 144) * 64 / 2 + 16 * 64 Tc
}

TEST(NrConfiguration, FitsAGrantThatTheCarrierJustHolds) {
  // TS 38.214, 5.1.3.2: 269 blocks beside PUCCH have N_info 25 243.97, n = 9, N'_info 49 * 512, C = 3, and so
  // 24 * ceil(25 112 / 24) - 24 = 25 104 bits, 3138 bytes. It rounds up to 49 from 48.5 * 512 + 24 on, 265 blocks.
  EXPECT_EQ(
      configuration({{"offset_ms: 1, bytes: 100", "offset_ms: 1, bytes: 3138"}})->configured_grants.front().blocks,
      265);
  EXPECT_NE(objections(changed(kSound, {{"offset_ms: 1, bytes: 100", "offset_ms: 1, bytes: 3139"}})), "");
}

TEST(NrConfiguration, IsThatOfEachDuplicationCarrierToo) {
  const auto config = configuration({{"    gnbs",
                                      "    duplication_carriers:\n      - {frequency_ghz: 0.7, bandwidth_mhz: 20, "
                                      "subcarrier_spacing_khz: 15, duplex: fdd}\n    gnbs"},
                                     {"slice: control", "slice: control, pdcp_duplication: true"}});
  ASSERT_TRUE(config);
  EXPECT_EQ(config->blocks, 273);
  ASSERT_EQ(config->duplication.size(), 1U);
  const NrConfiguration& further = config->duplication.front();
  EXPECT_EQ(further.frequency.ghz(), 0.7);
  EXPECT_EQ(further.blocks, 106);  // TS 38.101-1, table 5.3.2-1
  EXPECT_EQ(further.pattern.share(nr::Direction::Uplink), 1);
  EXPECT_EQ(further.configured_grants.front().first, 1ms);  // no slot has to be waited for
  EXPECT_EQ(further.gnbs.size(), 2U);
}

TEST(NrConfiguration, HasTheRowOfEveryFiveQi) {
  const auto config = configuration();
  ASSERT_EQ(config->qos_flows.size(), 1U);
  EXPECT_EQ(config->qos_flows.front().packet_delay_budget, 10ms);  // TS 23.501, table 5.7.4-1, 82
}

TEST(NrConfiguration, PlacesTheGnbsInTheHall) {
  const auto config = configuration(
      {{"x_m: 10, y_m: 15, z_m: 7",
        "x_m: 10, y_m: 15, z_m: 7, antennas: {pattern: element, gain_dbi: 8, azimuth_deg: 90, downtilt_deg: 30}"}});
  ASSERT_EQ(config->gnbs.size(), 2U);
  EXPECT_EQ(config->gnbs[1].place.x_m, 50);
  EXPECT_EQ(config->gnbs[0].antenna.pattern, channel::Antenna::Pattern::Element);
  EXPECT_EQ(config->gnbs[0].antenna.azimuth_deg, 90);
  EXPECT_EQ(config->gnbs[0].antenna.downtilt_deg, 30);
  EXPECT_EQ(config->environment, Environment::InfSh);
  EXPECT_EQ(config->clutter.size_m, 10);
  EXPECT_EQ(config->clutter.height_m, 2);
}

TEST(Environment, FollowsFromClutterAndHeights) {
  scenarios::Clutter clutter;  // 2 m high
  const auto of = [&](double density, double gnb_m, double device_m) {
    clutter.density_ratio.value = density;
    return environment_of(clutter, gnb_m, device_m);
  };
  EXPECT_EQ(of(0.39, 1.5, 1.5), Environment::InfSl);
  EXPECT_EQ(of(0.40, 1.5, 1.5), Environment::InfDl);
  EXPECT_EQ(of(0.39, 8, 1.5), Environment::InfSh);
  EXPECT_EQ(of(0.40, 8, 1.5), Environment::InfDh);
  EXPECT_EQ(of(0.40, 8, 2.5), Environment::InfHh);
  EXPECT_EQ(of(0.40, 2, 2.5), Environment::InfDl);  // at the clutter's height an antenna is not above it
}

TEST(Defaults, AreThoseOfTheModels) {
  const scenarios::NrNetwork network;
  EXPECT_EQ(network.receiver_loss_db.value, channel::kPracticalReceiver.loss.db());
  EXPECT_LE(network.harq.max_transmissions.value, channel::kMostTransmissions);
  EXPECT_LE(network.device.receive_antennas.value, channel::Fading::kMostBranches);
}

}  // namespace
}  // namespace plantproof::config
