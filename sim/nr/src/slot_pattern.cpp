#include "nr/slot_pattern.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace plantproof::nr {
namespace {

/// The downlink, guard and uplink symbols of a special slot.
using SpecialSlot = std::array<int, 3>;

std::size_t index(Direction direction) {
  return direction == Direction::Downlink ? 0 : 1;
}

std::optional<SpecialSlot> parse_special_slot(std::string_view text) {
  SpecialSlot parts{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ':')) return std::nullopt;
    const auto [next, error] = std::from_chars(at, end, parts[i]);
    if (error != std::errc() || parts[i] < 0 || parts[i] > kSymbolsPerSlot) return std::nullopt;
    at = next;
  }
  if (at != end || parts[0] + parts[1] + parts[2] != kSymbolsPerSlot) return std::nullopt;
  return parts;
}

/// "1, 2, 4, 5, 10, 20".
std::string lengths_of_a_frame(int slots) {
  std::string lengths;
  for (int length = 1; length <= slots; ++length) {
    if (slots % length == 0) lengths += (length > 1 ? ", " : "") + std::to_string(length);
  }
  return lengths;
}

void check_letters(const TddText& text, core::InputErrors& errors) {
  const std::size_t wrong = text.pattern.find_first_not_of("DSU");
  if (wrong == std::string_view::npos) return;
  const std::string pattern(text.pattern);
  errors.add(text.pattern_where, {"时隙配比“" + pattern + "”的第 " + std::to_string(wrong + 1) +
                                      " 个字符不对：只能用 D（下行）、S（特殊）、U（上行），例如 DDDSU",
                                  "“" + pattern + "” is no slot pattern: its character " + std::to_string(wrong + 1) +
                                      " is none of D (downlink), S (special), U (uplink), as in DDDSU"});
}

void check_length(const TddText& text, SubcarrierSpacing spacing, core::InputErrors& errors) {
  const int frame = slots_per_frame(spacing);
  const std::size_t slots = text.pattern.size();
  if (slots > 0 && static_cast<std::size_t>(frame) % slots == 0) return;
  const std::string pattern(text.pattern);
  const std::string lengths = lengths_of_a_frame(frame);
  errors.add(text.pattern_where,
             {"时隙配比“" + pattern + "”有 " + std::to_string(slots) + " 个时隙，不能整除 10 ms 帧（" +
                  std::to_string(khz(spacing)) + " kHz 子载波间隔下为 " + std::to_string(frame) +
                  " 个时隙）；可用的时隙数：" + lengths,
              "the slot pattern “" + pattern + "” has " + std::to_string(slots) +
                  " slots, which do not tile the frame of 10 ms, " + std::to_string(frame) + " slots at " +
                  std::to_string(khz(spacing)) + " kHz; it may have " + lengths});
}

void check_special_slot(const TddText& text, core::InputErrors& errors) {
  const bool is_needed = text.pattern.find('S') != std::string_view::npos;
  const std::string pattern(text.pattern);
  const std::string special(text.special_slot);
  if (special.empty()) {
    if (is_needed) {
      errors.add(text.pattern_where,
                 {"时隙配比“" + pattern + "”含特殊时隙 S，却没有给出它的符号数（下行:保护:上行，例如 10:2:2）",
                  "the slot pattern “" + pattern +
                      "” has a special slot S, but its symbols are not given (downlink:guard:uplink, as 10:2:2)"});
    }
    return;
  }
  if (!parse_special_slot(special)) {
    errors.add(text.special_slot_where,
               {"特殊时隙“" + special + "”应为 下行:保护:上行 三个整数，合计 14 个符号，例如 10:2:2",
                "“" + special +
                    "” is no special slot: three whole numbers downlink:guard:uplink are asked for, 14 symbols "
                    "together, as 10:2:2"});
  } else if (!is_needed) {
    errors.add(text.special_slot_where,
               {"给出了特殊时隙“" + special + "”，但时隙配比“" + pattern + "”里没有 S",
                "the special slot “" + special + "” is given, but the slot pattern “" + pattern + "” has no S"});
  }
}

}  // namespace

SlotPattern::SlotPattern(SubcarrierSpacing spacing, std::size_t slots) : spacing_(spacing) {
  for (auto& run : run_) run.assign(slots * kSymbolsPerSlot, 0);
}

void SlotPattern::carry(Direction direction, std::size_t slot, int first, int symbols) {
  for (int i = 0; i < symbols; ++i) {
    run_[index(direction)][slot * kSymbolsPerSlot + static_cast<std::size_t>(first + i)] = symbols - i;
  }
}

SlotPattern SlotPattern::fdd(SubcarrierSpacing spacing) {
  SlotPattern pattern(spacing, 1);
  pattern.carry(Direction::Downlink, 0, 0, kSymbolsPerSlot);
  pattern.carry(Direction::Uplink, 0, 0, kSymbolsPerSlot);
  return pattern;
}

std::optional<SlotPattern> SlotPattern::tdd(const TddText& text, SubcarrierSpacing spacing, core::InputErrors& errors) {
  core::InputErrors found;
  check_letters(text, found);
  check_length(text, spacing, found);
  check_special_slot(text, found);
  errors.add(found);
  if (!found.empty()) return std::nullopt;

  const SpecialSlot special = parse_special_slot(text.special_slot).value_or(SpecialSlot{});
  SlotPattern pattern(spacing, text.pattern.size());
  for (std::size_t slot = 0; slot < text.pattern.size(); ++slot) {
    const char kind = text.pattern[slot];
    if (kind == 'D') pattern.carry(Direction::Downlink, slot, 0, kSymbolsPerSlot);
    if (kind == 'U') pattern.carry(Direction::Uplink, slot, 0, kSymbolsPerSlot);
    if (kind == 'S') {
      pattern.carry(Direction::Downlink, slot, 0, special[0]);
      pattern.carry(Direction::Uplink, slot, special[0] + special[1], special[2]);
    }
  }
  return pattern;
}

int SlotPattern::slots() const {
  return symbols() / kSymbolsPerSlot;
}

int SlotPattern::symbols(Direction direction) const {
  const auto& run = run_[index(direction)];
  return static_cast<int>(std::count_if(run.begin(), run.end(), [](int left) { return left > 0; }));
}

double SlotPattern::share(Direction direction) const {
  return static_cast<double>(symbols(direction)) / symbols();
}

int SlotPattern::run(Direction direction, std::int64_t symbol) const {
  assert(symbol >= 0);
  return run_[index(direction)][static_cast<std::size_t>(symbol) % run_[0].size()];
}

std::optional<std::int64_t> SlotPattern::next(Direction direction, Tc from, int length, StartSymbols starts) const {
  assert(length >= 1);
  const std::int64_t first = first_symbol_from(spacing_, from);
  for (std::int64_t symbol = first; symbol < first + symbols(); ++symbol) {
    if (run(direction, symbol) >= length && starts[static_cast<std::size_t>(symbol_in_slot(symbol))]) return symbol;
  }
  return std::nullopt;
}

}  // namespace plantproof::nr
