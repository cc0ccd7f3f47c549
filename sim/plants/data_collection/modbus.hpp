#pragma once

#include <cstdint>

#include "core/time.hpp"
#include "scenarios/data_collection.hpp"

// Reading holding registers (function 03) over RS-485, MODBUS over Serial Line V1.02.
namespace plantproof::plants::collection {

inline constexpr std::int64_t kBytesPerRegister = 2;
/// Characters of the request: address, function, first register, count, CRC.
inline constexpr std::int64_t kRequestCharacters = 8;
/// Characters of the answer: address, function, count, two a register, CRC.
[[nodiscard]] constexpr std::int64_t answer_characters(std::int64_t registers) {
  return 5 + kBytesPerRegister * registers;
}

/// How long so many characters are on the bus.
[[nodiscard]] core::Nanoseconds on_the_bus(const scenarios::DataCollection::Bus& bus, std::int64_t characters);
/// The silence that ends a frame: 3.5 characters, 1.750 ms above 19 200 bit/s (2.5.1.1).
[[nodiscard]] core::Nanoseconds silence(const scenarios::DataCollection::Bus& bus);
/// From the beginning of a request until the next may begin, when it is answered.
[[nodiscard]] core::Nanoseconds turn(const scenarios::DataCollection::Bus& bus, std::int64_t registers,
                                     core::Nanoseconds answers_after);
/// The same when it is not: the master waits for its timeout.
[[nodiscard]] core::Nanoseconds vain_turn(const scenarios::DataCollection::Bus& bus);
/// The probability that request and answer come through without a bit error.
[[nodiscard]] double clean_ratio(const scenarios::DataCollection::Bus& bus, std::int64_t registers);

}  // namespace plantproof::plants::collection
