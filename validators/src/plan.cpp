#include "validators/plan.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "input/number.hpp"
#include "metrics/dependence.hpp"
#include "metrics/planning_by_units.hpp"
#include "metrics/proportion.hpp"
#include "validators/assess.hpp"

namespace plantproof::validators {
namespace {

using metrics::Confidences;
using metrics::Design;
using Kind = Design::Kind;

bool is_share(Kind kind) {
  return kind == Kind::RightOrWrong || kind == Kind::LateShare || kind == Kind::Cells;
}
bool is_reduction_of_shares(Kind kind) {
  return kind == Kind::RelativeReduction || kind == Kind::PointReduction;
}
bool is_ratio(Kind kind) {
  return kind == Kind::Increase || kind == Kind::Decrease;
}
/// Whether a truth can be believed of it: a KPI that is sampled.
bool has_truth(Kind kind) {
  return is_share(kind) || is_reduction_of_shares(kind) || is_ratio(kind);
}

/// Whether each group must meet the requirement for itself.
bool must_each(const Design& design) {
  return !design.each.en.empty();
}

const Design* sampled_design(const metrics::Kpi& kpi) {
  for (const metrics::Reading& reading : kpi.readings) {
    if (has_truth(reading.design.kind)) return &reading.design;
  }
  return nullptr;
}

/// The rates and groups that a scenario's clauses ask for.
struct Names {
  std::set<std::string> rates;
  std::set<std::string> groups;
};

Names names_of(const ScenarioCriteria& scenario) {
  Names names;
  for (const Clause& clause : scenario.clauses) {
    for (const Criterion& criterion : clause.criteria) {
      for (const metrics::Reading* reading : criterion.readings) {
        if (!reading->design.rate.empty()) names.rates.insert(reading->design.rate);
        if (!reading->design.groups.empty()) names.groups.insert(reading->design.groups);
      }
    }
  }
  return names;
}

/// The values that a truth may have.
bool is_possible(double truth, Kind kind) {
  if (is_share(kind)) return truth >= 0 && truth <= 1;
  if (kind == Kind::Increase) return truth > -1;
  return truth < 1;
}

/// "99%" or "0.99"; a bare number above 1 is taken for a forgotten percent sign.
std::optional<double> parse_share(std::string_view text) {
  const bool is_percent = text.ends_with('%');
  if (is_percent) text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const auto number = input::parse_number(text);
  if (!number || (!is_percent && std::abs(*number) > 1)) return std::nullopt;
  return is_percent ? *number / 100 : *number;
}

/// What a pass and a fail of a criterion must clear: the limit itself, or what its guard band makes of it.
struct Limits {
  core::Requirement accepted;
  core::Requirement rejected;
};

Limits limits_of(const Criterion& criterion) {
  const GuardBand band = criterion.guard_band.value_or(GuardBand{});
  return {band.acceptance(criterion.requirement), band.rejection(criterion.requirement)};
}

/// How rows settle a share of bad ones, in each of several groups alike.
class ShareJudge {
 public:
  /// A pass is below `accepted`, a fail above `rejected`; both 0..1.
  ShareJudge(double accepted, double rejected, Confidences confidences, int groups,
             const std::optional<metrics::ShareByUnits>& by_units)
      : accepted_(accepted), rejected_(rejected), confidences_(confidences), groups_(groups), by_units_(by_units) {}

  /// What decides, more often than not where units do.
  [[nodiscard]] metrics::AcceptanceNumbers numbers(std::int64_t n) const {
    if (by_units_) return by_units_->usual_numbers(n);
    metrics::AcceptanceNumbers numbers = metrics::acceptance_numbers(n, accepted_, confidences_);
    if (rejected_ >= 1) {
      numbers.fail_from.reset();
    } else if (rejected_ != accepted_) {
      numbers.fail_from = metrics::acceptance_numbers(n, rejected_, confidences_).fail_from;
    }
    return numbers;
  }
  [[nodiscard]] metrics::Outcome outcome(std::int64_t n, double bad) const {
    return metrics::of_all(by_units_ ? by_units_->outcome(n, bad) : metrics::outcome(numbers(n), bad), groups_);
  }
  [[nodiscard]] std::int64_t fewest(std::int64_t bad_allowed) const {
    return by_units_ ? by_units_->fewest_trials(bad_allowed)
                     : metrics::fewest_trials(bad_allowed, accepted_, confidences_.pass);
  }
  [[nodiscard]] std::optional<std::int64_t> enough(double bad, double power) const {
    const double of_one = std::pow(power, 1.0 / groups_);
    if (by_units_) return by_units_->enough(bad, of_one);
    const auto plan = metrics::acceptance_plan(bad, accepted_, confidences_, of_one);
    return plan ? std::optional(plan->n) : std::nullopt;
  }

 private:
  double accepted_;
  double rejected_;
  Confidences confidences_;
  int groups_;
  std::optional<metrics::ShareByUnits> by_units_;
};

class Planner {
 public:
  Planner(const ScenarioCriteria& scenario, const metrics::Parameters& parameters, const PlanOptions& options,
          core::Confidence confidence)
      : scenario_(scenario), parameters_(parameters), options_(options), confidence_(confidence) {
    read_truths();
    check_names();
    errors_.throw_if_any();
  }

  [[nodiscard]] ClausePlan plan_clause(const Clause& clause) {
    ClausePlan result{&clause, {}};
    const auto members = static_cast<int>(clause.criteria.size());
    for (const Criterion& criterion : clause.criteria) {
      CriterionPlan planned{&criterion, {confidence_.shared_by(members), confidence_}, {}};
      for (const metrics::Reading* reading : criterion.readings)
        planned.readings.push_back(plan_reading(criterion, *reading, planned.confidences));
      result.criteria.push_back(std::move(planned));
    }
    return result;
  }

 private:
  template <class Visit>
  void each_criterion(Visit visit) const {
    for (const Clause& clause : scenario_.clauses) {
      for (const Criterion& criterion : clause.criteria) visit(criterion);
    }
  }

  void reject(core::Text what) { errors_.add({}, std::move(what)); }

  void check_name(const std::string& name, const std::set<std::string>& valid, const core::Text& what) {
    if (valid.contains(name)) return;
    const core::Text hint = core::suggestion(name, std::vector<std::string>(valid.begin(), valid.end()));
    reject({fmt::format("场景 {} 没有{}“{}”；{}", scenario_.id, what.zh, name, hint.zh),
            fmt::format("scenario {} has no {} “{}”; {}", scenario_.id, what.en, name, hint.en)});
  }

  /// Refuses what a user names that the scenario does not have, and what nothing has; what a scenario assumes for
  /// clauses that this pack leaves out is no error.
  void check_names() {
    const auto check = [&](const std::string& name, const std::set<std::string>& valid, std::string Design::*part,
                           const core::Text& what) {
      if (!options_.given.contains(name) && is_in_catalogue(name, part)) return;
      check_name(name, valid, what);
    };
    const Names names = names_of(scenario_);
    for (const auto& [name, rate] : options_.rows_per_hour) check(name, names.rates, &Design::rate, {"速率", "rate"});
    for (const auto& [name, count] : options_.groups) check(name, names.groups, &Design::groups, {"分组", "group"});
  }

  static bool is_in_catalogue(const std::string& name, std::string Design::*part) {
    const std::vector<metrics::Kpi>& kpis = metrics::kpis();
    return std::any_of(kpis.begin(), kpis.end(), [&](const metrics::Kpi& kpi) {
      return std::any_of(kpi.readings.begin(), kpi.readings.end(),
                         [&](const metrics::Reading& reading) { return reading.design.*part == name; });
    });
  }

  void read_truths() {
    std::set<std::string> valid;
    each_criterion([&](const Criterion& criterion) {
      const Design* design = sampled_design(*criterion.kpi);
      if (design == nullptr) return;
      valid.insert(criterion.kpi->id);
      if (!design->bad_share_of.empty()) valid.insert(design->bad_share_of);
    });
    for (const auto& [id, text] : options_.assumed) {
      const metrics::Kpi* kpi = metrics::find_kpi(id);
      const Design* design = kpi == nullptr ? nullptr : sampled_design(*kpi);
      if (kpi != nullptr && design == nullptr) {
        reject({fmt::format("指标 {} 不抽样，没有可假设的真值", id),
                fmt::format("KPI {} is not sampled: there is no truth to assume", id)});
        continue;
      }
      if (design == nullptr || !valid.contains(id)) {
        check_name(id, valid, {"可假设的指标", "KPI to assume"});
        continue;
      }
      const Kind kind = design->kind;
      const auto truth = parse_share(text);
      if (truth && is_possible(*truth, kind)) {
        truths_[id] = *truth;
      } else if (kind == Kind::LateShare) {
        reject({fmt::format("{} 的真值“{}”应写成达到或超过限值的消息所占比例，如 0.2%", id, text),
                fmt::format("the truth “{}” of {} must be the share of messages at or above the limit, such as 0.2%",
                            text, id)});
      } else {
        reject({fmt::format("{} 的真值“{}”应写成百分数或不超过 1 的小数，如 25% 或 0.25，且须可能出现", id, text),
                fmt::format("the truth “{}” of {} must be a percentage or a number up to 1, such as 25% or 0.25, and "
                            "possible",
                            text, id)});
      }
    }
  }

  [[nodiscard]] std::optional<double> believed(const metrics::Kpi& kpi) const {
    const auto found = truths_.find(kpi.id);
    return found == truths_.end() ? std::nullopt : std::optional(found->second);
  }

  /// Hours for n units, of a group or an arm.
  [[nodiscard]] std::optional<double> hours_for(double n, const Design& design) const {
    const double arms = is_share(design.kind) || design.kind == Kind::Counted ? 1 : 2;
    if (is_ratio(design.kind)) return arms * n * options_.shift_h;
    const auto rate = rate_of(design);
    return rate ? std::optional(arms * n / *rate) : std::nullopt;
  }

  [[nodiscard]] std::optional<double> rate_of(const Design& design) const {
    const auto rate = options_.rows_per_hour.find(design.rate);
    if (rate == options_.rows_per_hour.end()) return std::nullopt;
    return rate->second * (must_each(design) ? 1 : groups_of(design));
  }

  [[nodiscard]] int groups_of(const Design& design) const {
    const auto groups = options_.groups.find(design.groups);
    return groups == options_.groups.end() ? 1 : groups->second;
  }

  /// How many of a group's or an arm's units there is time for.
  [[nodiscard]] std::optional<std::int64_t> units_in_budget(const Design& design) const {
    const auto one = hours_for(1, design);
    if (!options_.budget_h || !one) return std::nullopt;
    // Nothing is planned beyond 10^12 units. What fits but for rounding fits.
    return static_cast<std::int64_t>(std::min(std::floor(*options_.budget_h / *one * (1 + 1e-12)), 1e12));
  }

  ReadingPlan plan_reading(const Criterion& criterion, const metrics::Reading& reading,
                           const Confidences& confidences) {
    ReadingPlan result;
    result.reading = &reading;
    const Kind kind = reading.design.kind;
    if (is_share(kind)) {
      plan_share(result, criterion, confidences);
    } else if (is_ratio(kind)) {
      plan_ratio(result, criterion, confidences);
    } else if (is_reduction_of_shares(kind)) {
      plan_reduction(result, criterion, confidences);
    } else if (kind == Kind::Counted) {
      plan_count(result, criterion);
    }
    if (!reading.design.remark.en.empty()) result.notes.push_back(reading.design.remark);
    return result;
  }

  static core::Text too_near_or_beyond() {
    return {"假设的真值贴近或越过界限：证据再多，也没有把握通过",
            "the believed truth is at the limit, or beyond it: no amount of evidence is sure to pass"};
  }

  /// What a budget makes of a plan, from the amount that fits in it.
  void judge_budget(ReadingPlan& result, EvidenceSize size, bool can_pass) const {
    const double settled = size.outcome.pass + size.outcome.fail;
    result.settles = settled >= options_.power ? Settles::Yes : can_pass ? Settles::Perhaps : Settles::No;
    result.in_budget = size;
  }

  /// The draws of the runs of a plan at a confidence, made once.
  const metrics::UnitDraws& draws(core::Confidence confidence) {
    return draws_.try_emplace(confidence.level(), options_.runs, confidence).first->second;
  }

  // --- shares ---

  /// A share of bad rows, of which so many count for one.
  struct Share {
    ShareJudge judge;
    double truth = 0;
    double effect = 1;
    int runs = 1;
  };

  /// Independent units as rows, so many of which count for one, and which runs hold the same number of.
  static std::int64_t rows_of(std::int64_t units, double effect, int runs) {
    return static_cast<std::int64_t>(std::ceil(static_cast<double>(units) * effect / runs)) * runs;
  }

  /// A plan of independent units as rows that come in bursts: as many more rows, as many more bad ones.
  [[nodiscard]] EvidenceSize size_of(std::int64_t units, std::optional<std::int64_t> rows, const Share& share,
                                     const Design& design) const {
    const metrics::AcceptanceNumbers numbers = share.judge.numbers(units);
    EvidenceSize size;
    size.n = rows.value_or(rows_of(units, share.effect, share.runs));
    size.hours = hours_for(static_cast<double>(size.n), design);
    if (numbers.pass_to) {
      size.pass_to = static_cast<std::int64_t>(std::floor(static_cast<double>(*numbers.pass_to) * share.effect));
    }
    if (numbers.fail_from) {
      size.fail_from = static_cast<std::int64_t>(std::ceil(static_cast<double>(*numbers.fail_from) * share.effect));
    }
    size.expected = static_cast<double>(size.n) * share.truth;
    size.outcome = share.judge.outcome(units, share.truth);
    return size;
  }

  void plan_share(ReadingPlan& result, const Criterion& criterion, const Confidences& of_one) {
    const Design& design = result.reading->design;
    const bool wants_large = criterion.requirement.wants_large();
    const bool is_late = design.kind == Kind::LateShare;
    const auto turned = [=](double value) { return wants_large ? 1 - value : value; };
    if (is_late && wants_large) return;
    const Limits limits = limits_of(criterion);
    const double limit = is_late ? design.rank->complement() : turned(criterion.requirement.limit);
    const double accepted = is_late ? limit : turned(limits.accepted.limit);
    const double rejected = is_late ? limit : turned(limits.rejected.limit);
    if (accepted <= 0 || accepted >= 1) {
      result.notes.push_back(
          {"限值在可能取值的端点上，抽样证明不了", "no sample proves a limit that is an end of what is possible"});
      return;
    }
    const int groups = must_each(design) ? groups_of(design) : 1;
    const Confidences confidences{of_one.pass, of_one.fail.shared_by(groups)};
    const bool is_grid = design.kind == Kind::Cells;
    std::optional<metrics::ShareByUnits> by_units;
    if (!is_grid) {
      by_units.emplace(accepted, rejected, confidences, draws(confidences.pass), draws(confidences.fail),
                       is_late ? metrics::JudgedAs::Quantile : metrics::JudgedAs::Proportion);
    }
    const auto given = believed(*criterion.kpi);
    const Share share{.judge = {accepted, rejected, confidences, groups, by_units},
                      .truth = given ? turned(*given) : accepted / 2,
                      .effect = is_grid ? 1 : *options_.design_effect,
                      .runs = is_grid ? 1 : options_.runs};
    result.groups = groups;
    result.limit = turned(limit);
    result.accepted = turned(accepted);
    result.truth = turned(share.truth);
    result.truth_is_given = given.has_value();
    if (is_late && limits.accepted.limit != criterion.requirement.limit) {
      const std::string late = format_value(limits.accepted.limit, criterion.kpi->unit).en;
      result.notes.push_back(
          {fmt::format("有保护带：这里“超时”指达到或超过接受限 {}；不通过的概率是上限", late),
           fmt::format(
               "with the guard band, \"late\" is at or above the accepted limit, {}; the chances to fail are at "
               "most those",
               late)});
    }

    const auto enough = share.judge.enough(share.truth, options_.power);
    if (!enough) result.why_not_enough = too_near_or_beyond();
    std::optional<std::int64_t> shown = enough;
    if (design.kind == Kind::Cells) {
      shown = plan_cells(result, enough, share);
    } else {
      if (enough) result.enough = size_of(*enough, std::nullopt, share, design);
      plan_errors_allowed(result, enough, share);
      if (const auto rows = units_in_budget(design)) {
        const auto independent = static_cast<std::int64_t>(static_cast<double>(*rows) / share.effect);
        const EvidenceSize size = size_of(independent, *rows, share, design);
        judge_budget(result, size, size.pass_to.has_value());
      }
    }
    if (!shown) shown = share.judge.fewest(kErrorsAllowed.back());
    result.shown = size_of(*shown, std::nullopt, share, design);
    std::vector<double> bads = {share.truth};
    for (const double times : {0.0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0}) {
      const double bad = times * accepted;
      if (bad <= 1 && !core::is_same_number(bad, share.truth)) bads.push_back(bad);
    }
    std::sort(bads.begin(), bads.end());
    for (const double bad : bads) result.characteristic.push_back({turned(bad), share.judge.outcome(*shown, bad)});
  }

  void plan_errors_allowed(ReadingPlan& result, const std::optional<std::int64_t>& enough, const Share& share) const {
    std::set<std::int64_t> units;
    for (const std::int64_t errors : kErrorsAllowed) {
      if (errors == 0 || share.runs == 1)
        units.insert(share.judge.fewest(errors));  // of runs, few errors decide nothing
    }
    if (enough) units.insert(*enough);
    for (const std::int64_t n : units) {
      result.sizes.push_back(size_of(n, std::nullopt, share, result.reading->design));
    }
  }

  /// The grid is agreed, so n is what the floor has.
  std::optional<std::int64_t> plan_cells(ReadingPlan& result, const std::optional<std::int64_t>& enough,
                                         const Share& share) const {
    if (!options_.floor) {
      result.notes.push_back(
          {"不知道场地多大：请给 --floor 长x宽", "the size of the floor is not known: give --floor LENGTHxWIDTH"});
      return std::nullopt;
    }
    const Design& design = result.reading->design;
    const double cell_m = parameters_.coverage_cell_m;
    const double columns = std::ceil(options_.floor->length_m / cell_m);
    const double rows = std::ceil(options_.floor->width_m / cell_m);
    const auto cells = static_cast<std::int64_t>(std::min(columns * rows, 1e9));
    const EvidenceSize all = size_of(cells, std::nullopt, share, design);
    result.sizes.push_back(all);
    result.notes.push_back(
        {fmt::format("栅格 {:.0f} x {:.0f} 个，每个 {} m x {} m，至少走到一次：没有采样的计为未覆盖", columns, rows,
                     cell_m, cell_m),
         fmt::format("a grid of {:.0f} x {:.0f} cells of {} m x {} m, each visited at least once: one without a sample "
                     "counts as not covered",
                     columns, rows, cell_m, cell_m)});
    if (all.outcome.pass >= options_.power) {
      result.enough = all;
    } else if (enough) {
      result.why_not_enough = {
          fmt::format("栅格太少：须有 {} 个，即约定更小的格", core::grouped(*enough)),
          fmt::format("too few cells: it takes {}, that is, smaller ones to be agreed", core::grouped(*enough))};
    }
    if (options_.budget_h && all.hours) {
      const bool fits = *all.hours <= *options_.budget_h;
      EvidenceSize part;
      part.n = units_in_budget(design).value_or(0);
      part.outcome = {0, 1, 0};  // the cells left out count as not covered
      judge_budget(result, fits ? all : part, fits && all.pass_to.has_value());
    }
    return cells;
  }

  // --- two arms ---

  /// What passes by the accepted limit and fails by the rejected one.
  static metrics::Outcome within(const metrics::Outcome& accepted, const metrics::Outcome& rejected) {
    return {accepted.pass, 1 - accepted.pass - rejected.fail, rejected.fail};
  }

  void plan_ratio(ReadingPlan& result, const Criterion& criterion, const Confidences& confidences) const {
    const Design& design = result.reading->design;
    const double sign = design.kind == Kind::Increase ? 1 : -1;
    const Limits limits = limits_of(criterion);
    const double limit = limits.accepted.limit;
    const auto given = believed(*criterion.kpi);
    const double margin = limit == 0 ? 0.05 : std::abs(limit) / 4;
    const double truth = given.value_or(limit + (criterion.requirement.wants_large() ? margin : -margin));
    result.limit = criterion.requirement.limit;
    result.accepted = limit;
    result.truth = truth;
    result.truth_is_given = given.has_value();
    if (1 + sign * limit <= 0 || 1 + sign * limits.rejected.limit <= 0) return;
    const auto claim_of = [&](const core::Requirement& requirement, double at, double variation) {
      return metrics::RatioClaim{1 + sign * requirement.limit, 1 + sign * at, variation,
                                 requirement.wants_large() == (sign > 0)};
    };
    const auto claim = [&](double at, double variation) { return claim_of(limits.accepted, at, variation); };
    const auto outcome = [&](double at, double variation, std::int64_t n) {
      return within(metrics::outcome(claim(at, variation), n, confidences),
                    metrics::outcome(claim_of(limits.rejected, at, variation), n, confidences));
    };
    const double variation = options_.variation.value_or(kVariations[1]);
    const auto sized = [&](std::int64_t n, double cv) {
      EvidenceSize size;
      size.n = n;
      size.hours = hours_for(static_cast<double>(n), design);
      size.variation = cv;
      if (n >= 2) {
        size.outcome = outcome(truth, cv, n);
      } else {
        size.outcome = {0, 1, 0};
      }
      return size;
    };
    const std::vector<double> variations =
        options_.variation ? std::vector{variation} : std::vector<double>(kVariations.begin(), kVariations.end());
    for (const double cv : variations) {
      const auto n = metrics::units_per_arm(claim(truth, cv), confidences, options_.power);
      if (!n) continue;
      result.sizes.push_back(sized(*n, cv));
      result.sizes.back().n_if_known =
          metrics::units_per_arm_of_known_spread(claim(truth, cv), confidences.pass, options_.power);
      if (cv == variation) result.enough = result.sizes.back();
    }
    if (!result.enough) result.why_not_enough = too_near_or_beyond();
    result.shown = result.enough ? *result.enough : sized(kUnitsShown, variation);
    if (const auto n = units_in_budget(design)) judge_budget(result, sized(*n, variation), *n >= 2);
    characteristic(result, criterion, [&](double at) -> std::optional<metrics::Outcome> {
      if (1 + sign * at <= 0) return std::nullopt;
      return outcome(at, variation, result.shown->n);
    });
    if (options_.runs > 1) {
      result.notes.push_back(
          {"比较的单元是批次：某一阶段有两个以上批次时，同一批次的几个班次只算一个单元，以上数量即批次数",
           "the units of a comparison are runs: where a phase has two or more of them, the shifts "
           "of a run count as one, and these numbers are runs"});
    }
    result.notes.push_back({"两个阶段按相互独立计；同名成对的若同涨同落，所需更少",
                            "both phases are taken as independent; pairs of one name that rise and fall together need "
                            "fewer"});
  }

  void plan_reduction(ReadingPlan& result, const Criterion& criterion, const Confidences& confidences) {
    const Design& design = result.reading->design;
    const bool is_relative = design.kind == Kind::RelativeReduction;
    const Limits limits = limits_of(criterion);
    const double limit = limits.accepted.limit;
    if (!criterion.requirement.wants_large()) return;
    const auto given = believed(*criterion.kpi);
    const double truth = given.value_or(std::min(2 * limit, (1 + limit) / 2));
    result.limit = criterion.requirement.limit;
    result.accepted = limit;
    result.truth = truth;
    result.truth_is_given = given.has_value();
    const double after = bad_share(design.bad_share_of);
    const double before = is_relative ? after / (1 - truth) : after + truth;
    if (after <= 0 || after >= 1 || before <= 0 || before >= 1) {
      result.notes.push_back({"照此假设，基线或试点的不良品率不在 0 与 1 之间，无法计划",
                              "so assumed, a defect rate is not between 0 and 1: there is nothing to plan"});
      return;
    }
    const auto claim_of = [&](double asked, double at) {
      return metrics::SharesClaim{is_relative ? 1 - asked : 1, is_relative ? 0 : asked, before,
                                  is_relative ? before * (1 - at) : before - at};
    };
    const auto outcome_of = [&](const metrics::SharesClaim& claim, std::int64_t n) {
      return metrics::outcome(claim, n, confidences, draws(confidences.pass), draws(confidences.fail));
    };
    const auto outcome = [&](double at, std::int64_t n) {
      return within(outcome_of(claim_of(limit, at), n), outcome_of(claim_of(limits.rejected.limit, at), n));
    };
    const double effect = *options_.design_effect;
    const auto sized = [&](std::int64_t independent, std::optional<std::int64_t> rows) {
      EvidenceSize size;
      size.n = rows.value_or(rows_of(independent, effect, options_.runs));
      size.hours = hours_for(static_cast<double>(size.n), design);
      size.outcome = independent >= 1 ? outcome(truth, independent) : metrics::Outcome{0, 1, 0};
      return size;
    };
    const auto n = metrics::units_per_arm(claim_of(limit, truth), confidences, options_.power, draws(confidences.pass),
                                          draws(confidences.fail));
    if (n) {
      result.enough = result.shown = sized(*n, std::nullopt);
      result.sizes.push_back(*result.enough);
    } else {
      result.why_not_enough = too_near_or_beyond();
    }
    if (const auto rows = units_in_budget(design)) {
      const auto independent = static_cast<std::int64_t>(static_cast<double>(*rows) / effect);
      judge_budget(result, sized(independent, *rows), independent >= 1);
    }
    if (n) {
      characteristic(result, criterion, [&](double at) -> std::optional<metrics::Outcome> {
        const double bad = claim_of(limit, at).after;
        if (bad <= 0 || bad >= 1) return std::nullopt;
        return outcome(at, *n);
      });
    }
    const std::string pilot = core::percent(after);
    const std::string baseline = core::percent(before);
    result.notes.push_back(
        {fmt::format("按试点不良品率 {}、基线 {} 计（由良品率的真值推得，可用 --assume yield= 改）", pilot, baseline),
         fmt::format("at a defect rate of {} with 5G and {} before (from the yield that is believed; --assume yield= "
                     "changes it)",
                     pilot, baseline)});
  }

  /// The share of bad units with 5G, from what is believed of the KPI that is its complement.
  [[nodiscard]] double bad_share(const std::string& kpi) const {
    constexpr double kUsual = 0.01;
    if (const auto given = truths_.find(kpi); given != truths_.end()) return 1 - given->second;
    double share = kUsual;
    each_criterion([&](const Criterion& criterion) {
      if (criterion.kpi->id == kpi) share = (1 - limits_of(criterion).accepted.limit) / 2;
    });
    return share;
  }

  /// Truths around the limit, in steps of the distance of the believed one.
  template <class OutcomeAt>
  static void characteristic(ReadingPlan& result, const Criterion& criterion, OutcomeAt outcome_at) {
    const double distance = std::abs(*result.truth - *result.accepted);
    const double step = (criterion.requirement.wants_large() ? 1 : -1) * (distance == 0 ? 0.05 : distance);
    for (const double steps : {2.0, 1.5, 1.0, 0.75, 0.5, 0.25, 0.0, -0.5, -1.0, -2.0}) {
      const double at = *result.accepted + steps * step;
      if (const auto outcome = outcome_at(at)) result.characteristic.push_back({at, *outcome});
    }
  }

  // --- counts ---

  void plan_count(ReadingPlan& result, const Criterion& criterion) const {
    const Design& design = result.reading->design;
    EvidenceSize size;
    size.outcome = {1, 0, 0};
    if (const auto* window = metrics::find_parameter(design.window)) {
      size.hours = window->value(parameters_).value_or(0) / 3600;
    } else if (!design.rate.empty()) {
      size.n = static_cast<std::int64_t>(std::ceil(limits_of(criterion).accepted.limit));
      size.hours = hours_for(static_cast<double>(size.n), design);
    }
    result.sizes.push_back(size);
    result.enough = size;
    if (!options_.budget_h) return;
    result.settles = size.hours.value_or(0) <= *options_.budget_h ? Settles::Yes : Settles::No;
    if (const auto n = units_in_budget(design)) size.n = *n;
    result.in_budget = size;
  }

  static constexpr std::array<std::int64_t, 6> kErrorsAllowed = {0, 1, 2, 3, 5, 10};
  static constexpr std::array<double, 3> kVariations = {0.05, 0.1, 0.2};
  static constexpr std::int64_t kUnitsShown = 30;

  const ScenarioCriteria& scenario_;
  const metrics::Parameters& parameters_;
  const PlanOptions& options_;
  core::Confidence confidence_;
  std::map<std::string, double> truths_;
  std::map<double, metrics::UnitDraws> draws_;  ///< by confidence
  core::InputErrors errors_;
};

}  // namespace

Plan plan(const Pack& pack, const std::string& scenario, const PlanOptions& options) {
  assert(0 < options.power && options.power < 1 && options.runs >= 1);
  assert(!options.design_effect || *options.design_effect >= 1);
  assert(!options.variation || *options.variation > 0);
  Plan result;
  result.pack = &pack;
  result.scenario = pack.find(scenario);
  if (result.scenario == nullptr) {
    const core::Text hint = core::suggestion(scenario, pack.scenario_ids());
    throw core::InputFailure({}, {fmt::format("准则包 {} 没有场景“{}”；{}", pack.id, scenario, hint.zh),
                                  fmt::format("pack {} has no scenario “{}”; {}", pack.id, scenario, hint.en)});
  }
  result.confidence = options.confidence.value_or(pack.confidence);
  result.options = options;
  if (!options.design_effect) {
    result.options.design_effect = metrics::design_effect_of_bursts(pack.parameters.burst_length);
  }
  Planner planner(*result.scenario, pack.parameters, result.options, result.confidence);
  const Names names = names_of(*result.scenario);
  std::erase_if(result.options.rows_per_hour, [&](const auto& rate) { return !names.rates.contains(rate.first); });
  std::erase_if(result.options.groups, [&](const auto& group) { return !names.groups.contains(group.first); });
  for (const Clause& clause : result.scenario->clauses) result.clauses.push_back(planner.plan_clause(clause));
  return result;
}

core::Text format_truth(double truth, const metrics::Reading& reading, std::optional<double> limit) {
  core::Text share = format_value(truth, metrics::Unit::Ratio, limit);
  if (reading.design.kind != Kind::LateShare) return share;
  return {share.zh + " 超时", share.en + " late"};
}

}  // namespace plantproof::validators
