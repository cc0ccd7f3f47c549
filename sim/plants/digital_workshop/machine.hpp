#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "core/random.hpp"
#include "digital_workshop/orders.hpp"
#include "digital_workshop/place.hpp"
#include "plants/plant.hpp"
#include "scenarios/digital_workshop.hpp"

namespace plantproof::plants::workshop {

/// A machine: works on the pieces of an order one after the other, and stands when a tool is worn or something is
/// wrong. When that happens depends on how long it has cut, its name and the run's seed: the same in both phases.
class Machine {
 public:
  struct Events {
    std::function<void()> stopped;   ///< it stands until somebody has worked on it for mending()
    std::function<void()> finished;  ///< the last piece of the order is done
  };

  /// Writes the pieces of an order's last operation to the table production. Plant and workshop outlive the machine.
  Machine(Plant& plant, const scenarios::DigitalWorkshop& workshop, std::string name, std::size_t group, Place place);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  void connect(Events events) { events_ = std::move(events); }

  /// It is set up for the order, and begins, or goes on with a piece of it, by its number from 0, of which it has
  /// (assertion). It has no order (assertion).
  void begin(const Order& order, std::size_t piece = 0);
  /// It has been mended, and goes on.
  void go_on();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t group() const { return group_; }
  [[nodiscard]] const Place& place() const { return place_; }
  [[nodiscard]] const Order* order() const { return order_; }
  /// Work that is left on its order, without standing; 0 without an order.
  [[nodiscard]] core::Nanoseconds left() const;
  /// How long somebody works on it, since it stands.
  [[nodiscard]] core::Nanoseconds mending() const { return mending_; }

 private:
  void cut();
  void piece_done();

  Plant& plant_;
  const scenarios::DigitalWorkshop& workshop_;
  std::string name_;
  std::size_t group_;
  Place place_;
  Events events_;
  core::Draws tools_;
  core::Draws faults_;
  core::Nanoseconds tool_left_{0};   ///< of cutting, until the tool is worn
  core::Nanoseconds fault_left_{0};  ///< the same until the next fault
  core::Nanoseconds mending_{0};

  const Order* order_ = nullptr;
  std::size_t piece_ = 0;
  core::Nanoseconds piece_left_{0};
  bool is_cutting_ = false;
  core::Instant since_;
};

}  // namespace plantproof::plants::workshop
