#include <cstdint>

#include <benchmark/benchmark.h>

#include "exchange.hpp"
#include "factory.hpp"
#include "network/simulation.hpp"
#include "point_to_point.hpp"

namespace plantproof::yardstick {
namespace {

constexpr std::int64_t kPackets = 240'000;

/// CPU time a packet, for as many devices as the argument says, in the network that `make` builds of them.
template <class Make>
void cost_per_packet(benchmark::State& state, const Make& make, double start_s) {
  std::int64_t packets = 0;
  for ([[maybe_unused]] auto _ : state) {
    network::Simulation simulation(1);
    const Parties parties = make(int(state.range(0)), simulation);
    const Cost cost = exchange(parties.pairs, kPackets, start_s);
    state.SetIterationTime(cost.cpu_seconds);
    packets += cost.packets;
    if (cost.packets < kPackets) state.SkipWithError("packets were lost");
  }
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
