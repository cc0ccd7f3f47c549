#pragma once

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "data/evidence.hpp"
#include "metrics/kpi.hpp"
#include "temporary_folder.hpp"

// Rows that stay on disk beside the same that are kept: what is counted is the same, bounds differ by no more than two
// ways to look at the same dependence.
namespace plantproof::metrics {

using plantproof::tests::TemporaryFolder;

inline constexpr std::uintmax_t kKeepAll = std::uintmax_t{1} << 40;

/// The same evidence twice: with all rows kept, and with those left on disk that may be.
struct Twice {
  Twice(core::Origin origin, std::vector<data::Run> baseline, std::vector<data::Run> pilot) {
    data::Manifest manifest;
    manifest.provenance.scenario = "wireless-control";
    manifest.provenance.origin = origin;
    data::Evidence(manifest, std::move(baseline), std::move(pilot)).write(folder.path());
    kept = data::Evidence::open(folder.path(), {.most_kept = kKeepAll});
    left = data::Evidence::open(folder.path(), {.most_kept = 0});
  }

  TemporaryFolder folder;
  data::Evidence kept;
  data::Evidence left;
};

/// What parties agree on of times.
inline Parameters agreed() {
  Parameters parameters;
  parameters.resolution_deadline_s = 0.1;
  return parameters;
}

inline Answer answer(const data::Evidence& evidence, const std::string& kpi, const std::string& reading) {
  return find_kpi(kpi)->find(reading)->evaluate(evidence, agreed(), core::Confidence(0.95));
}

inline std::vector<std::string> english(const std::vector<core::Text>& notes) {
  std::vector<std::string> texts;
  for (const core::Text& note : notes) texts.push_back(note.en);
  return texts;
}

template <class Body>
Body picture(const data::Evidence& evidence, const std::string& kpi) {
  for (const Picture& each : find_kpi(kpi)->pictures(evidence, agreed(), core::Confidence(0.95))) {
    if (const auto* body = std::get_if<Body>(&each.body)) return *body;
  }
  throw std::runtime_error("no such picture");
}

/// Bounds that differ by no more than 2 % of how far they are apart.
template <class Bounded>
void expect_near_bounds(const Bounded& left, const Bounded& kept, const std::string& what) {
  ASSERT_TRUE(kept.lower && kept.upper && left.lower && left.upper) << what;
  const double width = *kept.upper - *kept.lower;
  EXPECT_NEAR(*left.lower, *kept.lower, 0.02 * width) << what;
  EXPECT_NEAR(*left.upper, *kept.upper, 0.02 * width) << what;
}

}  // namespace plantproof::metrics
