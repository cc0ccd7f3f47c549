#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/time.hpp"
#include "data/evidence.hpp"
#include "deployment/population.hpp"
#include "network/messaging.hpp"
#include "network/network.hpp"
#include "network/simulation.hpp"
#include "scenarios/walk_test.hpp"

namespace plantproof::plants {

using deployment::Machine;
using deployment::Population;

/// A flow of messages one way, without a period or a deadline.
[[nodiscard]] data::Flow one_way(std::string name, std::string source, std::string destination);

/// A surveyor with a scanner.
[[nodiscard]] deployment::Survey walk_test(const scenarios::WalkTest& survey);

/// A plant in one phase of one run, as its process sees it.
struct Plant {
  network::Simulation& simulation;
  network::Network* network;      ///< to move machines in; null in a phase without a network
  network::Messaging* messaging;  ///< null there as well
  core::Nanoseconds duration;     ///< of the run, from its start
  std::uint64_t seed;             ///< of the run: the same in both phases of a pair
  data::Tables& tables;           ///< of the run; flows, messages, devices, radio and attachments are the engine's

  /// Random numbers of a component of the plant, by its name: the same in both phases and whatever others draw.
  [[nodiscard]] core::Draws draws(std::string_view component) const;
};

/// What a plant does in one phase: a discrete-event model in the simulation's queue. It does not know what its network
/// is made of; it sends messages, and reacts to what arrives, late or never.
class Process {
 public:
  Process() = default;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  virtual ~Process() = default;

  [[nodiscard]] virtual Population population() const = 0;
  /// At the beginning of the run, once, when the network is up: opens its flows and asks for its first events. The
  /// plant outlives the process.
  virtual void start(Plant& plant) = 0;
  /// At the end of the run, once: writes down what is still to be said, such as shifts, service times and costs.
  virtual void finish() = 0;
  /// When, in the evidence, something was that was then in the simulation. A process that skips time in which nothing
  /// happens says so here, for instants up to now and, as the run ends, later ones; all others leave it as it is.
  [[nodiscard]] virtual core::Instant in_evidence(core::Instant simulated) const { return simulated; }
};

}  // namespace plantproof::plants
