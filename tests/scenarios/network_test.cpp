#include "scenarios/network.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kHall = "hall: {length_m: 100, width_m: 30, height_m: 10}\n";  // line 5
// From line 6 on; the gNB's further keys follow at line 14.
constexpr const char* kNr =
    "pilot:\n"
    "  network:\n"
    "    kind: nr\n"
    "    carrier: {frequency_ghz: 3.75, bandwidth_mhz: 100, subcarrier_spacing_khz: 30, pattern: DU}\n"
    "    gnbs:\n"
    "      - x_m: 1\n"
    "        y_m: 2\n"
    "        z_m: 3\n";

std::string text(const std::string& parts) {
  return "scenario: own\ntitle: {zh: 自拟, en: own}\nsituation: {zh: 场景, en: situation}\ncriteria: cq-2020-5g\n" +
         parts;
}

Scenario parsed(const std::string& parts) {
  return parse_scenario("own.yaml", text(parts));
}

std::string failure(const std::string& parts) {
  try {
    parsed(parts);
  } catch (const core::InputFailure& failure) {
    return failure.errors().message(core::Language::En);
  }
  return "no failure";
}

NrNetwork nr(const std::string& more = {}) {
  return std::get<NrNetwork>(parsed(std::string(kHall) + kNr + more).pilot->network);
}

TEST(Hall, HasTheCalibrationsClutterUnlessItsFileSaysOtherwise) {
  const Scenario scenario = parsed("hall: {length_m: 100, width_m: 30.5, height_m: 10}\n");
  ASSERT_TRUE(scenario.hall);
  EXPECT_EQ(scenario.hall->length_m.value, 100);
  EXPECT_EQ(scenario.hall->width_m.value, 30.5);
  EXPECT_EQ(scenario.hall->clutter.density_ratio.value, 0.2);  // TR 38.901, table 7.8-7
  EXPECT_EQ(scenario.hall->clutter.height_m.value, 2);
  EXPECT_FALSE(scenario.hall->clutter.height_m.origin);
  EXPECT_EQ(
      parsed("hall: {length_m: 9, width_m: 9, height_m: 9, clutter: {height_m: 6}}\n").hall->clutter.height_m.value, 6);
}

TEST(Hall, HasTheDefaultsOfDenseClutterWhereItIsDense) {
  const auto clutter = [](const std::string& said) {
    return parsed("hall: {length_m: 9, width_m: 9, height_m: 9, clutter: {" + said + "}}\n").hall->clutter;
  };
  EXPECT_EQ(clutter("density_ratio: 0.4").height_m.value, 6);  // TR 38.901, table 7.8-7
  EXPECT_EQ(clutter("density_ratio: 0.4").size_m.value, 2);    // TR 38.901, table 7.2-4
  EXPECT_EQ(clutter("density_ratio: 0.39").size_m.value, 10);
  EXPECT_EQ(clutter("density_ratio: 0.4, size_m: 10, height_m: 2").size_m.value, 10);
  EXPECT_EQ(clutter("density_ratio: 0.4, size_m: 10, height_m: 2").height_m.value, 2);
}

TEST(Network, IsReadWithItsUnits) {
  const NrNetwork network =
      nr("        tx_power_dbm: 20\n"
         "        antennas: {count: 2, pattern: element, downtilt_deg: 45}\n"
         "    scheduler: deadline\n"
         "    transmission: {control_symbols: 2, uplink: {mapping_type: B, symbols: 4}}\n"
         "    qos_flows: [{flow: plc-*, five_qi: 82, rlc_mode: um, pdcp_duplication: true}]\n"
         "    slices: [{name: control, share_ratio: 0.5}]\n"
         "    duplication_carriers:\n"
         "      - {frequency_ghz: 0.7, bandwidth_mhz: 20, subcarrier_spacing_khz: 15, duplex: fdd}\n");
  EXPECT_EQ(network.carrier.frequency_ghz.value, 3.75);
  EXPECT_EQ(network.carrier.bandwidth_mhz.value, 100);
  EXPECT_EQ(network.carrier.duplex.value, Duplex::Tdd);
  ASSERT_EQ(network.gnbs.size(), 1U);
  EXPECT_EQ(network.gnbs[0].y_m.value, 2);
  EXPECT_EQ(network.gnbs[0].antennas.pattern.value, AntennaPattern::Element);
  EXPECT_EQ(network.scheduler.value, Scheduler::Deadline);
  EXPECT_EQ(network.transmission.downlink.symbols.value, 13);
  EXPECT_EQ(network.transmission.uplink.mapping_type.value, MappingType::B);
  EXPECT_EQ(network.transmission.uplink.symbols.value, 4);
  ASSERT_EQ(network.qos_flows.size(), 1U);
  EXPECT_TRUE(network.qos_flows[0].pdcp_duplication.value);
  EXPECT_EQ(network.qos_flows[0].rlc_mode.value, RlcMode::Um);
  EXPECT_EQ(network.slices[0].share_ratio.value, 0.5);
  ASSERT_EQ(network.duplication_carriers.size(), 1U);
  EXPECT_EQ(network.duplication_carriers[0].duplex.value, Duplex::Fdd);
}

TEST(Network, OfEveryKindIsRead) {
  const auto baseline = [](const std::string& network) {
    return parsed(std::string(kHall) + "baseline: {network: " + network + "}\n").baseline->network;
  };
  const auto wifi =
      std::get<WifiNetwork>(baseline("{kind: wifi, standard: 802.11ac, channel_width_mhz: 80, access_points: [{x_m: 1, "
                                     "y_m: 1, z_m: 5, channel: 42}]}"));
  EXPECT_EQ(wifi.standard.value, WifiStandard::Ieee80211ac);
  EXPECT_EQ(wifi.access_points[0].channel.value, 42);
  const auto lte =
      std::get<LteNetwork>(baseline("{kind: lte, carrier: {downlink_ghz: 2.6, uplink_ghz: 2.5, bandwidth_mhz: 1.4}, "
                                    "enbs: [{x_m: 1, y_m: 1, z_m: 5}]}"));
  EXPECT_EQ(lte.carrier.bandwidth_mhz.value, 1.4);
  EXPECT_EQ(std::get<WiredNetwork>(baseline("{kind: wired, ethernet: {rate_mbps: 10}}")).ethernet.rate_mbps.value, 10);
  EXPECT_TRUE(std::holds_alternative<NoNetwork>(baseline("{kind: none}")));
}

TEST(Parameter, KnowsWhereItStands) {
  const NrNetwork network = nr();
  EXPECT_EQ(network.carrier.pattern.where, (core::Position{"own.yaml", 9, 93}));
  EXPECT_EQ(network.gnbs[0].x_m.where, (core::Position{"own.yaml", 11, 14}));
  // A default has the place of the innermost map that leaves it out.
  EXPECT_EQ(network.carrier.special_slot.where, (core::Position{"own.yaml", 9, 14}));
  EXPECT_EQ(network.gnbs[0].antennas.count.where, (core::Position{"own.yaml", 11, 9}));
  EXPECT_EQ(network.scheduler.where, (core::Position{"own.yaml", 8, 5}));
  EXPECT_EQ(network.harq.processes.where, (core::Position{"own.yaml", 8, 5}));
}

TEST(Parameter, TakesItsOriginFromTheCommentOfItsLine) {
  const NrNetwork network =
      nr("        tx_power_dbm: 20  # a data sheet\n"
         "        noise_figure_db: 7  # 假设：旧设备 | assumption: an old one\n"
         "    device:\n"
         "      height_m: 2  # assumption\n"
         "      gain_dbi: 3\n"
         "      transmit_antennas: 1\n");
  EXPECT_EQ(network.gnbs[0].tx_power_dbm.origin->text(), core::same_in_both("a data sheet"));
  EXPECT_FALSE(network.gnbs[0].tx_power_dbm.origin->is_assumption);
  EXPECT_EQ(network.gnbs[0].noise_figure_db.origin->text(), (core::Text{"假设：旧设备", "assumption: an old one"}));
  EXPECT_TRUE(network.gnbs[0].noise_figure_db.origin->is_assumption);
  EXPECT_EQ(network.device.height_m.origin->text(), (core::Text{"假设", "assumption"}));
  EXPECT_EQ(network.device.gain_dbi.origin->text().en, "assumption: the file names no source");
  EXPECT_EQ(network.device.transmit_antennas.origin->text().en,
            "assumption: an industrial device with one transmitter");
  EXPECT_FALSE(network.device.tx_power_dbm.origin);
}

struct BadFile {
  std::string name;
  std::string parts;
  std::string errors;

  friend void PrintTo(const BadFile& bad, std::ostream* out) { *out << bad.name; }
};

class Refused : public ::testing::TestWithParam<BadFile> {};

TEST_P(Refused, WithEverythingThatIsWrong) {
  EXPECT_EQ(failure(GetParam().parts), GetParam().errors);
}

const std::string kBoth = std::string(kHall) + kNr;
const BadFile kBadFiles[] = {
    {"HallWithoutHeight", "hall: {length_m: 100, width_m: 30}\n", "own.yaml:5:7: the key “height_m” is missing\n"},
    {"HallOutOfRange", "hall: {length_m: 0.5, width_m: wide, height_m: 10, clutter: {density_ratio: 1}}\n",
     "own.yaml:5:18: “0.5” is not a number from 1 to 1000\n"
     "own.yaml:5:32: “wide” is not a number from 1 to 1000\n"
     "own.yaml:5:77: “1” is not a number from 0.001 to 0.99\n"},
    {"HallThatIsNoMap", "hall: 100x30\n", "own.yaml:5:7: expected a map (key: value) here\n"},
    {"NetworkWithoutHall", kNr, "own.yaml:1:1: the key “hall” is missing\n"},
    {"PhaseWithoutNetwork", std::string(kHall) + "pilot: {netwrok: {kind: nr}}\n",
     "own.yaml:6:8: the key “network” is missing\n"
     "own.yaml:6:9: unknown key “netwrok”; did you mean “network”?\n"},
    {"UnknownKind", std::string(kHall) + "pilot: {network: {kind: 5g, carrier: {}}}\n",
     "own.yaml:6:25: unknown “5g”; valid names: nr, wifi, lte, wired, none\n"},
    {"KindMissing", std::string(kHall) + "pilot: {network: {carrier: {}}}\n",
     "own.yaml:6:18: the key “kind” is missing\n"},
    {"NoneWithACarrier", std::string(kHall) + "pilot: {network: {kind: none, carrier: {}}}\n",
     "own.yaml:6:31: unknown key “carrier”; valid names: kind\n"},
    {"NrWithoutItsParts", std::string(kHall) + "pilot: {network: {kind: nr}}\n",
     "own.yaml:6:18: the key “carrier” is missing\n"
     "own.yaml:6:18: the key “gnbs” is missing\n"},
    {"NoGnbs", std::string(kHall) + "pilot: {network: {kind: wifi, access_points: []}}\n",
     "own.yaml:6:46: at least one is needed\n"},
    {"GnbsThatAreNoList", std::string(kHall) + "pilot: {network: {kind: wifi, access_points: {x_m: 1}}}\n",
     "own.yaml:6:46: expected a list (- item) here\n"
     "own.yaml:6:47: unknown key “x_m”; there is no valid name\n"},
    {"Everything",
     kBoth + "        tx_power_dbm: 100\n"                             // 14
             "        antenas: {}\n"                                   // 15
             "        antennas: [4]\n"                                 // 16
             "    scheduler: deadlin\n"                                // 17
             "    harq: {processes: 33, combining: chase}\n"           // 18
             "    qos_flows: [{five_qi: x, pdcp_duplication: yes}]\n"  // 19
             "    configured_grants: [{period_ms: 0.1}]\n"             // 20
             "    ue_processing_capability: 3\n",                      // 21
     "own.yaml:14:23: “100” is not a number from -20 to 53\n"
     "own.yaml:15:9: unknown key “antenas”; did you mean “antennas”?\n"
     "own.yaml:16:19: expected a map (key: value) here\n"
     "own.yaml:17:16: unknown “deadlin”; did you mean “deadline”?\n"
     "own.yaml:18:23: “33” is not a whole number from 1 to 32\n"
     "own.yaml:19:27: “x” is not a whole number from 1 to 255\n"
     "own.yaml:19:48: “yes” must be true or false\n"
     "own.yaml:20:25: the key “bytes” is missing\n"
     "own.yaml:20:37: “0.1” is not a number from 0.125 to 640\n"
     "own.yaml:21:31: “3” is not a whole number from 1 to 2\n"}};

INSTANTIATE_TEST_SUITE_P(Network, Refused, ::testing::ValuesIn(kBadFiles),
                         [](const auto& test) { return test.param.name; });

std::vector<std::string> paths(const std::vector<ParameterRow>& rows) {
  std::vector<std::string> result;
  for (const ParameterRow& row : rows) result.push_back(row.path);
  return result;
}

TEST(Parameters, AreToldPartByPartWithTheirPaths) {
  const auto rows = parameters(parsed(std::string(kHall) + "baseline: {network: {kind: wired}}\n"));
  EXPECT_THAT(
      paths(rows),
      ElementsAre("", "duration_s", "replications", "seed", "hall", "hall.length_m", "hall.width_m", "hall.height_m",
                  "hall.clutter", "hall.clutter.density_ratio", "hall.clutter.height_m", "hall.clutter.size_m",
                  "hall.clutter.speed_mps", "baseline.network", "baseline.network.kind", "baseline.network.ethernet",
                  "baseline.network.ethernet.rate_mbps", "baseline.network.ethernet.cable_length_m",
                  "baseline.network.ethernet.switch_us", "baseline.network.ethernet.queue_bytes",
                  "baseline.network.background", "baseline.network.background.devices",
                  "baseline.network.background.downlink_mbps", "baseline.network.background.uplink_mbps"));
  EXPECT_THAT(parameters(parsed("")), IsEmpty());
}

TEST(Parameters, ShowTheValueWithItsUnitAndWhetherItIsTheDefault) {
  std::map<std::string, ParameterRow> rows;
  for (const ParameterRow& row : parameters(parsed(kBoth + "        antennas: {count: 2}  # a data sheet\n")))
    rows[row.path] = row;
  const ParameterRow& count = rows.at("pilot.network.gnbs.0.antennas.count");
  EXPECT_EQ(count.value.en, "2");
  EXPECT_FALSE(count.is_default);
  EXPECT_EQ(count.origin.text().en, "a data sheet");
  EXPECT_EQ(rows.at("pilot.network.carrier.frequency_ghz").value.zh, "3.75 GHz");
  EXPECT_EQ(rows.at("pilot.network.gnbs.0.antennas.downtilt_deg").value.en, "90°");
  EXPECT_EQ(rows.at("pilot.network.scheduling_request.period_slots").value, (core::Text{"5 个时隙", "5 slots"}));
  EXPECT_EQ(rows.at("pilot.network.device.noise_figure_db").origin.text().en, "3GPP TR 38.901, table 7.8-7");
  EXPECT_TRUE(rows.at("pilot.network.device.noise_figure_db").is_default);
  EXPECT_EQ(rows.at("pilot.network.slices").value.en, "none");
  EXPECT_EQ(rows.at("pilot.network.core.upf_us").value.en, "50 μs");
}

TEST(Parameters, AllHaveATitleARangeAndASourceOfTheirDefault) {
  std::set<std::string> seen;
  for (const ParameterRow& row : all_parameters()) {
    EXPECT_FALSE(row.title.zh.empty() || row.title.en.empty()) << row.path;
    if (row.is_part()) continue;
    if (row.info->otherwise) {
      EXPECT_FALSE(row.info->otherwise->text().zh.empty() || row.info->otherwise->text().en.empty()) << row.path;
    }
    if (row.info->least) {
      EXPECT_LT(*row.info->least, *row.info->most) << row.path;
    }
    seen.insert(row.path);
  }
  EXPECT_GE(seen.size(), 90U);
}

TEST(Scenarios, WithNetworksSayWhereTheirFiguresComeFrom) {
  for (const Scenario& scenario : scenarios()) {
    for (const ParameterRow& row : parameters(scenario)) {
      if (row.is_part()) continue;
      EXPECT_NE(row.origin.why.en, "the file names no source") << scenario.id << " " << row.path;
    }
  }
}

}  // namespace
}  // namespace plantproof::scenarios
