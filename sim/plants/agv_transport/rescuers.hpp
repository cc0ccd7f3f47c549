#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "agv_transport/roads.hpp"
#include "core/time.hpp"
#include "network/simulation.hpp"
#include "scenarios/agv_transport.hpp"

namespace plantproof::plants::agv {

/// The people who are called to a vehicle: each walks there along the aisles, is busy until he is let go, and stays
/// there until the next call. Calls wait for the nearest who is free, in their order.
class Rescuers {
 public:
  /// What is done at the vehicle; calls what it is given when the person can go.
  using Job = std::function<void(std::function<void()> let_go)>;

  Rescuers(const scenarios::FleetRescue& rescue, network::Simulation& simulation);

  void call(const Point& place, Job job);
  /// For how long people have been on the way or at a vehicle, all of them together, until now.
  [[nodiscard]] core::Nanoseconds time_busy() const;

 private:
  struct Person {
    Point place;
    bool is_free = true;
    core::Instant busy_since;
  };
  struct Call {
    Point place;
    Job job;
  };
  void serve();

  const scenarios::FleetRescue& rescue_;
  network::Simulation& simulation_;
  std::vector<Person> people_;
  std::deque<Call> calls_;
  core::Nanoseconds time_busy_{0};
};

}  // namespace plantproof::plants::agv
