#include "network/simulation.hpp"

#include <cassert>
#include <utility>

#include <ns3/rng-seed-manager.h>

#include "clock.hpp"

namespace plantproof::network {
namespace {

bool one_is_alive = false;

}  // namespace

Simulation::Simulation(std::uint64_t seed) {
  assert(!one_is_alive);
  one_is_alive = true;
  ns3::RngSeedManager::SetSeed(1);
  ns3::RngSeedManager::SetRun(seed);
}

Simulation::~Simulation() {
  ns3::Simulator::Destroy();
  one_is_alive = false;
}

core::Instant Simulation::now() const {
  return instant_now();
}

void Simulation::at(core::Instant when, std::function<void()> what) {
  assert(when >= now());
  ns3::Simulator::Schedule(to_ns3(when - now()), std::move(what));
}

void Simulation::after(core::Nanoseconds delay, std::function<void()> what) {
  at(now() + delay, std::move(what));
}

void Simulation::run_until(core::Instant end) {
  assert(end >= now());
  ns3::Simulator::Stop(to_ns3(end - now()));
  ns3::Simulator::Run();
}

}  // namespace plantproof::network
