#include "ar_vr/technician.hpp"

#include <utility>

namespace plantproof::plants::xr {

data::Flow Technician::camera_flow(const std::string& name) {
  return one_way(name + "-camera", name, kExperts);
}

data::Flow Technician::talk_flow(const std::string& name) {
  return one_way(name + "-talk", kExperts, name);
}

Technician::Technician(Plant& plant, const scenarios::ArVr& parameters, const std::string& name)
    : plant_(plant),
      parameters_(parameters),
      name_(name),
      walker_(plant, parameters.walking, name),
      guidance_(plant.simulation) {
  const auto datagrams = network::Delivery::Datagrams;
  const auto is_of_this = [this](const Note& note) {
    return is_guided_ && note.session + 1 == static_cast<std::int64_t>(sessions_.size());
  };
  camera_ = plant.messaging->open(camera_flow(name), datagrams, [this, is_of_this](const network::Arrival& arrival) {
    const Note note = Note::unpacked(arrival.content);
    if (!is_of_this(note)) return;
    sessions_.back().camera->receive(note);
    sessions_.back().talk->obey(note.step);
  });
  talk_ = plant.messaging->open(talk_flow(name), datagrams, [this, is_of_this](const network::Arrival& arrival) {
    const Note note = Note::unpacked(arrival.content);
    if (!is_of_this(note)) return;
    sessions_.back().talk->receive(note);
    sessions_.back().camera->obey(note.step);
  });
}

void Technician::be_guided(const std::string& session, double tolerated_ratio, double tolerated_ratio_of_expert,
                           std::function<void(const Outcome&)> ended) {
  const std::string which = session + " with " + name_;
  const auto number = static_cast<std::int64_t>(sessions_.size());
  is_guided_ = true;
  ended_ = std::move(ended);
  const auto now = [this] { return std::optional(plant_.simulation.now()); };
  const auto enough = [this] { end(false); };
  Guidance& guidance = sessions_.emplace_back();
  guidance.camera = std::make_unique<Stream>(
      plant_, parameters_.camera, parameters_.adaptation, parameters_.tolerance,
      Stream::Parts{number, camera_, plant_.draws("camera of " + which), tolerated_ratio_of_expert, now,
                    [this] { return sessions_.back().talk->wanted(); }, enough});
  guidance.talk =
      std::make_unique<Stream>(plant_, parameters_.talk, parameters_.adaptation, parameters_.tolerance,
                               Stream::Parts{number, talk_, plant_.draws("talk of " + which), tolerated_ratio, now,
                                             [this] { return sessions_.back().camera->wanted(); }, enough});
  core::Draws schedules = plant_.draws("schedules of " + which);
  const core::Instant start = plant_.simulation.now();
  guidance.camera->start(start + core::of_seconds(schedules.uniform() / parameters_.camera.frames_per_s.value));
  guidance.talk->start(start + core::of_seconds(schedules.uniform() / parameters_.talk.frames_per_s.value));
  walker_.step_about(plant_.draws("steps of " + which));
  guidance_.start(core::of_seconds(parameters_.maintenance.guidance_s.value), [this] { end(true); });
}

void Technician::end(bool is_completed) {
  guidance_.stop();
  walker_.stop();
  is_guided_ = false;
  const Guidance& guidance = sessions_.back();
  guidance.camera->stop();
  guidance.talk->stop();
  ended_({is_completed, is_acceptable(guidance.camera->log(), parameters_.camera) &&
                            is_acceptable(guidance.talk->log(), parameters_.talk)});
}

}  // namespace plantproof::plants::xr
