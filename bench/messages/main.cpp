// How fast a long table of messages is checked, hashed and summed up by flow. `generate DIR` makes it, `measure DIR`
// times it; peers/ does the same by DuckDB and Polars.
#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include "core/input_error.hpp"
#include "core/quantile_rank.hpp"
#include "delay_tally.hpp"

namespace {

namespace fs = std::filesystem;
using namespace plantproof;
using metrics::FlowTally;
using metrics::MeasuredMessage;

constexpr std::int64_t kPeriodNs = 10'000'000;
constexpr double kDeadlineMs = 10;
const std::array kRanks = {core::QuantileRank(1, 2),        core::QuantileRank(9, 10),
                           core::QuantileRank(99, 100),     core::QuantileRank(999, 1000),
                           core::QuantileRank(9999, 10000), core::QuantileRank(99999, 100000)};

void generate(const fs::path& directory, std::int64_t rows, std::int64_t flows) {
  const fs::path run = directory / "pilot/1";
  fs::create_directories(run);
  std::ofstream(directory / "evidence.yaml")
      << "schema: plantproof-evidence/1\nscenario: line-coordination\nsource: field\n"
         "clock_uncertainty_ns: {messages: 1000}\n";
  std::ofstream flow_table(run / "flows.csv");
  flow_table << "flow,source,destination,kind,period_ns,deadline_ns,survival_time_ns\n";
  for (std::int64_t flow = 0; flow < flows; ++flow) {
    flow_table << fmt::format("flow-{0:02},a{0},b{0},one_way,{1},{2:.0f},{1}\n", flow, kPeriodNs, kDeadlineMs * 1e6);
  }
  std::ofstream table(run / "messages.csv", std::ios::binary);
  table << "flow,sequence,sent_ns,received_ns,bytes\n";
  std::mt19937_64 random(1);
  std::exponential_distribution<double> queue_ms(1);
  std::uniform_real_distribution<double> share(0, 1);
  std::string text;
  for (std::int64_t row = 0; row < rows; ++row) {
    const std::int64_t flow = row % flows;
    const std::int64_t sent = row / flows * kPeriodNs + flow * 1000;
    const bool is_lost = share(random) < 1e-4;
    const std::int64_t received = sent + std::llround((2 + queue_ms(random)) * 1e6);
    fmt::format_to(std::back_inserter(text), "flow-{:02},{},{},{},100\n", flow, row / flows, sent,
                   is_lost ? "" : std::to_string(received));
    if (text.size() > (1U << 20)) {
      table << text;
      text.clear();
    }
  }
  table << text;
}

/// One flow, as a network engineer sums it up.
struct Summary {
  FlowTally tally{128, 8};
  std::int64_t on_time = 0;
  std::int64_t pairs = 0;   ///< of messages in a row that both arrived
  double variation_ms = 0;  ///< the sum of their delays' differences (RFC 3393), without signs
  std::int64_t longest_missed = 0;
  std::int64_t missed_at_begin = 0;
  std::int64_t missed_at_end = 0;
  std::optional<double> first_ms;
  std::optional<double> last_ms;

  void add(const MeasuredMessage& message) {
    const bool is_on_time = message.apparent && message.delay_ms <= kDeadlineMs;
    if (tally.n == 0 && message.apparent) first_ms = message.delay_ms;
    if (tally.n == missed_at_begin && !is_on_time) ++missed_at_begin;
    tally.add(message);
    on_time += is_on_time ? 1 : 0;
    missed_at_end = is_on_time ? 0 : missed_at_end + 1;
    longest_missed = std::max(longest_missed, missed_at_end);
    see_pair(message.apparent ? std::optional(message.delay_ms) : std::nullopt);
  }
  void merge(const Summary& next) {
    if (next.tally.n == 0) return;
    longest_missed = std::max({longest_missed, next.longest_missed, missed_at_end + next.missed_at_begin});
    if (missed_at_begin == tally.n) missed_at_begin += next.missed_at_begin;
    missed_at_end = next.missed_at_end == next.tally.n ? missed_at_end + next.missed_at_end : next.missed_at_end;
    if (tally.n == 0) first_ms = next.first_ms;
    see_pair(next.first_ms);
    last_ms = next.last_ms;
    pairs += next.pairs;
    variation_ms += next.variation_ms;
    on_time += next.on_time;
    tally.merge(next.tally);
  }

 private:
  void see_pair(std::optional<double> delay_ms) {
    if (last_ms && delay_ms) {
      ++pairs;
      variation_ms += std::abs(*delay_ms - *last_ms);
    }
    last_ms = delay_ms;
  }
};

/// Sums up while the evidence is opened.
struct Summaries final : data::Onlooker {
  data::ByName<Summary> flows;

  [[nodiscard]] std::unique_ptr<Onlooker> another() const override { return std::make_unique<Summaries>(); }
  void add(const data::Message& message) override { flows[message.flow].add(metrics::measured(message)); }
  void merge(Onlooker&& next) override {
    dynamic_cast<Summaries&>(next).flows.for_each(
        [&](const std::string& name, const Summary& flow) { flows[name].merge(flow); });
  }
};

/// The delays between two steps, for a rank among them. Numbers that are not negative are in the order of their bits.
struct Window {
  std::uint64_t from = 0;  ///< bits
  std::uint64_t width = 0;
  std::int64_t below = 0;
  std::int64_t rank = 0;
  std::vector<double> delays;
};

struct WindowLook {
  data::ByName<std::vector<Window>> flows;
  void add(const data::Message& message) {
    if (!message.received) return;
    const double delay_ms = core::in_milliseconds(*message.received - message.sent);
    for (Window& window : flows[message.flow]) {
      if (std::bit_cast<std::uint64_t>(delay_ms) - window.from < window.width) window.delays.push_back(delay_ms);
    }
  }
  void merge(WindowLook&& next) {
    next.flows.for_each([&](const std::string& name, const std::vector<Window>& windows) {
      for (std::size_t i = 0; i < windows.size(); ++i) {
        std::vector<double>& delays = flows[name][i].delays;
        delays.insert(delays.end(), windows[i].delays.begin(), windows[i].delays.end());
      }
    });
  }
};

std::vector<Window> windows_of(const FlowTally& tally) {
  const std::vector<metrics::Ranked::Step> steps = tally.classes.steps();
  std::vector<Window> windows;
  for (const core::QuantileRank& rank : kRanks) {
    Window window;
    window.rank = rank.nearest_rank(tally.n - tally.lost);
    const auto above = std::ranges::lower_bound(steps, window.rank, {}, &metrics::Ranked::Step::below);
    window.from = std::bit_cast<std::uint64_t>(std::prev(above)->value);
    window.below = std::prev(above)->below;
    window.width = std::bit_cast<std::uint64_t>(above != steps.end() ? above->value : HUGE_VAL) - window.from;
    windows.push_back(window);
  }
  return windows;
}

std::string table_of(const data::Evidence& evidence) {
  const data::Tables& tables = evidence.runs(data::Phase::Pilot).at(0).tables;
  const auto& summaries = dynamic_cast<const Summaries&>(*tables.on_disk<data::Message>()->onlooker);
  WindowLook nothing;
  summaries.flows.for_each(
      [&](const std::string& name, const Summary& summary) { nothing.flows[name] = windows_of(summary.tally); });
  WindowLook windows = data::pass<data::Message>(tables, nothing);
  std::map<std::string, std::string> lines;
  summaries.flows.for_each([&](const std::string& name, const Summary& summary) {
    const FlowTally& tally = summary.tally;
    const auto arrived = static_cast<double>(tally.n - tally.lost);
    std::string& line = lines[name];
    line = fmt::format("{},{},{},{:.6f}", name, tally.n, tally.lost, static_cast<double>(tally.sum_ns) / 1e6 / arrived);
    for (Window& window : windows.flows[name]) {
      const auto at = window.delays.begin() + (window.rank - window.below - 1);
      std::ranges::nth_element(window.delays, at);
      line += fmt::format(",{:.6f}", *at);
    }
    line += fmt::format(",{:.6f},{:.6f},{:.6f},{}\n", tally.most_ms,
                        static_cast<double>(summary.on_time) / static_cast<double>(tally.n),
                        summary.variation_ms / static_cast<double>(summary.pairs), summary.longest_missed);
  });
  std::string text =
      "flow,messages,lost,mean_ms,p50,p90,p99,p99_9,p99_99,p99_999,max_ms,on_time,ipdv_ms,longest_missed\n";
  for (const auto& [name, line] : lines) text += line;
  return text;
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void measure(const fs::path& directory, int runs) {
  std::vector<std::pair<double, double>> times;
  std::string text;
  for (int run = 0; run < runs; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    text = table_of(data::Evidence::open(
        directory, {.most_kept = 0, .onlooker = [](const auto&...) { return std::make_unique<Summaries>(); }}));
    times.emplace_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
                       cpu_seconds() - cpu);
  }
  std::ranges::sort(times);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::fputs(text.c_str(), stdout);
  const auto& [wall, cpu] = times[times.size() / 2];
  fmt::print(stderr, "plantproof: {:.2f} s, {:.2f} s CPU, {} MB, median of {} runs\n", wall, cpu,
             usage.ru_maxrss / 1024, runs);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A long table of messages, checked, hashed and summed up by flow");
  app.require_subcommand(1);
  fs::path directory;
  std::int64_t rows = 50'000'000;
  std::int64_t flows = 50;
  int runs = 5;
  CLI::App* make = app.add_subcommand("generate", "write an evidence folder");
  make->add_option("DIR", directory)->required();
  make->add_option("--rows", rows)->check(CLI::PositiveNumber);
  make->add_option("--flows", flows)->check(CLI::PositiveNumber);
  CLI::App* time = app.add_subcommand("measure", "print the table of its flows, and on stderr what that took");
  time->add_option("DIR", directory)->required();
  time->add_option("--runs", runs)->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  try {
    if (*make) generate(directory, rows, flows);
    if (*time) measure(directory, runs);
  } catch (const core::InputFailure& failure) {
    std::fputs(failure.what(), stderr);
    return 1;
  }
  return 0;
}
