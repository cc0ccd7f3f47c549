#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/confidence.hpp"
#include "core/source_reference.hpp"
#include "core/text.hpp"
#include "metrics/design.hpp"
#include "metrics/estimate.hpp"
#include "metrics/parameters.hpp"
#include "metrics/picture.hpp"

namespace plantproof::data {
class Evidence;
}

namespace plantproof::metrics {

/// The unit a KPI is computed, judged and written in. Ratios are 0..1 (an uplift of 20 % is 0.2).
enum class Unit { Ratio, Milliseconds, Count };
/// "1", "ms", "count": as JSON writes it.
std::string_view unit_symbol(Unit unit);

/// An estimate, or why there is none: the table or phase is not there, or the evidence contradicts itself.
using Answer = std::variant<Estimate, NoAnswer>;

/// One way to read a KPI that a clause leaves open: its statistic, its population, its denominator.
struct Reading {
  std::string id;
  core::Text title;
  core::Text definition;  ///< one sentence that a second person could compute from
  Answer (*evaluate)(const data::Evidence& evidence, const Parameters& parameters,
                     core::Confidence confidence) = nullptr;
  Design design = {};  ///< how evidence for it is planned
  /// Of a share of rows: whether each row that counts is one of the share, in the order of time; of evidence that is
  /// not from the field every run has a time of its own, and they follow each other in their order. Null where a
  /// reading is no such share; empty where nothing counts.
  std::vector<bool> (*outcomes)(const data::Evidence& evidence) = nullptr;
};

/// A KPI of the catalogue: pure data but for the functions of its readings.
struct Kpi {
  std::string id;
  core::Text title;
  core::Text definition;
  std::string formula;
  Unit unit = Unit::Ratio;
  std::vector<std::string> tables;  ///< "pilot/messages": the evidence it stands on; without them the answer is NoData
  std::vector<std::string> parameters;  ///< names of the agreed parameters it uses
  core::SourceReference source;         ///< of the definition, where one is standardised; the clause is the pack's
  /// What the KPI's evidence looks like; empty where it is not there. Null: nothing to draw.
  std::vector<Picture> (*pictures)(const data::Evidence& evidence, const Parameters& parameters,
                                   core::Confidence confidence) = nullptr;
  std::vector<Reading> readings;  ///< at least one

  [[nodiscard]] const Reading* find(std::string_view reading) const;
  [[nodiscard]] std::vector<std::string> reading_ids() const;
};

/// Every KPI, in the order of the scenarios that ask for them.
const std::vector<Kpi>& kpis();
/// Their ids, in the same order.
const std::vector<std::string>& kpi_ids();
/// The KPI of that id, or null.
const Kpi* find_kpi(std::string_view id);

}  // namespace plantproof::metrics
