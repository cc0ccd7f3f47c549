#include "plants/plant.hpp"

namespace plantproof::plants {

core::Draws Plant::draws(std::string_view component) const {
  std::uint64_t number = 0;
  for (const char c : component) number = core::mixed(number, static_cast<unsigned char>(c));
  return core::Draws(core::mixed(seed, number));
}

}  // namespace plantproof::plants
