#include "picture_json.hpp"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace plantproof::report {
Json drawn(double value) {
  if (!std::isfinite(value)) return nullptr;
  return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

Json drawn(const std::optional<double>& value) {
  return value ? drawn(*value) : Json();
}

namespace {

Json json_of(const metrics::DelayTails& picture) {
  const auto point = [](const metrics::TailPoint& at) {
    return Json::array({drawn(at.at_ms), drawn(at.share), drawn(at.lower), drawn(at.upper)});
  };
  return {{"kind", "tails"},
          {"limit_ms", drawn(picture.limit_ms)},
          {"tails", list(picture.tails,
                         [&](const metrics::Tail& tail) {
                           return Json{{"name", tail.name},
                                       {"n", tail.n},
                                       {"lost", tail.lost},
                                       {"median_ms", drawn(tail.median_ms)},
                                       {"p99_ms", drawn(tail.p99_ms)},
                                       {"most_ms", drawn(tail.most_ms)},
                                       {"clock_ms", drawn(tail.clock_ms)},
                                       {"is_round_trip", tail.is_round_trip},
                                       {"points", list(tail.points, point)}};
                         })},
          {"left_out", picture.left_out}};
}

std::string_view circumstance_id(metrics::Circumstance what) {
  switch (what) {
    case metrics::Circumstance::Detached:
      return "detached";
    case metrics::Circumstance::CellChanged:
      return "cell_changed";
    case metrics::Circumstance::WeakSignal:
      return "weak_signal";
    case metrics::Circumstance::DeviceFlows:
      return "device_flows";
    case metrics::Circumstance::EveryDevice:
      return "every_device";
  }
  return "";
}

Json seen_json(const metrics::SeenCircumstance& seen) {
  return {{"what", circumstance_id(seen.what)}, {"before", seen.before}, {"during", seen.during}};
}

Json json_of(const metrics::RunTimeline& run) {
  return {{"run", run.run},
          {"length_s", drawn(run.length_s)},
          {"bin_s", drawn(run.bin_s)},
          {"bins", list(run.bins,
                        [](const metrics::TimeBin& bin) {
                          return Json::array({bin.index, bin.n, bin.bad, bin.lost});
                        })},
          {"down", list(run.down, [](const metrics::DownMark& mark) {
             return Json{{"start_s", drawn(mark.start_s)},
                         {"length_s", drawn(mark.length_s)},
                         {"name", mark.name},
                         {"seen", list(mark.circumstances.seen, seen_json)},
                         {"is_recorded", mark.circumstances.is_recorded}};
           })}};
}

Json json_of(const metrics::Timeline& picture) {
  return {{"kind", "timeline"},
          {"units", bilingual(picture.units)},
          {"bad", bilingual(picture.bad)},
          {"runs", list(picture.runs, [](const metrics::RunTimeline& run) { return json_of(run); })},
          {"left_out", picture.left_out},
          {"down_left_out", picture.down_left_out},
          {"flows_untold", picture.flows_untold},
          {"circumstances",
           {{"before_s", metrics::kBeforeDownTimeS},
            {"weak_below_rsrp_dbm", drawn(picture.floor.rsrp_dbm)},
            {"weak_below_sinr_db", drawn(picture.floor.sinr_db)}}}};
}

Json json_of(const metrics::Levels& picture) {
  const auto point = [](const metrics::LevelPoint& at) {
    return Json::array({drawn(at.at_s), drawn(at.least), drawn(at.most)});
  };
  return {{"kind", "levels"},
          {"quantity", bilingual(picture.quantity)},
          {"lines", list(picture.lines,
                         [&](const metrics::Level& line) {
                           return Json{{"run", line.run},
                                       {"name", bilingual(line.name)},
                                       {"length_s", drawn(line.length_s)},
                                       {"points", list(line.points, point)}};
                         })},
          {"left_out", picture.left_out}};
}

Json json_of(const metrics::Comparison& picture) {
  const auto unit = [](const metrics::ComparedUnit& of) {
    return Json{{"run", of.run}, {"shift", of.shift}, {"value", drawn(of.value)}};
  };
  return {{"kind", "comparison"},
          {"per", bilingual(picture.per)},
          {"before", list(picture.before, unit)},
          {"after", list(picture.after, unit)},
          {"left_out", picture.left_out}};
}

Json json_of(const metrics::Shares& picture) {
  return {{"kind", "shares"},
          {"of", bilingual(picture.of)},
          {"is_the_kpi", picture.is_the_kpi},
          {"groups", list(picture.groups,
                          [](const metrics::ShareOf& group) {
                            return Json{{"name", group.name},
                                        {"successes", group.count.successes},
                                        {"trials", group.count.trials},
                                        {"lower", drawn(group.lower)},
                                        {"upper", drawn(group.upper)}};
                          })},
          {"left_out", picture.left_out}};
}

Json json_of(const metrics::Confusion& picture) {
  return {{"kind", "confusion"},
          {"good_judged_good", picture.good_judged_good},
          {"good_judged_bad", picture.good_judged_bad},
          {"bad_judged_good", picture.bad_judged_good},
          {"bad_judged_bad", picture.bad_judged_bad},
          {"not_judged", picture.not_judged},
          {"not_established", picture.not_established}};
}

Json json_of(const metrics::MissRuns& picture) {
  return {{"kind", "miss_runs"},
          {"loops", list(picture.loops,
                         [](const metrics::MissRun& loop) {
                           return Json{{"name", loop.name},
                                       {"n", loop.n},
                                       {"missed", loop.missed},
                                       {"longest", loop.longest},
                                       {"runs_of_length", loop.runs_of_length}};
                         })},
          {"left_out", picture.left_out}};
}

Json json_of(const metrics::Costs& picture) {
  return {{"kind", "costs"},
          {"missions_before", picture.missions_before},
          {"missions_after", picture.missions_after},
          {"categories", list(picture.categories, [](const metrics::CostOf& cost) {
             return Json{{"category", cost.category},
                         {"before_cny", drawn(cost.before_cny)},
                         {"after_cny", drawn(cost.after_cny)}};
           })}};
}

Json json_of(const metrics::Gantt& picture) {
  return {
      {"kind", "gantt"},
      {"run", picture.run},
      {"length_s", drawn(picture.length_s)},
      {"vehicles", list(picture.vehicles,
                        [](const metrics::VehicleSummary& vehicle) {
                          return Json{{"vehicle", vehicle.vehicle},
                                      {"finished", vehicle.finished},
                                      {"not_finished", vehicle.not_finished},
                                      {"in_service_h", drawn(vehicle.in_service_h)},
                                      {"driving_h", drawn(vehicle.driving_h)}};
                        })},
      {"bars",
       list(picture.bars,
            [](const metrics::MissionBar& bar) {
              return Json::array({bar.vehicle, drawn(bar.requested_s), drawn(bar.started_s), drawn(bar.finished_s)});
            })},
      {"left_out", picture.left_out},
      {"vehicles_left_out", picture.vehicles_left_out}};
}

Json json_of(const metrics::FloorPicture& picture) {
  return {{"kind", "floor"},
          {"grid",
           {{"origin_x_m", drawn(picture.grid.origin_x_m)},
            {"origin_y_m", drawn(picture.grid.origin_y_m)},
            {"cell_m", drawn(picture.grid.cell_m)},
            {"columns", picture.grid.columns},
            {"rows", picture.grid.rows}}},
          {"length_m", drawn(picture.length_m)},
          {"width_m", drawn(picture.width_m)},
          {"min_rsrp_dbm", drawn(picture.min_rsrp_dbm)},
          {"min_sinr_db", drawn(picture.min_sinr_db)},
          {"measured", list(picture.measured,
                            [](const metrics::MeasuredCell& cell) {
                              return Json::array({cell.column, cell.row, cell.samples, drawn(cell.margin_db)});
                            })},
          {"interpolated_db", list(picture.interpolated_db, [](double margin) { return drawn(margin); })},
          {"walk",
           {{"paths", list(picture.walk.paths,
                           [](const metrics::WalkPath& path) {
                             return Json{{"run", path.run},
                                         {"device", path.device},
                                         {"samples", path.samples},
                                         {"points", list(path.points, place_json)}};
                           })},
            {"within_m", drawn(picture.walk.within_m)},
            {"left_out", picture.walk.left_out},
            {"gap_steps", metrics::kGapSteps},
            {"fastest_mps", metrics::kFastestMps}}},
          {"zones", list(picture.zones,
                         [](const metrics::ZoneCoverage& zone) {
                           return Json{{"zone", zone.zone},
                                       {"cells", zone.cells},
                                       {"measured", zone.measured},
                                       {"covered", zone.covered}};
                         })},
          {"cells_joined", picture.cells_joined}};
}

Json count_json(const metrics::Count& count) {
  return Json{{"successes", count.successes}, {"trials", count.trials}};
}

Json fact_json(const std::optional<bool>& fact) {
  return fact ? Json(*fact) : Json();
}

Json json_of(const metrics::Sessions& picture) {
  const auto mark = [](const metrics::SessionMark& each) {
    return Json{{"name", each.name},
                {"persons", each.persons},
                {"start_s", drawn(each.start_s)},
                {"length_s", drawn(each.length_s)},
                {"completed", fact_json(each.completed)},
                {"quality_ok", fact_json(each.quality_ok)}};
  };
  return {{"kind", "sessions"},
          {"is_by_person", picture.is_by_person},
          {"runs", list(picture.runs,
                        [&](const metrics::RunSessions& run) {
                          return Json{{"run", run.run},
                                      {"length_s", drawn(run.length_s)},
                                      {"marks", list(run.marks, mark)},
                                      {"n", run.n},
                                      {"completed", run.completed},
                                      {"broken_off", run.broken_off},
                                      {"acceptable", count_json(run.acceptable)}};
                        })},
          {"acceptable", count_json(picture.acceptable)},
          {"lower", drawn(picture.lower)},
          {"upper", drawn(picture.upper)},
          {"left_out", picture.left_out},
          {"runs_left_out", picture.runs_left_out}};
}

}  // namespace

Json place_json(const metrics::PathPoint& at) {
  return Json::array({drawn(at.x_m), drawn(at.y_m)});
}

Json picture_json(const metrics::Picture& picture) {
  Json json = std::visit([](const auto& body) { return json_of(body); }, picture.body);
  json["title"] = bilingual(picture.title);
  return json;
}

}  // namespace plantproof::report
