#include "agv_transport/rescuers.hpp"

#include <cmath>
#include <utility>

namespace plantproof::plants::agv {
namespace {

double aisles_m(const Point& a, const Point& b) {
  return std::abs(a.x_m - b.x_m) + std::abs(a.y_m - b.y_m);
}

}  // namespace

Rescuers::Rescuers(const scenarios::FleetRescue& rescue, network::Simulation& simulation)
    : rescue_(rescue),
      simulation_(simulation),
      people_(static_cast<std::size_t>(rescue.people.value), Person{{rescue.x_m.value, rescue.y_m.value}, true, {}}) {}

void Rescuers::call(const Point& place, Job job) {
  calls_.push_back({place, std::move(job)});
  serve();
}

core::Nanoseconds Rescuers::time_busy() const {
  core::Nanoseconds sum = time_busy_;
  for (const Person& person : people_) {
    if (!person.is_free) sum += simulation_.now() - person.busy_since;
  }
  return sum;
}

void Rescuers::serve() {
  while (!calls_.empty()) {
    const Point to = calls_.front().place;
    Person* nearest = nullptr;
    for (Person& person : people_) {
      if (person.is_free && (nearest == nullptr || aisles_m(person.place, to) < aisles_m(nearest->place, to)))
        nearest = &person;
    }
    if (nearest == nullptr) return;
    const double walk_s = aisles_m(nearest->place, to) / rescue_.walking_mps.value;
    *nearest = {to, false, simulation_.now()};
    const auto let_go = [this, nearest] {
      nearest->is_free = true;
      time_busy_ += simulation_.now() - nearest->busy_since;
      serve();
    };
    simulation_.after(core::of_seconds(walk_s), [job = std::move(calls_.front().job), let_go] { job(let_go); });
    calls_.pop_front();
  }
}

}  // namespace plantproof::plants::agv
