#pragma once

#include <cstdint>

#include <ns3/event-id.h>
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

/// Since the beginning of the run.
inline core::Nanoseconds now() {
  return instant_now().time_since_epoch();
}

/// Has `member` of `object` called at `time`, or earlier where `event` already is to.
template <class Object>
void call_by(core::Nanoseconds time, ns3::EventId& event, void (Object::*member)(), Object* object) {
  if (event.IsRunning() && event.GetTs() <= static_cast<std::uint64_t>(time.count())) return;
  event.Cancel();
  event = ns3::Simulator::Schedule(to_ns3(time - now()), member, object);
}

}  // namespace plantproof::network
