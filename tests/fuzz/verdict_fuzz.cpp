// The JSON of a verdict, as `sensitivity` reads those it wrote before.
#include <cmath>

#include "core/input_error.hpp"
#include "harness.hpp"
#include "report/sensitivity.hpp"

namespace plantproof::fuzz {
int try_input(std::string_view input) {
  const std::string text(input);
  try {
    for (const auto& [id, outcome] : report::outcomes_of("verdict.json", text))
      require(!outcome.estimate || std::isfinite(*outcome.estimate), "an estimate is finite", id);
  } catch (const core::InputFailure& failure) {
    require_places(failure.errors(), {{"verdict.json", text}});
  }
  return 0;
}

}  // namespace plantproof::fuzz
