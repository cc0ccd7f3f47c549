#include "experiment.hpp"

#include <thread>

namespace plantproof::calibration {
namespace {

/// FNV-1a, the same on every machine.
std::uint64_t hash(std::uint64_t seed, const std::string& text) {
  std::uint64_t value = 1469598103934665603ULL ^ seed;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return value;
}

}  // namespace

Tally judge(const Experiment& experiment, Truth truth, int trials, std::uint64_t seed, int workers) {
  const std::uint64_t base =
      hash(seed, experiment.estimator.en + '|' + experiment.plant.en + '|' + experiment.sample.en + '|' +
                     experiment.agreed + (truth == Truth::AtLimit ? "|limit" : "|good"));
  std::vector<Tally> tallies(static_cast<std::size_t>(workers));
  std::vector<std::thread> threads;
  for (int worker = 0; worker < workers; ++worker) {
    threads.emplace_back([&, worker] {
      Tally& tally = tallies[static_cast<std::size_t>(worker)];
      for (int trial = worker; trial < trials; trial += workers) {
        std::seed_seq seeds{static_cast<std::uint32_t>(base), static_cast<std::uint32_t>(base >> 32U),
                            static_cast<std::uint32_t>(trial)};
        Random random(seeds);
        const validators::Verdict verdict = experiment.trial(truth, random);
        ++tally.trials;
        tally.pass += verdict == validators::Verdict::Pass ? 1 : 0;
        tally.fail += verdict == validators::Verdict::Fail ? 1 : 0;
      }
    });
  }
  Tally all;
  for (std::size_t worker = 0; worker < threads.size(); ++worker) {
    threads[worker].join();
    all.trials += tallies[worker].trials;
    all.pass += tallies[worker].pass;
    all.fail += tallies[worker].fail;
  }
  return all;
}

}  // namespace plantproof::calibration
