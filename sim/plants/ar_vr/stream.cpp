#include "ar_vr/stream.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "plants/variates.hpp"

namespace plantproof::plants::xr {
namespace {

constexpr double kBitsPerByte = 8;
constexpr double kBitsPerMegabit = 1e6;

std::size_t frames_in(const scenarios::ArVr::Stream& stream, double seconds) {
  return static_cast<std::size_t>(std::max(1.0, std::round(seconds * stream.frames_per_s.value)));
}

}  // namespace

bool is_acceptable(const StreamLog& log, const scenarios::ArVr::Stream& stream) {
  const auto share = [&log](std::int64_t frames) {
    return static_cast<double>(frames) / static_cast<double>(log.frames);
  };
  return log.frames > 0 && share(log.in_time) >= stream.in_time_ratio.value &&
         share(log.frames - log.stale) >= stream.in_time_ratio.value && share(log.coarse) <= stream.coarse_ratio.value;
}

double mean_frame_bytes(const scenarios::ArVr::Stream& stream, double mbps) {
  return mbps * kBitsPerMegabit / kBitsPerByte / stream.frames_per_s.value;
}

core::Nanoseconds begun_after(const scenarios::ArVr::Stream& stream, std::int64_t number) {
  return core::of_seconds(static_cast<double>(number) / stream.frames_per_s.value);
}

core::Nanoseconds display_delay(const scenarios::ArVr::Stream& stream) {
  return core::of_milliseconds(stream.making_ms.value + stream.jitter_most_ms.value + stream.network_ms.value +
                               stream.away_ms.value + stream.decoding_ms.value);
}

Stream::Stream(Plant& plant, const scenarios::ArVr::Stream& stream, const scenarios::ArVr::Adaptation& adaptation,
               const scenarios::ArVr::Tolerance& tolerance, Parts parts)
    : plant_(plant),
      parameters_(stream),
      parts_(std::move(parts)),
      rates_(rates_of(stream)),
      control_(adaptation, stream),
      endurance_(frames_in(stream, tolerance.window_s.value), parts_.tolerated_ratio) {}

void Stream::start(core::Instant first) {
  first_ = first;
  plant_.simulation.at(first, [this] { begin(0); });
}

void Stream::begin(std::int64_t frame) {
  if (is_over_) return;
  const core::Instant now = plant_.simulation.now();
  const double mean = mean_frame_bytes(parameters_, rates_[static_cast<std::size_t>(step_)]);
  const double bytes =
      truncated_normal(parts_.draws, mean, mean * parameters_.size_spread_ratio.value,
                       mean * parameters_.size_least_ratio.value, mean * parameters_.size_most_ratio.value);
  const double jitter_ms = truncated_normal(parts_.draws, 0, parameters_.jitter_ms.value,
                                            -parameters_.jitter_most_ms.value, parameters_.jitter_most_ms.value);
  const std::optional<core::Instant> origin = parts_.origin();
  carried_.push_back({origin.value_or(now), step_});
  if (origin) {
    const double making_ms = std::max(0.0, parameters_.making_ms.value + jitter_ms);
    plant_.simulation.after(core::of_milliseconds(making_ms), [this, frame, bytes] {
      if (is_over_) return;
      plant_.messaging->send(parts_.flow, std::llround(bytes), Note{parts_.session, frame, parts_.asks()}.packed());
    });
  }
  plant_.simulation.at(now + display_delay(parameters_), [this, frame] { show(frame); });
  plant_.simulation.at(first_ + begun_after(parameters_, frame + 1), [this, frame] { begin(frame + 1); });
}

void Stream::receive(const Note& note) {
  if (is_over_) return;
  const auto rest = core::of_milliseconds(parameters_.away_ms.value + parameters_.decoding_ms.value);
  playout_.receive(note.number, carried_[static_cast<std::size_t>(note.number)].origin, plant_.simulation.now() + rest);
}

void Stream::show(std::int64_t frame) {
  if (is_over_) return;
  const Playout::Shown shown = playout_.show(frame, plant_.simulation.now());
  const bool is_stale = !shown.age || *shown.age > core::of_milliseconds(parameters_.acceptable_ms.value);
  const double mbps = rates_[static_cast<std::size_t>(carried_[static_cast<std::size_t>(frame)].step)];
  ++log_.frames;
  log_.in_time += shown.is_in_time ? 1 : 0;
  log_.repeated += shown.is_new ? 0 : 1;
  log_.stale += is_stale ? 1 : 0;
  log_.coarse += mbps < parameters_.acceptable_mbps.value ? 1 : 0;
  if (shown.age) {
    log_.youngest = std::min(log_.youngest, *shown.age);
    log_.oldest = std::max(log_.oldest, *shown.age);
  }
  control_.shown(shown.is_in_time);
  if (!endurance_.bears(!shown.is_new || is_stale)) parts_.enough();
}

}  // namespace plantproof::plants::xr
