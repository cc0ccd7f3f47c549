#pragma once

#include <string>
#include <vector>

#include "experiment.hpp"

namespace plantproof::calibration {

/// An experiment and what became of it.
struct Row {
  Experiment experiment;
  Tally at_limit;
  Tally good;
};

/// A count as a share of its trials.
double share(int count, const Tally& of);
/// The largest share of wrong passes that so many trials of a verdict with 5 % show: three Monte Carlo standard errors.
double most_wrong(int trials);
/// Whether an experiment of the product's own estimator shows more wrong passes than that.
bool breaks_its_word(const Row& row);

/// The rows as a page of the documentation in Markdown, with how it was made.
std::string page(const std::vector<Row>& rows, std::uint64_t seed, core::Language language);

}  // namespace plantproof::calibration
