#pragma once

#include <optional>
#include <string>

#include "core/quantile_rank.hpp"
#include "core/text.hpp"

namespace plantproof::metrics {

/// How the evidence of a reading comes about, as far as planning it must know: what is counted, at which rate it comes,
/// and which estimator judges it.
struct Design {
  enum class Kind {
    Unplanned,          ///< nobody can tell beforehand how much is needed; `remark` says why
    Counted,            ///< everything is counted, there is no sample; with a rate, as many units as the limit asks for
    RightOrWrong,       ///< a share of units, each right or wrong: proportion()
    LateShare,          ///< a quantile, which is a limit on the share of units beyond the requirement's: quantile()
    Cells,              ///< a share of the grid cells of the floor: proportion()
    Increase,           ///< mean after / mean before - 1 of independent units: ratio_of_means()
    Decrease,           ///< 1 - mean after / mean before of independent units: ratio_of_means()
    RelativeReduction,  ///< how much rarer bad units became: relative_reduction()
    PointReduction,     ///< by how many points bad units became rarer: difference_of_proportions()
  };
  Kind kind = Kind::Unplanned;
  core::Text units =
      {};  ///< what n counts, as it stands after a number, an English plural in -s: "条消息" / "messages"
  std::string rate = {};    ///< the name of the rate they come at, "inspections"; empty for shifts and runs
  std::string groups = {};  ///< "flows" where the rate is that of one of several; empty otherwise
  core::Text each = {};     ///< "每条流" / "a flow", where each group must meet the requirement with an n of its own
  std::optional<core::QuantileRank> rank = {};  ///< of LateShare
  std::string window = {};        ///< of Counted: the parameter that says for how many seconds one must look
  std::string bad_share_of = {};  ///< of the reductions: the KPI whose complement is the share of bad units with 5G
  core::Text remark = {};         ///< what a planner must know besides; may be empty
};

}  // namespace plantproof::metrics
