#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace plantproof::metrics {

/// What the evidence tells of the time of a down time of a flow, besides the down time. It coincided; that it was the
/// cause is not proven. Always listed in this order. The devices of a flow are its ends that the tables devices, radio
/// or attachments know; where they know neither, both are.
enum class Circumstance : std::uint8_t {
  Detached,     ///< a device of the flow was without network
  CellChanged,  ///< two radio samples of one, at most kLongestGapS apart, name different cells
  WeakSignal,   ///< a radio sample of one is below a SignalFloor, or found no signal although others of it did
  DeviceFlows,  ///< messages of other flows of one were lost or late
  EveryDevice,  ///< so were those of every device that is on none of its flows and had messages, two devices at least
};
inline constexpr std::size_t kCircumstances = 5;

inline constexpr double kLongestGapS = 5;      ///< from one radio sample to the next; in a longer one nothing is known
inline constexpr double kBeforeDownTimeS = 1;  ///< so long before the first failed message of a down time is looked at
inline constexpr std::size_t kFewestOthers = 2;  ///< devices that make "every"

struct SeenCircumstance {
  Circumstance what{};
  bool before = false;  ///< in the kBeforeDownTimeS before its first failed message
  bool during = false;  ///< from that message to the end of the down time

  friend bool operator==(const SeenCircumstance&, const SeenCircumstance&) = default;
};

struct Circumstances {
  std::vector<SeenCircumstance> seen;  ///< empty: the evidence does not tell
  bool is_recorded = true;  ///< false: nothing else of that time is recorded that could tell, and `seen` is empty
};

/// What service at a point asks for.
struct SignalFloor {
  double rsrp_dbm = 0;
  double sinr_db = 0;
};

}  // namespace plantproof::metrics
