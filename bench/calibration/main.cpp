// Judges plants of known truth, so that the error rate of a verdict is measured and not believed.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiment.hpp"
#include "page.hpp"

namespace plantproof::calibration {
namespace {

std::vector<Experiment> all_experiments() {
  std::vector<Experiment> all;
  for (auto* experiments :
       {&share_experiments, &quantile_experiments, &mean_experiments, &comparison_experiments, &whole_experiments,
        &floor_experiments, &availability_experiments, &sequence_experiments, &rival_experiments}) {
    std::vector<Experiment> some = (*experiments)();
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

struct Options {
  int trials = 10000;
  std::uint64_t seed = 1;
  int workers = 2;
  std::string only;
  std::string page;
};

int run(const Options& options) {
  std::vector<Row> rows;
  int broken = 0;
  for (const Experiment& experiment : all_experiments()) {
    const std::string name = experiment.estimator.en + " | " + experiment.plant.en + " | " + experiment.sample.en;
    if (name.find(options.only) == std::string::npos) continue;
    const Row row{experiment, judge(experiment, Truth::AtLimit, options.trials, options.seed, options.workers),
                  judge(experiment, Truth::Good, std::max(1, options.trials / 10), options.seed, options.workers)};
    broken += breaks_its_word(row) ? 1 : 0;
    std::fputs(fmt::format("{} {}{}: wrong pass {:.2f} %, wrong fail {:.2f} %; passes when good {:.0f} %\n",
                           breaks_its_word(row) ? "! " : "  ", name,
                           experiment.agreed.empty() ? "" : " | agreed " + experiment.agreed,
                           100 * share(row.at_limit.pass, row.at_limit), 100 * share(row.at_limit.fail, row.at_limit),
                           100 * share(row.good.pass, row.good))
                   .c_str(),
               stdout);
    std::fflush(stdout);
    rows.push_back(row);
  }
  std::fputs(fmt::format("{} experiments of {} trials, seed {}: {} with more wrong passes than {:.2f} %\n", rows.size(),
                         options.trials, options.seed, broken, 100 * most_wrong(options.trials))
                 .c_str(),
             stdout);
  if (!options.page.empty()) {
    std::ofstream(options.page + "/calibration.md") << page(rows, options.seed, core::Language::En);
    std::ofstream(options.page + "/calibration.zh.md") << page(rows, options.seed, core::Language::Zh);
  }
  return broken == 0 && !rows.empty() ? 0 : 1;
}

}  // namespace
}  // namespace plantproof::calibration

int main(int argc, char** argv) {
  plantproof::calibration::Options options;
  CLI::App app("measures how often a verdict is wrong, on plants of known truth");
  app.add_option("--trials", options.trials, "judged trials of each experiment")->check(CLI::PositiveNumber);
  app.add_option("--seed", options.seed, "the same seed gives the same table");
  app.add_option("--workers", options.workers, "threads; the table does not depend on them")
      ->check(CLI::PositiveNumber);
  app.add_option("--only", options.only, "experiments whose name holds this text");
  app.add_option("--page", options.page, "folder to write calibration.md and calibration.zh.md to")
      ->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, argc, argv);
  return plantproof::calibration::run(options);
}
