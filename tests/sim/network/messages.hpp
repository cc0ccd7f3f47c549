#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "data/table_io.hpp"
#include "network/messaging.hpp"

// What the tests of all networks say and ask.
namespace plantproof::network {

inline core::Instant at(core::Nanoseconds since_start) {
  return core::Instant(since_start);
}

inline data::Flow flow(const std::string& name, const std::string& source, const std::string& destination) {
  data::Flow flow;
  flow.flow = name;
  flow.source = source;
  flow.destination = destination;
  return flow;
}

inline void expect_conserved(const Fates& fates) {
  EXPECT_EQ(fates.delivered + fates.lost + fates.under_way, fates.sent);
}

struct Load {
  Fates fates;
  core::Nanoseconds mean_delay{0};
  std::string rows;
};

/// Each machine sends the server so many bytes each 20 ms and hears as much from it, for a second from `start` on.
inline Load load_both_ways(Simulation& simulation, Network& network, const std::vector<Device>& machines,
                           core::Nanoseconds start, std::int64_t bytes, Delivery delivery) {
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  Messaging messaging(simulation, network, seconds(1));
  core::Nanoseconds sum{0};
  for (const Device& machine : machines) {
    for (const bool is_up : {true, false}) {
      const FlowId id =
          messaging.open(flow(machine.name + (is_up ? "-up" : "-down"), is_up ? machine.name : "server",
                              is_up ? "server" : machine.name),
                         delivery, [&](const Arrival& arrival) { sum += arrival.received - arrival.sent; });
      for (core::Nanoseconds time = start; time < start + seconds(1); time += milliseconds(20)) {
        simulation.at(at(time), [&messaging, id, bytes] { messaging.send(id, bytes); });
      }
    }
  }
  simulation.run_until(at(start + milliseconds(1'500)));
  Load load;
  load.fates = messaging.log().fates(simulation.now());
  load.mean_delay = sum / std::max<std::int64_t>(load.fates.delivered, 1);
  load.rows = data::write_table(messaging.log().message_rows(simulation.now()));
  return load;
}

}  // namespace plantproof::network
