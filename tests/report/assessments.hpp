#pragma once

#include <span>
#include <string>

#include "validators/assess.hpp"

// Verdicts on small plants, made as `assess` makes them: tables in memory, judged by a pack that is a text.
namespace plantproof::report {

inline const std::string kScript = "<script>alert(\"x\")</script> & 'y' ]]>";
inline const std::string kEscape = "\x1b[2J\x1b[31mred\a\u202e";

/// One clause of every fate (pass, fail by one reading and not by the other, inconclusive, no data, invalid, any-of met
/// and not met), from unsealed field evidence with refused rows and an agreed parameter, in a plant whose names are
/// hostile.
const validators::Assessment& everything();

/// One clause, passed, from a sealed simulation.
const validators::Assessment& passed();

/// Synthetic evidence: delays with a lost message, so that the estimate is infinite.
const validators::Assessment& lost();

/// A clause and a scenario whose ids and titles are longer than a line.
const validators::Assessment& endless();

/// An uplift, inconclusive for one outlier; its companion by ranks would pass.
const validators::Assessment& compared();
/// A clause tested in sequence that goes on, one conditional by its guard band, and one looked at early.
const validators::Assessment& special();

/// All of them.
std::span<const validators::Assessment> assessments();

/// What a command printed, and its exit code.
struct Ran {
  int exit = -1;
  std::string output;
};
/// Runs a script of this folder with python3 on a file that holds `text`; `argument` comes before the file's name.
Ran run_python(const std::string& script, const std::string& argument, const std::string& text);

}  // namespace plantproof::report
