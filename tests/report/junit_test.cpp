#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assessments.hpp"
#include "report/report.hpp"

namespace plantproof::report {
namespace {

using core::Language;
using ::testing::HasSubstr;
using ::testing::Not;
using Document = nlohmann::json;

/// What Python's XML parser reads; it has checked that the counts are those of the cases.
Document read(const std::string& xml) {
  const Ran ran = run_python("read_junit.py", "", xml);
  EXPECT_EQ(ran.exit, 0) << ran.output;
  return ran.exit == 0 ? Document::parse(ran.output) : Document();
}

TEST(Junit, CountsAnythingButAPassAsAFailureOrAnError) {
  const Document document = read(junit(assessments(), Language::En));
  EXPECT_EQ(document["root"], "testsuites");
  ASSERT_EQ(document["suites"].size(), assessments().size());
  // Of the eight clauses three pass (1, 6, 8), two fail (2, 7), and 3, 4 and 5 are inconclusive, without data and
  // invalid.
  EXPECT_EQ(document["suites"][0]["counts"], (Document{{"tests", 8}, {"failures", 2}, {"errors", 3}, {"skipped", 0}}));
  EXPECT_EQ(document["suites"][1]["counts"], (Document{{"tests", 1}, {"failures", 0}, {"errors", 0}, {"skipped", 0}}));
  // Two go on or are conditional, one was looked at early: all inconclusive.
  EXPECT_EQ(document["suites"][5]["counts"], (Document{{"tests", 3}, {"failures", 0}, {"errors", 3}, {"skipped", 0}}));
  const Document& cases = document["suites"][0]["cases"];
  EXPECT_EQ(cases[0]["problem"], nullptr);
  EXPECT_EQ(cases[1]["problem"][0], "failure");
  EXPECT_EQ(cases[1]["problem"][1], "fail");
  EXPECT_EQ(cases[2]["problem"][0], "error");
  EXPECT_EQ(cases[2]["problem"][1], "inconclusive");
  EXPECT_EQ(cases[3]["problem"][1], "no_data");
  EXPECT_EQ(cases[4]["problem"][1], "invalid");
  EXPECT_EQ(cases[1]["name"], "2 devices on 5G");
}

TEST(Junit, CarriesHostileNamesThroughAParser) {
  const std::string xml = junit(assessments(), Language::Zh);
  EXPECT_THAT(xml, Not(HasSubstr("<script>")));
  EXPECT_THAT(xml, Not(HasSubstr("\x1b")));
  EXPECT_THAT(read(xml)["suites"][0]["cases"][1]["out"], HasSubstr(kScript));
}

TEST(Junit, HasTheSentencesInBothLanguages) {
  for (const Language language : {Language::Zh, Language::En}) {
    const Document document = read(junit(assessments(), language));
    const auto& findings = everything().findings;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const Document& test = document["suites"][0]["cases"][i];
      EXPECT_THAT(test["out"], HasSubstr(findings[i].sentence.in(language)));
      if (findings[i].verdict != validators::Verdict::Pass) {
        EXPECT_EQ(test["problem"][2], findings[i].sentence.in(language));
      }
    }
    EXPECT_THAT(document["suites"][0]["cases"][6]["out"],
                HasSubstr(findings[6].criteria[1].deciding().sentence.in(language)));
  }
}

TEST(Junit, SaysThatEvidenceIsSyntheticOrUnsealed) {
  const Document document = read(junit(assessments(), Language::En));
  EXPECT_THAT(document["suites"][2]["properties"]["source"], HasSubstr("SYNTHETIC"));
  EXPECT_THAT(document["suites"][2]["properties"]["seal"], HasSubstr("UNSEALED"));
  EXPECT_THAT(document["suites"][1]["properties"]["seal"], Not(HasSubstr("UNSEALED")));
}

TEST(Junit, OfNothingHasNoTest) {
  EXPECT_EQ(read(junit({}, Language::Zh))["suites"].size(), 0U);
}

}  // namespace
}  // namespace plantproof::report
