#include "report/sensitivity.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "console.hpp"
#include "core/nearest_name.hpp"
#include "data/evidence.hpp"
#include "input/file.hpp"
#include "judging.hpp"
#include "scenarios/variation.hpp"
#include "simulation.hpp"

namespace plantproof::app {
namespace {

namespace fs = std::filesystem;
using report::Outcomes;
using scenarios::Variation;

constexpr int kOtherSeeds = 2;

struct Options {
  SimulationOptions simulation;
  std::string share = "20%";
  std::vector<std::string> parts;
  std::size_t rows = 10;
  std::string format = "text";
  std::string output;
};

double share_of(const Options& options) {
  const auto share = parse_share(options.share);
  if (share && *share > 0 && *share < 1) return *share;
  throw core::InputFailure({"--by", 0, 0},
                           {fmt::format("“{}”应大于 0、小于 100 %，如 20%", options.share),
                            fmt::format("“{}” must be above 0 and below 100 %, such as 20%", options.share)});
}

bool is_in(const std::string& path, const std::string& part) {
  return path.starts_with(part) && (path.size() == part.size() || path[part.size()] == '.');
}

bool is_asked_for(const Options& options, const std::string& path) {
  return options.parts.empty() || std::any_of(options.parts.begin(), options.parts.end(),
                                              [&](const std::string& part) { return is_in(path, part); });
}

/// Those in the parts that were asked for; all when none were.
std::vector<Variation> variations_in(const Options& options, const scenarios::Scenario& scenario) {
  std::vector<Variation> all = scenarios::variations(scenario, share_of(options));
  std::vector<std::string> paths;
  for (const Variation& variation : all) paths.push_back(variation.path);
  core::InputErrors errors;
  for (const std::string& part : options.parts) {
    if (std::any_of(paths.begin(), paths.end(), [&](const std::string& path) { return is_in(path, part); })) continue;
    const core::Text hint = core::suggestion(part, paths);
    errors.add({"--only", 0, 0}, {fmt::format("没有可变的参数“{}”；{}", part, hint.zh),
                                  fmt::format("there is no number “{}” to be varied; {}", part, hint.en)});
  }
  errors.throw_if_any();
  std::erase_if(all, [&](const Variation& variation) { return !is_asked_for(options, variation.path); });
  return all;
}

/// Plants that differ in one thing from one plant, each simulated and judged in a folder of its own. What is there from
/// an earlier call is not made again; of what was judged only the scenario and the verdict stay.
class Laboratory {
 public:
  Laboratory(const Options& options, const CommandLine& line)
      : options_(options), line_(line), directory_(options.simulation.directory), judge_(judging_, line) {}

  [[nodiscard]] fs::path base() const { return directory_ / "base"; }

  /// The plant as it is; its evidence stays, and is what the others are compared with.
  Judged judge_base(const Simulated& simulated, const std::function<void(double)>& progress) {
    claim(base(), simulated);
    refuse(simulate_missing(simulated, base(), options_.simulation.workers_or_processors(), line_, progress));
    return judge_.judge(base().string());
  }

  /// The plant with these settings; nothing where such a plant is refused.
  std::optional<Outcomes> outcomes_with(const std::vector<std::string>& settings, const fs::path& name,
                                        const std::function<void(double)>& progress) {
    std::vector<std::string> all = options_.simulation.settings();
    all.insert(all.end(), settings.begin(), settings.end());
    const fs::path directory = directory_ / name;
    const fs::path verdict = directory / "verdict.json";
    std::optional<Simulated> simulated;
    try {
      simulated = simulated_by(options_.simulation.scenario, all);
    } catch (const core::InputFailure&) {
      return std::nullopt;  // the plant as it is was accepted: it is this value that is not
    }
    const fs::path scenario = directory / kScenarioFile;
    if (!fs::exists(verdict) || !fs::exists(scenario) || input::read_file(scenario) != simulated->text) {
      fs::remove(verdict);  // of another plant, which a call that is cut off would leave beside this one
      claim(directory, *simulated);
      take_what_is_the_same(settings, directory);
      const std::vector<FailedJob> failed =
          simulate_missing(*simulated, directory, options_.simulation.workers_or_processors(), line_, progress);
      if (is_refused(failed, scenario)) {
        fs::remove_all(directory);
        return std::nullopt;
      }
      refuse(failed);
      input::write_file(verdict, report::json(judge_.judge(directory.string()).assessment));
      fs::remove(directory / data::kManifestName);
      for (const data::Phase phase : {data::Phase::Baseline, data::Phase::Pilot})
        fs::remove_all(directory / data::phase_name(phase));
    }
    return report::outcomes_of(verdict.string(), input::read_file(verdict.string()));
  }

 private:
  /// Whether it is the plant that a job found wrong, at a place in its file: a full disk is an input error too.
  static bool is_refused(const std::vector<FailedJob>& failed, const fs::path& scenario) {
    return std::any_of(failed.begin(), failed.end(), [&](const FailedJob& job) {
      return job.exit_code == kUsageOrInputError && job.messages.starts_with(scenario.string() + ":");
    });
  }

  static void refuse(const std::vector<FailedJob>& failed) {
    core::InputErrors errors;
    for (const FailedJob& job : failed) errors.add({job.name, 0, 0}, core::same_in_both(job.messages));
    errors.throw_if_any();
  }

  /// A phase that the settings do not speak of has the runs of the plant as it is.
  void take_what_is_the_same(const std::vector<std::string>& settings, const fs::path& directory) const {
    for (const data::Phase phase : {data::Phase::Baseline, data::Phase::Pilot}) {
      const std::string other(
          data::phase_name(phase == data::Phase::Pilot ? data::Phase::Baseline : data::Phase::Pilot));
      const bool is_other = std::all_of(settings.begin(), settings.end(),
                                        [&](const std::string& setting) { return setting.starts_with(other + "."); });
      const fs::path there = base() / data::phase_name(phase);
      if (!is_other || !fs::exists(there)) continue;
      fs::remove_all(directory / data::phase_name(phase));
      fs::copy(there, directory / data::phase_name(phase),
               fs::copy_options::recursive | fs::copy_options::create_hard_links);
    }
  }

  const Options& options_;
  const CommandLine& line_;
  fs::path directory_;
  const Judging judging_;
  Judge judge_;
};

int run(const Options& options, const CommandLine& line) {
  const Simulated simulated = simulated_by(options.simulation.scenario, options.simulation.settings());
  const scenarios::Scenario& scenario = simulated.scenario;
  const std::vector<Variation> variations = variations_in(options, scenario);
  Laboratory laboratory(options, line);
  report::Sensitivity sensitivity;
  sensitivity.share = share_of(options);
  sensitivity.left_as_they_are = scenarios::not_varied(scenario);
  std::erase_if(sensitivity.left_as_they_are, [&](const std::string& path) { return !is_asked_for(options, path); });
  Judged base;
  {
    Progress progress(fmt::format("{} {}", line.say({"仿真", "simulating"}), scenario.id));
    const auto total = static_cast<double>(1 + kOtherSeeds + 2 * variations.size());
    double done = 0;
    const auto shown = progress.callback();
    const auto share = [&](double part) {
      if (shown) shown((done + part) / total);
    };
    base = laboratory.judge_base(simulated, share);
    for (int i = 1; i <= kOtherSeeds; ++i) {
      ++done;
      const std::string seed = std::to_string(scenario.runs.seed.value + i);
      if (auto outcomes = laboratory.outcomes_with({"seed=" + seed}, fs::path("seed") / seed, share))
        sensitivity.other_seeds.push_back(std::move(*outcomes));
    }
    const auto alternative = [&](const std::vector<std::string>& settings, const core::Text& value,
                                 const fs::path& name) -> std::optional<report::Alternative> {
      ++done;
      if (settings.empty()) return std::nullopt;
      return report::Alternative{value, laboratory.outcomes_with(settings, name, share)};
    };
    for (const Variation& variation : variations) {
      report::VariedParameter& varied = sensitivity.parameters.emplace_back(report::VariedParameter{
          variation.path, variation.title, variation.value, variation.is_assumption, std::nullopt, std::nullopt});
      varied.lower = alternative(variation.lower, variation.lower_value, fs::path("less") / variation.path);
      varied.higher = alternative(variation.higher, variation.higher_value, fs::path("more") / variation.path);
    }
  }
  sensitivity.base = &base.assessment;
  if (options.format == "json") {
    write_to(options.output, report::json(sensitivity));
  } else if (options.format == "markdown") {
    write_to(options.output, report::markdown(sensitivity, options.rows, line.language));
  } else {
    write_to(options.output,
             report::terminal(sensitivity, options.rows, {line.language, options.output.empty() && has_colour()}));
  }
  return kEveryClausePasses;
}

}  // namespace

void add_sensitivity(CLI::App& app, CommandLine& line) {
  CLI::App* verb =
      add_verb(app, line, "sensitivity", {"哪些参数最能改变判定", "which parameters of a plant move its verdict most"});
  const auto options = std::make_shared<Options>();
  add_simulation_options(*verb, line, options->simulation);
  verb->add_option("--by", options->share,
                   line.say({"每个参数减、增多少；默认 20%", "by how much each is less and more; 20% by default"}))
      ->type_name("20%");
  verb->add_option("--only", options->parts,
                   line.say({"只变这一部分的参数（可重复），如 process",
                             "only the parameters of this part (may be repeated), such as process"}))
      ->type_name("PATH");
  verb->add_option("--rows", options->rows,
                   line.say({"每个条款列出几个参数；默认 10", "parameters told for a clause; 10 by default"}))
      ->check(CLI::Range(1, 1000).description(""))
      ->type_name("N");
  verb->add_option("--format", options->format, line.say({"输出格式", "how it is told"}))
      ->check(CLI::IsMember({"text", "json", "markdown"}).description(""))
      ->type_name("text|json|markdown");
  verb->add_option("--table", options->output,
                   line.say({"把表写入文件，而非终端", "file the table is written to, not the terminal"}))
      ->type_name("FILE");
  verb->callback([options, &line] { line.run = [options, &line] { return run(*options, line); }; });
}

}  // namespace plantproof::app
