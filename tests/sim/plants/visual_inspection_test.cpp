#include "visual_inspection/visual_inspection.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "data/table_io.hpp"
#include "network/wired.hpp"

namespace plantproof::plants {
namespace {

using data::Judgement;
using Way = scenarios::VisualInspection::Way;
using Unjudged = scenarios::VisualInspection::Unjudged;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Nanoseconds kStart = seconds(2);

/// Two lines.
scenarios::VisualInspection two_lines() {
  scenarios::VisualInspection parameters;
  parameters.lines.resize(2);
  return parameters;
}

struct Day {
  std::vector<data::Inspection> inspections;
  std::vector<data::ProducedUnit> units;
  std::vector<data::Shift> shifts;
  std::vector<data::Message> messages;
  network::Fates fates;

  [[nodiscard]] std::string bytes() const {
    return data::write_table(inspections) + data::write_table(units) + data::write_table(messages);
  }
  [[nodiscard]] std::int64_t judged() const {
    return std::count_if(inspections.begin(), inspections.end(), [](const auto& row) { return row.judgement; });
  }
  [[nodiscard]] std::int64_t misjudged() const {
    return std::count_if(inspections.begin(), inspections.end(),
                         [](const auto& row) { return row.judgement && row.judgement != row.actual; });
  }
};

/// The process over cables of that rate, all to one switch; inspectors have no network.
Day run(const scenarios::VisualInspection& parameters, double rate_mbps, std::uint64_t seed = 1,
        core::Nanoseconds duration = seconds(58), core::Nanoseconds switch_delay = core::Nanoseconds(5'000)) {
  network::Simulation simulation(seed);
  VisualInspection process(parameters);
  network::Wired wired;
  wired.ethernet.rate_bps = static_cast<std::int64_t>(1e6 * rate_mbps);
  wired.ethernet.switch_delay = switch_delay;
  wired.ethernet.switch_queue_bytes = 100'000'000;
  const Population population = process.population();
  for (const Machine& machine : population.machines) wired.devices.push_back({machine.name, {}});
  for (const std::string& server : population.servers) wired.devices.push_back({server, {}});
  network::Network network = network::build_wired(wired, simulation);
  network::Messaging messaging(simulation, network);
  data::Tables tables;
  const bool has_network = !population.flows.empty();
  Plant plant{simulation, has_network ? &network : nullptr, has_network ? &messaging : nullptr, duration, seed, tables};
  simulation.run_until(core::Instant(kStart));
  process.start(plant);
  simulation.run_until(core::Instant(kStart + duration));
  process.finish();
  return {*tables.rows<data::Inspection>(), *tables.rows<data::ProducedUnit>(), *tables.rows<data::Shift>(),
          messaging.log().message_rows(simulation.now()), messaging.log().fates(simulation.now())};
}

// Each takt of 0.8 s an item; it is at the gate 1.2 s later.
TEST(VisualInspection, AccountsForEveryItemOnce) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    for (const double rate_mbps : {1'000.0, 60.0, 10.0}) {
      const Day outcome = run(two_lines(), rate_mbps, seed);
      std::set<std::string> items;
      std::set<std::string> units;
      for (const data::Inspection& row : outcome.inspections) {
        items.insert(row.item);
        EXPECT_EQ(row.judgement.has_value(), row.judged_at.has_value());
        EXPECT_TRUE(row.actual);
        EXPECT_LE(row.judged_at.value_or(row.presented) - row.presented, milliseconds(1'200));
      }
      for (const data::ProducedUnit& unit : outcome.units) units.insert(unit.unit);
      EXPECT_EQ(items, units);
      EXPECT_EQ(items.size(), outcome.inspections.size());
      EXPECT_EQ(units.size(), outcome.units.size());
      EXPECT_GE(items.size(), 2U * 70) << "(58 s - 1.2 s) / 0.8 s";
      EXPECT_LE(items.size(), 2U * 71);
    }
  }
}

TEST(VisualInspection, KnowsItsDevicesFlowsAndShift) {
  const Population population = VisualInspection(two_lines()).population();
  EXPECT_EQ(population.machines.size(), 4U);
  EXPECT_EQ(population.servers.size(), 1U);
  EXPECT_EQ(population.flows.size(), 6U);
  const Day outcome = run(two_lines(), 1'000);
  ASSERT_EQ(outcome.shifts.size(), 1U);
  EXPECT_EQ(outcome.shifts[0].start, core::Instant(seconds(2)));
  EXPECT_EQ(outcome.shifts[0].end, core::Instant(seconds(60)));
  EXPECT_NEAR(*outcome.shifts[0].labour_hours, 58.0 / 3600, 1e-9) << "one attendant";
}

// An image of 626 688 bytes is 426 frames and takes 5.2 ms on a cable of 1 Gbit/s. The last of three is taken after 80
// ms, compressed in 15 and judged in 20, the first two before it comes.
TEST(VisualInspection, JudgesAnItemWhenItsLastImageIsJudged) {
  scenarios::VisualInspection parameters = two_lines();
  parameters.server.disturbed_ratio.value = 0;
  parameters.camera.bits_per_pixel.value = 1;
  parameters.defects.contrast_ratio.value = 0.5;
  const Day outcome = run(parameters, 1'000);
  const double image_ms = (626'688 + 426 * 66) * 8e-6;
  for (const data::Inspection& row : outcome.inspections) {
    ASSERT_TRUE(row.judged_at);
    EXPECT_EQ(row.judgement, row.actual);
    EXPECT_NEAR(core::in_milliseconds(*row.judged_at - row.presented), 80 + 15 + image_ms + 20, 0.05);
  }
  EXPECT_EQ(outcome.misjudged(), 0);
}

TEST(VisualInspection, LetsAnItemWithoutAResultPassOrRejectsItAsTheScenarioSays) {
  for (const Unjudged unjudged : {Unjudged::Pass, Unjudged::Reject}) {
    scenarios::VisualInspection parameters = two_lines();
    parameters.unjudged.value = unjudged;
    parameters.adaptation.enabled.value = false;
    parameters.defects.ratio.value = 0.2;
    const Day outcome = run(parameters, 10);  // three images take 1.6 s
    EXPECT_EQ(outcome.judged(), 0);
    ASSERT_EQ(outcome.inspections.size(), outcome.units.size());
    std::map<std::string, Judgement> actual;
    for (const data::Inspection& row : outcome.inspections) actual[row.item] = *row.actual;
    for (const data::ProducedUnit& unit : outcome.units) {
      EXPECT_EQ(unit.good, unjudged == Unjudged::Pass && actual[unit.unit] == Judgement::Good);
    }
  }
}

TEST(VisualInspection, ResultsThatComeAfterTheGateCountForNothing) {
  scenarios::VisualInspection parameters = two_lines();
  parameters.adaptation.enabled.value = false;
  const Day in_time = run(parameters, 1'000, 1, seconds(58), milliseconds(100));
  const Day late = run(parameters, 1'000, 1, seconds(58), milliseconds(600));
  EXPECT_EQ(in_time.judged(), std::ssize(in_time.inspections));
  EXPECT_EQ(late.judged(), 0);
  EXPECT_GT(late.fates.delivered, 400) << "images and results do come";
}

/// Images of each coarseness, by their bytes.
std::map<std::int64_t, int> images_by_bytes(const Day& outcome) {
  std::map<std::int64_t, int> count;
  for (const data::Message& message : outcome.messages) {
    if (message.flow.ends_with("images")) ++count[*message.bytes];
  }
  return count;
}

TEST(VisualInspection, TakesCoarserImagesOnASlowNetworkAndJudgesMoreItemsInTime) {
  scenarios::VisualInspection parameters = two_lines();
  const Day adaptive = run(parameters, 10);
  parameters.adaptation.enabled.value = false;
  const Day rigid = run(parameters, 10);
  EXPECT_GT(adaptive.judged(), rigid.judged() + 100);
  const auto images = images_by_bytes(adaptive);
  EXPECT_GT(images.at(626'688 / 16), 100) << "two cameras share the server's cable";
  EXPECT_EQ(images_by_bytes(rigid).size(), 1U);
  EXPECT_EQ(images_by_bytes(run(two_lines(), 1'000)).size(), 1U) << "a fast one has no reason to";
}

TEST(VisualInspection, TakesImagesAgainOnlyAsLongAsTheItemIsInView) {
  scenarios::VisualInspection parameters = two_lines();
  parameters.server.disturbed_ratio.value = 0.2;
  const auto images = [](const Day& outcome) { return images_by_bytes(outcome).begin()->second; };
  const Day seen = run(parameters, 1'000);
  EXPECT_GT(images(seen), 3 * std::ssize(seen.inspections) + 50);
  parameters.view_m.value = 0.01;  // 40 ms
  const Day gone = run(parameters, 1'000);
  EXPECT_LE(images(gone), 3 * (std::ssize(gone.inspections) + 4));
  EXPECT_EQ(gone.judged(), std::ssize(gone.inspections)) << "what two of three say counts";
  EXPECT_GT(gone.misjudged(), seen.misjudged());
}

TEST(VisualInspection, IsNeverMadeLessRightByABetterNetwork) {
  scenarios::VisualInspection parameters = two_lines();
  parameters.defects.ratio.value = 0.3;
  parameters.defects.contrast_ratio.value = 0.03;
  std::int64_t previous_wrong = 0;
  std::int64_t previous_judged = 1'000'000;
  for (const double rate_mbps : {1'000.0, 30.0, 10.0, 2.0}) {
    std::int64_t wrong = 0;
    std::int64_t judged = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const Day outcome = run(parameters, rate_mbps, seed);
      wrong += outcome.misjudged();
      judged += outcome.judged();
    }
    EXPECT_LE(judged, previous_judged) << rate_mbps;
    EXPECT_GE(wrong + (previous_judged - judged), previous_wrong) << rate_mbps;
    previous_wrong = wrong;
    previous_judged = judged;
  }
}

TEST(VisualInspection, WritesTheSameBytesForTheSameSeed) {
  const auto parameters = two_lines();
  EXPECT_EQ(run(parameters, 60, 5).bytes(), run(parameters, 60, 5).bytes());
  EXPECT_NE(run(parameters, 60, 5).bytes(), run(parameters, 60, 6).bytes());
}

scenarios::VisualInspection with_inspectors() {
  scenarios::VisualInspection parameters = two_lines();
  parameters.way.value = Way::Inspectors;
  return parameters;
}

TEST(VisualInspection, PresentsTheSameItemsToInspectorsAsToCameras) {
  scenarios::VisualInspection parameters = two_lines();
  parameters.defects.ratio.value = 0.3;
  const auto actual = [](const Day& outcome) {
    std::map<std::string, Judgement> items;
    for (const data::Inspection& row : outcome.inspections) items[row.item] = *row.actual;
    return items;
  };
  const auto with_cameras = actual(run(parameters, 1'000));
  parameters.way.value = Way::Inspectors;
  int both = 0;
  for (const auto& [item, is] : actual(run(parameters, 1'000))) {
    const auto found = with_cameras.find(item);
    if (found == with_cameras.end()) continue;
    EXPECT_EQ(found->second, is);
    ++both;
  }
  EXPECT_GT(both, 50);
}

// Two inspectors of 2 s an item judge an item a second, where the belt could bring one each 0.8 s.
TEST(VisualInspection, TheLineStopsForInspectorsWhoAreSlowerThanTheBelt) {
  scenarios::VisualInspection parameters = with_inspectors();
  parameters.inspectors.spread_ratio.value = 0;
  parameters.inspectors.tired_slowing_ratio.value = 0;
  parameters.inspectors.break_min.value = 0;
  const Day outcome = run(parameters, 1'000, 1, seconds(1'000));
  EXPECT_NEAR(static_cast<double>(outcome.judged()), 2 * 1'000, 6);
  const Day presented_later = run(with_inspectors(), 1'000, 1, seconds(1'000));
  EXPECT_TRUE(std::is_sorted(presented_later.inspections.begin(), presented_later.inspections.end(),
                             [](const auto& a, const auto& b) { return a.presented < b.presented; }));
  EXPECT_TRUE(std::is_sorted(presented_later.units.begin(), presented_later.units.end(),
                             [](const auto& a, const auto& b) { return a.time < b.time; }));
  EXPECT_NEAR(*outcome.shifts[0].labour_hours, 5 * 1'000.0 / 3'600, 1e-9) << "four inspectors and an attendant";
}

TEST(VisualInspection, NeedsNoNetworkForInspectors) {
  const Population population = VisualInspection(with_inspectors()).population();
  EXPECT_TRUE(population.machines.empty());
  EXPECT_TRUE(population.flows.empty());
  EXPECT_EQ(run(with_inspectors(), 1'000).fates.sent, 0);
}

}  // namespace
}  // namespace plantproof::plants
