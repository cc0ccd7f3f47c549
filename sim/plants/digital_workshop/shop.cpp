#include "digital_workshop/shop.hpp"

#include <utility>

namespace plantproof::plants::workshop {
namespace {

std::vector<std::string> numbered(const std::string& what, std::int64_t count) {
  std::vector<std::string> names;
  for (std::int64_t i = 1; i <= count; ++i) names.push_back(what + "-" + std::to_string(i));
  return names;
}

}  // namespace

std::vector<Stand> stands_of(const scenarios::DigitalWorkshop& workshop) {
  std::vector<Stand> stands;
  for (std::size_t i = 0; i < workshop.groups.size(); ++i) {
    const scenarios::DigitalWorkshop::Group& group = workshop.groups[i];
    Place place{group.x_m.value, group.y_m.value};
    for (const std::string& name : numbered(group.name.value, group.machines.value)) {
      stands.push_back({name, i, place});
      place.x_m += group.pitch_m.value;
    }
  }
  return stands;
}

Place place_of(const scenarios::DigitalWorkshop::Spot& spot) {
  return {spot.x_m.value, spot.y_m.value};
}

std::vector<std::string> operators_of(const scenarios::DigitalWorkshop& workshop) {
  return numbered("operator", workshop.crew.operators.value);
}

std::vector<std::string> carriers_of(const scenarios::DigitalWorkshop& workshop) {
  return numbered("carrier", workshop.crew.carriers.value);
}

Place first_place_of_operator(const scenarios::DigitalWorkshop& workshop, std::size_t number) {
  const std::vector<Stand> stands = stands_of(workshop);
  return stands[number * stands.size() / static_cast<std::size_t>(workshop.crew.operators.value) % stands.size()].place;
}

Shop::Shop(Plant& plant, const scenarios::DigitalWorkshop& workshop)
    : plant_(plant),
      workshop_(workshop),
      pool_(workshop, static_cast<std::uint64_t>(plant.draws("orders").uniform() * 0x1p53)) {
  for (Stand& stand : stands_of(workshop))
    machines_.push_back(std::make_unique<Machine>(plant, workshop, std::move(stand.name), stand.group, stand.place));
}

Order* Shop::take_over(Machine& machine) {
  Order* const order = pool_.take(machine.group());
  if (order == nullptr) return nullptr;
  const double share = plant_.draws("shift before at " + machine.name()).uniform();
  machine.begin(*order, static_cast<std::size_t>(share * static_cast<double>(order->pieces())));
  return order;
}

Job Shop::kit(const Order& order, const Machine& machine, std::function<void()> is_there) {
  const core::Nanoseconds handling = core::of_seconds(workshop_.crew.handling_s.value);
  const auto bring_pieces = [this, handling, &machine, is_there = std::move(is_there)](Person& person,
                                                                                       std::function<void()> done) {
    const auto put_down = [this, handling, is_there, done = std::move(done)] {
      plant_.simulation.after(handling, [is_there, done] {
        is_there();
        done();
      });
    };
    plant_.simulation.after(handling, [&machine, &person, put_down] { person.walk(machine.place(), put_down); });
  };
  if (order.operation().tools == 0) return {order.place, bring_pieces};
  const auto bring_tools_too = [this, handling, &order, bring_pieces](Person& person,
                                                                      const std::function<void()>& done) {
    plant_.simulation.after(handling, [&order, &person, bring_pieces, done] {
      person.walk(order.place, [&person, bring_pieces, done] { bring_pieces(person, done); });
    });
  };
  return {place_of(workshop_.crew.crib), bring_tools_too};
}

Job Shop::mend(Machine& machine) {
  return {machine.place(), [this, &machine](Person& /*person*/, const std::function<void()>& done) {
            plant_.simulation.after(machine.mending(), [&machine, done] {
              machine.go_on();
              done();
            });
          }};
}

std::unique_ptr<Person> Shop::person(const std::string& device, const Place& place) {
  return std::make_unique<Person>(plant_, device, place, workshop_.crew.walking_mps.value);
}

}  // namespace plantproof::plants::workshop
