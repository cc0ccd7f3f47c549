#include "data_collection/modbus.hpp"

#include <cmath>

namespace plantproof::plants::collection {

using Bus = scenarios::DataCollection::Bus;

core::Nanoseconds on_the_bus(const Bus& bus, std::int64_t characters) {
  return core::of_seconds(static_cast<double>(characters * bus.character_bits.value) /
                          static_cast<double>(bus.baud.value));
}

core::Nanoseconds silence(const Bus& bus) {
  constexpr std::int64_t kFastFrom = 19'200;
  constexpr double kSilentCharacters = 3.5;
  if (bus.baud.value > kFastFrom) return std::chrono::microseconds(1750);
  return core::of_seconds(kSilentCharacters * static_cast<double>(bus.character_bits.value) /
                          static_cast<double>(bus.baud.value));
}

core::Nanoseconds turn(const Bus& bus, std::int64_t registers, core::Nanoseconds answers_after) {
  return on_the_bus(bus, kRequestCharacters) + silence(bus) + answers_after +
         on_the_bus(bus, answer_characters(registers)) + silence(bus);
}

core::Nanoseconds vain_turn(const Bus& bus) {
  return on_the_bus(bus, kRequestCharacters) + core::of_milliseconds(bus.timeout_ms.value);
}

double clean_ratio(const Bus& bus, std::int64_t registers) {
  const std::int64_t bits = bus.character_bits.value * (kRequestCharacters + answer_characters(registers));
  return std::pow(1 - bus.bit_error_ratio.value, static_cast<double>(bits));
}

}  // namespace plantproof::plants::collection
