#pragma once

#include <cstdint>

namespace plantproof::plants::inspection {

/// What a message of the inspection says besides its bytes, in the 64 bits that travel with it. Of an image: which of
/// the item's images it is, and how coarse. Of an order to a camera: how many more images of the item, and how coarse
/// from now on. Of a result: 1 when the item is bad.
struct Note {
  std::int64_t item = 0;
  std::int64_t number = 0;
  std::int64_t coarseness = 0;

  [[nodiscard]] std::uint64_t packed() const {
    return static_cast<std::uint64_t>(item) << 16U | static_cast<std::uint64_t>(number) << 8U |
           static_cast<std::uint64_t>(coarseness);
  }
  static Note unpacked(std::uint64_t content) {
    constexpr std::uint64_t kByte = 0xff;
    return {static_cast<std::int64_t>(content >> 16U), static_cast<std::int64_t>(content >> 8U & kByte),
            static_cast<std::int64_t>(content & kByte)};
  }
};

}  // namespace plantproof::plants::inspection
