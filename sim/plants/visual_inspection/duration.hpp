#pragma once

#include <chrono>

#include "core/time.hpp"

namespace plantproof::plants {

inline core::Nanoseconds of_seconds(double seconds) {
  return std::chrono::round<core::Nanoseconds>(std::chrono::duration<double>(seconds));
}
inline core::Nanoseconds of_milliseconds(double milliseconds) {
  return std::chrono::round<core::Nanoseconds>(std::chrono::duration<double, std::milli>(milliseconds));
}

}  // namespace plantproof::plants
