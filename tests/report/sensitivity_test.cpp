#include "report/sensitivity.hpp"

#include <gmock/gmock.h>

#include "core/input_error.hpp"

namespace plantproof::report {
namespace {

std::string complaint(std::string_view json, core::Language language = core::Language::En) {
  try {
    outcomes_of("verdict.json", json);
  } catch (const core::InputFailure& failure) {
    return failure.errors().message(language);
  }
  return "";
}

TEST(OutcomesOf, AreThoseOfEveryCriterion) {
  const Outcomes outcomes = outcomes_of("verdict.json",
                                        R"({"clauses": [{"id": "9.1", "verdict": "pass", "estimate": 0.6},
                                            {"id": "9.2", "members": [{"id": "9.2a", "verdict": "fail", "estimate": null}]}]})");
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes.at("9.1").estimate, 0.6);
  EXPECT_EQ(outcomes.at("9.1").verdict, validators::Verdict::Pass);
  EXPECT_EQ(outcomes.at("9.2a").estimate, std::nullopt);
  EXPECT_EQ(outcomes.at("9.2a").verdict, validators::Verdict::Fail);
}

TEST(OutcomesOf, RefuseWhatIsNotJsonWithoutQuotingItsBytes) {
  EXPECT_EQ(complaint("{\"clauses\": \xFF\xFE}"), "verdict.json: is not valid JSON from byte 13 on\n");
  EXPECT_EQ(complaint("", core::Language::Zh), "verdict.json: 从第 1 个字节起不是合法的 JSON\n");
}

TEST(OutcomesOf, RefuseTheJsonOfSomethingElse) {
  for (const char* json :
       {"[]", "{}", "7", R"({"clauses": 7})", R"({"clauses": [7]})", R"({"clauses": [{"id": "9.1"}]})",
        R"({"clauses": [{"id": 9, "verdict": "pass", "estimate": 1}]})", R"({"clauses": 1e999})"}) {
    EXPECT_EQ(complaint(json), "verdict.json: is not the JSON of a verdict\n") << json;
  }
  EXPECT_EQ(complaint(R"({"clauses": [{"id": "9.1", "verdict": "passed", "estimate": 1}]})"),
            "verdict.json: no verdict is called “passed”\n");
}

}  // namespace
}  // namespace plantproof::report
