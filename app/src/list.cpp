#include <fmt/format.h>

#include "command_line.hpp"
#include "console.hpp"
#include "data/import.hpp"
#include "data/tables.hpp"
#include "metrics/kpi.hpp"
#include "scenarios/scenario.hpp"
#include "validators/assess.hpp"
#include "validators/pack.hpp"

namespace plantproof::app {
namespace {

std::string scenario_lines(const CommandLine& line) {
  std::string text;
  for (const scenarios::Scenario& scenario : scenarios::scenarios())
    text += fmt::format("{:<20}{}\n", scenario.id, line.say(scenario.title));
  return text;
}

std::string criteria_lines(const CommandLine& line) {
  std::string text;
  for (const std::string& id : validators::pack_ids()) {
    const validators::Pack pack = validators::load_pack(id);
    text += fmt::format("{} {}  {}\n", pack.id, pack.version, line.say(pack.title));
    for (const validators::ScenarioCriteria& scenario : pack.scenarios) {
      text += fmt::format("  {:<20}{}\n", scenario.id, line.say(scenario.title));
      for (const validators::Clause& clause : scenario.clauses) {
        const bool single = clause.criteria.size() == 1;
        const std::string asked =
            single ? validators::format_requirement(clause.criteria[0].requirement, clause.criteria[0].kpi->unit) : "";
        text += fmt::format("    {:<6}{} {}\n", clause.id, line.say(clause.title), asked);
        for (const validators::Criterion& criterion : clause.criteria) {
          if (single) break;
          text += fmt::format("      {:<6}{} {}\n", criterion.id, line.say(criterion.kpi->title),
                              validators::format_requirement(criterion.requirement, criterion.kpi->unit));
        }
      }
      for (const validators::Observed& observed : scenario.observed)
        text += fmt::format("    {}{}\n", line.say({"另外观测：", "also observed: "}), line.say(observed.kpi->title));
    }
  }
  return text;
}

std::string kpi_lines(const CommandLine& line) {
  std::string text;
  for (const metrics::Kpi& kpi : metrics::kpis()) {
    text += fmt::format("{:<36}{}\n", kpi.id, line.say(kpi.title));
    for (const metrics::Reading& reading : kpi.readings)
      text += fmt::format("  {:<34}{}\n", reading.id, line.say(reading.title));
  }
  return text;
}

std::string table_lines(const CommandLine& line) {
  std::string text;
  for (const data::TableInfo* table : data::all_tables())
    text += fmt::format("{:<20}{}\n", table->name, line.say(table->row_is));
  return text;
}

std::string format_lines(const CommandLine& line) {
  std::string text;
  for (const data::FormatInfo& format : data::format_infos())
    text += fmt::format("{:<20}{}\n", format.name, line.say(format.what));
  return text;
}

struct Section {
  std::string id;
  core::Text title;
  std::string (*lines)(const CommandLine& line);
};

const std::vector<Section>& sections() {
  static const std::vector<Section> kSections = {
      {"scenarios", {"场景", "scenarios"}, &scenario_lines},
      {"criteria", {"准则", "criteria"}, &criteria_lines},
      {"kpis", {"指标与读法", "KPIs and their readings"}, &kpi_lines},
      {"tables", {"证据表", "evidence tables"}, &table_lines},
      {"formats", {"可导入的格式", "formats that can be imported"}, &format_lines}};
  return kSections;
}

}  // namespace

void add_list(CLI::App& app, CommandLine& line) {
  CLI::App* verb =
      add_verb(app, line, "list",
               {"列出场景、准则、指标、证据表和格式", "list scenarios, criteria, KPIs, evidence tables and formats"});
  const auto what = std::make_shared<std::string>();
  std::vector<std::string> ids;
  for (const Section& section : sections()) ids.push_back(section.id);
  verb->add_option("what", *what, "scenarios | criteria | kpis | tables | formats")
      ->check(CLI::IsMember(ids).description(""))
      ->type_name("");
  verb->callback([what, &line] {
    line.run = [what, &line] {
      for (const Section& section : sections()) {
        if (!what->empty() && *what != section.id) continue;
        if (what->empty())
          print(fmt::format("{}{}:\n", section.id == sections().front().id ? "" : "\n", line.say(section.title)));
        print(wrapped(section.lines(line)));
      }
      return static_cast<int>(kEveryClausePasses);
    };
  });
}

}  // namespace plantproof::app
