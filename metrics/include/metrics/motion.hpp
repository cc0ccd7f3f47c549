#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/text.hpp"
#include "metrics/picture.hpp"

namespace plantproof::data {
class Evidence;
}

namespace plantproof::metrics {

inline constexpr std::size_t kMotionFrames = 240;      ///< of a window, at most
inline constexpr std::size_t kMostMovingDevices = 70;  ///< in one picture
inline constexpr double kMotionFrameS = 0.5;           ///< from one frame to the next

/// Where a device was in a frame, and the cell that served it.
struct MotionPoint {
  std::size_t frame = 0;
  PathPoint at;
  std::optional<std::size_t> cell;  ///< index into the cells; none: no signal
};

/// What happened to a device in a frame.
struct MotionEvents {
  std::size_t frame = 0;
  std::int64_t late = 0;          ///< messages sent in this frame that arrived later than their flow's deadline
  std::int64_t lost = 0;          ///< messages sent in this frame that never arrived
  std::int64_t cell_changes = 0;  ///< changes of the serving cell from one radio sample to the next
  std::int64_t detached = 0;      ///< times that it lost the network, interruptions by handovers included
};

struct MotionDevice {
  std::string device;
  bool is_fixed = false;             ///< it stands where the plan of the plant says: one point
  std::vector<MotionPoint> track;    ///< by frame, at most one each; empty: the evidence does not tell where it was
  std::vector<MotionEvents> events;  ///< by frame, those with any
  std::vector<std::array<std::size_t, 2>> offline;  ///< first and last frame of each time without network
};

/// A stretch of a run to be replayed on the floor. Frame 0 is at start_s from the run's beginning, its first moment
/// that messages, radio or attachments know of.
struct Motion {
  std::string run;
  core::Text chosen;  ///< why this stretch of this run
  double run_s = 0;   ///< length of the run
  double start_s = 0;
  std::size_t frames = 0;  ///< kMotionFrameS apart
  /// Those that serve in it, by name: at most kMostLines, then all others as one without a name.
  std::vector<std::string> cells;
  std::vector<MotionDevice> devices;    ///< those with places before those without
  std::int64_t devices_left_out = 0;    ///< those with the fewest events; without places first
  std::int64_t samples_left_out = 0;    ///< positions in a frame that has a later one
  std::int64_t messages_elsewhere = 0;  ///< of the run, late or lost, between ends that no table calls a device
  bool has_deadlines = false;           ///< any flow of the run has one; without, nothing can be late
};

/// The stretch of 2 min in a pilot run that is most worth looking at: that with most late or lost messages; where no
/// run has any, most losses of the network and changes of the serving cell; else the beginning of the first run. Where
/// radio samples tell where devices were, only the time is considered that they cover. A message is counted at its
/// source, or at its destination where the source is no device. `fixed` says where devices stand that do not move. A
/// reason where no run tells, with `fixed`, where any device was.
std::variant<Motion, core::Text> motion_of(const data::Evidence& evidence,
                                           const std::map<std::string, PathPoint>& fixed);

}  // namespace plantproof::metrics
