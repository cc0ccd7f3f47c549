#include "plants/plant.hpp"

#include "core/random.hpp"

namespace plantproof::plants {

core::Draws Plant::draws(std::string_view component) const {
  std::uint64_t mixed = seed;
  for (const char letter : component) mixed = core::mixed(mixed, static_cast<unsigned char>(letter));
  return core::Draws(mixed);
}

}  // namespace plantproof::plants
