#include <cstdint>

#include <benchmark/benchmark.h>

#include "exchange.hpp"
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
    const network::Simulation simulation(1);
    const Cost cost = exchange(make(int(state.range(0))), kPackets, start_s);
    state.SetIterationTime(cost.cpu_seconds);
    packets += cost.packets;
    if (cost.packets < kPackets) state.SkipWithError("packets were lost");
  }
  state.counters["per_packet"] =
      benchmark::Counter(double(packets), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void point_to_point_links(benchmark::State& state) {
  cost_per_packet(state, point_to_point, 0);
}

// Another network stands beside it: BENCHMARK of its own, with the same arguments.
BENCHMARK(point_to_point_links)->Arg(20)->Arg(100)->Arg(300)->Arg(1000)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace plantproof::yardstick

BENCHMARK_MAIN();
