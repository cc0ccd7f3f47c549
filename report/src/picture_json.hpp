#pragma once

#include "metrics/picture.hpp"
#include "verdict_json.hpp"

namespace plantproof::report {

/// A number to six digits, more are not seen; null where it is infinite, or there is none.
Json drawn(double value);
Json drawn(const std::optional<double>& value);

/// A list with an element for each of `elements`.
template <class Elements, class ToJson>
Json list(const Elements& elements, ToJson to_json) {
  Json json = Json::array();
  for (const auto& element : elements) json.push_back(to_json(element));
  return json;
}

/// [x_m, y_m]
Json place_json(const metrics::PathPoint& at);

/// A picture by its kind; numbers to six digits, what is infinite null.
Json picture_json(const metrics::Picture& picture);

}  // namespace plantproof::report
