#pragma once

#include <ns3/nstime.h>
#include <ns3/simulator.h>

#include "core/time.hpp"

namespace plantproof::network {

/// ns-3 counts in nanoseconds too, unless it is told otherwise: nothing is rounded.
inline ns3::Time to_ns3(core::Nanoseconds duration) {
  return ns3::Time(duration.count());
}

inline core::Instant instant_now() {
  return core::Instant(core::Nanoseconds(ns3::Simulator::Now().GetNanoSeconds()));
}

}  // namespace plantproof::network
