#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_error.hpp"
#include "nr/mapping_type.hpp"
#include "nr/numerology.hpp"

namespace plantproof::nr {

/// What a scenario writes of a TDD carrier.
struct TddText {
  std::string_view pattern;  ///< a letter a slot: D downlink, S special, U uplink: "DDDSU"
  core::Position pattern_where;
  std::string_view special_slot;  ///< its downlink, guard and uplink symbols, "10:2:2"; empty where no slot is special
  core::Position special_slot_where;
};

/// Which symbols of a carrier are downlink and which uplink, slot for slot, again and again from symbol 0 on (TS 38.213
/// 11.1). In FDD every symbol is both. Symbols and times count from the start of a frame, as in numerology.hpp.
class SlotPattern {
 public:
  static SlotPattern fdd(SubcarrierSpacing spacing);
  /// The pattern of `text`, any mix of slots. Nothing, and every reason added to `errors`, when it has another letter,
  /// does not fill a frame of 10 ms a whole number of times at this spacing, has a special slot that `special_slot`
  /// does not give or gives one for none, or gives one that is not three whole numbers, 14 together. Downlink may be
  /// followed by uplink without a guard: the model then takes switching to take no time.
  static std::optional<SlotPattern> tdd(const TddText& text, SubcarrierSpacing spacing, core::InputErrors& errors);

  [[nodiscard]] SubcarrierSpacing spacing() const { return spacing_; }
  /// Slots until the pattern begins again; 1 in FDD.
  [[nodiscard]] int slots() const;
  /// Symbols until the pattern begins again, those of `direction` alone, and their share of all, 0..1.
  [[nodiscard]] int symbols() const { return static_cast<int>(run_[0].size()); }
  [[nodiscard]] int symbols(Direction direction) const;
  [[nodiscard]] double share(Direction direction) const;

  /// Whether the symbol may carry `direction`; a guard symbol carries neither, a symbol of FDD both.
  [[nodiscard]] bool carries(Direction direction, std::int64_t symbol) const { return run(direction, symbol) > 0; }
  /// How many symbols from this one on, itself included, carry `direction` without a break within its slot: 0 to 14.
  [[nodiscard]] int run(Direction direction, std::int64_t symbol) const;
  /// The first symbol, starting at `from` or later, from which `length` symbols of one slot carry `direction`, and at
  /// which a transmission may start (start_symbols() for data; by default anywhere). Nothing when the pattern has none,
  /// as for a length of more than 14; a length below 1 is a caller's bug (assertion).
  [[nodiscard]] std::optional<std::int64_t> next(Direction direction, Tc from, int length,
                                                 StartSymbols starts = StartSymbols().set()) const;

 private:
  SlotPattern(SubcarrierSpacing spacing, std::size_t slots);
  void carry(Direction direction, std::size_t slot, int first, int symbols);

  SubcarrierSpacing spacing_;
  std::array<std::vector<int>, 2> run_;  // by direction, one a symbol
};

}  // namespace plantproof::nr
