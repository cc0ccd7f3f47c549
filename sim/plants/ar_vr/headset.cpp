#include "ar_vr/headset.hpp"

#include <algorithm>
#include <utility>

namespace plantproof::plants::xr {

data::Flow Headset::pose_flow(const std::string& name) {
  return one_way(name + "-pose", name, kRenderer);
}

data::Flow Headset::video_flow(const std::string& name) {
  return one_way(name + "-video", kRenderer, name);
}

Headset::Headset(Plant& plant, const scenarios::ArVr& parameters, const std::string& name)
    : plant_(plant),
      parameters_(parameters),
      name_(name),
      walker_(plant, parameters.walking, name),
      exercise_(plant.simulation) {
  const auto datagrams = network::Delivery::Datagrams;
  const auto is_of_this = [this](const Note& note) {
    return is_worn_ && note.session + 1 == static_cast<std::int64_t>(sessions_.size());
  };
  pose_ = plant.messaging->open(pose_flow(name), datagrams, [this, is_of_this](const network::Arrival& arrival) {
    const Note note = Note::unpacked(arrival.content);
    if (!is_of_this(note)) return;
    const core::Instant taken = taken_[static_cast<std::size_t>(note.number)];
    newest_pose_ = std::max(newest_pose_.value_or(taken), taken);
    sessions_.back()->obey(note.step);
  });
  video_ = plant.messaging->open(video_flow(name), datagrams, [this, is_of_this](const network::Arrival& arrival) {
    const Note note = Note::unpacked(arrival.content);
    if (is_of_this(note)) sessions_.back()->receive(note);
  });
}

void Headset::wear(const std::string& session, double tolerated_ratio, std::function<void(const Outcome&)> taken_off) {
  const std::string which = session + " on " + name_;
  const auto number = static_cast<std::int64_t>(sessions_.size());
  is_worn_ = true;
  taken_off_ = std::move(taken_off);
  newest_pose_.reset();
  taken_.clear();
  sessions_.push_back(std::make_unique<Stream>(
      plant_, parameters_.video, parameters_.adaptation, parameters_.tolerance,
      Stream::Parts{number, video_, plant_.draws("video of " + which), tolerated_ratio, [this] { return newest_pose_; },
                    [] { return std::int64_t{0}; }, [this] { take_off(false); }}));
  look(number);
  walker_.step_about(plant_.draws("steps of " + which));
  // The renderer has loaded the scene, and its schedule is none of the headset's: anywhere in a frame.
  const double phase = plant_.draws("schedule of " + which).uniform();
  sessions_.back()->start(plant_.simulation.now() + core::of_seconds(1 + phase / parameters_.video.frames_per_s.value));
  exercise_.start(core::of_seconds(parameters_.training.exercise_s.value), [this] { take_off(true); });
}

void Headset::look(std::int64_t session) {
  if (!is_worn_ || session + 1 != static_cast<std::int64_t>(sessions_.size())) return;
  const auto number = static_cast<std::int64_t>(taken_.size());
  taken_.push_back(plant_.simulation.now());
  plant_.messaging->send(pose_, parameters_.pose.bytes.value,
                         Note{session, number, sessions_.back()->wanted()}.packed());
  plant_.simulation.after(core::of_milliseconds(parameters_.pose.interval_ms.value),
                          [this, session] { look(session); });
}

void Headset::take_off(bool is_completed) {
  exercise_.stop();
  walker_.stop();
  is_worn_ = false;
  sessions_.back()->stop();
  taken_off_({is_completed, is_acceptable(log(), parameters_.video)});
}

}  // namespace plantproof::plants::xr
