#include "config/check.hpp"

#include <ostream>

#include <gtest/gtest.h>

#include "sim/config/fixture.hpp"

namespace plantproof::config {
namespace {

struct Bad {
  std::string name;
  Changes changes;
  std::string errors;

  friend std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.name; }
};

class Refused : public ::testing::TestWithParam<Bad> {};

TEST_P(Refused, WithThePlaceAndTheReason) {
  EXPECT_EQ(objections(changed(kSound, GetParam().changes)), GetParam().errors);
}

std::string objections_to_sound() {
  return objections(kSound);
}

TEST(Checks, HaveNothingAgainstASoundNetwork) {
  EXPECT_EQ(objections_to_sound(), "");
}

TEST(Checks, HaveNothingAgainstTheScenariosOfTheNotice) {
  for (const scenarios::Scenario& scenario : scenarios::scenarios()) {
    core::InputErrors errors;
    check_networks(scenario, errors);
    EXPECT_EQ(errors.message(core::Language::Zh), "") << scenario.id;
  }
}

const Bad kBad[] = {
    {"CarrierBetweenTheRanges",
     {{"frequency_ghz: 3.5", "frequency_ghz: 10"}},
     "own.yaml:14:22: 10 GHz is in no frequency range of NR: FR1 is 0.41 to 7.125 GHz, FR2 24.25 to 52.6 GHz\n"},
    {"UnknownSpacing",
     {{"khz: 30", "khz: 45"}},
     "own.yaml:16:31: there is no subcarrier spacing of 45 kHz; there are 15, 30, 60, 120\n"},
    {"BandwidthThatTheSpacingDoesNotHave",
     {{"bandwidth_mhz: 100", "bandwidth_mhz: 55"}},
     "own.yaml:15:22: FR1 has no channel bandwidth of 55 MHz at 30 kHz; it has, in MHz, 5, 10, 15, 20, 25, 30, 35, 40, "
     "45, 50, 60, 70, 80, 90, 100\n"},
    {"PatternThatDoesNotTileAFrame",
     {{"DDDSU", "DDSU"}, {"khz: 30", "khz: 15"}, {"bandwidth_mhz: 100", "bandwidth_mhz: 20"}},
     "own.yaml:18:16: the slot pattern “DDSU” has 4 slots, which do not tile the frame of 10 ms, 10 slots at 15 kHz; "
     "it "
     "may have 1, 2, 5, 10\n"},
    {"WrongSpecialSlot",
     {{"10:2:2", "10:2:3"}},
     "own.yaml:19:21: “10:2:3” is no special slot: three whole numbers downlink:guard:uplink are asked for, 14 symbols "
     "together, as 10:2:2\n"},
    {"TddWithoutAPattern",
     {{"      pattern: DDDSU\n      special_slot: '10:2:2'\n", ""}},
     "own.yaml:14:7: a TDD carrier needs a slot pattern, such as DDDSU\n"},
    {"FddWithAPattern",
     {{"duplex: tdd", "duplex: fdd"}},
     "own.yaml:18:16: FDD has no slot pattern, “DDDSU” is of no use\n"
     "own.yaml:19:21: FDD has no slot pattern, “10:2:2” is of no use\n"},
    {"GnbOutsideTheHall",
     {{"x_m: 50, y_m: 15, z_m: 7", "x_m: 60.5, y_m: 15, z_m: 9"}},
     "own.yaml:22:15: the gNB is outside the hall: x = 60.5 m, the hall ends at 60 m\n"
     "own.yaml:22:35: the gNB is outside the hall: z = 9 m, the hall ends at 8 m\n"},
    {"GnbsAboveAndAmongTheClutter",
     {{"x_m: 50, y_m: 15, z_m: 7", "x_m: 50, y_m: 15, z_m: 2"}},
     "own.yaml:22:33: the clutter's height, 2 m, lies between this gNB and the first; the channel model has room for "
     "one "
     "of both\n"},
    {"ClutterUpToTheCeiling",
     {{"height_m: 2}", "height_m: 8}"}},
     "own.yaml:9:43: clutter of 8 m must be below the ceiling, 8 m\n"},
    {"DevicesAboveTheCeiling",
     {{"    scheduler", "    device: {height_m: 9}\n    scheduler"}},
     "own.yaml:23:24: devices are 9 m high, in a hall of 8 m\n"},
    {"MoreLayersThanAntennas",
     {{"symbols: 13", "symbols: 13, layers: 3"}, {"symbols: 14", "symbols: 14, layers: 2"}},
     "own.yaml:26:56: 3 layers are more than the 2 antennas of a device's receiver\n"
     "own.yaml:27:54: 2 layers are more than the 1 antenna of a device's transmitter\n"},
    {"MoreLayersThanAGnbHasAntennas",
     {{"z_m: 7", "z_m: 7, antennas: {count: 1}"}, {"symbols: 13", "symbols: 13, layers: 2"}},
     "own.yaml:26:56: 2 layers are more than the 1 antenna of a gNB\n"},
    {"LengthThatTypeADoesNotHave",
     {{"symbols: 13", "symbols: 2"}, {"symbols: 14", "symbols: 3"}},
     "own.yaml:26:44: downlink mapping type A has no transmission of 2 symbols; it has 3, 4, 5, 6, 7, 8, 9, 10, 11, "
     "12, "
     "13, 14\n"
     "own.yaml:27:42: uplink mapping type A has no transmission of 3 symbols; it has 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, "
     "14\n"},
    {"LengthThatTypeBDoesNotHave",
     {{"mapping_type: A, symbols: 13", "mapping_type: B, symbols: 13"}},
     "own.yaml:26:44: downlink mapping type B has no transmission of 13 symbols; it has 2, 4, 7\n"},
    {"NoRoomBehindTheControlSymbols",
     {{"control_symbols: 1", "control_symbols: 2"}},
     "own.yaml:26:44: 13 downlink symbols do not fit behind 2 control symbols\n"},
    {"NoSlotForTheUplink",
     {{"DDDSU", "DDDSS"},
      {"symbols: 14", "symbols: 14, shortened: false"},
      {"    configured_grants:\n      - {period_ms: 10, offset_ms: 1, bytes: 100}\n", ""}},
     "own.yaml:27:42: the slot pattern has no slot in which 14 uplink symbols have a place\n"},
    {"NoSlotForAShorterUplinkEither",
     {{"DDDSU", "DDDSS"}, {"    configured_grants:\n      - {period_ms: 10, offset_ms: 1, bytes: 100}\n", ""}},
     "own.yaml:27:42: the slot pattern has no slot in which 14 uplink symbols have a place\n"},
    {"DmrsThatFillTheTransmission",
     {{"control_symbols: 1", "dmrs_elements: 24"}, {"mapping_type: A, symbols: 14", "mapping_type: B, symbols: 2"}},
     "own.yaml:25:22: DM-RS of 24 resource elements leave no room for data in the 2 symbols of the uplink\n"},
    {"PucchOverTheWholeCarrier",
     {{"bandwidth_mhz: 100", "bandwidth_mhz: 5"}, {"control_symbols: 1", "uplink_control_blocks: 11"}},
     "own.yaml:25:30: PUCCH takes 11 resource blocks, of 11 in all\n"},
    {"Capability2At120Khz",
     {{"frequency_ghz: 3.5", "frequency_ghz: 26"}, {"khz: 30", "khz: 120"}, {"capability: 1", "capability: 2"}},
     "own.yaml:28:31: there is no processing capability 2 in FR2 at 120 kHz (TS 38.214, table 6.4-2)\n"},
    {"GrantLargerThanTheCarrier",
     {{"offset_ms: 1, bytes: 100", "offset_ms: 1, bytes: 4000"}},
     "own.yaml:30:46: 4000 B do not fit: not even all 269 resource blocks over 14 symbols at MCS 4 hold them\n"},
    {"GrantOfAnMcsThatTheTableDoesNotHave",
     {{"bytes: 100}", "bytes: 100, mcs: 28}"},
      {"    transmission", "    link_adaptation: {mcs_table: qam256}\n    transmission"}},
     "own.yaml:31:56: the MCS table has no MCS 28, its last is 27\n"},
    {"GrantBetweenTheSlots",
     {{"period_ms: 10", "period_ms: 0.7"}},
     "own.yaml:30:21: a period of 0.7 ms is no whole number of slots, 0.5 ms each at 30 kHz\n"},
    {"GrantThatFallsOnTheDownlink",
     {{"period_ms: 10", "period_ms: 4"}},
     "own.yaml:30:21: occasions 4 ms apart fall on symbols that are not uplink; multiples of the pattern's 2.5 ms do "
     "not\n"},
    {"AssignmentThatFallsOnTheUplink",
     {{"period_ms: 5", "period_ms: 1"}},
     "own.yaml:32:21: occasions 1 ms apart fall on symbols that are not downlink; multiples of the pattern's 2.5 ms do "
     "not\n"},
    {"DeadlineSchedulerWithoutADeadline",
     {{"five_qi: 82", "five_qi: 9"}},
     "own.yaml:23:16: the deadline scheduler goes by delay budgets, but qos_flows has no delay-critical 5QI (82 to "
     "90)\n"},
    {"UnknownFiveQi",
     {{"five_qi: 82", "five_qi: 81"}},
     "own.yaml:34:19: there is no 5QI 81; there are 1, 2, 3, 4, 5, 6, 7, 8, 9, 79, 80, 82, 83, 84, 85, 86, 87, 88, 89, "
     "90\n"},
    {"UnknownSlice",
     {{"slice: control", "slice: contrl"}},
     "own.yaml:34:30: there is no slice “contrl”; did you mean “control”?\n"},
    {"SlicesOfOneNameAndMoreThanAll",
     {{"name: office, share_ratio: 0.5", "name: control, share_ratio: 0.6"}},
     "own.yaml:37:16: there are two slices called “control”\n"
     "own.yaml:37:38: up to here the slices share out 1.1 of the resource blocks, there is 1\n"},
    {"Duplication",
     {{"slice: control", "pdcp_duplication: true"}},
     "own.yaml:34:41: PDCP duplication needs another carrier: give it in duplication_carriers\n"},
    {"DuplicationInTheSameChannel",
     {{"    gnbs",
       "    duplication_carriers: [{frequency_ghz: 3.555, bandwidth_mhz: 20, subcarrier_spacing_khz: 30, duplex: "
       "fdd}]\n    gnbs"}},
     "own.yaml:20:44: overlaps with a carrier before it: each carrier of PDCP duplication has a channel of its own\n"},
    {"DuplicationOnNoChannelOfTheStandard",
     {{"    gnbs",
       "    duplication_carriers: [{frequency_ghz: 4.9, bandwidth_mhz: 7, subcarrier_spacing_khz: 30, duplex: fdd}]\n  "
       "  gnbs"}},
     "own.yaml:20:64: FR1 has no channel bandwidth of 7 MHz at 30 kHz; it has, in MHz, 5, 10, 15, 20, 25, 30, 35, 40, "
     "45, 50, 60, 70, 80, 90, 100\n"},
    {"DuplicationTooNarrowForAGrant",
     {{"    gnbs",
       "    duplication_carriers: [{frequency_ghz: 4.9, bandwidth_mhz: 5, subcarrier_spacing_khz: 30, duplex: fdd}]\n  "
       "  gnbs"},
      {"offset_ms: 1, bytes: 100", "offset_ms: 1, bytes: 1000"}},
     "own.yaml:31:46: 1000 B do not fit: not even all 7 resource blocks over 14 symbols at MCS 4 hold them\n"},
    {"LoadThatNobodyCarries",
     {{"devices: 1", "devices: 0"}},
     "own.yaml:38:45: no device carries the background load of 5 Mbit/s: devices is 0\n"},
    {"TimersThatCannotBeSignalled",
     {{"    background",
       "    handover: {time_to_trigger_ms: 150}\n    rlc: {t_reassembly_ms: 42, max_retransmissions: 5}\n    "
       "scheduling_request: {period_slots: 3}\n    background"}},
     "own.yaml:38:36: TimeToTrigger of TS 38.331 has no 150; it has 0, 40, 64, 80, 100, 128, 160, 256, 320, 480, 512, "
     "640, 1024, 1280, 2560, 5120\n"
     "own.yaml:39:28: T-Reassembly of TS 38.331 has no 42; it has 0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, "
     "65, "
     "70, 75, 80, 85, 90, 95, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200\n"
     "own.yaml:39:53: maxRetxThreshold of TS 38.331 has no 5; it has 1, 2, 3, 4, 6, 8, 16, 32\n"
     "own.yaml:40:40: SchedulingRequestResourceConfig of TS 38.331 has no 3; it has 1, 2, 4, 5, 8, 10, 16, 20, 40, 80, "
     "160, 320, 640\n"},
    {"AllAtOnce",
     {{"frequency_ghz: 3.5", "frequency_ghz: 8"},
      {"DDDSU", "DDXSU"},
      {"x_m: 10", "x_m: 100"},
      {"symbols: 13", "symbols: 1"},
      {"five_qi: 82", "five_qi: 10"}},
     "own.yaml:14:22: 8 GHz is in no frequency range of NR: FR1 is 0.41 to 7.125 GHz, FR2 24.25 to 52.6 GHz\n"
     "own.yaml:18:16: “DDXSU” is no slot pattern: its character 3 is none of D (downlink), S (special), U (uplink), as "
     "in DDDSU\n"
     "own.yaml:21:15: the gNB is outside the hall: x = 100 m, the hall ends at 60 m\n"
     "own.yaml:26:44: downlink mapping type A has no transmission of 1 symbol; it has 3, 4, 5, 6, 7, 8, 9, 10, 11, "
     "12, "
     "13, 14\n"
     "own.yaml:34:19: there is no 5QI 10; there are 1, 2, 3, 4, 5, 6, 7, 8, 9, 79, 80, 82, 83, 84, 85, 86, 87, 88, 89, "
     "90\n"}};

INSTANTIATE_TEST_SUITE_P(Nr, Refused, ::testing::ValuesIn(kBad), [](const auto& test) { return test.param.name; });

/// The sound hall with another network at line 10.
std::string with_baseline(const std::string& network) {
  const std::string sound = kSound;
  return sound.substr(0, sound.find("pilot:")) + "baseline: {network: {" + network + "}}\n";
}

TEST(Checks, KnowTheChannelsOfWifi) {
  const std::string n = "kind: wifi, standard: 802.11n, access_points: [{x_m: 1, y_m: 1, z_m: 6, channel: ";
  const std::string ac = "kind: wifi, channel_width_mhz: 80, access_points: [{x_m: 1, y_m: 1, z_m: 6, channel: ";
  EXPECT_EQ(objections(with_baseline(n + "6}]")), "");
  EXPECT_EQ(objections(with_baseline(n + "36}]")), "");
  EXPECT_EQ(objections(with_baseline(ac + "42}]")), "");
  EXPECT_EQ(objections(with_baseline(ac + "6}]")),
            "own.yaml:10:107: channel 6 is at 2.4 GHz, 802.11ac is at 5 GHz only\n");
  EXPECT_EQ(objections(with_baseline(ac + "36}]")),
            "own.yaml:10:107: Wi-Fi 80 MHz wide has no 36; it has 42, 58, 106, 122, 138, 155\n");
  EXPECT_EQ(objections(with_baseline("kind: wifi, standard: 802.11n, channel_width_mhz: 80, access_points: [{x_m: 61, "
                                     "y_m: 1, z_m: 6, channel: 42}]")),
            "own.yaml:10:72: 802.11n has no 80; it has 20, 40\n"
            "own.yaml:10:98: the AP is outside the hall: x = 61 m, the hall ends at 60 m\n");
}

TEST(Checks, KnowTheBandwidthsOfLte) {
  const std::string enbs = ", enbs: [{x_m: 1, y_m: 31, z_m: 6}]";
  EXPECT_EQ(
      objections(with_baseline("kind: lte, carrier: {downlink_ghz: 2.6, uplink_ghz: 2.59, bandwidth_mhz: 12}" + enbs)),
      "own.yaml:10:74: uplink and downlink overlap: FDD has a channel for each\n"
      "own.yaml:10:95: LTE (TS 36.104, table 5.6-1) has no 12; it has 1.4, 3, 5, 10, 15, 20\n"
      "own.yaml:10:121: the eNB is outside the hall: y = 31 m, the hall ends at 30 m\n");
}

TEST(Checks, SpeakChineseToo) {
  EXPECT_EQ(
      objections(
          changed(kSound, {{"symbols: 13", "symbols: 2"}, {"period_ms: 10", "period_ms: 4"}, {"x_m: 10", "x_m: 61"}}),
          core::Language::Zh),
      "own.yaml:21:15: gNB 在厂房之外：x = 61 m，厂房到 60 m 为止\n"
      "own.yaml:26:44: 下行映射类型 A 没有 2 个符号的传输；可用的符号数：3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14\n"
      "own.yaml:30:21: 周期 4 ms 的时机会落在非上行的符号上；取时隙配比周期 2.5 ms 的整数倍即可\n");
}

}  // namespace
}  // namespace plantproof::config
