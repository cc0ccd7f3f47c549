#pragma once

#include <deque>
#include <optional>

#include "digital_workshop/files.hpp"
#include "digital_workshop/letters.hpp"
#include "digital_workshop/shop.hpp"

namespace plantproof::plants::workshop {

/// Machines and people are on the network. The server gives an order to the machine of its group that will soonest be
/// free, ahead of time where it knows how much work that has left; the machine fetches program and tool data, calls for
/// tools and material, and calls an operator when all is there. A machine that is not heard of gets no orders.
class NetworkedShop : public Shop {
 public:
  NetworkedShop(Plant& plant, const scenarios::DigitalWorkshop& workshop);

  [[nodiscard]] std::size_t in_work() const override;

 private:
  /// A machine's controller.
  struct Controller {
    Controller(Plant& plant, const scenarios::DigitalWorkshop& workshop, Machine& of)
        : machine(of),
          letters(plant, workshop.messages, of.name(), kDispatchServer),
          files(plant, workshop.files, of.name()) {}

    Machine& machine;
    Letters letters;
    FileClient files;
    Order* order = nullptr;  ///< the one it is set up for
    Order* next = nullptr;
    bool has_program = false;  ///< of the next
    bool has_kit = false;
    bool is_called = false;  ///< somebody, to set it up

    // What the server knows of it.
    std::optional<core::Instant> heard;
    std::deque<Order*> given;          ///< and not reported as done
    const Order* worked_on = nullptr;  ///< at the last status
    core::Nanoseconds left{0};         ///< of that, then
  };

  [[nodiscard]] std::unique_ptr<Crew> crew(const std::vector<std::string>& names, bool are_operators);
  void tell_status(Controller& controller);
  void tell_periodically(Controller& controller);
  [[nodiscard]] bool can_have_order(const Controller& controller) const;
  void dispatch(std::size_t group);
  void prepare(Controller& controller, Order& order);
  void set_up_if_ready(Controller& controller);
  void set_up(Controller& controller, const std::function<void()>& done);
  void finished(Controller& controller);

  std::deque<Controller> controllers_;
};

}  // namespace plantproof::plants::workshop
