#include "data/import.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "command_line.hpp"
#include "console.hpp"
#include "core/nearest_name.hpp"
#include "data/evidence.hpp"
#include "metrics/parameters.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof::app {
namespace {

/// What an import did, source by source.
std::string account(const data::Imported& imported, const CommandLine& line) {
  std::string text;
  for (const core::SourceAccount& source : imported.evidence.manifest().provenance.sources) {
    text += fmt::format("{} ({}): {}\n", source.path, source.format,
                        line.say({fmt::format("读取 {} 行，采用 {} 行", source.rows_read, source.rows_used),
                                  fmt::format("{} rows read, {} used", source.rows_read, source.rows_used)}));
    for (const auto& [reason, rows] : source.refused) {
      text += fmt::format("  {}\n", line.say({fmt::format("拒绝 {} 行：{}", rows, core::refusal_text(reason).zh),
                                              fmt::format("{} refused: {}", rows, core::refusal_text(reason).en)}));
    }
    for (const core::Text& remark : source.remarks) text += fmt::format("  {}\n", line.say(remark));
  }
  return text;
}

/// What assess would refuse is refused while the campaign is at hand: a scenario or parameter that is nearly one that
/// exists.
void check_agreement(const core::Provenance& provenance) {
  core::InputErrors errors;
  const auto check = [&](const std::string& name, const core::Position& where, const std::vector<std::string>& valid) {
    const bool known = std::find(valid.begin(), valid.end(), name) != valid.end();
    if (known || !core::nearest_name(name, valid)) return;
    const core::Text hint = core::suggestion(name, valid);
    errors.add(where, {fmt::format("不认识“{}”；{}", name, hint.zh), fmt::format("unknown “{}”; {}", name, hint.en)});
  };
  check(provenance.scenario, provenance.scenario_where, scenarios::scenario_ids());
  for (const core::AgreedParameter& parameter : provenance.parameters) {
    check(parameter.name, parameter.where, metrics::parameter_names());
  }
  errors.throw_if_any();
}

}  // namespace

void add_import(CLI::App& app, CommandLine& line) {
  CLI::App* verb = add_verb(app, line, "import", {"把现场文件导入为证据", "turn field files into evidence"});
  struct Options {
    std::string campaign;
    std::string directory;
  };
  const auto options = std::make_shared<Options>();
  verb->add_option("CAMPAIGN", options->campaign, line.say({"campaign 文件（YAML）", "campaign file (YAML)"}))
      ->required()
      ->type_name("");
  verb->add_option("-o,--output", options->directory,
                   line.say({"写入证据的文件夹", "folder the evidence is written to"}))
      ->required()
      ->type_name("DIR");
  verb->callback([options, &line] {
    line.run = [options, &line] {
      const std::filesystem::path directory = options->directory;
      std::error_code ignored;
      std::filesystem::remove_all(directory / data::kUnfinished, ignored);  // of an import that was cut off
      if (std::filesystem::exists(directory) && !std::filesystem::is_empty(directory)) {
        throw core::InputFailure(
            {directory.string(), 0, 0},
            {"文件夹不为空；证据不会覆盖已有文件", "the folder is not empty; evidence never overwrites files"});
      }
      Progress progress(line.say({"导入", "importing"}));
      data::Imported imported = data::import_campaign(options->campaign, progress.callback());
      check_agreement(imported.evidence.manifest().provenance);
      imported.evidence.write(directory);
      print(wrapped(account(imported, line)));
      print(fmt::format("{} {}\n", line.say({"证据在", "evidence in"}), directory.string()));
      print_error(imported.refused.message(line.language));
      return static_cast<int>(kEveryClausePasses);
    };
  });
}

}  // namespace plantproof::app
