#include "report/plan.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "unicode.hpp"

namespace plantproof::report {
namespace {

using core::Language;
using ::testing::HasSubstr;
using ::testing::Not;

const validators::Pack& notice() {
  static const validators::Pack kPack = validators::load_pack("cq-2020-5g");
  return kPack;
}

std::string page(const std::string& scenario, const validators::PlanOptions& options, Language language) {
  return terminal(validators::plan(notice(), scenario, options), {language, false});
}

TEST(TerminalPlan, IsAtMost100ColumnsWide) {
  validators::PlanOptions options;
  options.power = 0.999;
  options.design_effect = 1999;
  options.budget_h = 123456;
  options.variation = 0.37;
  for (const validators::ScenarioCriteria& scenario : notice().scenarios) {
    for (const Language language : {Language::Zh, Language::En}) {
      std::istringstream lines(page(scenario.id, options, language));
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(width_of(line), 100U) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
      }
    }
  }
}

TEST(TerminalPlan, SaysCertainOnlyOfWhatIs) {
  const std::string text = page("visual-inspection", {}, Language::En);
  EXPECT_THAT(text, HasSubstr("> 99.9 %"));
  EXPECT_THAT(text, HasSubstr("< 0.1 %"));
  EXPECT_THAT(text, HasSubstr("0 %     100 %      0 %"));  // no misjudgment at all passes for certain
}

TEST(TerminalPlan, HasNoTimeWithoutARate) {
  EXPECT_THAT(page("material-tracking", {}, Language::En), Not(HasSubstr(" h\n")));
}

TEST(TerminalPlan, DrawsTheChancesAsBarsOf40Columns) {
  std::istringstream lines(page("wireless-control", {}, Language::Zh));
  int bars = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t last = line.find_last_not_of("#.x");
    if (last == std::string::npos || line.size() - last - 1 < 20) continue;
    EXPECT_EQ(line.size() - last - 1, 40U) << line;
    ++bars;
  }
  EXPECT_EQ(bars, 19);  // nine truths of a share, ten of an uplift
}

TEST(JsonPlan, HoldsTheNumbersOfThePage) {
  const auto json = nlohmann::json::parse(report::json(validators::plan(notice(), "line-coordination", {})));
  const auto& every_flow = json["clauses"][1]["criteria"][0]["readings"][0];
  EXPECT_EQ(every_flow["reading"], "p99_every_flow");
  EXPECT_EQ(every_flow["sizes"][0]["n"], 299);
  EXPECT_EQ(every_flow["sizes"][0]["pass_to"], 0);
  EXPECT_TRUE(every_flow["sizes"][0]["hours"].is_null());
  EXPECT_TRUE(every_flow["in_budget"].is_null());
}

}  // namespace
}  // namespace plantproof::report
