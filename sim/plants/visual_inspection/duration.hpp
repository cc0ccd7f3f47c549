#pragma once

#include <cmath>
#include <cstdint>

#include "core/time.hpp"

namespace plantproof::plants {

inline core::Nanoseconds of_seconds(double seconds) {
  return core::Nanoseconds(static_cast<std::int64_t>(std::llround(1e9 * seconds)));
}
inline core::Nanoseconds of_milliseconds(double milliseconds) {
  return of_seconds(1e-3 * milliseconds);
}

}  // namespace plantproof::plants
