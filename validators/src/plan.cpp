#include "validators/plan.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "input/number.hpp"
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

class Planner {
 public:
  Planner(const ScenarioCriteria& scenario, const metrics::Parameters& parameters, const PlanOptions& options,
          core::Confidence confidence)
      : scenario_(scenario), parameters_(parameters), options_(options), confidence_(confidence) {
    read_truths();
    check_names();
    errors_.throw_if_any();
  }

  [[nodiscard]] ClausePlan plan_clause(const Clause& clause) const {
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

  void check_names() {
    std::set<std::string> rates;
    std::set<std::string> groups;
    each_criterion([&](const Criterion& criterion) {
      for (const metrics::Reading* reading : criterion.readings) {
        if (!reading->design.rate.empty()) rates.insert(reading->design.rate);
        if (!reading->design.groups.empty()) groups.insert(reading->design.groups);
      }
    });
    for (const auto& [name, rate] : options_.rows_per_hour) check_name(name, rates, {"速率", "rate"});
    for (const auto& [name, count] : options_.groups) check_name(name, groups, {"分组", "group"});
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
                           const Confidences& confidences) const {
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

  // --- shares ---

  /// Bad units as the limit and the truth of a reading have them.
  struct Share {
    double limit = 0;
    double truth = 0;
    double effect = 1;  ///< how many rows count for one
    int groups = 1;
    Confidences confidences = {core::Confidence(0.95), core::Confidence(0.95)};
  };

  static metrics::Outcome outcome_of(const metrics::AcceptanceNumbers& numbers, double bad, const Share& share) {
    return metrics::of_all(metrics::outcome(numbers, bad), share.groups);
  }

  /// A plan of independent units as rows that come in bursts: as many more rows, as many more bad ones.
  [[nodiscard]] EvidenceSize size_of(const metrics::AcceptanceNumbers& numbers, std::optional<std::int64_t> rows,
                                     const Share& share, const Design& design) const {
    EvidenceSize size;
    size.n = rows.value_or(static_cast<std::int64_t>(std::ceil(static_cast<double>(numbers.n) * share.effect)));
    size.hours = hours_for(static_cast<double>(size.n), design);
    if (numbers.pass_to) {
      size.pass_to = static_cast<std::int64_t>(std::floor(static_cast<double>(*numbers.pass_to) * share.effect));
    }
    if (numbers.fail_from) {
      size.fail_from = static_cast<std::int64_t>(std::ceil(static_cast<double>(*numbers.fail_from) * share.effect));
    }
    size.expected = static_cast<double>(size.n) * share.truth;
    size.outcome = outcome_of(numbers, share.truth, share);
    return size;
  }

  void plan_share(ReadingPlan& result, const Criterion& criterion, const Confidences& confidences) const {
    const Design& design = result.reading->design;
    const bool wants_large = criterion.requirement.wants_large();
    const int groups = must_each(design) ? groups_of(design) : 1;
    Share share{.groups = groups, .confidences = {confidences.pass, confidences.fail.shared_by(groups)}};
    if (design.kind == Kind::LateShare) {
      if (wants_large) return;
      share.limit = design.rank->complement();
    } else {
      share.limit = wants_large ? 1 - criterion.requirement.limit : criterion.requirement.limit;
    }
    if (share.limit <= 0 || share.limit >= 1) {
      result.notes.push_back(
          {"限值在可能取值的端点上，抽样证明不了", "no sample proves a limit that is an end of what is possible"});
      return;
    }
    const auto turned = [=](double value) { return wants_large ? 1 - value : value; };
    const auto given = believed(*criterion.kpi);
    share.truth = given ? turned(*given) : share.limit / 2;
    share.effect = design.kind == Kind::Cells ? 1 : options_.design_effect;
    result.groups = groups;
    result.limit = turned(share.limit);
    result.truth = turned(share.truth);
    result.truth_is_given = given.has_value();

    const auto plan = metrics::acceptance_plan(share.truth, share.limit, share.confidences,
                                               std::pow(options_.power, 1.0 / share.groups));
    if (!plan) result.why_not_enough = too_near_or_beyond();
    std::optional<metrics::AcceptanceNumbers> shown = plan;
    if (design.kind == Kind::Cells) {
      shown = plan_cells(result, plan, share);
    } else {
      if (plan) result.enough = size_of(*plan, std::nullopt, share, design);
      plan_errors_allowed(result, plan, share);
      if (const auto rows = units_in_budget(design)) {
        const auto independent = static_cast<std::int64_t>(static_cast<double>(*rows) / share.effect);
        const auto numbers = metrics::acceptance_numbers(independent, share.limit, share.confidences);
        judge_budget(result, size_of(numbers, *rows, share, design), numbers.pass_to.has_value());
      }
    }
    if (!shown) {
      const std::int64_t n = metrics::fewest_trials(kErrorsAllowed.back(), share.limit, confidences.pass);
      shown = metrics::acceptance_numbers(n, share.limit, share.confidences);
    }
    result.shown = size_of(*shown, std::nullopt, share, design);
    std::vector<double> bads = {share.truth};
    for (const double times : {0.0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0}) {
      const double bad = times * share.limit;
      if (bad <= 1 && !core::is_same_number(bad, share.truth)) bads.push_back(bad);
    }
    std::sort(bads.begin(), bads.end());
    for (const double bad : bads) result.characteristic.push_back({turned(bad), outcome_of(*shown, bad, share)});
  }

  void plan_errors_allowed(ReadingPlan& result, const std::optional<metrics::AcceptanceNumbers>& plan,
                           const Share& share) const {
    std::set<std::int64_t> allowed(kErrorsAllowed.begin(), kErrorsAllowed.end());
    if (plan) allowed.insert(*plan->pass_to);
    for (const std::int64_t errors : allowed) {
      const std::int64_t n = metrics::fewest_trials(errors, share.limit, share.confidences.pass);
      result.sizes.push_back(size_of(metrics::acceptance_numbers(n, share.limit, share.confidences), std::nullopt,
                                     share, result.reading->design));
    }
  }

  /// The grid is agreed, so n is what the floor has.
  std::optional<metrics::AcceptanceNumbers> plan_cells(ReadingPlan& result,
                                                       const std::optional<metrics::AcceptanceNumbers>& plan,
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
    const auto numbers = metrics::acceptance_numbers(cells, share.limit, share.confidences);
    const EvidenceSize all = size_of(numbers, std::nullopt, share, design);
    result.sizes.push_back(all);
    result.notes.push_back(
        {fmt::format("栅格 {:.0f} x {:.0f} 个，每个 {} m x {} m，至少走到一次：没有采样的计为未覆盖", columns, rows,
                     cell_m, cell_m),
         fmt::format("a grid of {:.0f} x {:.0f} cells of {} m x {} m, each visited at least once: one without a sample "
                     "counts as not covered",
                     columns, rows, cell_m, cell_m)});
    if (all.outcome.pass >= options_.power) {
      result.enough = all;
    } else if (plan) {
      result.why_not_enough = {fmt::format("栅格太少：须有 {} 个，即约定更小的格", plan->n),
                               fmt::format("too few cells: it takes {}, that is, smaller ones to be agreed", plan->n)};
    }
    if (options_.budget_h && all.hours) {
      const bool fits = *all.hours <= *options_.budget_h;
      EvidenceSize part;
      part.n = units_in_budget(design).value_or(0);
      part.outcome = {0, 1, 0};  // the cells left out count as not covered
      judge_budget(result, fits ? all : part, fits && numbers.pass_to.has_value());
    }
    return numbers;
  }

  // --- two arms ---

  void plan_ratio(ReadingPlan& result, const Criterion& criterion, const Confidences& confidences) const {
    const Design& design = result.reading->design;
    const double sign = design.kind == Kind::Increase ? 1 : -1;
    const double limit = criterion.requirement.limit;
    const auto given = believed(*criterion.kpi);
    const double margin = limit == 0 ? 0.05 : std::abs(limit) / 4;
    const double truth = given.value_or(limit + (criterion.requirement.wants_large() ? margin : -margin));
    result.limit = limit;
    result.truth = truth;
    result.truth_is_given = given.has_value();
    if (1 + sign * limit <= 0) return;
    const auto claim = [&](double at, double variation) {
      return metrics::RatioClaim{1 + sign * limit, 1 + sign * at, variation,
                                 criterion.requirement.wants_large() == (sign > 0)};
    };
    const double variation = options_.variation.value_or(kVariations[1]);
    const auto sized = [&](std::int64_t n, double cv) {
      EvidenceSize size;
      size.n = n;
      size.hours = hours_for(static_cast<double>(n), design);
      size.variation = cv;
      if (n >= 2) {
        size.outcome = metrics::outcome(claim(truth, cv), n, confidences);
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
      return metrics::outcome(claim(at, variation), result.shown->n, confidences);
    });
    result.notes.push_back({"两个阶段按相互独立计；同名成对的若同涨同落，所需更少",
                            "both phases are taken as independent; pairs of one name that rise and fall together need "
                            "fewer"});
  }

  void plan_reduction(ReadingPlan& result, const Criterion& criterion, const Confidences& confidences) const {
    const Design& design = result.reading->design;
    const bool is_relative = design.kind == Kind::RelativeReduction;
    const double limit = criterion.requirement.limit;
    if (!criterion.requirement.wants_large()) return;
    const auto given = believed(*criterion.kpi);
    const double truth = given.value_or(std::min(2 * limit, (1 + limit) / 2));
    result.limit = limit;
    result.truth = truth;
    result.truth_is_given = given.has_value();
    const double after = bad_share(design.bad_share_of);
    const double before = is_relative ? after / (1 - truth) : after + truth;
    if (after <= 0 || after >= 1 || before <= 0 || before >= 1) {
      result.notes.push_back({"照此假设，基线或试点的不良品率不在 0 与 1 之间，无法计划",
                              "so assumed, a defect rate is not between 0 and 1: there is nothing to plan"});
      return;
    }
    const auto claim = [&](double at) {
      return metrics::SharesClaim{is_relative ? 1 - limit : 1, is_relative ? 0 : limit, before,
                                  is_relative ? before * (1 - at) : before - at};
    };
    const double effect = options_.design_effect;
    const auto sized = [&](std::int64_t independent, std::optional<std::int64_t> rows) {
      EvidenceSize size;
      size.n = rows.value_or(static_cast<std::int64_t>(std::ceil(static_cast<double>(independent) * effect)));
      size.hours = hours_for(static_cast<double>(size.n), design);
      size.outcome =
          independent >= 1 ? metrics::outcome(claim(truth), independent, confidences) : metrics::Outcome{0, 1, 0};
      return size;
    };
    const auto n = metrics::units_per_arm(claim(truth), confidences, options_.power);
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
        const double bad = claim(at).after;
        if (bad <= 0 || bad >= 1) return std::nullopt;
        return metrics::outcome(claim(at), *n, confidences);
      });
    }
    result.notes.push_back(
        {fmt::format("按试点不良品率 {:.4g} %、基线 {:.4g} % 计（由良品率的真值推得，可用 --assume yield= 改）",
                     after * 100, before * 100),
         fmt::format("at a defect rate of {:.4g} % with 5G and {:.4g} % before (from the yield that is "
                     "believed; --assume yield= changes it)",
                     after * 100, before * 100)});
  }

  /// The share of bad units with 5G, from what is believed of the KPI that is its complement.
  [[nodiscard]] double bad_share(const std::string& kpi) const {
    constexpr double kUsual = 0.01;
    if (const auto given = truths_.find(kpi); given != truths_.end()) return 1 - given->second;
    double share = kUsual;
    each_criterion([&](const Criterion& criterion) {
      if (criterion.kpi->id == kpi) share = (1 - criterion.requirement.limit) / 2;
    });
    return share;
  }

  /// Truths around the limit, in steps of the distance of the believed one.
  template <class OutcomeAt>
  static void characteristic(ReadingPlan& result, const Criterion& criterion, OutcomeAt outcome_at) {
    const double distance = std::abs(*result.truth - *result.limit);
    const double step = (criterion.requirement.wants_large() ? 1 : -1) * (distance == 0 ? 0.05 : distance);
    for (const double steps : {2.0, 1.5, 1.0, 0.75, 0.5, 0.25, 0.0, -0.5, -1.0, -2.0}) {
      const double at = *result.limit + steps * step;
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
      size.n = static_cast<std::int64_t>(std::ceil(criterion.requirement.limit));
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
  core::InputErrors errors_;
};

}  // namespace

Plan plan(const Pack& pack, const std::string& scenario, const PlanOptions& options) {
  assert(0 < options.power && options.power < 1 && options.design_effect >= 1);
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
  const Planner planner(*result.scenario, pack.parameters, options, result.confidence);
  for (const Clause& clause : result.scenario->clauses) result.clauses.push_back(planner.plan_clause(clause));
  return result;
}

core::Text format_truth(double truth, const metrics::Reading& reading, std::optional<double> limit) {
  core::Text share = format_value(truth, metrics::Unit::Ratio, limit);
  if (reading.design.kind != Kind::LateShare) return share;
  return {share.zh + " 超时", share.en + " late"};
}

}  // namespace plantproof::validators
