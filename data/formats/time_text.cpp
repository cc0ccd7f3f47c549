#include "time_text.hpp"

#include <sstream>
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
  if (local.size() == 16) local += ":00";
  // More than nine places cannot be whole nanoseconds.
  if (const std::size_t point = local.find('.'); point != std::string::npos && local.size() - point - 1 > 9)
    return refuse();
  // Years that 64 bits of nanoseconds cannot hold would wrap around into others.
  if (local < "1678" || local >= "2262") return refuse();
  std::istringstream stream(local);
  stream.imbue(std::locale::classic());
  date::local_time<nanoseconds> time;
  stream >> date::parse("%FT%T", time);
  if (stream.fail() || stream.peek() != std::istringstream::traits_type::eof()) return refuse();
  const core::Nanoseconds since_epoch = time.time_since_epoch();
  if (suffix != std::string_view::npos) {
    const auto offset = parse_offset(text.substr(suffix));
    if (!offset) return refuse();
    return core::Instant(since_epoch - *offset);
  }
  if (zone == nullptr) {
    return core::Text{fmt::format("时间“{}”没有时区；请在 campaign 中写 timezone", text),
                      fmt::format("the time “{}” has no zone; name one in the campaign (timezone: ...)", text)};
  }
  return zone->instant(since_epoch);
}

}  // namespace plantproof::data
