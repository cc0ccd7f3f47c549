#include <clocale>
#include <cwchar>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assessments.hpp"
#include "report/report.hpp"

namespace plantproof::report {
namespace {

using core::Language;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using validators::Assessment;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = text.find('\n', from);
    lines.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

/// The columns of a text as the C library counts them, which knows nothing of the report's own table. -1: not
/// printable.
int columns(const std::string& text) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // NOLINT(concurrency-mt-unsafe): one thread
  std::mbstate_t state{};
  int sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    wchar_t code = 0;
    const std::size_t length =
        std::mbrtowc(&code, text.data() + at, text.size() - at, &state);  // NOLINT(concurrency-mt-unsafe)
    const int width = length > 4 ? -1 : ::wcwidth(code);
    if (width < 0) return -1;
    sum += width;
    at += length;
  }
  return sum;
}

std::string without_colour(const std::string& text) {
  return std::regex_replace(text, std::regex("\x1b\\[[0-9;]*m"), "");
}

/// The text as if no line of a paragraph had been broken.
std::string flowing(const Assessment& assessment, Language language) {
  return std::regex_replace(terminal(assessment, {language, false}), std::regex("\n +(?! *-)"),
                            language == Language::Zh ? "" : " ");
}

class TerminalTest : public ::testing::TestWithParam<Language> {
 protected:
  static std::string shown(const Assessment& assessment, bool colour = false) {
    return terminal(assessment, {GetParam(), colour});
  }
};

INSTANTIATE_TEST_SUITE_P(Languages, TerminalTest, ::testing::Values(Language::Zh, Language::En),
                         [](const auto& each) { return each.param == Language::Zh ? "zh" : "en"; });

TEST_P(TerminalTest, HasNoLineOfMoreThanAHundredColumns) {
  std::vector<std::string> texts = {terminal_summary(assessments(), {GetParam(), false})};
  for (const Assessment& assessment : assessments()) texts.push_back(shown(assessment));
  for (const std::string& text : texts) {
    ASSERT_TRUE(text.ends_with('\n'));
    for (const std::string& line : lines_of(text)) {
      EXPECT_LE(columns(line), 100) << line;
      EXPECT_GE(columns(line), 0) << "not printable: " << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST_P(TerminalTest, AlignsTheVerdictsUnderTheirHeader) {
  const std::vector<std::string> signs = {"√ ", "× ", "? ", "- ", "! "};
  const std::string header = GetParam() == Language::Zh ? "结论" : "verdict";
  const std::vector<std::string> lines = lines_of(shown(everything()));
  const auto rule =
      std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with("-----"); });
  ASSERT_NE(rule, lines.end());
  const std::string& headers = *(rule - 1);
  const int column = columns(headers.substr(0, headers.find(header)));
  int rows = 0;
  for (auto line = rule + 1; !line->empty(); ++line) {
    for (const std::string& sign : signs) {
      for (const auto verdict :
           {validators::Verdict::Pass, validators::Verdict::Fail, validators::Verdict::Inconclusive,
            validators::Verdict::NoData, validators::Verdict::Invalid}) {
        const std::size_t at = line->find(sign + validators::verdict_text(verdict).in(GetParam()));
        if (at == std::string::npos) continue;
        ++rows;
        EXPECT_EQ(columns(line->substr(0, at)), column) << *line;
      }
    }
  }
  EXPECT_EQ(rows, 12);  // 8 clauses and 4 members
}

TEST_P(TerminalTest, SaysEveryVerdictInWords) {
  const std::string text = shown(everything());
  const std::vector<std::string> words =
      GetParam() == Language::Zh
          ? std::vector<std::string>{"√ 通过", "× 不通过", "? 未定", "- 无数据", "! 无效"}
          : std::vector<std::string>{"√ pass", "× fail", "? inconclusive", "- no data", "! invalid"};
  for (const std::string& word : words) {
    EXPECT_THAT(text, HasSubstr(word));
    if (word != words[1]) continue;
    EXPECT_THAT(terminal_summary(assessments(), {GetParam(), false}), HasSubstr(word));
  }
}

TEST_P(TerminalTest, IsTheSameInColour) {
  for (const Assessment& assessment : assessments()) {
    EXPECT_THAT(shown(assessment, false), Not(HasSubstr("\x1b")));
    EXPECT_NE(shown(assessment, true), shown(assessment, false));
    EXPECT_EQ(without_colour(shown(assessment, true)), shown(assessment, false));
  }
}

TEST(Terminal, SaysWhichPlantWasSimulated) {
  Assessment assessment = passed();
  const auto plant = [&assessment](core::SimulatedPlant simulated, Language language) {
    assessment.provenance.plant = std::move(simulated);
    const std::string text = terminal(assessment, {language, false});
    return std::regex_replace(text, std::regex("\n +"), " ");
  };
  EXPECT_THAT(plant({{}, 3, {}}, Language::En), HasSubstr(" seed 3, the scenario's own parameters"));
  EXPECT_THAT(plant({{}, 3, {}}, Language::Zh), HasSubstr("种子 3；参数都是场景自己的"));
  const core::ChangedParameter change{"hall.length_m", {"9 m", "9 m"}, {"8 m", "8 m"}};
  const core::ChangedParameter fresh{"gnbs.2.x_m", {"1 m", "1 m"}, {}};
  EXPECT_THAT(plant({{"大厅", "a longer hall"}, 1, {change, fresh}}, Language::En),
              HasSubstr("a longer hall; seed 1, 2 parameters otherwise than in the scenario: hall.length_m is 9 m (8 m "
                        "there), gnbs.2.x_m is 1 m (none there)"));
  EXPECT_THAT(plant({{}, 1, std::vector(6, change)}, Language::En), HasSubstr("there), ..."));
}

TEST(Terminal, ShowsWhatWasAskedFoundAndDecided) {
  // 20 of 20: the exact lower bound is 0.05^(1/20) = 86.09 %; with no error 59 settle 95 %.
  EXPECT_THAT(flowing(everything(), Language::En), AllOf(HasSubstr("≥ 95 %"), HasSubstr("100 %"),
                                                         HasSubstr("lower 86.09 %"), HasSubstr("59 samples in all")));
  EXPECT_THAT(flowing(everything(), Language::Zh), AllOf(HasSubstr("下界 86.09 %"), HasSubstr("共需 59 个样本")));
}

TEST(Terminal, ListsTheReadingsThatDisagree) {
  // One of four on 5G in one stage, eight of eight in the other: 25 % at worst, 9 of 12 in all.
  EXPECT_THAT(flowing(everything(), Language::En),
              AllOf(HasSubstr("The verdict depends on the reading"), HasSubstr("worst_stage"), HasSubstr("whole_line"),
                    HasSubstr("75 %")));
  EXPECT_THAT(flowing(passed(), Language::En), Not(HasSubstr("depends on the reading")));
}

TEST(Terminal, SaysWhereEvidenceComesFromAndWhetherItIsSealed) {
  EXPECT_THAT(flowing(everything(), Language::Zh), AllOf(HasSubstr("现场测量"), HasSubstr("未封存（UNSEALED）")));
  EXPECT_THAT(flowing(lost(), Language::Zh), HasSubstr("不说明任何工厂的情况"));
  EXPECT_THAT(flowing(lost(), Language::En), AllOf(HasSubstr("SYNTHETIC"), HasSubstr("UNSEALED")));
  EXPECT_THAT(flowing(passed(), Language::En), AllOf(HasSubstr("simulated"), Not(HasSubstr("UNSEALED"))));
}

TEST(Terminal, AccountsForRefusedRowsAndParametersAndTheRule) {
  const std::string text = flowing(everything(), Language::En);
  EXPECT_THAT(text, AllOf(HasSubstr("1\u00a0030 rows read, 1\u00a0000 used, 30 refused: wrong type 20,"),
                          HasSubstr("duplicate key 10")));
  EXPECT_THAT(text, AllOf(HasSubstr("freshness_limit_s = 2 (agreed)"), HasSubstr("coverage_cell_m = 5 (default)")));
  EXPECT_THAT(text,
              AllOf(HasSubstr("95 %"), HasSubstr("own 2.1 (sha256 " + everything().pack->sha256.substr(0, 12) + ")")));
}

TEST(Terminal, ShowsTheEffectiveNumberOnlyWhereItDiffers) {
  EXPECT_THAT(flowing(endless(), Language::En), AllOf(HasSubstr("effective"), HasSubstr("4 (2.5)")));
  EXPECT_THAT(flowing(everything(), Language::En), Not(HasSubstr("effective")));
}

TEST(Terminal, ShowsWhatTheCompanionWouldSayOtherwise) {
  EXPECT_THAT(flowing(compared(), Language::En),
              AllOf(HasSubstr("by ranks (Mann-Whitney's rank sums): 163.3 %, lower bound 83.33 %: the verdict would be "
                              "pass, so look at the single units"),
                    HasSubstr("pilot/new15 lies far from the other units")));
  EXPECT_THAT(flowing(compared(), Language::Zh), HasSubstr("结论会是“通过”，与判定不同，宜查看个别单元"));
}

TEST(Terminal, CallsALostMessageInfinite) {
  EXPECT_THAT(flowing(lost(), Language::Zh), HasSubstr("无穷大"));
  EXPECT_THAT(flowing(lost(), Language::En), HasSubstr("infinite"));
}

TEST(TerminalSummary, TakesALineForEachPieceOfEvidence) {
  const std::vector<Assessment> twice = {passed(), passed()};
  EXPECT_EQ(terminal_summary(twice, {Language::En, false}),
            "scenario  evidence    source     verdict  clauses\n"
            "-------------------------------------------------\n"
            "passed    out/passed  simulated  √ pass   √p\n"
            "passed    out/passed  simulated  √ pass   √p\n"
            "\n"
            "√ pass\n");
}

TEST(Terminal, ShowsWhatIsObservedBelowTheClauses) {
  const std::string text = flowing(lost(), Language::En);
  EXPECT_THAT(text, HasSubstr("Also observed: no clause asks for it"));
  EXPECT_THAT(text, HasSubstr("down for 10 ms"));
  EXPECT_LT(text.find("latency"), text.find("Also observed"));
  EXPECT_THAT(flowing(passed(), Language::En), Not(HasSubstr("Also observed")));
  EXPECT_THAT(flowing(everything(), Language::Zh), HasSubstr("另外观测"));
}

}  // namespace
}  // namespace plantproof::report
