#include "digital_workshop/crew.hpp"

#include <algorithm>
#include <utility>

namespace plantproof::plants::workshop {

CalledCrew::CalledCrew(Plant& plant, const scenarios::DigitalWorkshop::Messages& messages, std::vector<Member> members)
    : plant_(plant), messages_(messages) {
  const core::Nanoseconds period = core::of_seconds(messages.status_period_s.value);
  const auto count = std::ssize(members);
  for (Member& member : members) {
    const core::Nanoseconds turn = period * std::ssize(phones_) / count;
    Phone& phone = phones_.emplace_back(Phone{std::move(member)});
    plant.simulation.after(turn, [this, &phone] { tell_status(phone); });
  }
}

void CalledCrew::call(Job job) {
  open_.push_back(std::make_shared<Call>(Call{std::move(job)}));
  assign();
}

core::Nanoseconds CalledCrew::time_busy() const {
  core::Nanoseconds sum{0};
  for (const Phone& phone : phones_) sum += phone.member.person->time_busy();
  return sum;
}

void CalledCrew::tell_status(Phone& phone) {
  phone.member.letters->status([this, &phone] {
    phone.heard = plant_.simulation.now();
    assign();
  });
  plant_.simulation.after(core::of_seconds(messages_.status_period_s.value), [this, &phone] { tell_status(phone); });
}

void CalledCrew::assign() {
  const core::Nanoseconds lost_after = core::of_seconds(messages_.lost_after_s.value);
  while (!open_.empty()) {
    const Place& place = open_.front()->job.place;
    Phone* nearest = nullptr;
    for (Phone& phone : phones_) {
      if (!phone.is_free || !phone.heard || plant_.simulation.now() - *phone.heard > lost_after) continue;
      if (nearest == nullptr ||
          aisles_m(phone.member.person->place(), place) < aisles_m(nearest->member.person->place(), place))
        nearest = &phone;
    }
    if (nearest == nullptr) return;
    const std::shared_ptr<Call> call = open_.front();
    open_.pop_front();
    assign(*nearest, call);
  }
}

void CalledCrew::assign(Phone& phone, const std::shared_ptr<Call>& call) {
  phone.is_free = false;
  const auto is_answered = std::make_shared<bool>(false);
  phone.member.letters->to_device([this, &phone, call, is_answered] { hear(phone, call, is_answered); });
  plant_.simulation.after(core::of_seconds(messages_.answer_s.value), [this, &phone, call, is_answered] {
    if (*is_answered) return;
    phone.heard.reset();
    open_.push_front(call);
    assign();
  });
}

/// At the handheld.
void CalledCrew::hear(Phone& phone, const std::shared_ptr<Call>& call, const std::shared_ptr<bool>& is_answered) {
  phone.member.letters->to_server([is_answered] { *is_answered = true; });
  phone.inbox.push_back(call);
  if (!phone.member.person->is_busy()) next(phone);
}

void CalledCrew::next(Phone& phone) {
  Person& person = *phone.member.person;
  person.set_busy(!phone.inbox.empty());
  if (phone.inbox.empty()) {
    phone.member.letters->to_server([this, &phone] {
      phone.is_free = true;
      assign();
    });
    return;
  }
  const std::shared_ptr<Call> call = phone.inbox.front();
  phone.inbox.pop_front();
  person.walk(call->job.place, [this, &phone, call] {
    if (call->is_taken) return next(phone);
    call->is_taken = true;
    call->job.work(*phone.member.person, [this, &phone] { next(phone); });
  });
}

WatchfulCrew::WatchfulCrew(Plant& plant, std::vector<std::unique_ptr<Person>> people, core::Nanoseconds round,
                           core::Draws draws, std::optional<Place> goes_back_to)
    : plant_(plant), people_(std::move(people)), round_(round), draws_(draws), goes_back_to_(goes_back_to) {}

void WatchfulCrew::call(Job job) {
  const auto unseen = std::chrono::duration_cast<core::Nanoseconds>(round_ * draws_.uniform());
  plant_.simulation.after(unseen, [this, job = std::move(job)] {
    open_.push_back(job);
    assign();
  });
}

core::Nanoseconds WatchfulCrew::time_busy() const {
  core::Nanoseconds sum{0};
  for (const auto& person : people_) sum += person->time_busy();
  return sum;
}

void WatchfulCrew::assign() {
  while (!open_.empty()) {
    const Place place = open_.front().place;
    Person* nearest = nullptr;
    for (const auto& person : people_) {
      if (person->is_busy()) continue;
      if (nearest == nullptr || aisles_m(person->place(), place) < aisles_m(nearest->place(), place))
        nearest = person.get();
    }
    if (nearest == nullptr) return;
    nearest->set_busy(true);
    const auto is_free = [this, nearest] {
      nearest->set_busy(false);
      assign();
    };
    nearest->walk(place, [this, nearest, is_free, job = std::move(open_.front())] {
      job.work(*nearest, [this, nearest, is_free] {
        if (goes_back_to_) return nearest->walk(*goes_back_to_, is_free);
        is_free();
      });
    });
    open_.pop_front();
  }
}

}  // namespace plantproof::plants::workshop
