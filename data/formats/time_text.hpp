#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/text.hpp"
#include "core/time.hpp"

namespace plantproof::data {

/// Where a wall clock stands: a fixed offset ("+08:00", "Z", "UTC") or a zone of the IANA database ("Asia/Shanghai").
class Zone {
 public:
  /// Nothing when the text is neither.
  static std::optional<Zone> parse(std::string_view text);

  /// The instant at which a clock in this zone shows this local time (nanoseconds since 1970-01-01T00:00 local). Of two
  /// (clocks set back) the earlier; of none (clocks set forward) the moment of the change.
  [[nodiscard]] core::Instant instant(core::Nanoseconds local) const;

 private:
  struct Rule;
  std::shared_ptr<const Rule> rule_;
};

/// The units a time or a duration may be written in, as whole or decimal numbers.
const std::vector<std::string>& time_unit_names();  ///< "s", "ms", "us", "ns"
/// The power of ten that makes nanoseconds of a unit of time_unit_names(): 9, 6, 3, 0.
int nanosecond_power(std::size_t time_unit);

/// A time written as ISO 8601 ("2026-08-07T09:33:05.173722Z", "2026-08-07 11:33:05+02:00", "2021-01-01 00:00:00"),
/// exact to the nanosecond. A time without an offset is taken in `zone`, or is an error where that is null. Either the
/// instant, or why there is none.
std::variant<core::Instant, core::Text> parse_iso8601(std::string_view text, const Zone* zone);

}  // namespace plantproof::data
