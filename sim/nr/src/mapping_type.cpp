#include "nr/mapping_type.hpp"

#include <algorithm>

namespace plantproof::nr {
namespace {

bool is_length(Direction direction, MappingType type, int length) {
  if (length < 1 || length > kSymbolsPerSlot) return false;
  if (direction == Direction::Uplink) return type == MappingType::B || length >= 4;
  return type == MappingType::A ? length >= 3 : length == 2 || length == 4 || length == 7;
}

int latest_start(Direction direction, MappingType type) {
  if (type == MappingType::B) return kSymbolsPerSlot - 1;
  return direction == Direction::Downlink ? 3 : 0;
}

}  // namespace

StartSymbols start_symbols(Direction direction, MappingType type, int length) {
  StartSymbols starts;
  if (!is_length(direction, type, length)) return starts;
  const int latest = std::min(latest_start(direction, type), kSymbolsPerSlot - length);
  for (int symbol = 0; symbol <= latest; ++symbol) starts.set(static_cast<std::size_t>(symbol));
  return starts;
}

}  // namespace plantproof::nr
