#pragma once

#include <cstdint>

namespace plantproof::plants::xr {

/// What a message says besides its bytes, in the 64 bits that travel with it: of which session it is, its number in it,
/// and which step of the rate its sender wants from the other side.
struct Note {
  std::int64_t session = 0;
  std::int64_t number = 0;
  std::int64_t step = 0;

  [[nodiscard]] std::uint64_t packed() const {
    return static_cast<std::uint64_t>(session) << 40U | static_cast<std::uint64_t>(number) << 8U |
           static_cast<std::uint64_t>(step);
  }
  static Note unpacked(std::uint64_t content) {
    return {static_cast<std::int64_t>(content >> 40U), static_cast<std::int64_t>(content >> 8U & 0xffffffffU),
            static_cast<std::int64_t>(content & 0xffU)};
  }
};

}  // namespace plantproof::plants::xr
