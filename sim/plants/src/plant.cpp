#include "plants/plant.hpp"

#include <utility>

namespace plantproof::plants {

data::Flow one_way(std::string name, std::string source, std::string destination) {
  return {std::move(name), std::move(source), std::move(destination), data::FlowKind::OneWay, {}, {}, {}};
}

deployment::Survey walk_test(const scenarios::WalkTest& survey) {
  return {"surveyor", survey.spacing_m.value, survey.walking_mps.value, core::of_seconds(survey.interval_s.value)};
}

core::Draws Plant::draws(std::string_view component) const {
  std::uint64_t number = 0;
  for (const char c : component) number = core::mixed(number, static_cast<unsigned char>(c));
  return core::Draws(core::mixed(seed, number));
}

}  // namespace plantproof::plants
