#include "time_text.hpp"

#include <stdexcept>

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include "input/number.hpp"

namespace plantproof::data {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;

// "+08:00", "+0800", "+08", "Z"; nothing when the text is no offset.
std::optional<minutes> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z" || text == "UTC") return minutes(0);
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  std::string digits;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == ':' && i == 3 && text.size() == 6) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    digits += text[i];
  }
  if (digits.size() == 2) digits += "00";
  if (digits.size() != 4) return std::nullopt;
  const std::int64_t h = *input::parse_integer(digits.substr(0, 2));
  const std::int64_t m = *input::parse_integer(digits.substr(2));
  if (h > 14 || m > 59) return std::nullopt;
  const auto offset = hours(h) + minutes(m);
  return text[0] == '-' ? -offset : offset;
}

// "2026-08-07T09:33", with ":05" and "." and up to nine places after it or without: the nanoseconds since 1970 of a
// clock that shows this, or nothing.
std::optional<core::Nanoseconds> parse_local(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00.000000000";
  constexpr std::size_t kMinutes = 16;
  constexpr std::size_t kSeconds = 19;
  const bool has_places = text.size() > kSeconds + 1 && text.size() <= kShape.size();
  if (text.size() != kMinutes && text.size() != kSeconds && !has_places) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = kShape[i] == '0' ? '0' <= text[i] && text[i] <= '9' : text[i] == kShape[i];
    if (!fits) return std::nullopt;
  }
  // Years that 64 bits of nanoseconds cannot hold would wrap around into others.
  if (text < "1678" || text >= "2262") return std::nullopt;
  const std::string whole = std::string(text) + std::string(kShape.substr(text.size()));
  const auto part = [&](std::size_t at, std::size_t digits) {
    return static_cast<int>(*input::parse_integer(std::string_view(whole).substr(at, digits)));
  };
  const date::year_month_day day(date::year(part(0, 4)), date::month(static_cast<unsigned>(part(5, 2))),
                                 date::day(static_cast<unsigned>(part(8, 2))));
  const int hour = part(11, 2);
  const int minute = part(14, 2);
  const int second = part(17, 2);
  if (!day.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return date::local_days(day).time_since_epoch() + hours(hour) + minutes(minute) + std::chrono::seconds(second) +
         nanoseconds(part(20, 9));
}

}  // namespace

struct Zone::Rule {
  std::optional<minutes> offset;
  const date::time_zone* named = nullptr;
};

std::optional<Zone> Zone::parse(std::string_view text) {
  auto rule = std::make_shared<Rule>();
  rule->offset = parse_offset(text);
  if (!rule->offset) {
    try {
      rule->named = date::locate_zone(text);
    } catch (const std::runtime_error&) {
      return std::nullopt;
    }
  }
  Zone zone;
  zone.rule_ = std::move(rule);
  return zone;
}

core::Instant Zone::instant(core::Nanoseconds local) const {
  if (rule_->offset) return core::Instant(local - *rule_->offset);
  const auto sys = rule_->named->to_sys(date::local_time<nanoseconds>(local), date::choose::earliest);
  return core::Instant(sys.time_since_epoch());
}

const std::vector<std::string>& time_unit_names() {
  static const std::vector<std::string> kNames = {"s", "ms", "us", "ns"};
  return kNames;
}

int nanosecond_power(std::size_t time_unit) {
  return 9 - 3 * static_cast<int>(time_unit);
}

std::variant<core::Instant, core::Text> parse_iso8601(std::string_view text, const Zone* zone) {
  const auto refuse = [&] {
    return core::Text{fmt::format("“{}”不是 ISO 8601 时间", text), fmt::format("“{}” is not an ISO 8601 time", text)};
  };
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ' && text[10] != 't')) return refuse();
  const std::size_t suffix = text.find_first_of("Zz+-", 16);
  std::string local(text.substr(0, suffix));
  local[10] = 'T';
  if (const std::size_t comma = local.find(','); comma != std::string::npos) local[comma] = '.';
  while (!local.empty() && local.back() == ' ') local.pop_back();
  if (local.find(':') == 12) local.insert(11, "0");  // as spreadsheets write hours
  const auto since_epoch = parse_local(local);
  if (!since_epoch) return refuse();
  if (suffix != std::string_view::npos) {
    const auto offset = parse_offset(text.substr(suffix));
    if (!offset) return refuse();
    return core::Instant(*since_epoch - *offset);
  }
  if (zone == nullptr) {
    return core::Text{fmt::format("时间“{}”没有时区；请在 campaign 中写 timezone", text),
                      fmt::format("the time “{}” has no zone; name one in the campaign (timezone: ...)", text)};
  }
  return zone->instant(*since_epoch);
}

}  // namespace plantproof::data
