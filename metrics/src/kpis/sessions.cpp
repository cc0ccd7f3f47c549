// AR/VR attendances and sessions: counts, with what is not established left open between the bounds.
#include <algorithm>

#include "families.hpp"
#include "metrics/proportion.hpp"
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
std::vector<Picture> growth(const data::Evidence& evidence) {
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

/// For everyone who took part: a no of one decides, then what is not established of one.
void also(std::optional<bool>& all, const std::optional<bool>& fact) {
  if (all == false) return;
  if (!fact || !*fact) all = fact;
}

/// A session or an attendance as the KPI counts it.
struct Meeting {
  std::string name;
  std::string persons;
  core::Instant start;
  std::optional<core::Instant> end;  ///< the last that is recorded
  std::optional<bool> completed = true;
  std::optional<bool> quality_ok = true;
};

/// Those of a run, by their start.
std::vector<Meeting> meetings_of(const std::vector<data::Session>& rows, data::SessionKind kind, bool by_session) {
  std::map<std::string, Meeting> by_name;
  for (const data::Session& row : rows) {
    if (row.kind != kind) continue;
    const std::string unit = row.session + (by_session ? "" : '\x1f' + row.person);
    const auto [entry, is_new] = by_name.try_emplace(unit, Meeting{row.session, row.person, row.start, {}});
    Meeting& meeting = entry->second;
    if (!is_new) meeting.persons += ", " + row.person;
    meeting.start = std::min(meeting.start, row.start);
    if (row.end) meeting.end = std::max(meeting.end.value_or(*row.end), *row.end);
    also(meeting.completed, row.completed);
    also(meeting.quality_ok, row.quality_ok);
  }
  std::vector<Meeting> meetings;
  for (auto& [name, meeting] : by_name) meetings.push_back(std::move(meeting));
  std::ranges::stable_sort(meetings, {}, &Meeting::start);
  return meetings;
}

RunSessions sessions_of(const std::string& run, const std::vector<Meeting>& meetings) {
  RunSessions sessions;
  sessions.run = run;
  sessions.n = std::ssize(meetings);
  for (const Meeting& meeting : meetings) {
    const double start_s = core::in_seconds(meeting.start - meetings.front().start);
    SessionMark mark{meeting.name, meeting.persons, start_s, {}, meeting.completed, meeting.quality_ok};
    if (meeting.end) mark.length_s = core::in_seconds(*meeting.end - meeting.start);
    sessions.length_s = std::max(sessions.length_s, start_s + mark.length_s.value_or(0));
    sessions.completed += meeting.completed == true ? 1 : 0;
    sessions.broken_off += meeting.completed == false ? 1 : 0;
    sessions.acceptable.trials += meeting.quality_ok ? 1 : 0;
    sessions.acceptable.successes += meeting.quality_ok == true ? 1 : 0;
    sessions.marks.push_back(std::move(mark));
  }
  return sessions;
}

/// Leaves out what there is no room for: of what was completed well, the last first, then the last of the others.
void fit(Sessions& picture) {
  std::size_t marks = 0;
  for (const RunSessions& run : picture.runs) marks += run.marks.size();
  for (const bool is_any : {false, true}) {
    for (auto run = picture.runs.rbegin(); run != picture.runs.rend(); ++run) {
      for (std::size_t i = run->marks.size(); i-- > 0 && marks > kMostMarks;) {
        if (!is_any && !(run->marks[i].completed == true && run->marks[i].quality_ok == true)) continue;
        run->marks.erase(run->marks.begin() + static_cast<std::ptrdiff_t>(i));
        ++picture.left_out;
        --marks;
      }
    }
  }
}

/// Every session in time, and how many of them were acceptable.
template <data::SessionKind kKind, bool kBySession>
std::vector<Picture> quality(const data::Evidence& evidence, const Parameters& parameters,
                             core::Confidence confidence) {
  Sessions picture;
  picture.is_by_person = !kBySession;
  std::vector<Series> acceptable;
  for (const auto& run : rows_of<data::Session>(evidence, Phase::Pilot).runs) {
    const std::vector<Meeting> meetings = meetings_of(*run.rows, kKind, kBySession);
    if (meetings.empty()) continue;
    Observations seen;
    for (const Meeting& meeting : meetings) {
      if (meeting.quality_ok) seen.add(meeting.start, "", *meeting.quality_ok ? 1 : 0);
    }
    acceptable.push_back(seen.in_order_of_time());
    if (picture.runs.size() == kMostLines) {
      ++picture.runs_left_out;
      continue;
    }
    picture.runs.push_back(sessions_of(*run.run, meetings));
  }
  if (picture.runs.empty()) return {};
  picture.acceptable = count_of(acceptable);
  if (picture.acceptable.trials > 0) {
    const Estimate share = proportion(acceptable, parameters.burst_length, confidence);
    picture.lower = share.lower;
    picture.upper = share.upper;
  }
  fit(picture);
  return {{{"各次会话及其质量", "sessions and their quality"}, std::move(picture)}};
}

/// How the count grew, then each of those that were counted.
template <data::SessionKind kKind, bool kBySession>
std::vector<Picture> pictures(const data::Evidence& evidence, const Parameters& parameters,
                              core::Confidence confidence) {
  std::vector<Picture> all = growth<kKind, kBySession>(evidence);
  for (Picture& picture : quality<kKind, kBySession>(evidence, parameters, confidence))
    all.push_back(std::move(picture));
  return all;
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
       .pictures = &pictures<SessionKind::Training, false>,
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
       .pictures = &pictures<SessionKind::Maintenance, true>,
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
