// Readings of messages that stay on disk beside the same of messages that are kept: what is counted is the same, bounds
// differ by no more than two ways to look at the same dependence.
#include <cmath>
#include <random>

#include <gmock/gmock.h>

#include "data/evidence.hpp"
#include "metrics/kpi.hpp"
#include "metrics/onlooker.hpp"
#include "temporary_folder.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using core::Nanoseconds;
using data::FlowKind;
using plantproof::tests::TemporaryFolder;
using std::chrono::milliseconds;

/// How the delays of a plant come about.
struct Load {
  double burst_length = 1;  ///< messages of every flow that a disturbance makes late, on average
  double lost = 0;
  double offset_ms = 0;  ///< of the clocks; with messages both ways
  bool both_ways = false;
  int runs = 3;
  bool is_answered = false;  ///< round trips
  bool calms_down = false;   ///< each half of a run begins busier than it goes on
};

constexpr int kMessages = 30000;
constexpr int kFlows = 4;

data::Run run_of(const std::string& name, const Load& load, std::mt19937_64& random) {
  data::Run run{name, {}};
  std::vector<data::Flow>& flows = run.tables.emplace<data::Flow>();
  for (int flow = 0; flow < kFlows; ++flow) {
    const bool is_back = load.both_ways && flow % 2 == 1;
    const std::string robot = "robot " + std::to_string(load.both_ways ? flow / 2 : flow);
    flows.push_back({"flow " + std::to_string(flow), is_back ? robot : "plc", is_back ? "plc" : robot,
                     load.is_answered ? FlowKind::RoundTrip : FlowKind::OneWay, milliseconds(10), milliseconds(12),
                     milliseconds(10)});
  }
  std::exponential_distribution<double> queue_ms(1);
  std::uniform_real_distribution<double> share(0, 1);
  std::vector<data::Message>& messages = run.tables.emplace<data::Message>();
  double late_ms = 0;
  for (int i = 0; i < kMessages; ++i) {
    if (share(random) < 1 / load.burst_length) late_ms = share(random) < 0.02 ? 10 * queue_ms(random) : 0;
    for (int flow = 0; flow < kFlows; ++flow) {
      const bool is_back = load.both_ways && flow % 2 == 1;
      const double sent_ms = 10.0 * i + flow + (is_back ? load.offset_ms : 0);
      const bool is_busy = load.calms_down && i % (kMessages / 2) < kMessages / 8;
      const double delay_ms = 2 + flow * 0.5 + (is_busy ? 3 : 1) * queue_ms(random) + late_ms;
      const double received_ms = 10.0 * i + flow + delay_ms + (is_back ? 0 : load.offset_ms);
      const auto at = [](double ms) { return Instant(core::of_milliseconds(ms)); };
      messages.push_back({flows[static_cast<std::size_t>(flow)].flow,
                          i,
                          at(sent_ms),
                          share(random) < load.lost ? std::nullopt : std::optional(at(received_ms)),
                          {}});
    }
  }
  return run;
}

class TooMany : public testing::TestWithParam<Load> {
 protected:
  static constexpr std::uintmax_t kKeepAll = std::uintmax_t{1} << 40;

  TooMany() {
    std::mt19937_64 random(7);
    data::Manifest manifest;
    manifest.provenance.scenario = "line-coordination";
    manifest.clock_uncertainty["messages"] = {.of_difference = milliseconds(50), .of_clock = {}, .of_other_clocks = {}};
    std::vector<data::Run> runs;
    for (int run = 1; run <= GetParam().runs; ++run) runs.push_back(run_of(std::to_string(run), GetParam(), random));
    data::Evidence(manifest, {}, std::move(runs)).write(folder_.path());
    kept_ = data::Evidence::open(folder_.path(), {.most_kept = kKeepAll});
    left_ = data::Evidence::open(folder_.path(), {.most_kept = 0});
    looked_on_ = data::Evidence::open(folder_.path(), {.most_kept = 0, .onlooker = onlooker});
  }

  static Estimate estimate(const data::Evidence& evidence, const std::string& kpi, const std::string& reading) {
    Parameters parameters;
    const Answer answer = find_kpi(kpi)->find(reading)->evaluate(evidence, parameters, core::Confidence(0.95));
    if (const auto* none = std::get_if<NoAnswer>(&answer)) throw std::runtime_error(none->reason.en);
    return std::get<Estimate>(answer);
  }

  TemporaryFolder folder_;
  data::Evidence kept_;
  data::Evidence left_;
  data::Evidence looked_on_;
};

void expect_near(const std::optional<double>& left, const std::optional<double>& kept, double most_apart,
                 const std::string& what) {
  ASSERT_EQ(left.has_value(), kept.has_value()) << what;
  if (!kept) return;
  if (std::isinf(*kept)) {
    EXPECT_EQ(*left, *kept) << what;
    return;
  }
  EXPECT_NEAR(*left, *kept, most_apart * std::abs(*kept)) << what;
}

TEST_P(TooMany, AreJudgedAsThoseThatAreKept) {
  ASSERT_NE(left_.runs(data::Phase::Pilot)[0].tables.on_disk<data::Message>(), nullptr);
  ASSERT_EQ(kept_.runs(data::Phase::Pilot)[0].tables.on_disk<data::Message>(), nullptr);
  for (const Reading& reading : find_kpi("device_latency")->readings) {
    const Estimate kept = estimate(kept_, "device_latency", reading.id);
    const Estimate left = estimate(left_, "device_latency", reading.id);
    EXPECT_EQ(left.n, kept.n) << reading.id;
    expect_near(left.value, kept.value, 1e-9, reading.id + " value");
    expect_near(left.clock, kept.clock, 1e-9, reading.id + " clock");
    expect_near(left.lower, kept.lower, 0.03, reading.id + " lower");
    expect_near(left.upper, kept.upper, 0.03, reading.id + " upper");
    EXPECT_NEAR(std::log(left.effective_n / kept.effective_n), 0, std::log(1.4)) << reading.id;
  }
}

TEST_P(TooMany, AreJudgedTheSameToTheBitWhoeverLookedOn) {
  EXPECT_NE(looked_on_.runs(data::Phase::Pilot)[0].tables.on_disk<data::Message>()->onlooker, nullptr);
  for (const Reading& reading : find_kpi("device_latency")->readings) {
    const Estimate alone = estimate(left_, "device_latency", reading.id);
    const Estimate looked_on = estimate(looked_on_, "device_latency", reading.id);
    EXPECT_EQ(looked_on.n, alone.n) << reading.id;
    EXPECT_EQ(looked_on.value, alone.value) << reading.id;
    EXPECT_EQ(looked_on.lower, alone.lower) << reading.id;
    EXPECT_EQ(looked_on.upper, alone.upper) << reading.id;
    EXPECT_EQ(looked_on.effective_n, alone.effective_n) << reading.id;
  }
}

TEST_P(TooMany, AreAsAvailableAsThoseThatAreKept) {
  for (const Reading& reading : find_kpi("communication_service_availability")->readings) {
    const Estimate kept = estimate(kept_, "communication_service_availability", reading.id);
    const Estimate left = estimate(left_, "communication_service_availability", reading.id);
    EXPECT_EQ(left.value, kept.value) << reading.id;
    EXPECT_EQ(left.lower, kept.lower) << reading.id;
    EXPECT_EQ(left.upper, kept.upper) << reading.id;
    EXPECT_EQ(left.n, kept.n) << reading.id;
    EXPECT_EQ(left.outages.size(), kept.outages.size()) << reading.id;
    std::vector<std::string> notes;
    for (const core::Text& note : kept.notes) notes.push_back(note.en);
    std::vector<std::string> same;
    for (const core::Text& note : left.notes) same.push_back(note.en);
    EXPECT_EQ(same, notes);
  }
}

TEST_P(TooMany, AreDrawnAsThoseThatAreKept) {
  const Parameters parameters;
  const auto pictures = [&](const data::Evidence& evidence, const std::string& kpi) {
    return find_kpi(kpi)->pictures(evidence, parameters, core::Confidence(0.95));
  };
  const auto kept = std::get<Timeline>(pictures(kept_, "communication_service_availability").at(0).body);
  const auto left = std::get<Timeline>(pictures(left_, "communication_service_availability").at(0).body);
  ASSERT_EQ(left.runs.size(), kept.runs.size());
  for (std::size_t run = 0; run < kept.runs.size(); ++run) {
    ASSERT_EQ(left.runs[run].bins.size(), kept.runs[run].bins.size());
    for (std::size_t bin = 0; bin < kept.runs[run].bins.size(); ++bin) {
      EXPECT_EQ(left.runs[run].bins[bin].n, kept.runs[run].bins[bin].n);
      EXPECT_EQ(left.runs[run].bins[bin].bad, kept.runs[run].bins[bin].bad);
      EXPECT_EQ(left.runs[run].bins[bin].lost, kept.runs[run].bins[bin].lost);
    }
  }
  const auto tails = std::get<DelayTails>(pictures(left_, "device_latency").at(0).body).tails;
  const auto true_tails = std::get<DelayTails>(pictures(kept_, "device_latency").at(0).body).tails;
  ASSERT_EQ(tails.size(), true_tails.size());
  for (std::size_t i = 0; i < tails.size(); ++i) {
    EXPECT_EQ(tails[i].n, true_tails[i].n);
    EXPECT_EQ(tails[i].lost, true_tails[i].lost);
    expect_near(tails[i].p99_ms, true_tails[i].p99_ms, 1e-9, "p99");
    expect_near(tails[i].most_ms, true_tails[i].most_ms, 1e-9, "most");
    expect_near(tails[i].median_ms, true_tails[i].median_ms, 0.005, "median");
    for (const TailPoint& point : tails[i].points) {
      EXPECT_LE(point.lower, point.share);
      EXPECT_GE(point.upper, point.share);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Messages, TooMany,
                         testing::Values(Load{}, Load{.burst_length = 50}, Load{.lost = 0.001},
                                         Load{.burst_length = 20, .lost = 0.05, .runs = 1},
                                         Load{.offset_ms = 20, .both_ways = true},
                                         Load{.burst_length = 10, .runs = 1, .is_answered = true},
                                         Load{.runs = 2, .calms_down = true}));

}  // namespace
}  // namespace plantproof::metrics
