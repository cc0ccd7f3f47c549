// device_latency and communication_service_availability on evidence whose clocks, delays and losses the test makes up,
// so that the truth is known; and on real records of one machine, whose two clocks are one.
#include <cmath>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "data/evidence.hpp"
#include "data/import.hpp"
#include "metrics/clock_offset.hpp"
#include "metrics/kpi.hpp"
#include "temporary_folder.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using data::FlowKind;
using std::chrono::milliseconds;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;

Answer evaluated(const data::Evidence& evidence, const std::string& kpi, const std::string& reading,
                 double burst_length = 1) {
  Parameters parameters;
  parameters.burst_length = burst_length;
  return find_kpi(kpi)->find(reading)->evaluate(evidence, parameters, core::Confidence(0.95));
}

Answer latency(const data::Evidence& evidence, const std::string& reading = "p99_every_flow") {
  return evaluated(evidence, "device_latency", reading);
}

Answer availability(const data::Evidence& evidence, const std::string& reading, double burst_length = 1) {
  return evaluated(evidence, "communication_service_availability", reading, burst_length);
}

const Estimate& estimate_of(const Answer& answer) {
  if (const auto* none = std::get_if<NoAnswer>(&answer)) throw std::runtime_error(none->reason.en);
  return std::get<Estimate>(answer);
}

const NoAnswer& no_answer_of(const Answer& answer) {
  return std::get<NoAnswer>(answer);
}

auto has_note(const std::string& text) {
  return Field("notes", &Estimate::notes, Contains(Field("en", &core::Text::en, HasSubstr(text))));
}

data::Manifest declared(const data::ClockUncertainty& uncertainty) {
  data::Manifest manifest;
  manifest.clock_uncertainty["messages"] = uncertainty;
  return manifest;
}

data::ClockUncertainty of_difference(Nanoseconds uncertainty) {
  return {.of_difference = uncertainty, .of_clock = {}, .of_other_clocks = {}};
}

/// A controller and a robot that send to each other every 10 ms; the robot's clock is ahead by theta(t).
struct Pair {
  double offset_ms = 0;
  double drift_ppm = 0;
  double step_ms = 0;  ///< the robot's clock is set by so much after half of the messages
  double least_ms = 2;
  int messages = 1000;
  unsigned seed = 1;
  double longest_ms = 0;  ///< of all true delays; filled in

  data::Run run(const std::string& name) {
    std::mt19937_64 random(seed);
    std::exponential_distribution<double> queue_ms(1);
    data::Run run{name, {}};
    run.tables.emplace<data::Flow>() = {
        {"command", "plc", "robot", FlowKind::OneWay, milliseconds(10), milliseconds(20), {}},
        {"status", "robot", "plc", FlowKind::OneWay, milliseconds(10), milliseconds(20), {}}};
    const auto robot = [&](double ms) {
      return ms + offset_ms + drift_ppm * 1e-6 * ms + (ms > 5.0 * messages ? step_ms : 0);
    };
    const auto instant = [](double ms) { return Instant(Nanoseconds(std::llround(ms * 1e6))); };
    for (int i = 0; i < messages; ++i) {
      const double sent = 10.0 * i;
      for (const bool is_command : {true, false}) {
        const double delay = least_ms + queue_ms(random);
        longest_ms = std::max(longest_ms, delay);
        run.tables.emplace<data::Message>().push_back(
            is_command ? data::Message{"command", i, instant(sent), instant(robot(sent + delay)), {}}
                       : data::Message{"status", i, instant(robot(sent)), instant(sent + delay), {}});
      }
    }
    return run;
  }
};

TEST(ClocksOfLatency, AreNarrowedByBothDirectionsAndTheTruthStaysInside) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Pair pair{.offset_ms = 40.0 - 4 * seed, .drift_ppm = 10.0 * seed - 100, .seed = seed};
    const data::Evidence evidence(declared(of_difference(milliseconds(100))), {}, {pair.run("1")});
    const Answer answer = latency(evidence, "maximum");
    const Estimate& estimate = estimate_of(answer);
    EXPECT_LE(*estimate.lower, pair.longest_ms) << seed;
    EXPECT_GE(*estimate.upper, pair.longest_ms) << seed;
    // Half the sum of the least delays, and what 1000 ppm let the clocks wander between lucky messages.
    EXPECT_GE(*estimate.clock, 2) << seed;
    EXPECT_LE(*estimate.clock, 3) << seed;
    EXPECT_THAT(estimate, has_note("clock uncertainty declared 100 ms, used 2.")) << seed;
    if (pair.offset_ms == 0) continue;  // either side is told
    EXPECT_THAT(estimate, has_note(pair.offset_ms < 0 ? "the clock of robot is behind that of plc by "
                                                      : "the clock of robot is ahead of that of plc by "))
        << seed;
    EXPECT_THAT(estimate, testing::Not(has_note("that of plc by -"))) << seed;
  }
}

TEST(ClocksOfLatency, StayAsDeclaredWhereThatIsBetterThanWhatTheMessagesSay) {
  Pair pair;
  const data::Evidence evidence(declared(of_difference(std::chrono::microseconds(5))), {}, {pair.run("1")});
  const Answer answer = latency(evidence, "maximum");
  EXPECT_NEAR(*estimate_of(answer).clock, 0.005, 1e-12);
  EXPECT_NEAR(*estimate_of(answer).upper, pair.longest_ms + 0.005, 1e-6);
}

TEST(ClocksOfLatency, AreTheWorstOfAnyRun) {
  Pair sharp{.least_ms = 1, .seed = 1};
  Pair loose{.offset_ms = -30, .least_ms = 4, .seed = 2};
  const data::Evidence evidence(declared(of_difference(milliseconds(50))), {}, {sharp.run("1"), loose.run("2")});
  const Answer answer = latency(evidence, "maximum");
  EXPECT_GE(*estimate_of(answer).clock, 4);
  EXPECT_GE(*estimate_of(answer).upper, loose.longest_ms);
  EXPECT_THAT(estimate_of(answer), has_note("run 1: the clock of robot"));
  EXPECT_THAT(estimate_of(answer), has_note("run 2: the clock of robot"));
}

TEST(ClocksOfLatency, AreTheSumOfBothEnds) {
  Pair pair;
  data::Run run = pair.run("1");
  run.tables.emplace<data::Flow>().pop_back();
  std::erase_if(run.tables.emplace<data::Message>(),
                [](const data::Message& message) { return message.flow == "status"; });
  data::ClockUncertainty clocks{
      .of_difference = {}, .of_clock = {{"robot", {milliseconds(3), {}}}}, .of_other_clocks = {}};
  const Answer half = latency(data::Evidence(declared(clocks), {}, {run}));
  EXPECT_THAT(estimate_of(half), has_note("no clock uncertainty is declared for an end of these flows"));
  EXPECT_EQ(estimate_of(half).clock, 0);
  clocks.of_other_clocks = std::chrono::microseconds(500);
  const Answer both = latency(data::Evidence(declared(clocks), {}, {run}));
  EXPECT_NEAR(*estimate_of(both).clock, 3.5, 1e-12);
  clocks.of_clock["plc"] = {milliseconds(1), {}};
  EXPECT_NEAR(*estimate_of(latency(data::Evidence(declared(clocks), {}, {run}))).clock, 4, 1e-12);
}

TEST(ClocksOfLatency, AreInvalidWhereTheyAreFurtherApartThanDeclared) {
  Pair pair{.offset_ms = 20};
  const Answer answer = latency(data::Evidence(declared(of_difference(milliseconds(1))), {}, {pair.run("1")}));
  EXPECT_EQ(no_answer_of(answer).why, NoAnswer::Why::Invalid);
  EXPECT_THAT(no_answer_of(answer).reason.en, HasSubstr("negative one-way delay"));
  EXPECT_THAT(no_answer_of(answer).reason.en, HasSubstr("the clock of robot is ahead of that of plc by 20 ± 2"));
}

TEST(ClocksOfLatency, AreSaidToBeBehindWhereTheOffsetIsNegative) {
  Pair pair{.offset_ms = -20};
  const Answer answer = latency(data::Evidence(declared(of_difference(milliseconds(1))), {}, {pair.run("1")}));
  EXPECT_THAT(no_answer_of(answer).reason.en, HasSubstr("the clock of robot is behind that of plc by 20 ± 2"));
  EXPECT_THAT(no_answer_of(answer).reason.zh, HasSubstr("robot 的时钟比 plc 的落后 20 ± 2"));
}

TEST(ClocksOfLatency, AreInvalidWhereOneWasSetMeanwhile) {
  Pair pair{.offset_ms = 5, .step_ms = -30};
  const Answer answer = latency(data::Evidence(declared(of_difference(milliseconds(100))), {}, {pair.run("1")}));
  EXPECT_EQ(no_answer_of(answer).why, NoAnswer::Why::Invalid);
  EXPECT_THAT(no_answer_of(answer).reason.en, HasSubstr("contradict each other"));
}

TEST(ClocksOfLatency, AreSaidToRunApartWhereNothingIsDeclared) {
  Pair pair{.offset_ms = -2, .drift_ppm = 300, .least_ms = 2.5, .messages = 1500};
  const Answer answer = latency(data::Evidence(data::Manifest{}, {}, {pair.run("1")}));
  EXPECT_THAT(estimate_of(answer), has_note("the clocks of both ends are taken as exact"));
  EXPECT_THAT(estimate_of(answer), has_note("the clocks seem to run apart"));
  EXPECT_EQ(estimate_of(answer).clock, 0);
  Pair still{.least_ms = 2.5};
  const Answer exact = latency(data::Evidence(data::Manifest{}, {}, {still.run("1")}));
  EXPECT_THAT(estimate_of(exact), Not(has_note("the clocks seem to run apart")));
}

/// Three bursts of 1, 3 and 6 lost messages among 1000 at 10 ms, their numbers worked out by hand; `first` shifts them.
data::Run bursts(const std::string& run_name, const std::string& flow, std::optional<Nanoseconds> survival,
                 int first = 0) {
  data::Run run{run_name, {}};
  run.tables.emplace<data::Flow>() = {
      {flow, "plc", flow, FlowKind::OneWay, milliseconds(10), milliseconds(8), survival}};
  for (int i = 0; i < 1000; ++i) {
    const int at = i - first;
    const bool lost = at == 100 || (at >= 500 && at < 503) || (at >= 800 && at < 806);
    const Instant sent(i * milliseconds(10));
    run.tables.emplace<data::Message>().push_back(
        {flow, i, sent, lost ? std::nullopt : std::optional(sent + milliseconds(5)), {}});
  }
  return run;
}

data::Run together(data::Run one, const data::Run& other) {
  for (const data::Flow& flow : *other.tables.rows<data::Flow>()) one.tables.emplace<data::Flow>().push_back(flow);
  for (const data::Message& message : *other.tables.rows<data::Message>())
    one.tables.emplace<data::Message>().push_back(message);
  return one;
}

TEST(Availability, IsWhatTheSurvivalTimeLeavesOfIt) {
  for (const auto& [survival_ms, expected, events] :
       {std::tuple(0, 0.990, 3U), std::tuple(20, 0.995, 2U), std::tuple(30, 0.997, 1U), std::tuple(50, 0.999, 1U)}) {
    const data::Evidence evidence(declared(of_difference(Nanoseconds(0))), {},
                                  {bursts("1", "arm", milliseconds(survival_ms))});
    for (const char* reading : {"worst_flow", "plant"}) {
      const Answer answer = availability(evidence, reading);
      EXPECT_NEAR(*estimate_of(answer).value, expected, 1e-12) << survival_ms;
      EXPECT_EQ(estimate_of(answer).outages.size(), events) << survival_ms;
      EXPECT_FALSE(estimate_of(answer).lower || estimate_of(answer).upper);
      EXPECT_THAT(estimate_of(answer), has_note("too few outages to tell how long one lasts"));
    }
  }
}

TEST(Availability, OfThePlantIsTheTimeInWhichEveryFlowIsUp) {
  const data::Run one = bursts("1", "arm", Nanoseconds(0));

  const data::Run other = bursts("1", "belt", Nanoseconds(0), 2);
  const data::Evidence evidence(declared(of_difference(Nanoseconds(0))), {}, {together(one, other)});
  // Lost by either: 100, 102; 500..504; 800..807: 2 + 5 + 8 = 15 of 1000 slots.
  EXPECT_NEAR(*estimate_of(availability(evidence, "plant")).value, 1 - 0.015, 1e-12);
  EXPECT_NEAR(*estimate_of(availability(evidence, "worst_flow")).value, 0.990, 1e-12);
  EXPECT_EQ(estimate_of(availability(evidence, "plant")).outages.size(), 6U);
}

TEST(Availability, ListsTheLongestDownTimesOfAllRuns) {
  const data::Evidence evidence(declared(of_difference(Nanoseconds(0))), {},
                                {bursts("day1", "arm", Nanoseconds(0)), bursts("day2", "arm", Nanoseconds(0), 3)});
  const Answer answer = availability(evidence, "plant");
  const Estimate& estimate = estimate_of(answer);
  EXPECT_NEAR(*estimate.value, 0.990, 1e-12);
  ASSERT_EQ(estimate.outages.size(), 6U);
  EXPECT_EQ(estimate.outages[0].length, milliseconds(60));
  EXPECT_EQ(estimate.outages[0].run, "day1");
  EXPECT_EQ(estimate.outages[1].start, Instant(milliseconds(8030)));
  EXPECT_EQ(estimate.outages[5].length, milliseconds(10));
  EXPECT_THAT(estimate, has_note("down for 60 ms: flow arm, 8.000 s into run day1"));
  EXPECT_THAT(estimate, has_note("1 more down times, 10 ms in all"));
}

// Outages of 2 messages are agreed on: a design effect of 3, and none in 1000 messages leaves 0.05^(3/1000).
TEST(Availability, CountsALateMessageAsFailedAndLetsTheClockDoubtIt) {
  constexpr double kBurstLength = 2;
  data::Run run = bursts("1", "arm", Nanoseconds(0));
  for (data::Message& message : run.tables.emplace<data::Message>()) message.received = message.sent + milliseconds(8);
  const auto judged = [&](Nanoseconds uncertainty) {
    return estimate_of(
        availability(data::Evidence(declared(of_difference(uncertainty)), {}, {run}), "plant", kBurstLength));
  };
  EXPECT_EQ(judged(Nanoseconds(0)).value, 1);  // in time, at the deadline
  EXPECT_NEAR(*judged(Nanoseconds(0)).lower, std::pow(0.05, 3.0 / 1000), 1e-9);
  EXPECT_EQ(judged(Nanoseconds(1)).lower, 0);  // all of them late, if the clock is off by 1 ns
  EXPECT_EQ(judged(Nanoseconds(1)).upper, 1);
  for (data::Message& message : run.tables.emplace<data::Message>()) *message.received += Nanoseconds(1);
  EXPECT_EQ(judged(Nanoseconds(0)).value, 0);
}

TEST(Availability, SaysWhereMessagesAreNotSentAtTheDeclaredInterval) {
  data::Run run = bursts("1", "arm", milliseconds(20));
  const auto judged = [&] { return availability(data::Evidence(data::Manifest{}, {}, {run}), "plant"); };
  EXPECT_THAT(estimate_of(judged()), Not(has_note("at another interval")));
  run.tables.emplace<data::Flow>()[0].period = milliseconds(12);
  EXPECT_THAT(
      estimate_of(judged()),
      has_note("these flows send at another interval than their period_ns, by which down time is counted: arm"));
  run.tables.emplace<data::Flow>()[0].period = Nanoseconds::max();
  EXPECT_EQ(no_answer_of(judged()).why, NoAnswer::Why::NoData);
}

TEST(Availability, HasNoDataWithoutPeriodOrDeadlineAndTakesNoSurvivalTimeForNone) {
  data::Run run = bursts("1", "arm", std::nullopt);
  const Answer without = availability(data::Evidence(data::Manifest{}, {}, {run}), "plant");
  EXPECT_THAT(estimate_of(without), has_note("no survival time, taken as 0: arm"));
  run.tables.emplace<data::Flow>()[0].deadline.reset();
  const Answer none = availability(data::Evidence(data::Manifest{}, {}, {run}), "worst_flow");
  EXPECT_EQ(no_answer_of(none).why, NoAnswer::Why::NoData);
  EXPECT_THAT(no_answer_of(none).reason.en, HasSubstr("no deadline (period_ns, deadline_ns): arm"));
  EXPECT_EQ(no_answer_of(availability(data::Evidence(), "plant")).why, NoAnswer::Why::NoData);
}

/// Imports sources of a real record; skips where it is not there.
#define PLANTPROOF_IMPORT(evidence, file, sources)                                                             \
  const std::string record = std::string(PLANTPROOF_SHARED_DATA "/formats/") + (file);                         \
  if (!std::filesystem::exists(record)) GTEST_SKIP() << "not there: " << record;                               \
  const tests::TemporaryFolder folder;                                                                         \
  const auto campaign =                                                                                        \
      folder.write("campaign.yaml", "schema: plantproof-campaign/1\nscenario: line-coordination\nsources:\n" + \
                                        fmt::format(sources, fmt::arg("path", record)));                       \
  const data::Evidence evidence = data::import_campaign(campaign).evidence

TEST(RealRecords, OfOneMachinesTwoEndsPutItsClockWithinTheEstimate) {
  PLANTPROOF_IMPORT(evidence, "irtt_loopback.json",
                    "  - {{format: irtt, path: \"{path}\", phase: pilot, flow: up, direction: up, source: a, "
                    "destination: b, clock_uncertainty: 10 ms}}\n"
                    "  - {{format: irtt, path: \"{path}\", phase: pilot, flow: down, direction: down, source: b, "
                    "destination: a, clock_uncertainty: 10 ms}}\n");
  const Answer answer = latency(evidence);
  const Estimate& estimate = estimate_of(answer);
  EXPECT_THAT(estimate, has_note("the clock of b is ahead of that of a by"));
  std::vector<OffsetBound> most;
  std::vector<OffsetBound> least;
  for (const data::Message& message : *evidence.runs(data::Phase::Pilot)[0].tables.rows<data::Message>()) {
    if (!message.received) continue;
    const Nanoseconds delay = *message.received - message.sent;
    if (message.flow == "up") most.push_back({message.sent, delay});
    if (message.flow == "down") least.push_back({*message.received, -delay});
  }
  const auto line = std::get<ClockLine>(clock_line(most, least));
  EXPECT_LE(std::abs(line.offset_ms), line.half_width_ms);
  EXPECT_LT(line.half_width_ms, 0.1);
  EXPECT_LE(line.least_drift_ppm, 0);
  EXPECT_GE(line.most_drift_ppm, 0);
  // Least delays are some 20 us either way, so 10 ms of declared uncertainty shrink to less than a tenth.
  EXPECT_LT(*estimate.clock, 1);
  EXPECT_GT(*estimate.clock, 0);
}

TEST(RealRecords, OfSendersThatKeepTheirScheduleAccuseNone) {
  PLANTPROOF_IMPORT(evidence, "irtt_loopback.json",
                    "  - {{format: irtt, path: \"{path}\", phase: pilot, flow: probe, direction: round_trip}}\n");
  const Answer answer = latency(evidence);
  EXPECT_THAT(estimate_of(answer), Not(has_note("waits for answers")));
}

TEST(RealRecords, OfPingAccuseNone) {
  PLANTPROOF_IMPORT(
      evidence, "ping_D_timestamp.txt",
      "  - {{format: inline, phase: pilot, table: flows, rows: [{{flow: probe, source: a, destination: b, "
      "kind: round_trip, period_ns: 200000000}}]}}\n"
      "  - {{format: ping, path: \"{path}\", phase: pilot, flow: probe}}\n");
  const Answer answer = latency(evidence, "maximum");
  EXPECT_THAT(estimate_of(answer), Not(has_note("waits for answers")));
  EXPECT_GT(*estimate_of(answer).upper, 0);
}

}  // namespace
}  // namespace plantproof::metrics
