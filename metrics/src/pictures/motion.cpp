#include "metrics/motion.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "data/evidence.hpp"
#include "data/pass.hpp"
#include "kept.hpp"
#include "rows.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;

constexpr std::int64_t kFrameNs = static_cast<std::int64_t>(kMotionFrameS * 1e9);
/// Windows begin at whole multiples of a step.
constexpr std::int64_t kStepNs = kFrameNs * (kMotionFrames / 4);
constexpr std::int64_t kWindowSteps = 4;

std::int64_t ns(Instant at) {
  return at.time_since_epoch().count();
}
double seconds(std::int64_t length_ns) {
  return static_cast<double>(length_ns) / 1e9;
}

/// From the first to the last moment, both included.
struct Span {
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;

  void take(Instant at) {
    first = std::min(first.value_or(ns(at)), ns(at));
    last = std::max(last.value_or(ns(at)), ns(at));
  }
  void take(const Span& other) {
    for (const auto& at : {other.first, other.last}) {
      if (at) take(Instant(core::Nanoseconds(*at)));
    }
  }
  [[nodiscard]] bool has(std::int64_t at) const { return first && *first <= at && at <= *last; }
};

/// What happened to a device.
struct Event {
  std::int64_t at = 0;
  std::string_view device;
  std::int64_t MotionEvents::*kind = nullptr;

  [[nodiscard]] bool is_miss() const { return kind == &MotionEvents::late || kind == &MotionEvents::lost; }
};

/// One run as motion looks at it. Views into the evidence, and into its own devices.
struct Seen {
  const data::Run* run = nullptr;
  Span all;
  Span moving;                                                                   ///< radio samples
  std::set<std::string_view> sampled;                                            ///< devices that have any
  std::map<std::string_view, std::vector<const data::Attachment*>> attachments;  ///< by time
  std::set<std::string, std::less<>> devices;
  std::vector<std::string_view> in_order;  ///< of their first row
  std::vector<Event> events;
  std::int64_t messages_elsewhere = 0;
  bool has_deadlines = false;

  std::string_view know(const std::string& device) {
    const auto [known, is_new] = devices.insert(device);
    if (is_new) in_order.push_back(*known);
    return *known;
  }
  [[nodiscard]] const Span& span() const { return moving.first ? moving : all; }
};

void see_radio(const data::Run& run, Seen& seen) {
  struct Device {
    std::string_view name;
    std::optional<std::string> cell;  ///< of its last sample
  };
  data::ByName<std::optional<Device>> devices;
  data::visit_in_order<data::RadioSample>(run.tables, [&](const data::RadioSample& sample) {
    seen.moving.take(sample.time);
    auto& device = devices[sample.device];
    if (!device) {
      device.emplace(Device{seen.know(sample.device), {}});
      seen.sampled.insert(device->name);
    }
    if (device->cell == sample.cell) return;
    if (device->cell && sample.cell)
      seen.events.push_back({ns(sample.time), device->name, &MotionEvents::cell_changes});
    device->cell = sample.cell;
  });
  seen.all.take(seen.moving);
}

void see_attachments(const data::Run& run, Seen& seen) {
  for (const auto& attachment : rows_or_none<data::Attachment>(run)) {
    seen.all.take(attachment.time);
    seen.know(attachment.device);
    seen.attachments[attachment.device].push_back(&attachment);
    if (attachment.event == data::AttachmentEvent::Detached)
      seen.events.push_back({ns(attachment.time), attachment.device, &MotionEvents::detached});
  }
  for (auto& [device, changes] : seen.attachments) std::ranges::stable_sort(changes, {}, &data::Attachment::time);
}

/// The messages that were lost, or came later than their flow allows. Views into the run.
struct MissedMessages {
  struct Missed {
    const data::Flow* flow = nullptr;
    core::Instant sent;
    bool is_lost = false;
  };
  std::map<std::string_view, const data::Flow*> flows;
  std::vector<Missed> missed;
  Span all;  ///< when messages were sent

  void add(const data::Message& message) {
    all.take(message.sent);
    const auto flow = flows.find(message.flow);
    if (flow == flows.end() || !is_missed(message, *flow->second)) return;
    missed.push_back({flow->second, message.sent, !message.received});
  }
  void merge(MissedMessages&& next) {
    all.take(next.all);
    missed.insert(missed.end(), next.missed.begin(), next.missed.end());
  }
};

void see_messages(const data::Run& run, Seen& seen) {
  MissedMessages nothing;
  for (const auto& flow : rows_or_none<data::Flow>(run)) {
    nothing.flows[flow.flow] = &flow;
    seen.has_deadlines = seen.has_deadlines || flow.deadline;
  }
  const MissedMessages messages = data::pass<data::Message>(run.tables, nothing);
  seen.all.take(messages.all);
  for (const auto& message : messages.missed) {
    const std::string& source = message.flow->source;
    const std::string& destination = message.flow->destination;
    const bool from_device = seen.devices.contains(source);
    if (!from_device && !seen.devices.contains(destination)) {
      ++seen.messages_elsewhere;
      continue;
    }
    seen.events.push_back({ns(message.sent), from_device ? source : destination,
                           message.is_lost ? &MotionEvents::lost : &MotionEvents::late});
  }
}

Seen look_at(const data::Run& run) {
  Seen seen;
  seen.run = &run;
  for (const auto& device : rows_or_none<data::Device>(run)) seen.know(device.device);
  see_radio(run, seen);
  see_attachments(run, seen);
  see_messages(run, seen);
  return seen;
}

/// Whether anything of it can be drawn.
bool has_places(const Seen& seen, const std::map<std::string, PathPoint>& fixed) {
  const auto is_there = [&](const auto& each) { return seen.devices.contains(each.first); };
  return seen.moving.first || (seen.all.first && std::ranges::any_of(fixed, is_there));
}

/// A stretch of a run, and how many events it was chosen for.
struct Window {
  const Seen* seen = nullptr;
  std::int64_t start = 0;
  std::int64_t count = 0;
};

/// The window with the most events that count; the earliest of equals, none where nothing counts.
template <class Counts>
Window busiest(const std::vector<Seen>& runs, const Counts& counts) {
  Window best;
  for (const Seen& seen : runs) {
    const Span& span = seen.span();
    if (!span.first) continue;
    std::map<std::int64_t, std::int64_t> windows;  // by the step they begin at
    for (const Event& event : seen.events) {
      if (!counts(event) || !span.has(event.at)) continue;
      const std::int64_t step = (event.at - *span.first) / kStepNs;
      for (std::int64_t begin = std::max<std::int64_t>(step - kWindowSteps + 1, 0); begin <= step; ++begin)
        ++windows[begin];
    }
    for (const auto& [begin, count] : windows) {
      if (count > best.count) best = {&seen, *span.first + begin * kStepNs, count};
    }
  }
  return best;
}

/// Of runs that have a span each.
Window chosen(const std::vector<Seen>& runs, core::Text& why) {
  Window window = busiest(runs, [](const Event& event) { return event.is_miss(); });
  if (window.seen != nullptr) {
    why = {"各批次中迟到或丢失消息最多的一段", "the stretch of all runs with the most late or lost messages"};
  } else if (window = busiest(runs, [](const Event&) { return true; }); window.seen != nullptr) {
    why = {"没有消息迟到或丢失；各批次中换小区与断网最多的一段",
           "no message was late or lost; the stretch of all runs with the most changes of the serving cell and losses "
           "of the network"};
  } else {
    window = {&runs.front(), *runs.front().span().first, 0};
    why = {
        "没有消息迟到或丢失，也没有换小区或断网；第一个批次的开头",
        "no message was late or lost, and no device changed its cell or lost the network; the beginning of the first "
        "run"};
  }
  // A window that would end after the run begins earlier.
  const Span& span = window.seen->span();
  window.start = std::max(*span.first, std::min(window.start, *span.last + 1 - kWindowSteps * kStepNs));
  return window;
}

/// The frames of one window.
class Frames {
 public:
  Frames(std::int64_t start, std::size_t count) : start_(start), count_(count) {}
  [[nodiscard]] std::optional<std::size_t> of(std::int64_t at) const {
    if (at < start_ || at >= start_ + static_cast<std::int64_t>(count_) * kFrameNs) return std::nullopt;
    return static_cast<std::size_t>((at - start_) / kFrameNs);
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::int64_t start() const { return start_; }

 private:
  std::int64_t start_;
  std::size_t count_;
};

/// Where a device was in a frame.
struct FramedSample {
  std::size_t frame = 0;
  PathPoint at;
  std::optional<std::string> cell;
};

/// The radio samples of the frames: the last of each device in each.
struct Framed {
  std::map<std::string, std::vector<FramedSample>, std::less<>> tracks;
  std::set<std::string> cells;  ///< of all
  std::int64_t left_out = 0;
};

Framed samples_in(const data::Run& run, const Frames& frames) {
  Framed framed;
  data::visit_in_order<data::RadioSample>(run.tables, [&](const data::RadioSample& sample) {
    const auto frame = frames.of(ns(sample.time));
    if (!frame) return;
    if (sample.cell) framed.cells.insert(*sample.cell);
    auto& track = framed.tracks[sample.device];
    if (!track.empty() && track.back().frame == *frame) {
      track.pop_back();
      ++framed.left_out;
    }
    track.push_back({*frame, {sample.x_m, sample.y_m}, sample.cell});
  });
  return framed;
}

std::vector<std::string> named(const std::set<std::string>& names) {
  std::vector<std::string> cells(names.begin(), names.end());
  if (cells.size() > kMostLines) {
    cells.resize(kMostLines);
    cells.emplace_back();
  }
  return cells;
}

void add_track(const std::vector<FramedSample>& samples, const std::vector<std::string>& cells, MotionDevice& device) {
  for (const FramedSample& sample : samples) {
    std::optional<std::size_t> cell;
    if (sample.cell) {
      const auto found = std::ranges::find(cells, *sample.cell);
      cell = std::min(static_cast<std::size_t>(found - cells.begin()), cells.size() - 1);
    }
    device.track.push_back({sample.frame, sample.at, cell});
  }
}

void add_offline(const std::vector<const data::Attachment*>& changes, const Frames& frames, MotionDevice& device) {
  std::optional<std::int64_t> since;
  const auto add = [&](std::int64_t until) {
    const std::int64_t end = frames.start() + static_cast<std::int64_t>(frames.count()) * kFrameNs - 1;
    if (until < frames.start() || *since > end) return;
    const std::size_t first = frames.of(std::max(*since, frames.start())).value_or(0);
    const std::size_t last = frames.of(std::min(until, end)).value_or(frames.count() - 1);
    if (!device.offline.empty() && device.offline.back()[1] + 1 >= first) {
      device.offline.back()[1] = last;
    } else {
      device.offline.push_back({first, last});
    }
  };
  for (const data::Attachment* change : changes) {
    if (change->event == data::AttachmentEvent::Detached) {
      if (!since) since = ns(change->time);
    } else if (since) {
      add(ns(change->time));
      since.reset();
    }
  }
  if (since) add(frames.start() + static_cast<std::int64_t>(frames.count()) * kFrameNs);
}

std::int64_t events_in(const MotionDevice& device) {
  std::int64_t sum = 0;
  for (const MotionEvents& each : device.events) sum += each.late + each.lost + each.cell_changes + each.detached;
  return sum;
}

}  // namespace

std::variant<Motion, core::Text> motion_of(const data::Evidence& evidence,
                                           const std::map<std::string, PathPoint>& fixed) {
  std::vector<Seen> runs;
  for (const data::Run& run : evidence.runs(data::Phase::Pilot)) {
    if (Seen seen = look_at(run); has_places(seen, fixed)) runs.push_back(std::move(seen));
  }
  if (runs.empty()) {
    return core::Text{"证据中没有任何设备的位置（表 radio 没有它们的行）",
                      "the evidence does not tell where any device was (table radio has no rows of them)"};
  }
  Motion motion;
  const Window window = chosen(runs, motion.chosen);
  const Seen& seen = *window.seen;
  const auto left = static_cast<std::size_t>((*seen.span().last - window.start) / kFrameNs) + 1;
  const Frames frames(window.start, std::min(left, kMotionFrames));
  motion.run = seen.run->name;
  motion.run_s = seconds(*seen.all.last - *seen.all.first);
  motion.start_s = seconds(window.start - *seen.all.first);
  motion.frames = frames.count();
  const Framed framed = samples_in(*seen.run, frames);
  motion.cells = named(framed.cells);
  motion.samples_left_out = framed.left_out;
  motion.has_deadlines = seen.has_deadlines;
  motion.messages_elsewhere = seen.messages_elsewhere;
  std::map<std::string_view, std::map<std::size_t, MotionEvents>> events;
  for (const Event& event : seen.events) {
    const auto frame = frames.of(event.at);
    if (!frame) continue;
    MotionEvents& at = events[event.device][*frame];
    at.frame = *frame;
    ++(at.*event.kind);
  }
  for (const std::string_view name : seen.in_order) {
    MotionDevice& device = motion.devices.emplace_back();
    device.device = name;
    for (const auto& [frame, each] : events[name]) device.events.push_back(each);
    if (const auto track = framed.tracks.find(name); track != framed.tracks.end()) {
      add_track(track->second, motion.cells, device);
    } else if (const auto place = fixed.find(device.device); place != fixed.end() && !seen.sampled.contains(name)) {
      device.is_fixed = true;
      device.track.push_back({0, place->second, {}});
    }
    if (const auto changes = seen.attachments.find(name); changes != seen.attachments.end())
      add_offline(changes->second, frames, device);
  }
  std::ranges::stable_sort(motion.devices, {}, [](const MotionDevice& device) { return device.track.empty(); });
  motion.devices_left_out = keep_greatest(motion.devices, kMostMovingDevices, [](const MotionDevice& device) {
    return std::tuple(!device.track.empty(), !device.is_fixed && !device.track.empty(), events_in(device));
  });
  return motion;
}

}  // namespace plantproof::metrics
