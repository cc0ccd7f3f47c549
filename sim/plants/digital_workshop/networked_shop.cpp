#include "digital_workshop/networked_shop.hpp"

#include <utility>

namespace plantproof::plants::workshop {

NetworkedShop::NetworkedShop(Plant& plant, const scenarios::DigitalWorkshop& workshop) : Shop(plant, workshop) {
  operators_ = crew(operators_of(workshop), true);
  carriers_ = crew(carriers_of(workshop), false);
  const core::Nanoseconds period = core::of_seconds(workshop.messages.status_period_s.value);
  for (std::size_t i = 0; i < machines_.size(); ++i) {
    Machine& machine = *machines_[i];
    Controller& controller = controllers_.emplace_back(plant, workshop, machine);
    machine.connect({[this, &controller] {
                       controller.letters.to_server(
                           [this, &controller] { operators_->call(mend(controller.machine)); });
                     },
                     [this, &controller] { finished(controller); }});
    controller.order = take_over(machine);
    if (controller.order != nullptr) controller.given.push_back(controller.order);
    const auto turn = period * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(machines_.size());
    plant.simulation.after(turn, [this, &controller] { tell_periodically(controller); });
  }
  pool_.tell([this](std::size_t group) { dispatch(group); });
}

std::unique_ptr<Crew> NetworkedShop::crew(const std::vector<std::string>& names, bool are_operators) {
  std::vector<CalledCrew::Member> members;
  for (const std::string& name : names) {
    const Place place =
        are_operators ? first_place_of_operator(workshop_, members.size()) : place_of(workshop_.crew.crib);
    members.push_back({person(name, place), std::make_unique<Letters>(plant_, workshop_.messages, name, kCallServer)});
  }
  return std::make_unique<CalledCrew>(plant_, workshop_.messages, std::move(members));
}

std::size_t NetworkedShop::in_work() const {
  std::size_t sum = 0;
  for (const Controller& controller : controllers_) sum += controller.given.size();
  return sum;
}

void NetworkedShop::tell_status(Controller& controller) {
  controller.letters.status([this, &controller, order = controller.machine.order(), left = controller.machine.left()] {
    controller.heard = plant_.simulation.now();
    controller.worked_on = order;
    controller.left = left;
    dispatch(controller.machine.group());
  });
}

void NetworkedShop::tell_periodically(Controller& controller) {
  tell_status(controller);
  plant_.simulation.after(core::of_seconds(workshop_.messages.status_period_s.value),
                          [this, &controller] { tell_periodically(controller); });
}

bool NetworkedShop::can_have_order(const Controller& controller) const {
  if (!controller.heard) return false;
  if (plant_.simulation.now() - *controller.heard > core::of_seconds(workshop_.messages.lost_after_s.value))
    return false;
  if (controller.given.empty()) return true;
  return controller.given.size() == 1 && controller.worked_on == controller.given.front() &&
         controller.left <= core::of_seconds(workshop_.messages.ahead_s.value);
}

/// At the server: gives orders that wait for the group to those of its machines that can have one.
void NetworkedShop::dispatch(std::size_t group) {
  while (pool_.has(group)) {
    Controller* soonest = nullptr;
    const auto left = [](const Controller& controller) {
      return controller.given.empty() ? core::Nanoseconds(-1) : controller.left;
    };
    for (Controller& controller : controllers_) {
      if (controller.machine.group() != group || !can_have_order(controller)) continue;
      if (soonest == nullptr || left(controller) < left(*soonest)) soonest = &controller;
    }
    if (soonest == nullptr) return;
    Order* const order = pool_.take(group);
    soonest->given.push_back(order);
    soonest->letters.to_device([this, soonest, order] { prepare(*soonest, *order); });
  }
}

/// At the machine: an order has come.
void NetworkedShop::prepare(Controller& controller, Order& order) {
  controller.next = &order;
  controller.has_program = false;
  controller.has_kit = false;
  const Operation& operation = order.operation();
  controller.files.fetch(operation.program_bytes + operation.tools * workshop_.files.tool_record_bytes.value,
                         [this, &controller] {
                           controller.has_program = true;
                           set_up_if_ready(controller);
                         });
  controller.letters.to_server([this, &controller, &order] {
    carriers_->call(kit(order, controller.machine, [this, &controller] {
      controller.has_kit = true;
      set_up_if_ready(controller);
    }));
  });
}

void NetworkedShop::set_up_if_ready(Controller& controller) {
  const bool is_ready = controller.order == nullptr && controller.next != nullptr && controller.has_program &&
                        controller.has_kit && !controller.is_called;
  if (!is_ready) return;
  controller.is_called = true;
  controller.letters.to_server([this, &controller] {
    operators_->call({controller.machine.place(),
                      [this, &controller](Person&, const std::function<void()>& done) { set_up(controller, done); }});
  });
}

void NetworkedShop::set_up(Controller& controller, const std::function<void()>& done) {
  plant_.simulation.after(controller.next->operation().setup, [this, &controller, done] {
    controller.is_called = false;
    controller.order = std::exchange(controller.next, nullptr);
    controller.machine.begin(*controller.order);
    tell_status(controller);
    done();
  });
}

void NetworkedShop::finished(Controller& controller) {
  Order* const order = std::exchange(controller.order, nullptr);
  controller.letters.to_server([this, &controller, order] {
    std::erase(controller.given, order);
    pool_.operation_done(*order, controller.machine.place());
    dispatch(controller.machine.group());
  });
  set_up_if_ready(controller);
}

}  // namespace plantproof::plants::workshop
