// Every clause and reading of the pack, judged on evidence that passes, fails, is inconclusive, has no data, and sits
// at the limit. Each case is a file beside this one: evidence, and what must be said of it.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "fixture.hpp"
#include "temporary_folder.hpp"
#include "validators/assess.hpp"

namespace plantproof::tests {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using validators::Verdict;

const validators::Pack& pack() {
  static const validators::Pack kPack = validators::load_pack("cq-2020-5g");
  return kPack;
}

/// The files in the folders of the clauses, in the order of their paths.
std::vector<std::filesystem::path> fixture_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& folder : std::filesystem::directory_iterator(PLANTPROOF_SOURCE_DIR "/tests/criteria")) {
    if (!folder.is_directory()) continue;
    for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  }
  std::ranges::sort(files);
  return files;
}

std::string short_name(const std::filesystem::path& file) {
  return (file.parent_path().filename() / file.stem()).string();
}

/// A file and one reading that it speaks of; no reading where the file names none.
struct Judgement {
  std::filesystem::path file;
  std::string reading;

  friend std::ostream& operator<<(std::ostream& out, const Judgement& judgement) {
    return out << short_name(judgement.file) << " by " << judgement.reading;
  }
};

std::vector<Judgement> judgements() {
  std::vector<Judgement> all;
  for (const std::filesystem::path& file : fixture_files()) {
    for (const std::string& reading : readings_named_in(file)) all.push_back({file, reading});
  }
  return all;
}

std::string test_name(const testing::TestParamInfo<Judgement>& info) {
  std::string name = short_name(info.param.file) + "_by_" + info.param.reading;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::string shown(const std::optional<double>& number) {
  return number ? fmt::format("{:.12g}", *number) : "none";
}

/// Ten digits: the derivations in the fixtures are printed with twelve.
bool is_alike(const std::optional<double>& actual, const std::optional<double>& expected) {
  if (!actual || !expected) return actual.has_value() == expected.has_value();
  if (std::isinf(*actual) || std::isinf(*expected)) return *actual == *expected;
  return std::abs(*actual - *expected) <= 1e-10 * std::max(std::abs(*expected), 1e-2);
}

void expect_number(const char* what, const std::optional<double>& actual, const ExpectedNumber& expected) {
  if (!expected) return;
  EXPECT_TRUE(is_alike(actual, *expected)) << what << " is " << shown(actual) << ", not " << shown(*expected);
}

class Criterion : public testing::TestWithParam<Judgement> {};

TEST_P(Criterion, IsJudgedAsItsFixtureSays) {
  Fixture fixture;
  try {
    fixture = read_fixture(GetParam().file, pack());
  } catch (const core::InputFailure& failure) {
    FAIL() << failure.what();
  }
  const Expectation& expected = *std::ranges::find(fixture.expectations, GetParam().reading, &Expectation::reading);
  validators::AssessOptions options{.confidence = {}, .readings = fixture.chosen_readings};
  if (fixture.subject.criterion != nullptr) options.readings[fixture.subject.id()] = expected.reading;

  const TemporaryFolder folder;
  fixture.evidence.write(folder.path());
  const data::Evidence evidence = data::Evidence::open(folder.path());
  const validators::Assessment assessment = assess(evidence, evidence.manifest().provenance, pack(), options);

  const auto finding = std::ranges::find(assessment.findings, fixture.subject.clause, &validators::Finding::clause);
  ASSERT_NE(finding, assessment.findings.end());
  Verdict verdict = finding->verdict;
  Verdict face_value = finding->face_value;
  core::Text sentence = finding->sentence;
  if (fixture.subject.criterion != nullptr) {
    const auto result =
        std::ranges::find(finding->criteria, fixture.subject.criterion, &validators::CriterionResult::criterion);
    ASSERT_NE(result, finding->criteria.end());
    const validators::ReadingResult& deciding = result->deciding();
    ASSERT_EQ(deciding.reading->id, expected.reading);
    if (finding->criteria.size() == 1) {
      EXPECT_EQ(verdict, deciding.verdict) << "a clause of one criterion is judged as that is";
    }
    verdict = deciding.verdict;
    face_value = deciding.face_value;
    sentence = deciding.sentence;
    const metrics::Estimate none;
    const metrics::Estimate& estimate = deciding.estimate() == nullptr ? none : *deciding.estimate();
    expect_number("the estimate", estimate.value, expected.estimate);
    expect_number("the lower bound", estimate.lower, expected.lower);
    expect_number("the upper bound", estimate.upper, expected.upper);
    EXPECT_EQ(estimate.n, expected.n.value_or(estimate.n));
    if (expected.note) {
      EXPECT_THAT(estimate.notes, Contains(Field(&core::Text::en, HasSubstr(*expected.note))));
    }
  }
  EXPECT_EQ(validators::verdict_id(verdict), validators::verdict_id(expected.verdict)) << sentence.en;
  EXPECT_EQ(validators::verdict_id(face_value), validators::verdict_id(expected.face_value)) << sentence.en;
}

INSTANTIATE_TEST_SUITE_P(Clause, Criterion, testing::ValuesIn(judgements()), test_name);

TEST(CopiedRuns, MakeEvidenceInvalidUnlessItIsMadeUp) {
  const Fixture fixture =
      read_fixture(PLANTPROOF_SOURCE_DIR "/tests/criteria/4.2/pass_runs_of_several_shifts.yaml", pack());
  std::vector<data::Run> pilot = fixture.evidence.runs(data::Phase::Pilot);
  pilot.push_back(pilot.front());
  pilot.back().name = "d";
  const data::Evidence evidence(fixture.evidence.manifest(), fixture.evidence.runs(data::Phase::Baseline), pilot);
  core::Provenance provenance = fixture.evidence.manifest().provenance;
  const auto judged = [&](core::Origin origin) {
    provenance.origin = origin;
    const validators::Assessment assessment = assess(evidence, provenance, pack(), {});
    return *std::ranges::find(assessment.findings, fixture.subject.clause, &validators::Finding::clause);
  };
  EXPECT_EQ(judged(core::Origin::Synthetic).verdict, Verdict::Pass);
  for (const core::Origin origin : {core::Origin::Field, core::Origin::Simulated}) {
    const validators::Finding copied = judged(origin);
    EXPECT_EQ(copied.verdict, Verdict::Invalid);
    EXPECT_THAT(copied.sentence.en, HasSubstr("runs a and d hold the same rows of pilot/production"));
  }
}

/// The fixtures that can be read; those that cannot fail a test of their own.
std::vector<Fixture> fixtures() {
  std::vector<Fixture> all;
  for (const std::filesystem::path& file : fixture_files()) {
    try {
      all.push_back(read_fixture(file, pack()));
    } catch (const core::InputFailure&) {
      continue;
    }
  }
  return all;
}

TEST(CriteriaFixtures, ShowEveryReadingPassFailInconclusiveWithoutDataAndAtTheLimit) {
  std::set<std::tuple<std::string, std::string, Case>> shown;
  for (const Fixture& fixture : fixtures()) {
    for (const Expectation& expectation : fixture.expectations) {
      if (fixture.is_example(expectation)) shown.emplace(fixture.subject.id(), expectation.reading, fixture.shows);
    }
  }
  for (const Subject& subject : subjects(pack())) {
    for (const std::string& reading : subject.readings()) {
      for (std::size_t i = 0; i < case_names().size(); ++i) {
        const auto each = static_cast<Case>(i);
        EXPECT_TRUE(each == Case::Invalid || shown.contains({subject.id(), reading, each}))
            << "no fixture shows " << subject.id() << " by " << reading << ": " << case_names()[i];
      }
    }
  }
}

// A clause's limit is where its estimate is the limit, or where one unit more or less changes the verdict: two fixtures
// that share a reading and differ in the verdict.
TEST(CriteriaFixtures, SitAtTheLimitWhereTheySaySo) {
  const std::vector<Fixture> all = fixtures();
  for (const Fixture& fixture : all) {
    if (fixture.shows != Case::AtLimit) continue;
    for (const Expectation& expectation : fixture.expectations) {
      const validators::Criterion* criterion = fixture.subject.criterion;
      const bool is_exact = criterion != nullptr && expectation.estimate && *expectation.estimate &&
                            core::is_same_number(**expectation.estimate, criterion->requirement.limit);
      const bool has_neighbour = std::ranges::any_of(all, [&](const Fixture& other) {
        return other.shows == Case::AtLimit && other.subject.id() == fixture.subject.id() &&
               std::ranges::any_of(other.expectations, [&](const Expectation& neighbour) {
                 return neighbour.reading == expectation.reading && neighbour.verdict != expectation.verdict;
               });
      });
      EXPECT_TRUE(is_exact || has_neighbour)
          << fixture.subject.id() << "/" << fixture.name << " by " << expectation.reading
          << ": its estimate is not the limit, and no other fixture at the limit has another verdict";
    }
  }
}

}  // namespace
}  // namespace plantproof::tests
