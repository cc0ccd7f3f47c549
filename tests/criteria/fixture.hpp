#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/evidence.hpp"
#include "validators/pack.hpp"
#include "validators/verdict.hpp"

namespace plantproof::tests {

/// What a fixture shows. Every reading of every criterion needs one of each but Invalid: not all evidence can
/// contradict itself.
enum class Case { Pass, Fail, Inconclusive, NoData, AtLimit, Invalid };
/// "pass", "fail", "inconclusive", "no_data", "at_limit", "invalid".
const std::vector<std::string>& case_names();

/// A number an estimate must have: a value (maybe infinite), or none at all. Not there: not checked.
using ExpectedNumber = std::optional<std::optional<double>>;

/// What a fixture expects of one reading, or, where a clause has several criteria, of the clause (reading "clause").
struct Expectation {
  std::string reading;
  validators::Verdict verdict = validators::Verdict::NoData;
  validators::Verdict face_value = validators::Verdict::NoData;
  ExpectedNumber estimate;
  ExpectedNumber lower;
  ExpectedNumber upper;
  std::optional<std::int64_t> n;
  std::optional<std::string> note;  ///< what one of the estimate's notes must say, in English
};

/// The criterion, or the clause of several criteria, that a folder of fixtures is named after.
struct Subject {
  const validators::ScenarioCriteria* scenario = nullptr;
  const validators::Clause* clause = nullptr;
  const validators::Criterion* criterion = nullptr;  ///< null: the clause as a whole

  [[nodiscard]] const std::string& id() const { return criterion == nullptr ? clause->id : criterion->id; }
  /// The readings, or "clause".
  [[nodiscard]] std::vector<std::string> readings() const;
};
/// All of a pack, in its order; a clause of several criteria comes after them.
std::vector<Subject> subjects(const validators::Pack& pack);

inline constexpr std::string_view kWholeClause = "clause";

/// Evidence and what must be said of it, as one file holds both:
///
///     case: at_limit
///     choose: {2.2a: percentage_points}           # the readings of a clause's criteria, where it is not the default
///     expect:
///       all: {verdict: pass, face_value: pass, estimate: 0, lower: none, upper: infinite, n: 29956,
///              note: "50 rows are left out"}
///     area, parameters, clock_uncertainty_ns      # as in evidence.yaml
///     pilot:                                      # and baseline
///       1:                                        # the run
///         inspections:
///           - {repeat: 29956, item: "i{n}", presented_ns: {from: 0, step: 1000000}, judged: good}
///
/// A row group stands for `repeat` rows (1 where it does not say): in the row n = 0, 1, ... a text has n for {n}, and
/// {from: a, step: b} is a + b n. A column that is not named is empty.
struct Fixture {
  Subject subject;
  std::string name;
  Case shows = Case::Pass;
  std::map<std::string, std::string> chosen_readings;
  std::vector<Expectation> expectations;
  data::Evidence evidence;

  /// Whether an expectation of this fixture is an example of its case: at the limit, or the verdict the case is named
  /// after (a fixture may say of other readings that they come out otherwise).
  [[nodiscard]] bool is_example(const Expectation& expectation) const;
};

/// Reads <subject>/<name>.yaml. Throws core::InputFailure with all that is wrong, also when there is no such subject,
/// reading, key, table or column, or when no reading is an example of the case.
Fixture read_fixture(const std::filesystem::path& file, const validators::Pack& pack);

/// The readings that a file speaks of, nothing else of it read or checked; one without a name where there are none.
std::vector<std::string> readings_named_in(const std::filesystem::path& file);

}  // namespace plantproof::tests
