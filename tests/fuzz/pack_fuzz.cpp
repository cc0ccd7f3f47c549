// A criteria pack. One that is taken can judge: every clause of every scenario gets a finding of evidence without
// tables, with a sentence in both languages, and no clause passes.
#include <cmath>

#include "core/input_error.hpp"
#include "data/evidence.hpp"
#include "harness.hpp"
#include "validators/assess.hpp"
#include "validators/pack.hpp"

namespace plantproof::fuzz {
namespace {

void require_judges(const validators::Pack& pack) {
  require(!pack.scenarios.empty(), "a pack has a scenario");
  for (const validators::ScenarioCriteria& scenario : pack.scenarios) {
    core::Provenance provenance;
    provenance.scenario = scenario.id;
    const validators::Assessment judged = validators::assess(data::Evidence(), provenance, pack, {});
    require(judged.findings.size() == scenario.clauses.size(), "every clause gets a finding", scenario.id);
    require(judged.verdict != validators::Verdict::Pass, "nothing passes without evidence", scenario.id);
    for (const validators::Finding& finding : judged.findings) {
      require(finding.verdict != validators::Verdict::Pass, "no clause passes without evidence", finding.clause->id);
      require(!finding.sentence.zh.empty() && !finding.sentence.en.empty(), "a finding has a sentence",
              finding.clause->id);
    }
    for (const validators::Clause& clause : scenario.clauses) {
      require(!clause.criteria.empty(), "a clause has a criterion", clause.id);
      require(clause.at_least >= 1 && clause.at_least <= clause.criteria.size(), "a clause can be met", clause.id);
      for (const validators::Criterion& criterion : clause.criteria)
        require(criterion.kpi != nullptr && !criterion.readings.empty(), "a criterion has a reading", criterion.id);
    }
  }
}

}  // namespace

int try_input(std::string_view input) {
  const std::string text(input);
  try {
    require_judges(validators::parse_pack("pack.yaml", text));
  } catch (const core::InputFailure& failure) {
    require_places(failure.errors(), {{"pack.yaml", text}});
  }
  return 0;
}

}  // namespace plantproof::fuzz
