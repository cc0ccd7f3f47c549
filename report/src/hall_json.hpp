#pragma once

#include "report/page.hpp"
#include "verdict_json.hpp"

namespace plantproof::report {

/// Null without a hall; its image is null.
Json hall_json(const std::optional<Hall>& hall);
/// Puts the image into the hall's JSON.
void add_image_json(const std::optional<Hall>& hall, Json& json);
/// {"motion": ..., "no_motion": ...}: at most one of them is not null.
void add_motion_json(const std::optional<std::variant<metrics::Motion, core::Text>>& motion, Json& json);
/// Null where nobody knows where vehicles were on missions.
Json stops_json(const std::optional<metrics::Stops>& stops);

}  // namespace plantproof::report
