// AR/VR attendances and sessions: counts, with what is not established left open between the bounds.
#include <algorithm>

#include "families.hpp"
#include "view.hpp"

namespace plantproof::metrics {
namespace {

using data::Phase;

enum class Held { No, Open, Yes };

Held and_also(Held held, const std::optional<bool>& fact) {
  if (held == Held::No || fact == false) return Held::No;
  return fact ? held : Held::Open;
}

Held completed_well(const data::Session& session) {
  return and_also(and_also(Held::Yes, session.completed), session.quality_ok);
}

// A session that began took place once its end or its outcome is on record, also when it was broken off.
Held took_place(const data::Session& session) {
  return session.end || session.completed ? Held::Yes : Held::Open;
}

/// Counts what `held` says of each attendance, or, for sessions, of each session: it is held when it is for everyone
/// who took part.
Answer count(const data::Evidence& evidence, data::SessionKind kind, bool by_session,
             Held (*held)(const data::Session&)) {
  const auto table = rows_of<data::Session>(evidence, Phase::Pilot);
  std::map<std::string, Held> units;
  for (const auto& run : table.runs) {
    for (const data::Session& session : *run.rows) {
      if (session.kind != kind) continue;
      const std::string unit = *run.run + '\x1f' + session.session + (by_session ? "" : '\x1f' + session.person);
      const auto [entry, is_new] = units.emplace(unit, held(session));
      if (!is_new) entry->second = std::min(entry->second, held(session));
    }
  }
  if (units.empty()) {
    const std::string& name = data::choice_names<data::SessionKind>()[static_cast<std::size_t>(kind)];
    if (table.runs.empty()) return no_rows<data::Session>(Phase::Pilot);
    return no_data({fmt::format("表 pilot/sessions 中没有 kind 为 {} 的行", name),
                    fmt::format("table pilot/sessions has no row of kind {}", name)});
  }
  std::int64_t yes = 0;
  std::int64_t open = 0;
  for (const auto& [unit, answer] : units) {
    yes += answer == Held::Yes ? 1 : 0;
    open += answer == Held::Open ? 1 : 0;
  }
  Estimate estimate;
  estimate.value = static_cast<double>(yes);
  estimate.lower = estimate.value;
  estimate.upper = static_cast<double>(yes + open);
  estimate.n = static_cast<std::int64_t>(units.size());
  estimate.effective_n = static_cast<double>(units.size());
  estimate.method = Method::Census;
  estimate.notes = table.notes;
  if (open > 0) {
    estimate.notes.push_back(
        {fmt::format("{} 次的结果未确认，只计入上界", open),
         fmt::format("the outcome of {} is not established: they count for the upper bound only", open)});
  }
  return estimate;
}

template <data::SessionKind kKind, bool kBySession, Held (*kHeld)(const data::Session&)>
Answer counted(const data::Evidence& evidence, const Parameters& /*parameters*/, core::Confidence /*confidence*/) {
  return count(evidence, kKind, kBySession, kHeld);
}

/// How the count grew in time: what took place, and of it what was completed well.
template <data::SessionKind kKind, bool kBySession>
std::vector<Picture> growth(const data::Evidence& evidence, const Parameters& /*parameters*/,
                            core::Confidence /*confidence*/) {
  struct Unit {
    core::Instant start;
    bool is_held = true;
    bool is_well = true;
  };
  Levels levels{{"累计次数", "count so far"}, {}, 0};
  double held = 0;
  double well = 0;
  for (const auto& run : rows_of<data::Session>(evidence, Phase::Pilot).runs) {
    std::map<std::string, Unit> units;
    for (const data::Session& session : *run.rows) {
      if (session.kind != kKind) continue;
      Unit& unit = units.try_emplace(session.session + (kBySession ? "" : '\x1f' + session.person), Unit{session.start})
                       .first->second;
      unit.start = std::min(unit.start, session.start);
      unit.is_held &= took_place(session) == Held::Yes;
      unit.is_well &= completed_well(session) == Held::Yes;
    }
    if (units.empty()) continue;
    std::vector<Unit> in_order;
    for (const auto& [name, unit] : units) in_order.push_back(unit);
    std::ranges::stable_sort(in_order, {}, &Unit::start);
    std::vector<LevelPoint> all_held = {{0, held, held}};
    std::vector<LevelPoint> all_well = {{0, well, well}};
    const double length_s = core::in_seconds(in_order.back().start - in_order.front().start);
    for (const Unit& unit : in_order) {
      const double at_s = core::in_seconds(unit.start - in_order.front().start);
      held += unit.is_held ? 1 : 0;
      well += unit.is_well ? 1 : 0;
      all_held.push_back({at_s, held, held});
      all_well.push_back({at_s, well, well});
    }
    if (levels.lines.size() + 2 > kMostLines) {
      levels.left_out += 2;
      continue;
    }
    levels.lines.push_back({*run.run, {"已开展", "held"}, length_s, thinned(std::move(all_held), length_s)});
    levels.lines.push_back(
        {*run.run, {"完成且质量可接受", "completed well"}, length_s, thinned(std::move(all_well), length_s)});
  }
  if (levels.lines.empty()) return {};
  return {{{"累计次数", "count in time"}, std::move(levels)}};
}

}  // namespace

std::vector<Kpi> session_kpis() {
  using data::SessionKind;
  const core::Text well = {"完成且质量可接受", "completed with acceptable quality"};
  const core::Text held = {"已开展", "held"};
  const core::Text broken_off = {"中断或质量不合格的不计，须补做",
                                 "what is broken off or of bad quality has to be held again"};
  const Design attendances = {
      .kind = Design::Kind::Counted, .units = {"人次", "attendances"}, .rate = "training", .remark = broken_off};
  const Design repairs = {
      .kind = Design::Kind::Counted, .units = {"次会话", "sessions"}, .rate = "maintenance", .remark = broken_off};
  return {
      {.id = "training_attendances",
       .title = {"AR/VR 培训人次", "training attendances over AR/VR"},
       .definition = {"基于 AR/VR 的生产培训人次；同一会话中每人计一次。",
                      "Attendances of production training over AR/VR: each person of a session counts once."},
       .formula = "number of (session, person), kind = training",
       .unit = Unit::Count,
       .tables = {"pilot/sessions"},
       .parameters = {},
       .source = {},
       .pictures = &growth<SessionKind::Training, false>,
       .readings = {{"completed",
                     well,
                     {"会话完成且质量可接受的人次；未确认者使结果不定。",
                      "Attendances completed with acceptable quality; what is not established leaves the count open."},
                     &counted<SessionKind::Training, false, &completed_well>,
                     attendances},
                    {"held",
                     held,
                     {"已开展的人次，不论质量。", "Attendances that took place, whatever their quality."},
                     &counted<SessionKind::Training, false, &took_place>,
                     attendances}}},
      {.id = "remote_maintenance_sessions",
       .title = {"远程维护次数", "remote maintenance sessions"},
       .definition = {"基于 AR/VR 的远程维护次数；多人参加计一次。",
                      "Remote maintenance sessions over AR/VR; one with several persons counts once."},
       .formula = "number of sessions, kind = maintenance",
       .unit = Unit::Count,
       .tables = {"pilot/sessions"},
       .parameters = {},
       .source = {},
       .pictures = &growth<SessionKind::Maintenance, true>,
       .readings = {{"completed",
                     well,
                     {"对所有参加者都完成且质量可接受的会话数。",
                      "Sessions completed with acceptable quality for everyone who took part."},
                     &counted<SessionKind::Maintenance, true, &completed_well>,
                     repairs},
                    {"held",
                     held,
                     {"已开展的会话数，不论质量。", "Sessions that took place, whatever their quality."},
                     &counted<SessionKind::Maintenance, true, &took_place>,
                     repairs}}},
  };
}

}  // namespace plantproof::metrics
