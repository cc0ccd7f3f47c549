#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ar_vr/endurance.hpp"
#include "ar_vr/note.hpp"
#include "ar_vr/playout.hpp"
#include "ar_vr/rate_control.hpp"
#include "plants/plant.hpp"
#include "scenarios/ar_vr.hpp"

namespace plantproof::plants::xr {

/// What became of the frames of a stream, by their display times.
struct StreamLog {
  std::int64_t frames = 0;
  std::int64_t in_time = 0;
  std::int64_t repeated = 0;                              ///< nothing new to show: a stall
  std::int64_t stale = 0;                                 ///< what was shown was older than acceptable
  std::int64_t coarse = 0;                                ///< at a rate below the acceptable
  core::Nanoseconds youngest = core::Nanoseconds::max();  ///< of what was shown, when it was
  core::Nanoseconds oldest{0};
};

/// Whether what a log tells is acceptable: of all frames at least `in_time_ratio` in time, as many not stale, and at
/// most `coarse_ratio` coarse. False without a frame.
[[nodiscard]] bool is_acceptable(const StreamLog& log, const scenarios::ArVr::Stream& stream);

/// Mean bytes of a frame at that rate.
[[nodiscard]] double mean_frame_bytes(const scenarios::ArVr::Stream& stream, double mbps);
/// When frame `number` is begun, after the first: fixed, whatever the jitter of those before it was.
[[nodiscard]] core::Nanoseconds begun_after(const scenarios::ArVr::Stream& stream, std::int64_t number);
/// From when a frame is begun to when it is to be shown: the most that making it, the rest of the way and decoding
/// take, and what is left to the network.
[[nodiscard]] core::Nanoseconds display_delay(const scenarios::ArVr::Stream& stream);

/// One direction of what people see or hear of each other, for one session: both ends of it, and nothing but messages
/// and what they carry between them.
class Stream {
 public:
  struct Parts {
    std::int64_t session = 0;    ///< of its notes
    network::FlowId flow{};      ///< its frames go there
    core::Draws draws{0};        ///< of sizes and jitter
    double tolerated_ratio = 1;  ///< of disturbed frames, of who looks at it
    /// Asked when a frame is begun: when that was which it shows; nothing: there is nothing to show.
    std::function<std::optional<core::Instant>()> origin{};
    std::function<std::int64_t()> asks{};  ///< which step it carries to the other side
    std::function<void()> enough{};        ///< who looks at it has had enough
  };
  /// Parameters, adaptation and plant outlive it, and so does it its events: the simulation's.
  Stream(Plant& plant, const scenarios::ArVr::Stream& stream, const scenarios::ArVr::Adaptation& adaptation,
         const scenarios::ArVr::Tolerance& tolerance, Parts parts);
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// Begins its first frame then.
  void start(core::Instant first);
  void stop() { is_over_ = true; }
  /// The sender's end: the other side wants this step.
  void obey(std::int64_t step) { step_ = step; }
  /// The receiver's end: a message of the session has come.
  void receive(const Note& note);
  /// The receiver's end: which step it wants.
  [[nodiscard]] std::int64_t wanted() const { return control_.step(); }
  [[nodiscard]] const StreamLog& log() const { return log_; }

 private:
  void begin(std::int64_t frame);
  void show(std::int64_t frame);

  Plant& plant_;
  const scenarios::ArVr::Stream& parameters_;
  Parts parts_;
  std::vector<double> rates_;
  RateControl control_;
  Endurance endurance_;
  Playout playout_;
  core::Instant first_;
  std::int64_t step_ = 0;
  bool is_over_ = false;
  struct Carried {
    core::Instant origin;
    std::int64_t step = 0;
  };
  std::vector<Carried> carried_;  ///< what each frame says of itself
  StreamLog log_;
};

}  // namespace plantproof::plants::xr
