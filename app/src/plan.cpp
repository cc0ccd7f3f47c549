#include "validators/plan.hpp"

#include <filesystem>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "command_line.hpp"
#include "console.hpp"
#include "core/nearest_name.hpp"
#include "input/file.hpp"
#include "input/number.hpp"
#include "metrics/dependence.hpp"
#include "metrics/planning.hpp"
#include "report/plan.hpp"
#include "scenarios/scenario_source.hpp"

namespace plantproof::app {
namespace {

struct Options {
  std::string scenario;
  Criteria criteria;
  std::string power = "90%";
  std::vector<std::string> assumed;
  std::string budget;
  std::vector<std::string> rates;
  std::vector<std::string> groups;
  std::string shift;
  std::string floor;
  std::string variation;
  std::string runs;
  std::optional<double> burst_length;
  std::optional<double> autocorrelation;
  std::string format = "text";
  std::string output;
};

/// Reads the options' values; what is wrong is collected.
class Reader {
 public:
  /// "90%" or "0.9", above 0 and below `most`; 0.5 after an error.
  double share(const std::string& option, const std::string& argument, double most) {
    const double value = parse_share(argument).value_or(0);
    if (value > 0 && value < most) return value;
    reject(option, {fmt::format("“{}”应大于 0、小于 {:.0f} %，如 90% 或 0.9", argument, most * 100),
                    fmt::format("“{}” must be above 0 and below {:.0f} %, such as 90% or 0.9", argument, most * 100)});
    return 0.5;
  }

  /// "90min", "4h", "2d" as hours; 1 after an error.
  double hours(const std::string& option, const std::string& argument) {
    if (const auto hours = parse_hours(argument)) return *hours;
    reject(option, {fmt::format("“{}”应为时长，如 90min、4h、2d", argument),
                    fmt::format("“{}” must be a duration, such as 90min, 4h, 2d", argument)});
    return 1;
  }

  /// "inspections=1200/h" as {"inspections", 1200}.
  std::pair<std::string, double> rate(const std::string& argument) {
    const auto [name, text] = named("--rate", argument, "NAME=1200/h");
    const std::size_t slash = text.find('/');
    const auto number = input::parse_number(text.substr(0, slash));
    const auto unit = slash == std::string::npos ? std::nullopt : hours_of_unit(text.substr(slash + 1));
    if (number && *number > 0 && unit) return {name, *number / *unit};
    if (!text.empty()) {
      reject("--rate", {fmt::format("“{}”应为速率，如 1200/h、100/s、20/min", text),
                        fmt::format("“{}” must be a rate, such as 1200/h, 100/s, 20/min", text)});
    }
    return {name, 1};
  }

  /// "flows=12" as {"flows", 12}.
  std::pair<std::string, int> group(const std::string& argument) {
    const auto [name, text] = named("--groups", argument, "NAME=12");
    return {name, text.empty() ? 1 : count("--groups", text, 10'000)};
  }

  /// "5"; 1 after an error.
  int count(const std::string& option, const std::string& text, std::int64_t most) {
    const auto number = input::parse_integer(text);
    if (number && *number >= 1 && *number <= most) return static_cast<int>(*number);
    reject(option, {fmt::format("“{}”不是 1 到 {} 之间的整数", text, most),
                    fmt::format("“{}” is not a whole number from 1 to {}", text, most)});
    return 1;
  }

  /// "100x50" as metres.
  validators::Floor floor(const std::string& argument) {
    const std::size_t times = argument.find('x');
    const auto length = input::parse_number(argument.substr(0, times));
    const auto width = times == std::string::npos ? std::nullopt : input::parse_number(argument.substr(times + 1));
    if (length && width && *length > 0 && *width > 0) return {*length, *width};
    reject("--floor", {fmt::format("“{}”应为 长x宽（米），如 100x50", argument),
                       fmt::format("“{}” must be LENGTHxWIDTH in metres, such as 100x50", argument)});
    return {1, 1};
  }

  /// "KPI=VALUE" -> {"KPI", "VALUE"}; empty texts after an error.
  std::pair<std::string, std::string> named(const std::string& option, const std::string& argument,
                                            const std::string& form) {
    const std::size_t equals = argument.find('=');
    if (equals != std::string::npos && equals > 0 && equals + 1 < argument.size())
      return {argument.substr(0, equals), argument.substr(equals + 1)};
    reject(option,
           {fmt::format("“{}”应写成 {}", argument, form), fmt::format("“{}” must be written {}", argument, form)});
    return {};
  }

  void reject(const std::string& option, core::Text what) { errors_.add({option, 0, 0}, std::move(what)); }
  void throw_if_any() const { errors_.throw_if_any(); }

 private:
  core::InputErrors errors_;
};

/// What the scenario assumes, and over it what the user says.
validators::PlanOptions plan_options(const Options& options, const scenarios::Scenario& scenario) {
  Reader reader;
  validators::PlanOptions chosen;
  if (scenario.planning) {
    chosen.shift_h = scenario.planning->shift_h;
    chosen.rows_per_hour = scenario.planning->rows_per_hour;
    chosen.groups = scenario.planning->groups;
    chosen.runs = scenario.planning->runs;
    if (const auto& floor = scenario.planning->floor) chosen.floor = {floor->length_m, floor->width_m};
  }
  chosen.confidence = options.criteria.confidence();
  chosen.power = reader.share("--power", options.power, 1);
  for (const std::string& argument : options.assumed) {
    const auto [kpi, value] = reader.named("--assume", argument, "KPI=VALUE");
    if (!kpi.empty()) chosen.assumed[kpi] = value;
  }
  if (!options.budget.empty()) chosen.budget_h = reader.hours("--budget", options.budget);
  for (const std::string& argument : options.rates) {
    const auto [name, rate] = reader.rate(argument);
    if (name.empty()) continue;
    chosen.rows_per_hour[name] = rate;
    chosen.given.insert(name);
  }
  for (const std::string& argument : options.groups) {
    const auto [name, count] = reader.group(argument);
    if (name.empty()) continue;
    chosen.groups[name] = count;
    chosen.given.insert(name);
  }
  if (!options.shift.empty()) {
    chosen.shift_h = reader.hours("--shift", options.shift);
    chosen.given.insert("shift");
  }
  if (!options.floor.empty()) {
    chosen.floor = reader.floor(options.floor);
    chosen.given.insert("floor");
  }
  if (!options.runs.empty()) {
    constexpr std::int64_t kMostRuns = 1000;
    chosen.runs = reader.count("--runs", options.runs, kMostRuns);
    chosen.given.insert("runs");
  }
  if (!options.variation.empty()) chosen.variation = reader.share("--cv", options.variation, 10);
  if (options.burst_length) {
    if (*options.burst_length >= 1 && *options.burst_length <= 1e6) {
      chosen.design_effect = metrics::design_effect_of_bursts(*options.burst_length);
    } else {
      reader.reject("--burst-length", {fmt::format("{} 应在 1 与 1000000 之间", *options.burst_length),
                                       fmt::format("{} must be from 1 to 1000000", *options.burst_length)});
    }
  }
  if (options.autocorrelation) {
    if (*options.autocorrelation >= 0 && *options.autocorrelation < 1) {
      chosen.design_effect = metrics::design_effect_of_ar1(*options.autocorrelation);
    } else {
      reader.reject("--autocorrelation", {fmt::format("{} 应在 0（含）与 1（不含）之间", *options.autocorrelation),
                                          fmt::format("{} must be at least 0 and below 1", *options.autocorrelation)});
    }
    if (options.burst_length) {
      reader.reject("--autocorrelation",
                    {"与 --burst-length 只能用一个", "may not be given together with --burst-length"});
    }
  }
  reader.throw_if_any();
  return chosen;
}

int run(const Options& options, const CommandLine& line) {
  const scenarios::Scenario scenario = scenarios::parse_scenario(scenarios::scenario_source(options.scenario));
  const validators::Pack pack = validators::load_pack(options.criteria.pack_or(scenario.criteria));
  const validators::Plan plan = validators::plan(pack, scenario.id, plan_options(options, scenario));
  const report::TerminalStyle style{line.language, options.output.empty() && has_colour()};
  const std::string text = options.format == "json" ? report::json(plan) : report::terminal(plan, style);
  write_to(options.output, text);
  return kEveryClausePasses;
}

}  // namespace

void add_plan(CLI::App& app, CommandLine& line) {
  CLI::App* verb =
      add_verb(app, line, "plan",
               {"计划取证：每条需要多少样本、多长时间、有多大把握",
                "plan a measurement: how much evidence settles each clause, how long it takes, how surely"});
  const auto options = std::make_shared<Options>();
  verb->add_option("SCENARIO", options->scenario,
                   line.say({"场景编号或场景文件", "id of a scenario, or a scenario file"}))
      ->required()
      ->type_name("");
  verb->add_option("--assume", options->assumed,
                   line.say({"相信的真值，如 yield=99%；时延写超限消息的比例，如 device_latency=0.2%（可重复）",
                             "believed truth, such as yield=99%; of a latency the share of messages at or above the "
                             "limit, such as device_latency=0.2% (may be repeated)"}))
      ->type_name("KPI=VALUE");
  verb->add_option("--power", options->power,
                   line.say({"真值如所假设时要有的通过概率；默认 90%",
                             "how surely a plant as good as believed is to pass; by default 90%"}))
      ->type_name("90%");
  verb->add_option("--budget", options->budget,
                   line.say({"可用的取证时间，列出哪些条款能定论（s、min、h、d，1d = 24h）",
                             "time there is for measuring: which clauses can be settled (s, min, h, d; 1d = 24h)"}))
      ->type_name("4h");
  verb->add_option("--rate", options->rates,
                   line.say({"取证速率，盖过场景默认值（可重复）",
                             "how fast evidence comes, over the scenario's (may be repeated)"}))
      ->type_name("NAME=1200/h");
  verb->add_option("--groups", options->groups,
                   line.say({"流、环节的数目，盖过场景默认值（可重复）",
                             "how many flows or stages, over the scenario's (may be repeated)"}))
      ->type_name("flows=12");
  verb->add_option("--shift", options->shift, line.say({"一个班次多长", "length of a shift"}))->type_name("8h");
  verb->add_option("--floor", options->floor, line.say({"要求覆盖的场地，米", "the floor to be covered, metres"}))
      ->type_name("100x50");
  verb->add_option("--runs", options->runs,
                   line.say({"样本分几个批次取得，各批一样多；多个批次按批次间的差异判定",
                             "how many runs the evidence comes in, as many rows in each; several are judged by their "
                             "spread"}))
      ->type_name("5");
  verb->add_option("--cv", options->variation,
                   line.say({"班次之间的变异系数；默认列出 5、10、20 %，按 10 % 计",
                             "coefficient of variation between shifts; by default 5, 10 and 20 %, 10 % deciding"}))
      ->type_name("10%");
  verb->add_option("--burst-length", options->burst_length,
                   line.say({"不合格平均几个连着出现；B 个则 2B-1 行抵一个",
                             "mean number of bad rows in a row: 2B-1 rows count for one"}))
      ->type_name("B");
  verb->add_option("--autocorrelation", options->autocorrelation,
                   line.say({"相邻行的相关系数 r：(1+r)/(1-r) 行抵一个",
                             "correlation r of neighbouring rows: (1+r)/(1-r) rows count for one"}))
      ->type_name("R");
  add_criteria_options(*verb, line, options->criteria);
  verb->add_option("--format", options->format, line.say({"输出格式", "output format"}))
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("text|json");
  add_output_option(*verb, line, options->output);
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
