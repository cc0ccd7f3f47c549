#include "command_line.hpp"

#include <memory>
#include <vector>

#include <fmt/format.h>

#include "console.hpp"
#include "core/input_error.hpp"
#include "core/nearest_name.hpp"
#include "input/file.hpp"
#include "input/number.hpp"

namespace plantproof::app {
namespace {

/// The words CLI11 puts around the options, in Chinese.
void translate(CLI::App& app) {
  const auto formatter = std::make_shared<CLI::Formatter>();
  formatter->column_width(34);
  for (const auto& [english, chinese] : std::vector<std::pair<std::string, std::string>>{{"Usage", "用法"},
                                                                                         {"Options", "选项"},
                                                                                         {"OPTIONS", "选项"},
                                                                                         {"Positionals", "参数"},
                                                                                         {"Subcommands", "命令"},
                                                                                         {"SUBCOMMAND", "命令"},
                                                                                         {"SUBCOMMANDS", "命令"},
                                                                                         {"REQUIRED", "必填"},
                                                                                         {"TEXT", "文本"}}) {
    formatter->label(english, chinese);
  }
  app.formatter(formatter);
}

/// Puts every option that is added from now on, and the help flag, under a heading in the user's language.
void head_options(CLI::App& app, const CommandLine& line) {
  const std::string heading = line.say({"选项", "Options"});
  app.option_defaults()->group(heading);
  app.set_help_flag("-h,--help", line.say({"显示帮助", "show this help"}))->group(heading);
}

const CLI::App& chosen(const CLI::App& app) {
  const auto verbs = app.get_subcommands();
  return verbs.empty() ? app : *verbs.front();
}

/// What is wrong with an option's value. CLI11 says so in English only, with the option before a colon or an equals
/// sign.
core::Text of_value(const CLI::App& app, const CLI::App& verb, const CLI::ParseError& error) {
  const std::string_view what = error.what();
  std::vector<const CLI::Option*> options = verb.get_options();
  const std::vector<const CLI::Option*> of_all = app.get_options();
  options.insert(options.end(), of_all.begin(), of_all.end());
  for (const CLI::Option* option : options) {
    const std::string name = option->get_name();
    if (what.find(name + ":") == std::string_view::npos && what.find(name + " =") == std::string_view::npos) continue;
    const std::string form = option->get_type_name();
    const std::string value = option->results().empty() ? std::string() : option->results().back();
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
      return {fmt::format("{}：“{}”不是有效的数", name, value),
              fmt::format("{}: “{}” is no valid number", name, value)};
    }
    constexpr std::string_view kRange = " not in range ";
    if (const std::size_t at = what.find(kRange); at != std::string_view::npos) {
      const std::string range(what.substr(at + kRange.size()));
      const std::size_t to = range.find(" to ");
      return {fmt::format("{}：“{}”应在 {} 与 {} 之间", name, value, range.substr(0, to), range.substr(to + 4)),
              fmt::format("{}: “{}” must be from {}", name, value, range)};
    }
    if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {
      return {fmt::format("{}：不能是“{}”，应为 {}", name, value, form),
              fmt::format("{}: “{}” is none of {}", name, value, form)};
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
      return what.find("missing") == std::string_view::npos
                 ? core::Text{fmt::format("{} 只能给一次", name), fmt::format("{} may be given only once", name)}
                 : core::Text{fmt::format("{} 之后缺少值 {}", name, form),
                              fmt::format("{} lacks its value, {}", name, form)};
    }
  }
  return {fmt::format("参数有误：{}", what), fmt::format("the arguments are wrong: {}", what)};
}

/// What is wrong with the arguments; a misspelt verb or option gets the nearest valid one.
core::Text complaint(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& verb = chosen(app);
  const std::vector<std::string> rest = app.remaining(true);
  if (!rest.empty()) {
    std::vector<std::string> valid;
    if (rest.front().starts_with('-')) {
      for (const CLI::Option* option : verb.get_options()) {
        if (!option->get_lnames().empty()) valid.push_back("--" + option->get_lnames().front());
      }
    } else if (&verb == &app) {
      for (const CLI::App* candidate : app.get_subcommands([](const CLI::App*) { return true; }))
        valid.push_back(candidate->get_name());
    }
    if (valid.empty())
      return {fmt::format("多余的参数“{}”", rest.front()), fmt::format("unexpected argument “{}”", rest.front())};
    const core::Text hint = core::suggestion(rest.front(), valid);
    return {fmt::format("不认识“{}”；{}", rest.front(), hint.zh),
            fmt::format("unknown “{}”; {}", rest.front(), hint.en)};
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    std::string missing;
    for (const CLI::Option* option : verb.get_options()) {
      if (option->get_required() && option->count() == 0) missing += (missing.empty() ? "" : ", ") + option->get_name();
    }
    if (missing.empty()) return {"缺少命令", "a command is missing"};
    return {fmt::format("缺少 {}", missing), fmt::format("{} is missing", missing)};
  }
  return of_value(app, verb, error);
}

}  // namespace

CLI::App* add_verb(CLI::App& app, const CommandLine& line, const std::string& name, const core::Text& what) {
  CLI::App* verb = app.add_subcommand(name, line.say(what));
  verb->group(line.say({"命令", "Commands"}));
  head_options(*verb, line);
  return verb;
}

std::optional<core::Confidence> Criteria::confidence() const {
  if (!level) return std::nullopt;
  if (!core::Confidence::is_valid(*level)) {
    throw core::InputFailure({"--confidence", 0, 0},
                             {fmt::format("置信度 {} 应在 0.5（含）与 1（不含）之间", *level),
                              fmt::format("confidence {} must be at least 0.5 and below 1", *level)});
  }
  return core::Confidence(*level);
}

void add_criteria_options(CLI::App& verb, const CommandLine& line, Criteria& criteria) {
  verb.add_option("--criteria", criteria.pack,
                  line.say({"准则包的编号或文件；默认为场景自己的",
                            "id or file of a criteria pack; by default the scenario's own"}))
      ->type_name("PACK");
  verb.add_option("--confidence", criteria.level,
                  line.say({"单侧置信度；默认按准则包", "one-sided confidence; by default the pack's"}))
      ->type_name("0.95");
}

void add_output_option(CLI::App& verb, const CommandLine& line, std::string& output) {
  verb.add_option("-o,--output", output,
                  line.say({"写入文件而不是标准输出", "write to a file instead of standard output"}))
      ->type_name("FILE");
}

void write_to(const std::string& output, const std::string& text) {
  if (output.empty()) {
    print(text);
  } else {
    input::write_file(output, text);
  }
}

std::optional<double> hours_of_unit(std::string_view unit) {
  for (const auto& [name, hours] : {std::pair{"s", 1.0 / 3600}, {"min", 1.0 / 60}, {"h", 1.0}, {"d", 24.0}}) {
    if (unit == name) return hours;
  }
  return std::nullopt;
}

std::optional<double> parse_hours(const std::string& text) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  const auto number = input::parse_number(text.substr(0, end));
  const auto unit = end == std::string::npos ? std::nullopt : hours_of_unit(text.substr(end));
  if (!number || *number <= 0 || !unit) return std::nullopt;
  return *number * *unit;
}

std::optional<double> parse_share(std::string_view text) {
  const bool is_percent = text.ends_with('%');
  if (is_percent) text.remove_suffix(1);
  const auto number = input::parse_number(text);
  if (!number) return std::nullopt;
  return *number / (is_percent ? 100 : 1);
}

int run_command_line(int argc, const char* const* argv) {
  CommandLine line;
  line.language = choose_language(argc, argv);
  CLI::App app(line.say({"plantproof：证明或证伪一座 5G 工厂兑现了承诺",
                         "plantproof: proves, or disproves, that a 5G factory does what was promised"}),
               "plantproof");
  if (line.language == core::Language::Zh) translate(app);
  head_options(app, line);
  app.set_version_flag("--version", std::string("plantproof " PLANTPROOF_VERSION),
                       line.say({"显示版本", "show the version"}));
  app.require_subcommand(1);
  app.fallthrough();
  std::string language;
  app.add_option("--lang", language,
                 line.say({"语言：zh 或 en；默认按系统区域，非英文即中文",
                           "language: zh or en; by default the locale's, Chinese unless it is English"}))
      ->check(CLI::IsMember({"zh", "en"}).description(""))
      ->type_name("zh|en");
  add_list(app, line);
  add_explain(app, line);
  add_import(app, line);
  add_assess(app, line);
  add_plan(app, line);
  add_report(app, line);
  add_compare(app, line);
  add_serve(app, line);
  add_simulate(app, line);
  add_run(app, line);
  add_sensitivity(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print(app.help());
    return kEveryClausePasses;
  } catch (const CLI::CallForAllHelp&) {
    print(app.help("", CLI::AppFormatMode::All));
    return kEveryClausePasses;
  } catch (const CLI::CallForVersion& version) {
    print(std::string(version.what()) + "\n");
    return kEveryClausePasses;
  } catch (const CLI::ParseError& error) {
    const std::string verb = &chosen(app) == &app ? "" : chosen(app).get_name() + " ";
    print_error(fmt::format("plantproof: {}\n{}\n", line.say(complaint(app, error)),
                            line.say({fmt::format("帮助：plantproof {}--help", verb),
                                      fmt::format("for help: plantproof {}--help", verb)})));
    return kUsageOrInputError;
  }
  return line.run();
}

}  // namespace plantproof::app
