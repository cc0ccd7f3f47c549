#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/confidence.hpp"
#include "core/embedded_file.hpp"
#include "core/requirement.hpp"
#include "core/source_reference.hpp"
#include "core/text.hpp"
#include "metrics/kpi.hpp"
#include "metrics/sequential.hpp"
#include "validators/guard_band.hpp"

namespace plantproof::validators {

/// What a pack agrees on beside the limit and the confidence, so that a criterion may be judged by Wald's sequential
/// test.
struct SequentialRule {
  double acceptable = 0;  ///< a KPI that should pass, in its unit: on the good side of the limit, within 0..1
  double wrong_fail = 0;  ///< probability to fail it: above 0, below 0.5
};

/// One requirement on one KPI, with the readings its wording allows, the default first.
struct Criterion {
  std::string id;
  const metrics::Kpi* kpi = nullptr;
  core::Requirement requirement;  ///< the limit in the KPI's unit
  std::vector<const metrics::Reading*> readings;
  std::optional<GuardBand> guard_band;       ///< none: the simple rule, of an instrument whose uncertainty is not known
  std::optional<SequentialRule> sequential;  ///< none: not allowed; every reading has outcomes where it is
};

/// The plan of a criterion's sequential test: errors are what speaks against the requirement, so the rates of a KPI
/// that is to be large are one minus it. Errors are taken to come in bursts of burst_length, at least 1. The criterion
/// has a sequential rule (assertion).
metrics::SequentialPlan sequential_plan(const Criterion& criterion, core::Confidence confidence, double burst_length);

/// A clause of the document: met when at least `at_least` of its criteria are. Most have one criterion, with the
/// clause's own id.
struct Clause {
  std::string id;
  core::Text title;
  core::Text text;  ///< as the document words it, and its translation
  core::SourceReference source;
  std::size_t at_least = 1;
  std::vector<Criterion> criteria;
};

/// A KPI that no clause asks for and a reader wants to know: reported, judged by nothing.
struct Observed {
  const metrics::Kpi* kpi = nullptr;
  std::vector<const metrics::Reading*> readings;
};

struct ScenarioCriteria {
  std::string id;
  core::Text title;  ///< what the document calls it
  std::vector<Clause> clauses;
  std::vector<Observed> observed;

  /// Of a criterion at least.
  [[nodiscard]] bool allows_sequential() const;
};

/// A criteria pack: which clauses a scenario must meet, and how they are decided. Data only.
struct Pack {
  std::string id;
  std::string version;
  std::string sha256;  ///< of the pack's file
  core::Text title;
  std::string document;
  core::Confidence confidence{0.95};
  metrics::Parameters parameters;
  std::vector<ScenarioCriteria> scenarios;

  [[nodiscard]] const ScenarioCriteria* find(std::string_view scenario) const;
  [[nodiscard]] std::vector<std::string> scenario_ids() const;
};

/// Loads a pack. Throws core::InputFailure with everything that is wrong at once: unknown keys, KPIs, readings and
/// parameters (with the nearest valid name), a unit that is not the KPI's, a guard band or a sequential rule that
/// cannot be, repeated clause ids, a scenario without clauses, a pack without scenarios.
Pack parse_pack(const std::string& file, std::string_view text);

/// The packs that are compiled in.
std::span<const core::EmbeddedFile> embedded_packs();

/// The pack with that id, or the one in that file. Throws core::InputFailure when it is neither, naming the nearest id.
Pack load_pack(const std::string& id_or_path);

/// The ids of the compiled-in packs.
const std::vector<std::string>& pack_ids();

}  // namespace plantproof::validators
