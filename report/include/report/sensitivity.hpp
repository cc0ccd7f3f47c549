#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"
#include "report/report.hpp"
#include "validators/assess.hpp"

// What becomes of a verdict when one parameter of the plant is otherwise.
namespace plantproof::report {

/// What a verdict says of a criterion.
struct Outcome {
  std::optional<double> estimate;  ///< in the KPI's unit; none where there is none, or it is infinite
  validators::Verdict verdict = validators::Verdict::NoData;
};
using Outcomes = std::map<std::string, Outcome>;  ///< by the criterion's id

/// The outcomes that the JSON of a verdict (`json`) holds. Throws core::InputFailure, naming the file, where it is
/// none.
Outcomes outcomes_of(const std::string& file, std::string_view verdict_json);

/// A parameter with another value.
struct Alternative {
  core::Text value;
  std::optional<Outcomes> outcomes;  ///< none: such a plant is refused
};

/// A parameter, one value below its own and one above, as far as it can have them.
struct VariedParameter {
  std::string path;
  core::Text title;
  core::Text value;
  bool is_assumption = true;
  std::optional<Alternative> lower;
  std::optional<Alternative> higher;
};

/// One parameter at a time.
struct Sensitivity {
  const validators::Assessment* base = nullptr;
  double share = 0.2;  ///< by which a parameter was changed, either way
  std::vector<VariedParameter> parameters;
  std::vector<Outcomes> other_seeds;          ///< of the same plant: what chance alone does
  std::vector<std::string> left_as_they_are;  ///< paths of what a share cannot change: choices, switches, and zeros
};

/// For each criterion the parameters that move its estimate most, at most `rows`, with what another seed does in its
/// place among them, as tables of at most 100 columns.
std::string terminal(const Sensitivity& sensitivity, std::size_t rows, const TerminalStyle& style);

/// The same in Markdown, in one language, without a heading: a part of a page.
std::string markdown(const Sensitivity& sensitivity, std::size_t rows, core::Language language);

/// All of it as JSON, schema plantproof-sensitivity/1 (docs/schema/sensitivity.schema.json). Ends with a newline; equal
/// contents give equal bytes.
std::string json(const Sensitivity& sensitivity);

}  // namespace plantproof::report
