#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/input_error.hpp"
#include "core/text.hpp"

namespace plantproof::scenarios {

/// Why a parameter has its value: a document gives it, or somebody assumed it.
struct Origin {
  bool is_assumption = true;
  core::Text why;  ///< the document and its clause, or the reason for the assumption; only that may be empty

  /// "assumption", "assumption: a lamp post", or the document.
  [[nodiscard]] core::Text text() const;
};

/// A value that a scenario file sets, or leaves at its default. Made by hand it has the default's place: none.
template <class T>
struct Parameter {
  Parameter() = default;
  explicit Parameter(T default_value) : value(std::move(default_value)) {}

  T value{};
  core::Position where;          ///< of the value, or of the innermost map that leaves it out
  std::optional<Origin> origin;  ///< what the file says of its own value; none for a default
};
using Number = Parameter<double>;
using Whole = Parameter<std::int64_t>;
using Name = Parameter<std::string>;
using Switch = Parameter<bool>;

/// What there is to know of a parameter besides its value: the one place from which the reader, its errors, `explain`
/// and the pages take it.
struct ParameterInfo {
  std::string key;  ///< carries the unit: _ghz _mhz _khz _m _dbm _dbi _db _deg _us _ms _s _min _mps _mmps _mbps _mm _px
                    ///< _mps2 _n _kn _kw _kwh _cny _h _ratio
  core::Text title;
  std::optional<double> least;  ///< of a number
  std::optional<double> most;
  std::vector<std::string> choices;  ///< of an enumeration, in its order
  std::optional<Origin> otherwise;   ///< why its default is what it is; none: there is no default, the file must say

  /// "GHz", "dBm", ...; empty where the key names no unit.
  [[nodiscard]] core::Text unit() const;
  /// A value as people read it: "8 m".
  [[nodiscard]] core::Text with_unit(const std::string& value) const;
};

/// A line of what a scenario consists of: a part, or a parameter in it.
struct ParameterRow {
  std::string path;  ///< "pilot.network.gnbs.0.antennas.gain_dbi": dotted, items of a list by their index from 0
  core::Text title;
  const ParameterInfo* info = nullptr;  ///< null for a part
  core::Text value;                     ///< with its unit; empty for a part
  std::optional<double> number;         ///< the value without its unit, where it is a number
  bool is_whole = false;                ///< a whole one
  Origin origin;                        ///< nothing for a part
  bool is_default = true;

  [[nodiscard]] bool is_part() const { return info == nullptr; }
  /// The path with N for any item of a list: "pilot.network.gnbs.N.antennas.gain_dbi".
  [[nodiscard]] std::string pattern() const;
};

}  // namespace plantproof::scenarios
