#include "data_collection/read_station.hpp"

#include <cmath>
#include <string>

#include "plants/variates.hpp"

namespace plantproof::plants::collection {
namespace {

constexpr std::uint64_t kSteps = 16;  // more than there are: the content of a message is part and step

}  // namespace

data::Flow ReadStation::questions_flow(const std::string& station, const std::string& device) {
  return one_way(station + "-questions", device, kResolver);
}

data::Flow ReadStation::answers_flow(const std::string& station, const std::string& device) {
  return one_way(station + "-answers", kResolver, device);
}

ReadStation::ReadStation(const scenarios::DataCollection::Reading& reading, const std::string& name,
                         const std::string& device, const Registry& registry, Resolver& resolver, Plant& plant,
                         core::Instant end)
    : reading_(reading),
      name_(name),
      registry_(registry),
      resolver_(resolver),
      plant_(plant),
      end_(end),
      parts_(plant.draws("parts at " + name)),
      waits_(plant.simulation) {
  const auto datagrams = network::Delivery::Datagrams;
  const auto note_of = [](const network::Arrival& arrival) {
    return Note{arrival.content / kSteps, arrival.content % kSteps};
  };
  questions_ = plant.messaging->open(questions_flow(name, device), datagrams,
                                     [this, note_of](const network::Arrival& arrival) { arrive(note_of(arrival)); });
  answers_ = plant.messaging->open(answers_flow(name, device), datagrams,
                                   [this, note_of](const network::Arrival& arrival) { hear(note_of(arrival)); });
}

void ReadStation::start() {
  waits_.start(core::of_seconds(reading_.part_s.value * parts_.uniform()), [this] { next_part(); });
}

void ReadStation::next_part() {
  const double takes_s = lognormal(parts_, reading_.part_s.value, reading_.part_spread_ratio.value);
  const std::string& identifier = registry_.text(registry_.drawn(parts_.uniform()));
  waits_.start(core::of_seconds(takes_s), [this, &identifier] {
    const core::Instant now = plant_.simulation.now();
    if (now >= end_) return;
    resolutions_.push_back({name_ + "/" + std::to_string(resolutions_.size() + 1), identifier, now, {}, {}});
    versions_.push_back(0);
    say(0, 1);
  });
}

void ReadStation::say(std::int64_t step, std::int64_t attempt) {
  if (attempt > reading_.attempts.value) {
    waits_.start(core::of_seconds(reading_.exception_s.value), [this] { next_part(); });
    awaits_.reset();
    return;
  }
  awaits_ = step;
  const bool is_question = step == reading_.handshakes.value;
  const std::uint64_t part = resolutions_.size() - 1;
  plant_.messaging->send(questions_, is_question ? reading_.question_bytes.value : reading_.handshake_bytes.value,
                         part * kSteps + static_cast<std::uint64_t>(step));
  const double patience_ms = reading_.timeout_ms.value * std::exp2(attempt - 1);
  waits_.start(core::of_milliseconds(patience_ms), [this, step, attempt] { say(step, attempt + 1); });
}

void ReadStation::hear(Note note) {
  if (note.part + 1 != resolutions_.size() || static_cast<std::int64_t>(note.step) != awaits_) return;
  if (*awaits_ < reading_.handshakes.value) return say(*awaits_ + 1, 1);
  awaits_.reset();
  data::Resolution& resolution = resolutions_.back();
  resolution.answered = plant_.simulation.now();
  // What was registered when it was asked, or since.
  resolution.correct = versions_.back() >= registry_.version(resolution.identifier, resolution.sent);
  next_part();
}

// The way from the plant's network to the node is the node's own: nothing where it stands at the edge.

void ReadStation::arrive(Note note) {
  const auto there = resolver_.itself().way();
  if (there) plant_.simulation.after(*there, [this, note] { serve(note); });
}

void ReadStation::serve(Note note) {
  const core::Instant served = resolver_.itself().served(plant_.simulation.now());
  if (static_cast<std::int64_t>(note.step) < reading_.handshakes.value) {
    plant_.simulation.at(served, [this, note] { reply(note, reading_.handshake_answer_bytes.value); });
    return;
  }
  plant_.simulation.at(served, [this, note] {
    resolver_.resolve(resolutions_[note.part].identifier, [this, note](std::int64_t version) {
      versions_[note.part] = version;
      reply(note, reading_.answer_bytes.value);
    });
  });
}

void ReadStation::reply(Note note, std::int64_t bytes) {
  const auto back = resolver_.itself().way();
  if (!back) return;
  plant_.simulation.after(
      *back, [this, note, bytes] { plant_.messaging->send(answers_, bytes, note.part * kSteps + note.step); });
}

}  // namespace plantproof::plants::collection
