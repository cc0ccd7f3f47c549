#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ar_vr/stream.hpp"
#include "ar_vr/walker.hpp"

namespace plantproof::plants::xr {

inline constexpr const char* kRenderer = "render-server";

/// How somebody's session ended.
struct Outcome {
  bool is_completed = false;
  bool is_quality_ok = false;
};

/// A headset of the training area and its renderer at the edge. Worn, it sends its pose; the renderer begins a frame on
/// its schedule with the newest pose it has, and the headset shows it.
class Headset {
 public:
  /// Opens its flows. Parameters and plant outlive it, and so does it the simulation's events.
  Headset(Plant& plant, const scenarios::ArVr& parameters, const std::string& name);
  Headset(const Headset&) = delete;
  Headset& operator=(const Headset&) = delete;

  [[nodiscard]] static data::Flow pose_flow(const std::string& name);
  [[nodiscard]] static data::Flow video_flow(const std::string& name);

  /// Somebody puts it on, now, for an exercise; he takes it off when that is over, or when he has had enough, and
  /// `taken_off` is called. Of a session's name follows what is drawn for it.
  void wear(const std::string& session, double tolerated_ratio, std::function<void(const Outcome&)> taken_off);
  [[nodiscard]] bool is_worn() const { return is_worn_; }
  /// What became of the frames of who wore it last.
  [[nodiscard]] const StreamLog& log() const { return sessions_.back()->log(); }

 private:
  void look(std::int64_t session);
  void take_off(bool is_completed);

  Plant& plant_;
  const scenarios::ArVr& parameters_;
  std::string name_;
  network::FlowId pose_{};
  network::FlowId video_{};
  Walker walker_;
  Timer exercise_;
  std::vector<std::unique_ptr<Stream>> sessions_;  ///< the last is the one that is on, or was
  std::function<void(const Outcome&)> taken_off_;
  std::optional<core::Instant> newest_pose_;  ///< that the renderer has: when it was taken
  std::vector<core::Instant> taken_;          ///< when each pose of the session was
  bool is_worn_ = false;
};

}  // namespace plantproof::plants::xr
