#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "digital_workshop/crew.hpp"
#include "digital_workshop/machine.hpp"
#include "digital_workshop/orders.hpp"
#include "plants/plant.hpp"
#include "scenarios/digital_workshop.hpp"

namespace plantproof::plants::workshop {

/// Where a machine stands, and what it is called.
struct Stand {
  std::string name;
  std::size_t group;
  Place place;
};
/// All machines, group by group.
[[nodiscard]] std::vector<Stand> stands_of(const scenarios::DigitalWorkshop& workshop);
[[nodiscard]] Place place_of(const scenarios::DigitalWorkshop::Spot& spot);
/// The handhelds' names: "operator-1", "carrier-1".
[[nodiscard]] std::vector<std::string> operators_of(const scenarios::DigitalWorkshop& workshop);
[[nodiscard]] std::vector<std::string> carriers_of(const scenarios::DigitalWorkshop& workshop);
/// Where the operator of that number, from 0, stands at the beginning: the operators are spread over the machines.
[[nodiscard]] Place first_place_of_operator(const scenarios::DigitalWorkshop& workshop, std::size_t number);

/// What is the same however orders reach the machines: machines, people, and what is done by hand.
class Shop {
 public:
  /// Plant and workshop outlive the shop.
  Shop(Plant& plant, const scenarios::DigitalWorkshop& workshop);
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;
  virtual ~Shop() = default;

  [[nodiscard]] const OrderPool& orders() const { return pool_; }
  /// Orders that wait for no machine and are not done: at machines, or on their way.
  [[nodiscard]] virtual std::size_t in_work() const = 0;
  [[nodiscard]] core::Nanoseconds time_busy() const { return operators_->time_busy() + carriers_->time_busy(); }

 protected:
  /// The shift before has left a machine set up for the order that waited longest for it, with some pieces done; null:
  /// none waited.
  [[nodiscard]] Order* take_over(Machine& machine);
  /// Tools from the crib, where the order needs some, and its pieces from where they lie, brought to a machine.
  [[nodiscard]] Job kit(const Order& order, const Machine& machine, std::function<void()> is_there);
  /// A machine that stands is mended.
  [[nodiscard]] Job mend(Machine& machine);
  /// Somebody with that handheld; empty: without one.
  [[nodiscard]] std::unique_ptr<Person> person(const std::string& device, const Place& place);

  Plant& plant_;
  const scenarios::DigitalWorkshop& workshop_;
  OrderPool pool_;
  std::vector<std::unique_ptr<Machine>> machines_;
  std::unique_ptr<Crew> operators_;
  std::unique_ptr<Crew> carriers_;
};

}  // namespace plantproof::plants::workshop
