// The committed samples, judged: what README.md and README.zh.md promise of each holds.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/evidence.hpp"
#include "data/import.hpp"
#include "validators/assess.hpp"

namespace plantproof {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using validators::Verdict;

const fs::path kSamples = fs::path(PLANTPROOF_SOURCE_DIR) / "data/samples";

const validators::Pack& pack() {
  static const validators::Pack kPack = validators::load_pack("cq-2020-5g");
  return kPack;
}

std::map<std::string, Verdict> verdicts_on(const data::Evidence& evidence) {
  const validators::Assessment assessment = validators::assess(evidence, evidence.manifest().provenance, pack(), {});
  std::map<std::string, Verdict> verdicts;
  for (const validators::Finding& finding : assessment.findings) verdicts[finding.clause->id] = finding.verdict;
  return verdicts;
}

/// The clauses that do not pass, with what they are instead.
std::map<std::string, Verdict> short_of_a_pass(const data::Evidence& evidence) {
  std::map<std::string, Verdict> verdicts = verdicts_on(evidence);
  std::erase_if(verdicts, [](const auto& verdict) { return verdict.second == Verdict::Pass; });
  return verdicts;
}

/// Scenario -> the clause that fails, from the table of a README: the fourth cell of each row.
std::map<std::string, std::string> promised(const std::string& readme) {
  std::ifstream file(kSamples / readme);
  std::map<std::string, std::string> clauses;
  for (std::string line; std::getline(file, line);) {
    std::istringstream row(line);
    std::vector<std::string> cells;
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(cell);
    if (cells.size() != 6 || pack().find(cells[1].substr(1, cells[1].size() - 2)) == nullptr) continue;
    clauses[cells[1].substr(1, cells[1].size() - 2)] = cells[4].substr(1, cells[4].size() - 2);
  }
  return clauses;
}

class SamplesTest : public ::testing::TestWithParam<std::string> {};

TEST_P(SamplesTest, PassMeetsEveryClause) {
  const data::Evidence evidence = data::Evidence::open(kSamples / GetParam() / "pass");
  EXPECT_THAT(short_of_a_pass(evidence), IsEmpty());
}

TEST_P(SamplesTest, FailBreaksTheOneClauseThatItsPageNames) {
  const data::Evidence evidence = data::Evidence::open(kSamples / GetParam() / "fail");
  EXPECT_THAT(short_of_a_pass(evidence), ElementsAre(std::pair(promised("README.md").at(GetParam()), Verdict::Fail)));
  EXPECT_EQ(promised("README.md").at(GetParam()), promised("README.zh.md").at(GetParam()));
}

TEST_P(SamplesTest, AreSealedAndSaidToBeMadeUp) {
  for (const char* outcome : {"pass", "fail"}) {
    const data::Evidence evidence = data::Evidence::open(kSamples / GetParam() / outcome);
    EXPECT_TRUE(evidence.manifest().provenance.sealed);
    EXPECT_EQ(evidence.manifest().provenance.origin, core::Origin::Synthetic);
    EXPECT_EQ(evidence.manifest().provenance.scenario, GetParam());
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, SamplesTest, ::testing::ValuesIn(pack().scenario_ids()), [](const auto& scenario) {
  std::string name = scenario.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(SampleCampaign, IsImportedWithoutARefusal) {
  const data::Imported imported = data::import_campaign(kSamples / "campaign/CAMPAIGN.yaml");
  EXPECT_EQ(imported.refused.message(core::Language::En), "");
  std::map<std::string, std::int64_t> used;
  for (const core::SourceAccount& source : imported.evidence.manifest().provenance.sources) {
    EXPECT_EQ(source.rows_read, source.rows_used) << source.path;
    used[source.path] += source.rows_used;
    for (const core::Text& remark : source.remarks)
      EXPECT_THAT(remark.en, ::testing::Not(::testing::HasSubstr("contradict")));
  }
  // The last lines of ping and irtt say how many they sent.
  EXPECT_EQ(used.at("raw/ping-plc-robot.txt"), 300);
  EXPECT_EQ(used.at("raw/irtt-robot-packer.json"), 300);
}

TEST(SampleCampaign, IsJudgedOnEveryClause) {
  const data::Evidence evidence = data::import_campaign(kSamples / "campaign/CAMPAIGN.yaml").evidence;
  // Six seconds of ping are 300 packets, of which neighbours are much alike: too few for a p99.
  EXPECT_THAT(verdicts_on(evidence),
              ElementsAre(std::pair("9.1", Verdict::Pass), std::pair("9.2", Verdict::Inconclusive),
                          std::pair("9.3", Verdict::Pass)));
}

}  // namespace
}  // namespace plantproof
