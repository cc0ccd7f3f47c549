#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "format.hpp"

// Reading the JSON of a measuring tool, of which any part may be missing.
namespace plantproof::data {

/// The document, or nothing after sink.fail() at the line and column where it stops being JSON.
std::optional<nlohmann::json> parse_json(std::string_view text, Sink& sink);

/// The value at an RFC 6901 pointer ("/end/sum/packets"), or null where any part of the way is missing.
const nlohmann::json* find_at(const nlohmann::json& json, const std::string& pointer);
/// The same as a whole number of 64 bits; nothing when it is missing or none.
std::optional<std::int64_t> integer_at(const nlohmann::json& json, const std::string& pointer);
/// The same as a number.
std::optional<double> number_at(const nlohmann::json& json, const std::string& pointer);
/// The same as a text.
std::optional<std::string> text_at(const nlohmann::json& json, const std::string& pointer);

}  // namespace plantproof::data
