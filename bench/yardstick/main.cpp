#include <cstdint>
#include <fstream>

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <unistd.h>

#include "exchange.hpp"
#include "factory.hpp"
#include "network/simulation.hpp"
#include "point_to_point.hpp"

namespace plantproof::yardstick {
namespace {

constexpr std::int64_t kPackets = 240'000;

/// Of this process, now.
double resident_megabytes() {
  std::ifstream pages("/proc/self/statm");
  double all = 0;
  double resident = 0;
  pages >> all >> resident;
  return resident * double(sysconf(_SC_PAGESIZE)) * 1e-6;
}

/// CPU time a packet, and the process's memory with the network still there, for as many devices as the argument says,
/// in the network that `make` builds of them.
template <class Make>
void cost_per_packet(benchmark::State& state, const Make& make, double start_s) {
  std::int64_t packets = 0;
  double megabytes = 0;
  malloc_trim(0);  // what the network before has left
  for ([[maybe_unused]] auto _ : state) {
    network::Simulation simulation(1);
    const Parties parties = make(int(state.range(0)), simulation);
    const Cost cost = exchange(parties.pairs, kPackets, start_s);
    state.SetIterationTime(cost.cpu_seconds);
    packets += cost.packets;
    megabytes = resident_megabytes();
    if (cost.packets < kPackets) state.SkipWithError("packets were lost");
  }
  state.counters["megabytes"] = megabytes;
  state.counters["per_packet"] =
      benchmark::Counter(double(packets), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void point_to_point_links(benchmark::State& state) {
  cost_per_packet(
      state, [](int devices, network::Simulation&) { return point_to_point(devices); }, 0);
}

void nr_in_a_factory(benchmark::State& state) {
  cost_per_packet(state, factory, 0.5);
}

void networks(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(20)->Arg(100)->Arg(300)->Arg(1000)->UseManualTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(point_to_point_links)->Apply(networks);
BENCHMARK(nr_in_a_factory)->Apply(networks);

}  // namespace
}  // namespace plantproof::yardstick

BENCHMARK_MAIN();
