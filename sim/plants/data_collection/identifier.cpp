#include "data_collection/identifier.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include <fmt/format.h>

namespace plantproof::plants::collection {
namespace {

constexpr std::string_view kHandleRoot = "88";
constexpr std::string_view kOidRoot = "1.2.156.";
constexpr std::string_view kGtin = "(01)";
constexpr std::string_view kSerial = "(21)";
constexpr std::size_t kGtinDigits = 14;
constexpr std::size_t kMostSerial = 20;
/// What set 82 has besides letters and digits (GS1 General Specifications, figure 7.11-1).
constexpr std::string_view kSigns = "!\"%&'()*+,-./_:;<=>?";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), &is_digit);
}

std::vector<std::string_view> parted(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(by);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<Identifier> parse_handle(std::string_view text, std::size_t slash) {
  const std::string_view prefix = text.substr(0, slash);
  const std::string_view suffix = text.substr(slash + 1);
  const std::vector<std::string_view> numbers = parted(prefix, '.');
  if (numbers.size() != 3 || numbers[0] != kHandleRoot || !is_number(numbers[1]) || !is_number(numbers[2])) return {};
  if (suffix.empty() || suffix.find(' ') != std::string_view::npos) return {};
  return Identifier{Form::Handle, std::string(prefix), std::string(suffix)};
}

std::optional<Identifier> parse_oid(std::string_view text) {
  constexpr std::size_t kLeast = 6;
  constexpr std::size_t kOwner = 5;  // numbers of the owner: 1.2.156, the organisation's and the enterprise's
  const std::vector<std::string_view> numbers = parted(text, '.');
  if (numbers.size() < kLeast) return {};
  for (const std::string_view number : numbers) {
    if (!is_number(number) || (number.size() > 1 && number.front() == '0')) return {};
  }
  std::size_t end = 0;
  for (std::size_t i = 0; i < kOwner; ++i) end += numbers[i].size() + 1;
  return Identifier{Form::Oid, std::string(text.substr(0, end - 1)), std::string(text.substr(end))};
}

/// How many digits of a GTIN-13 are the company's; nothing where that is not known.
std::optional<std::size_t> company_digits(std::string_view gtin13) {
  const std::string_view first = gtin13.substr(0, 3);
  if (first == "690" || first == "691") return 7;
  if (first >= "692" && first <= "696") return 8;
  if (first == "697") return 9;
  return std::nullopt;
}

std::optional<Identifier> parse_gs1(std::string_view text) {
  text.remove_prefix(kGtin.size());
  const std::string_view gtin = text.substr(0, kGtinDigits);
  if (gtin.size() < kGtinDigits || !is_number(gtin)) return {};
  if (gs1_check_digit(gtin.substr(0, kGtinDigits - 1)) != gtin.back()) return {};
  text.remove_prefix(kGtinDigits);
  if (!text.starts_with(kSerial)) return {};
  const std::string_view serial = text.substr(kSerial.size());
  if (serial.empty() || serial.size() > kMostSerial) return {};
  if (!std::all_of(serial.begin(), serial.end(),
                   [](char c) { return is_digit(c) || is_letter(c) || kSigns.find(c) != std::string_view::npos; })) {
    return {};
  }
  const std::string_view gtin13 = gtin.substr(1);
  const auto digits = company_digits(gtin13);
  if (!digits) return {};
  return Identifier{Form::Gs1, std::string(gtin13.substr(0, *digits)), fmt::format("{}.{}", gtin, serial)};
}

}  // namespace

char gs1_check_digit(std::string_view digits) {
  assert(is_number(digits));
  int sum = 0;
  int weight = digits.size() % 2 == 0 ? 1 : 3;  // of the last it is 3
  for (const char digit : digits) {
    sum += weight * (digit - '0');
    weight = 4 - weight;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::optional<Identifier> parse_identifier(std::string_view text) {
  if (text.starts_with(kGtin)) return parse_gs1(text);
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) return parse_handle(text, slash);
  if (text.starts_with(kOidRoot)) return parse_oid(text);
  return std::nullopt;
}

std::string make_identifier(Form form, std::int64_t node, std::int64_t enterprise, std::int64_t object) {
  switch (form) {
    case Form::Handle:
      return fmt::format("{}.{}.{}/{:06}", kHandleRoot, 100 + node, enterprise + 1, object);
    case Form::Oid:
      return fmt::format("{}{}.{}.{}", kOidRoot, 10'000 + node, enterprise + 1, object + 1);
    case Form::Gs1:
      break;
  }
  // Nine digits are the company's behind 697; three are left for its article.
  const std::string without = fmt::format("0697{:03}{:03}{:03}", node, enterprise, object % 1000);
  return fmt::format("{}{}{}{}{:06}", kGtin, without, gs1_check_digit(without), kSerial, object / 1000);
}

}  // namespace plantproof::plants::collection
