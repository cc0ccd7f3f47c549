// Availability of a communication service: outages of unknown length in time.
#include "metrics/availability.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "experiment.hpp"

namespace plantproof::calibration {
namespace {

using core::Nanoseconds;

constexpr core::Confidence k95(0.95);
constexpr Nanoseconds kPeriod = std::chrono::milliseconds(10);

metrics::DownTime down_time(const std::vector<double>& failed, int survived) {
  std::vector<metrics::Transfer> transfers;
  transfers.reserve(failed.size());
  core::Instant sent;
  for (const double each : failed) {
    transfers.push_back({sent, each == 0});
    sent += kPeriod;
  }
  return {metrics::down_times(transfers, kPeriod, survived * kPeriod), metrics::watched_times(transfers, kPeriod)};
}

validators::Verdict judge_service(const std::vector<metrics::DownTime>& runs, std::optional<Nanoseconds> agreed,
                                  double limit) {
  return validators::judge(metrics::down_share(runs, kPeriod, agreed, k95), {core::Comparator::Less, limit});
}

/// Periodic messages of one run, and how long an outage of them lasts on average.
struct Service {
  Process process = Process::independent();
  double failures_in_a_row = 1;
  int survived = 0;  ///< messages that may fail in a row and nobody notices

  /// The share of messages that fail where the service is down for this share of time. That row of failures ends with
  /// each message by one chance, so what goes beyond the survival time is as long as a row itself, and one in
  /// (1 - 1 / length)^survived goes beyond it.
  [[nodiscard]] double failing(double down) const { return down / std::pow(1 - 1 / failures_in_a_row, survived); }

  [[nodiscard]] metrics::DownTime run(double down, std::size_t messages, Random& random) const {
    return down_time(process.events(failing(down), messages, random), survived);
  }
};

struct Watched {
  int runs;
  std::size_t messages;  ///< of a run
};

core::Text sample_of(const Service& service, const Watched& watched) {
  core::Text text = watched.runs == 1 ? core::same_in_both(fmt::format("n = {}", watched.messages))
                                      : core::Text{fmt::format("{} 批 × {}", watched.runs, watched.messages),
                                                   fmt::format("{} runs of {}", watched.runs, watched.messages)};
  if (service.survived > 0) {
    text.zh += fmt::format("，存活时间 {} 个间隔", service.survived);
    text.en += fmt::format(", survival time {} intervals", service.survived);
  }
  return text;
}

Experiment of_service(const Service& service, double limit, const Watched& watched, double agreed = 1) {
  return {Role::Claim,
          {fmt::format("可用性 > {:g} %", 100 * (1 - limit)), fmt::format("availability > {:g} %", 100 * (1 - limit))},
          service.process.name(),
          sample_of(service, watched),
          agreed > 1 ? fmt::format("{:g}", agreed) : "",
          [=](Truth truth, Random& random) {
            const double down = truth == Truth::AtLimit ? limit : limit / 2;
            std::vector<metrics::DownTime> runs;
            for (int run = 0; run < watched.runs; ++run) runs.push_back(service.run(down, watched.messages, random));
            const auto outage =
                agreed > 1 ? std::optional(Nanoseconds(std::llround(agreed * kPeriod.count()))) : std::nullopt;
            return judge_service(runs, outage, limit);
          }};
}

Service with_outages(double length, int survived = 0) {
  return {Process::bursts(length), length, survived};
}

/// Single losses, of which there are plenty, and outages so long that none may have been seen: half of the share each.
Experiment of_two_kinds(double length, double limit, std::size_t messages) {
  return {Role::Warning,
          {fmt::format("可用性 > {:g} %", 100 * (1 - limit)), fmt::format("availability > {:g} %", 100 * (1 - limit))},
          {fmt::format("单条丢失，另有平均 {:g} 条的长中断", length),
           fmt::format("single losses, and outages of {:g} rows", length)},
          core::same_in_both(fmt::format("n = {}", messages)),
          "",
          [=](Truth truth, Random& random) {
            const double down = truth == Truth::AtLimit ? limit : limit / 2;
            const double each = 1 - std::sqrt(1 - down);
            std::vector<double> failed = Process::independent().events(each, messages, random);
            const std::vector<double> long_ones = Process::bursts(length).events(each, messages, random);
            for (std::size_t i = 0; i < messages; ++i) failed[i] = std::max(failed[i], long_ones[i]);
            const std::vector<metrics::DownTime> runs = {down_time(failed, 0)};
            return judge_service(runs, std::nullopt, limit);
          }};
}

}  // namespace

std::vector<Experiment> availability_experiments() {
  std::vector<Experiment> experiments;
  for (const std::size_t n : {1000U, 5000U, 50000U}) {
    experiments.push_back(of_service({}, 0.01, {1, n}));
    experiments.push_back(of_service(with_outages(5), 0.01, {1, n}));
    experiments.push_back(of_service(with_outages(50), 0.1, {1, n}));
    experiments.push_back(of_service(with_outages(500), 0.1, {1, n}));
  }
  experiments.push_back(of_service(with_outages(5, 2), 0.01, {1, 50000}));
  for (const double length : {5.0, 50.0, 500.0}) {
    for (const int runs : {3, 10, 50}) experiments.push_back(of_service(with_outages(length), 0.1, {runs, 5000}));
  }
  experiments.push_back(of_service(with_outages(500), 0.1, {100, 500}));
  experiments.push_back(of_service(with_outages(50), 0.01, {1, 50000}, 50));
  experiments.push_back(of_service(with_outages(500), 0.1, {1, 50000}, 500));
  experiments.push_back(of_two_kinds(500, 0.01, 5000));
  return experiments;
}

}  // namespace plantproof::calibration
