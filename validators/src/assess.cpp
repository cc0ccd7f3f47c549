#include "validators/assess.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "metrics/copied_run.hpp"
#include "metrics/planning_by_units.hpp"
#include "sentence.hpp"

namespace plantproof::validators {
namespace {

bool is_agreed(const core::Provenance& provenance, std::string_view parameter) {
  return std::any_of(provenance.parameters.begin(), provenance.parameters.end(),
                     [&](const core::AgreedParameter& agreed) { return agreed.name == parameter; });
}

/// Judges criteria on one piece of evidence.
class Court {
 public:
  Court(const data::Evidence& evidence, const core::Provenance& provenance, const metrics::Parameters& parameters,
        const AssessOptions& options, core::Confidence confidence)
      : evidence_(evidence),
        provenance_(provenance),
        parameters_(parameters),
        options_(options),
        confidence_(confidence) {}

  Finding judge_clause(const Clause& clause) const {
    Finding finding;
    finding.clause = &clause;
    for (const Criterion& criterion : clause.criteria) finding.criteria.push_back(judge_criterion(criterion));
    finding.verdict = combine(clause, finding.criteria);
    finding.face_value = combine_face_values(clause, finding.criteria);
    finding.sentence =
        finding.criteria.size() == 1 ? finding.criteria.front().deciding().sentence : sentence_of(finding);
    return finding;
  }

 private:
  CriterionResult judge_criterion(const Criterion& criterion) const {
    CriterionResult result;
    result.criterion = &criterion;
    for (const metrics::Reading* reading : criterion.readings)
      result.readings.push_back(judge_reading(criterion, *reading));
    if (const auto chosen = options_.readings.find(criterion.id); chosen != options_.readings.end()) {
      const auto found =
          std::find_if(result.readings.begin(), result.readings.end(),
                       [&](const ReadingResult& candidate) { return candidate.reading->id == chosen->second; });
      std::rotate(result.readings.begin(), found, found + 1);
    }
    result.depends_on_reading =
        std::any_of(result.readings.begin(), result.readings.end(),
                    [&](const ReadingResult& other) { return other.verdict != result.deciding().verdict; });
    return result;
  }

  /// What the reading says of the evidence; runs that are there twice, measured or simulated, say nothing.
  metrics::Answer answer_of(const Criterion& criterion, const metrics::Reading& reading,
                            core::Confidence confidence) const {
    if (const std::optional<core::Text>& copied = copied_run(criterion.kpi->tables)) {
      return metrics::NoAnswer{metrics::NoAnswer::Why::Invalid, *copied};
    }
    return reading.evaluate(evidence_, parameters_, confidence);
  }

  /// Looked for once in the same tables: many readings ask.
  const std::optional<core::Text>& copied_run(const std::vector<std::string>& tables) const {
    const auto [entry, is_new] = copied_runs_.try_emplace(tables);
    if (is_new && provenance_.origin != core::Origin::Synthetic) {
      entry->second = metrics::copied_run(evidence_, tables);
    }
    return entry->second;
  }

  ReadingResult judge_reading(const Criterion& criterion, const metrics::Reading& reading) const {
    ReadingResult result = decide(criterion, reading, confidence_);
    result.sentence = sentence_of(result, criterion, confidence_.shared_by(options_.looks));
    return result;
  }

  ReadingResult decide(const Criterion& criterion, const metrics::Reading& reading, core::Confidence confidence) const {
    ReadingResult result;
    result.reading = &reading;
    result.answer = answer_of(criterion, reading, confidence.shared_by(options_.looks));
    if (const auto* none = std::get_if<metrics::NoAnswer>(&result.answer)) {
      result.verdict = none->why == metrics::NoAnswer::Why::NoData ? Verdict::NoData : Verdict::Invalid;
      result.face_value = result.verdict;
    } else if (options_.sequential && criterion.sequential) {
      decide_in_sequence(criterion, confidence, result);
    } else {
      decide_by_bounds(criterion, result);
    }
    return result;
  }

  void decide_by_bounds(const Criterion& criterion, ReadingResult& result) const {
    auto& estimate = std::get<metrics::Estimate>(result.answer);
    const core::Requirement& requirement = criterion.requirement;
    if (estimate.clock && requirement.limit != 0) {
      result.clock_share = *estimate.clock / std::abs(requirement.limit);
      if (*estimate.clock > 0)
        estimate.notes.push_back(clock_sentence(*estimate.clock, *result.clock_share, criterion.kpi->unit));
    }
    if (estimate.companion) result.companion_verdict = judge(metrics::as_estimate(*estimate.companion), requirement);
    const GuardBand band = criterion.guard_band.value_or(GuardBand{});
    result.verdict = judge(estimate, requirement, band);
    result.face_value = face_value(estimate, requirement);
    if (criterion.guard_band && estimate.value) {
      result.conformance_probability = conformance_probability(*estimate.value, requirement, band.expanded_uncertainty);
    }
    const bool is_settled = result.verdict == Verdict::Pass || result.verdict == Verdict::Fail;
    if (is_settled && options_.looks == 1) refuse_early(criterion, result);
    if (result.early_look || result.provisional) {
      result.verdict = Verdict::Inconclusive;
      result.companion_verdict.reset();
      return;
    }
    if (criterion.guard_band) result.conformance = conformance(estimate, requirement, band);
    if (result.verdict == Verdict::Inconclusive && estimate.needed_n) {
      if (const auto open = to_settle(estimate, requirement, band)) {
        settle_by(result, estimate, estimate.needed_n(*open));
      }
    }
  }

  /// What more evidence it takes: rows or, where these add nothing, runs.
  void settle_by(ReadingResult& result, const metrics::Estimate& estimate, std::optional<std::int64_t> needed) const {
    if (!estimate.deciding_runs) {
      result.needed_n = needed;
    } else if (needed) {
      const double times = static_cast<double>(*needed) / static_cast<double>(estimate.n);
      result.needed_runs =
          metrics::needed_units(*estimate.deciding_runs, std::max(1.0, times), confidence_.shared_by(options_.looks));
    }
  }

  /// Says why, where a pass or fail comes too early: a table lacks planned rows, or nobody planned how many there will
  /// be.
  void refuse_early(const Criterion& criterion, ReadingResult& result) const {
    const std::vector<std::string>& tables = criterion.kpi->tables;
    bool is_planned = false;
    for (const core::PlannedRows& rows : provenance_.planned) {
      if (std::find(tables.begin(), tables.end(), "pilot/" + rows.table) == tables.end()) continue;
      is_planned = true;
      if (rows.found < rows.planned && !result.early_look) result.early_look = rows;
    }
    if (options_.grows && !is_planned) result.provisional = result.verdict;
  }

  /// Looks share nothing of alpha here: the test may be looked at after every trial.
  /// Bursts that the rows show count where they are longer than agreed, whether before or after the crossing.
  void decide_in_sequence(const Criterion& criterion, core::Confidence confidence, ReadingResult& result) const {
    const bool wants_large = criterion.requirement.wants_large();
    const metrics::Estimate& of_all = *result.estimate();
    metrics::SequentialPlan plan = sequential_plan(criterion, confidence, parameters_.burst_length);
    plan.design_effect = std::max(plan.design_effect, static_cast<double>(of_all.n) / of_all.effective_n);
    std::vector<bool> is_error = result.reading->outcomes(evidence_);
    if (wants_large) is_error.flip();
    result.sequential = metrics::sequential_test(plan, is_error);
    const metrics::SequentialResult& test = *result.sequential;
    metrics::Estimate estimate;
    if (const auto rate = test.error_rate()) estimate.value = wants_large ? 1 - *rate : *rate;
    estimate.n = test.used.trials;
    estimate.effective_n = static_cast<double>(estimate.n) / test.plan.design_effect;
    estimate.method = metrics::Method::WaldSequential;
    estimate.notes =
        sequential_notes(result, criterion, {parameters_.burst_length, is_agreed(provenance_, "burst_length")});
    const auto of_bounds = static_cast<std::ptrdiff_t>(of_all.notes_on_bounds);
    estimate.notes.insert(estimate.notes.end(), of_all.notes.begin() + of_bounds, of_all.notes.end());
    result.face_value = face_value(estimate, criterion.requirement);
    result.answer = std::move(estimate);
    switch (test.decision) {
      case metrics::SequentialDecision::Accept:
        result.verdict = Verdict::Pass;
        break;
      case metrics::SequentialDecision::Reject:
        result.verdict = Verdict::Fail;
        break;
      case metrics::SequentialDecision::GoOn:
        result.verdict = Verdict::Inconclusive;
        result.needed_n = metrics::trials_to_cross(test.lines, test.used);
        break;
    }
  }

  /// Whether the deciding reading passes at another confidence.
  bool passes_at(const CriterionResult& result, core::Confidence confidence) const {
    return decide(*result.criterion, *result.deciding().reading, confidence).verdict == Verdict::Pass;
  }

  /// Holm's step-down: the i-th criterion to pass must do so at alpha over the number still left, so that several
  /// chances to pass do not add up to more than alpha. With one criterion this is its own verdict.
  bool enough_pass(const Clause& clause, const std::vector<CriterionResult>& results) const {
    std::vector<const CriterionResult*> left;
    for (const CriterionResult& result : results) left.push_back(&result);
    for (std::size_t passed = 0; passed < clause.at_least; ++passed) {
      const core::Confidence confidence = confidence_.shared_by(static_cast<int>(left.size()));
      const auto found = std::find_if(left.begin(), left.end(),
                                      [&](const CriterionResult* result) { return passes_at(*result, confidence); });
      if (found == left.end()) return false;
      left.erase(found);
    }
    return true;
  }

  Verdict combine(const Clause& clause, const std::vector<CriterionResult>& results) const {
    if (results.size() == 1) return results.front().deciding().verdict;
    if (enough_pass(clause, results)) return Verdict::Pass;
    std::vector<Verdict> open;
    for (const CriterionResult& result : results) {
      const Verdict verdict = result.deciding().verdict;
      if (verdict != Verdict::Fail) open.push_back(verdict == Verdict::Pass ? Verdict::Inconclusive : verdict);
    }
    if (open.size() < clause.at_least) return Verdict::Fail;
    // What more evidence could still settle is open; only when nothing of it could is the clause without data or
    // invalid.
    if (std::find(open.begin(), open.end(), Verdict::Inconclusive) != open.end()) return Verdict::Inconclusive;
    return all_of(open);
  }

  static Verdict combine_face_values(const Clause& clause, const std::vector<CriterionResult>& results) {
    if (results.size() == 1) return results.front().deciding().face_value;
    std::size_t met = 0;
    std::vector<Verdict> open;
    for (const CriterionResult& result : results) {
      const Verdict verdict = result.deciding().face_value;
      if (verdict == Verdict::Pass) ++met;
      if (verdict != Verdict::Pass && verdict != Verdict::Fail) open.push_back(verdict);
    }
    if (met >= clause.at_least) return Verdict::Pass;
    return met + open.size() < clause.at_least ? Verdict::Fail : all_of(open);
  }

  const data::Evidence& evidence_;
  const core::Provenance& provenance_;
  mutable std::map<std::vector<std::string>, std::optional<core::Text>> copied_runs_;  ///< by the tables they are in
  const metrics::Parameters& parameters_;
  const AssessOptions& options_;
  core::Confidence confidence_;
};

metrics::Parameters agreed_parameters(const Pack& pack, const core::Provenance& provenance, core::InputErrors& errors) {
  metrics::Parameters parameters = pack.parameters;
  for (const core::AgreedParameter& agreed : provenance.parameters) {
    const metrics::ParameterInfo* info = metrics::find_parameter(agreed.name);
    if (info == nullptr) {
      const core::Text hint = core::suggestion(agreed.name, metrics::parameter_names());
      errors.add(agreed.where, {fmt::format("没有参数“{}”；{}", agreed.name, hint.zh),
                                fmt::format("there is no parameter “{}”; {}", agreed.name, hint.en)});
    } else if (agreed.value < info->least || agreed.value > info->most) {
      errors.add(agreed.where,
                 {fmt::format("{} = {} 应在 {} 与 {} 之间", agreed.name, agreed.value, info->least, info->most),
                  fmt::format("{} = {} must be from {} to {}", agreed.name, agreed.value, info->least, info->most)});
    } else {
      info->assign(parameters, agreed.value);
    }
  }
  return parameters;
}

void check_readings(const AssessOptions& options, const ScenarioCriteria& scenario, core::InputErrors& errors) {
  std::vector<std::string> ids;
  for (const auto& [wanted, reading] : options.readings) {
    const Criterion* named = nullptr;
    ids.clear();
    for (const Clause& clause : scenario.clauses) {
      for (const Criterion& criterion : clause.criteria) {
        ids.push_back(criterion.id);
        if (criterion.id == wanted) named = &criterion;
      }
    }
    if (named == nullptr) {
      const core::Text hint = core::suggestion(wanted, ids);
      errors.add({"--reading", 0, 0},
                 {fmt::format("场景 {} 没有条款“{}”；{}", scenario.id, wanted, hint.zh),
                  fmt::format("scenario {} has no clause “{}”; {}", scenario.id, wanted, hint.en)});
      continue;
    }
    std::vector<std::string> readings;
    for (const metrics::Reading* candidate : named->readings) readings.push_back(candidate->id);
    if (std::find(readings.begin(), readings.end(), reading) == readings.end()) {
      const core::Text hint = core::suggestion(reading, readings);
      errors.add({"--reading", 0, 0}, {fmt::format("条款 {} 没有读法“{}”；{}", wanted, reading, hint.zh),
                                       fmt::format("clause {} has no reading “{}”; {}", wanted, reading, hint.en)});
    }
  }
}

/// Planned rows of a table that nothing is judged by would never hold a verdict back.
void check_planned(const core::Provenance& provenance, const ScenarioCriteria& scenario, core::InputErrors& errors) {
  constexpr std::string_view kPilot = "pilot/";
  std::set<std::string> tables;
  for (const Clause& clause : scenario.clauses) {
    for (const Criterion& criterion : clause.criteria) {
      for (const std::string& table : criterion.kpi->tables) {
        if (table.starts_with(kPilot)) tables.insert(table.substr(kPilot.size()));
      }
    }
  }
  for (const core::PlannedRows& rows : provenance.planned) {
    if (tables.contains(rows.table)) continue;
    const core::Text hint = core::suggestion(rows.table, std::vector<std::string>(tables.begin(), tables.end()));
    errors.add(rows.where,
               {fmt::format("planned_rows：场景 {} 没有条款以试点的表“{}”判定；{}", scenario.id, rows.table, hint.zh),
                fmt::format("planned_rows: no clause of scenario {} is judged by a table “{}” of the pilot; {}",
                            scenario.id, rows.table, hint.en)});
  }
}

void check_sequential(const AssessOptions& options, const Pack& pack, const ScenarioCriteria& scenario,
                      core::InputErrors& errors) {
  if (options.sequential && options.looks > 1) {
    errors.add({"--looks", 0, 0},
               {"不能与 --sequential 同用：序贯检验本来就允许随时查看，再由多次查看平分 α，只会多费样本",
                "may not be given together with --sequential: the sequential test may be looked at any time as it is, "
                "and sharing its alpha among looks would only cost samples"});
  }
  if (!options.sequential || scenario.allows_sequential()) return;
  errors.add({"--sequential", 0, 0},
             {fmt::format("准则包 {} 未对场景 {} 的任何准则约定序贯检验", pack.id, scenario.id),
              fmt::format("pack {} allows a sequential test for no criterion of scenario {}", pack.id, scenario.id)});
}

std::vector<UsedParameter> used_parameters(const ScenarioCriteria& scenario, const metrics::Parameters& parameters,
                                           const core::Provenance& provenance) {
  std::set<std::string> names;
  for (const Clause& clause : scenario.clauses) {
    for (const Criterion& criterion : clause.criteria)
      names.insert(criterion.kpi->parameters.begin(), criterion.kpi->parameters.end());
  }
  for (const Observed& observed : scenario.observed)
    names.insert(observed.kpi->parameters.begin(), observed.kpi->parameters.end());
  std::vector<UsedParameter> used;
  for (const metrics::ParameterInfo& info : metrics::parameter_infos()) {
    if (!names.contains(info.name)) continue;
    used.push_back({&info, info.value(parameters), is_agreed(provenance, info.name)});
  }
  return used;
}

}  // namespace

DecidingBound deciding_bound(const ReadingResult& result, const core::Requirement& requirement) {
  const bool is_conditional_fail = result.conformance == Conformance::ConditionalFail;
  return deciding_bound(*result.estimate(), requirement, is_conditional_fail ? Verdict::Fail : result.verdict);
}

Assessment assess(const data::Evidence& evidence, const core::Provenance& provenance, const Pack& pack,
                  const AssessOptions& options) {
  core::InputErrors errors;
  const metrics::Parameters parameters = agreed_parameters(pack, provenance, errors);
  const ScenarioCriteria* scenario = pack.find(provenance.scenario);
  if (scenario == nullptr) {
    const core::Text hint = core::suggestion(provenance.scenario, pack.scenario_ids());
    errors.add(provenance.scenario_where,
               {fmt::format("准则包 {} 没有场景“{}”；{}", pack.id, provenance.scenario, hint.zh),
                fmt::format("pack {} has no scenario “{}”; {}", pack.id, provenance.scenario, hint.en)});
  } else {
    check_readings(options, *scenario, errors);
    check_sequential(options, pack, *scenario, errors);
    check_planned(provenance, *scenario, errors);
  }
  errors.throw_if_any();

  Assessment assessment;
  assessment.pack = &pack;
  assessment.scenario = scenario;
  assessment.confidence = options.confidence.value_or(pack.confidence);
  assessment.looks = options.looks;
  assessment.bound_confidence = assessment.confidence.shared_by(options.looks);
  assessment.provenance = provenance;
  assessment.agreed = parameters;
  assessment.parameters = used_parameters(*scenario, parameters, provenance);
  const Court court(evidence, provenance, parameters, options, assessment.confidence);
  std::vector<Verdict> verdicts;
  std::vector<Verdict> face_values;
  for (const Clause& clause : scenario->clauses) {
    assessment.findings.push_back(court.judge_clause(clause));
    verdicts.push_back(assessment.findings.back().verdict);
    face_values.push_back(assessment.findings.back().face_value);
  }
  for (const Observed& observed : scenario->observed) {
    for (const metrics::Reading* reading : observed.readings) {
      assessment.observations.push_back(
          {observed.kpi, reading, reading->evaluate(evidence, parameters, assessment.confidence)});
    }
  }
  assessment.verdict = all_of(verdicts);
  assessment.face_value = all_of(face_values);
  return assessment;
}

}  // namespace plantproof::validators
