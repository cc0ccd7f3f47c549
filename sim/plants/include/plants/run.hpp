#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "data/evidence.hpp"
#include "plants/plant.hpp"
#include "scenarios/process.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof::plants {

/// The process that a phase's parameters describe.
std::unique_ptr<Process> make_process(const scenarios::Process& process);

/// Simulates one run of a phase and returns its tables: those of the process, and `devices`, `flows`, `messages` and
/// `attachments` of its network, and `radio` of its walk tests and of what is tracked in it, whose devices have had 2 s
/// to come in before the process starts. Instants count from the beginning of the simulation. The same arguments give
/// the same tables; different seeds are independent runs; both phases of a pair have the same seed.
///
/// A message that is still on its way when the run ends is left out. `progress` is called now and then with the share
/// that is done. Throws core::InputFailure with everything that is wrong with the scenario: it has no such phase or no
/// process, or its network is refused.
data::Tables simulate_run(const scenarios::Scenario& scenario, data::Phase phase, std::uint64_t seed,
                          const std::function<void(double)>& progress = {});

}  // namespace plantproof::plants
