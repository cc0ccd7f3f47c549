#pragma once

#include <algorithm>
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

// Evidence whose rows are kept beside the same whose rows are left on disk, and what is asked of either.
namespace plantproof::metrics {

inline constexpr std::uintmax_t kKeepAll = std::uintmax_t{1} << 40;

/// The same evidence twice: with all rows kept, and with those left on disk that may be.
struct Twice {
  Twice(data::Manifest manifest, std::vector<data::Run> baseline, std::vector<data::Run> pilot) {
    data::Evidence(std::move(manifest), std::move(baseline), std::move(pilot)).write(folder.path());
    kept = data::Evidence::open(folder.path(), {.most_kept = kKeepAll});
    left = data::Evidence::open(folder.path(), {.most_kept = 0});
  }
  Twice(core::Origin origin, std::vector<data::Run> baseline, std::vector<data::Run> pilot)
      : Twice(manifest_of(origin), std::move(baseline), std::move(pilot)) {}

  static data::Manifest manifest_of(core::Origin origin) {
    data::Manifest manifest;
    manifest.provenance.scenario = "wireless-control";
    manifest.provenance.origin = origin;
    return manifest;
  }

  tests::TemporaryFolder folder;
  data::Evidence kept;
  data::Evidence left;
};

inline Answer answer(const data::Evidence& evidence, const std::string& kpi, const std::string& reading,
                     const Parameters& parameters = {}) {
  return find_kpi(kpi)->find(reading)->evaluate(evidence, parameters, core::Confidence(0.95));
}

inline std::vector<std::string> english(const std::vector<core::Text>& notes) {
  std::vector<std::string> texts;
  for (const core::Text& note : notes) texts.push_back(note.en);
  return texts;
}

template <class Body>
Body picture(const data::Evidence& evidence, const std::string& kpi, const Parameters& parameters = {}) {
  for (const Picture& each : find_kpi(kpi)->pictures(evidence, parameters, core::Confidence(0.95))) {
    if (const auto* body = std::get_if<Body>(&each.body)) return *body;
  }
  throw std::runtime_error("no such picture");
}

/// What is drawn along the time of each run.
inline void expect_same_bins(const Twice& evidence, const std::string& kpi) {
  const auto kept = picture<Timeline>(evidence.kept, kpi);
  const auto left = picture<Timeline>(evidence.left, kpi);
  ASSERT_EQ(left.runs.size(), kept.runs.size()) << kpi;
  for (std::size_t run = 0; run < kept.runs.size(); ++run) {
    EXPECT_EQ(left.runs[run].length_s, kept.runs[run].length_s) << kpi;
    EXPECT_TRUE(std::ranges::equal(left.runs[run].bins, kept.runs[run].bins, [](const TimeBin& a, const TimeBin& b) {
      return a.index == b.index && a.n == b.n && a.bad == b.bad && a.lost == b.lost;
    })) << kpi;
  }
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
