#include "input/yaml.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <random>
#include <tuple>

#include <gmock/gmock.h>

namespace plantproof::input {
namespace {

using testing::HasSubstr;

/// What a walk over a document called "a.yaml" complains of.
std::string complaints(
    std::string_view text, const std::function<void(const YamlNode&)>& walk = [](const YamlNode&) {}) {
  core::InputErrors errors;
  const YamlDocument document("a.yaml", text, errors);
  walk(document.root());
  document.report_unread();
  return errors.message(core::Language::En);
}

TEST(YamlDocument, ReadsEveryKindOfValue) {
  const auto walk = [](const YamlNode& root) {
    EXPECT_EQ(root.required("text").text(), "plant 5");
    EXPECT_EQ(root.required("whole").integer(0, 10), 7);
    EXPECT_EQ(root.required("number").number(), -2.5);
    EXPECT_TRUE(root.required("yes").boolean());
    EXPECT_EQ(root.required("choice").choice(std::vector<std::string>{"a", "b"}), 1U);
    EXPECT_EQ(root.required("both").bilingual(), (core::Text{"中", "en"}));
    ASSERT_EQ(root.required("list").items().size(), 2U);
    EXPECT_EQ(root.required("list").items()[1].text(), "y");
    ASSERT_EQ(root.required("map").entries().size(), 2U);
    EXPECT_EQ(root.required("map").entries()[0].first, "z");
    EXPECT_EQ(root.required("map").entries()[1].second.integer(0, 9), 2);
  };
  EXPECT_EQ(
      complaints("\xEF\xBB\xBFtext: plant 5\r\nwhole: 7\r\nnumber: -2.5\nyes: true\nchoice: b\nboth: {zh: 中, en: en}\n"
                 "list: [x, y]\nmap: {z: 1, a: 2}",
                 walk),
      "");
}

TEST(YamlDocument, ReportsEverythingAtOnceInTheOrderOfTheFile) {
  const auto walk = [](const YamlNode& root) {
    std::ignore = root.required("scenario");
    std::ignore = root.required("seed").integer(0, 5);
    std::ignore = root.required("area").required("length_m").number();
    std::ignore = root.required("source").choice(std::vector<std::string>{"field", "simulated"});
  };
  EXPECT_EQ(complaints("scenaro: x\nseed: 6\narea: {length_m: wide, hight_m: 3}\nsource: feild\nseed: 2\n", walk),
            "a.yaml:1:1: the key “scenario” is missing\n"
            "a.yaml:1:1: unknown key “scenaro”; did you mean “scenario”?\n"
            "a.yaml:2:7: “6” is not a whole number from 0 to 5\n"
            "a.yaml:3:18: “wide” is not a number\n"
            "a.yaml:3:24: unknown key “hight_m”; did you mean “length_m”?\n"
            "a.yaml:4:9: unknown “feild”; did you mean “field”?\n"
            "a.yaml:5:1: duplicate key “seed”\n");
}

TEST(YamlDocument, CountsColumnsInCharacters) {
  EXPECT_EQ(complaints("{厂区: 一号, lenth: 3}",
                       [](const YamlNode& root) {
                         std::ignore = root.required("厂区");
                         std::ignore = root.optional("length");
                       }),
            "a.yaml:1:10: unknown key “lenth”; did you mean “length”?\n");
}

TEST(YamlDocument, SaysWhereAWrongTypeStands) {
  const auto walk = [](const YamlNode& root) {
    std::ignore = root.required("text").text();
    std::ignore = root.required("list").items();
    std::ignore = root.required("map").entries();
    std::ignore = root.required("flag").boolean();
    std::ignore = root.required("both").bilingual();
  };
  EXPECT_EQ(complaints("text: [1]\nlist: 1\nmap: [1]\nflag: yes\nboth: {zh: \"\", en: x}\n", walk),
            "a.yaml:1:7: expected a text here\n"
            "a.yaml:2:7: expected a list (- item) here\n"
            "a.yaml:3:6: expected a map (key: value) here\n"
            "a.yaml:4:7: “yes” must be true or false\n"
            "a.yaml:5:7: neither zh nor en may be empty\n");
}

TEST(YamlDocument, TakesANumberWithinItsRange) {
  const auto walk = [](const YamlNode& root) {
    EXPECT_EQ(root.required("least").number(-0.5, 2), -0.5);
    EXPECT_EQ(root.required("most").number(-0.5, 2), 2);
    EXPECT_EQ(root.required("below").number(-0.5, 2), -0.5);
    EXPECT_EQ(root.required("above").number(0.5, 2), 0.5);
    EXPECT_EQ(root.required("word").number(0.5, 2), 0.5);
  };
  EXPECT_EQ(complaints("least: -0.5\nmost: 2\nbelow: -0.51\nabove: 2.01\nword: inf\n", walk),
            "a.yaml:3:8: “-0.51” is not a number from -0.5 to 2\n"
            "a.yaml:4:8: “2.01” is not a number from 0.5 to 2\n"
            "a.yaml:5:7: “inf” is not a number from 0.5 to 2\n");
}

TEST(YamlDocument, TakesNoValueForAMissingKey) {
  EXPECT_EQ(complaints("scenario:\n", [](const YamlNode& root) { std::ignore = root.required("scenario").text(); }),
            "a.yaml:1:1: the key “scenario” is missing\n");
}

TEST(YamlDocument, RefusesATextThatIsNoYaml) {
  EXPECT_THAT(complaints("a: [1, 2\nb: 3\n"), HasSubstr("not valid YAML"));
  EXPECT_THAT(complaints("a: [1, 2\nb: 3\n"), testing::StartsWith("a.yaml:2:"));
}

TEST(YamlDocument, RefusesAnEmptyFile) {
  EXPECT_EQ(complaints(""), "a.yaml: the file is empty\n");
  EXPECT_EQ(complaints("# only a comment\n"), "a.yaml: the file is empty\n");
}

TEST(YamlDocument, RefusesTextThatIsNotUtf8) {
  EXPECT_EQ(complaints("scenario: \xD6\xD0\n"), "a.yaml: this is not UTF-8 text (GBK?): save it as UTF-8\n");
  EXPECT_EQ(complaints(std::string_view("\xFF\xFEs\0c\0", 6)),
            "a.yaml:1: a control character: this is not UTF-8 text (UTF-16?)\n");
  // The parser would take 0x04 for the end of the file, and what follows for not written.
  EXPECT_EQ(complaints("a: 1\n\x04"
                       "b: 2\n"),
            "a.yaml:2: a control character: this is not UTF-8 text (UTF-16?)\n");
}

TEST(YamlDocument, RefusesAliasesSoThatNoFileUnfoldsWithoutEnd) {
  const auto read_all = [](const YamlNode& root) { std::ignore = root.entries(); };
  EXPECT_EQ(complaints("a: &x [1]\nb: *x\n", read_all),
            "a.yaml:2:4: aliases (*) are not supported: write the value out\n");
  EXPECT_EQ(complaints("a: &x [*x, *x]\n", read_all),
            "a.yaml:1:8: aliases (*) are not supported: write the value out\n"
            "a.yaml:1:12: aliases (*) are not supported: write the value out\n");
}

TEST(YamlDocument, RefusesASecondDocumentAndNestingWithoutEnd) {
  EXPECT_EQ(complaints("a: 1\n---\nb: 2\n", [](const YamlNode& root) { std::ignore = root.required("a"); }),
            "a.yaml:3: there may be only one YAML document\n");
  EXPECT_THAT(complaints(std::string(100'000, '[')), HasSubstr("not valid YAML"));
}

/// A property over 100 seeds: whatever the bytes, there is a document or an error on one of its lines, and nothing is
/// thrown.
/// The comments of a value and of all below it.
std::vector<std::string> comments(const YamlNode& node) {
  std::vector<std::string> all = {node.comment()};
  std::vector<YamlNode> below = node.is_list() ? node.items() : std::vector<YamlNode>();
  if (node.is_map()) {
    for (const auto& [key, value] : node.entries()) below.push_back(value);
  }
  for (const YamlNode& child : below) {
    for (std::string& comment : comments(child)) all.push_back(std::move(comment));
  }
  return all;
}

class AnyText : public testing::TestWithParam<unsigned> {};

TEST_P(AnyText, IsADocumentOrAnErrorWithItsPlace) {
  std::mt19937_64 random(GetParam());
  static constexpr std::array<std::string_view, 26> kPieces = {
      "{",  "}",   "[",   "]",   ":", ": ", ",",  "- ",   "\"", "'", "#",    " #", "&a ",
      "*a", "!t ", "|\n", ">\n", " ", "  ", "\n", "\r\n", "\t", "a", "中文", "? ", "---\n"};
  for (int i = 0; i < 100; ++i) {
    std::string text;
    for (std::uint64_t pieces = random() % 30; pieces > 0; --pieces) text += kPieces[random() % kPieces.size()];
    SCOPED_TRACE("seed " + std::to_string(GetParam()) + ", text " + testing::PrintToString(text));
    core::InputErrors errors;
    const YamlDocument document("a.yaml", text, errors);
    EXPECT_TRUE(document.root().exists() || !errors.empty());
    for (const std::string& comment : comments(document.root())) {
      EXPECT_THAT(text, HasSubstr(comment));
      EXPECT_EQ(comment.find('\n'), std::string::npos);
    }
    document.report_unread();
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const core::InputError& error : errors.kept()) EXPECT_LE(error.where.line, lines);
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, AnyText, testing::Range(0U, 100U));

TEST(YamlNode, SharesTheCommentOfItsLine) {
  const auto walk = [](const YamlNode& root) {
    EXPECT_EQ(root.required("plain").comment(), "TS 22.104, table 5.2-1");
    EXPECT_EQ(root.required("none").comment(), "");
    EXPECT_EQ(root.required("hash").comment(), "");
    EXPECT_EQ(root.required("double").comment(), "假设 # twice");
    EXPECT_EQ(root.required("single").comment(), "it's");
    EXPECT_EQ(root.required("last").comment(), "at the end");
    const YamlNode flow = root.required("flow");
    EXPECT_EQ(flow.comment(), "of all");
    EXPECT_EQ(flow.required("x_m").comment(), "of all");
    EXPECT_EQ(flow.required("name").comment(), "of all");
    EXPECT_EQ(root.required("block").comment(), "of the first line");
    EXPECT_EQ(root.required("block").required("a").integer(1, 1), 1);
    EXPECT_EQ(root.required("block").required("b").comment(), "");
  };
  EXPECT_EQ(
      complaints("plain: 5   # TS 22.104, table 5.2-1  \r\nnone: 5\nhash: a#b\ndouble: \"a \\\" # b\"\t#假设 # twice\n"
                 "single: 'it''s # no comment'  # it's\nflow: {x_m: 1, name: 'a # b'}  # of all\n"
                 "block:  # of no value\n  a: 1  # of the first line\n  b: 2\nlast: 1 # at the end",
                 walk),
      "");
  EXPECT_EQ(YamlNode().comment(), "");
}

TEST(YamlNode, ThatIsNotThereIsReadWithoutAComplaint) {
  const YamlNode node;
  EXPECT_FALSE(node.exists());
  EXPECT_FALSE(node.required("a").exists());
  EXPECT_EQ(node.text(), "");
  EXPECT_EQ(node.integer(3, 9), 3);
  EXPECT_EQ(node.number(), 0);
  EXPECT_FALSE(node.boolean());
  EXPECT_TRUE(node.items().empty());
  EXPECT_TRUE(node.entries().empty());
}

/// What is said of `set`, a list of maps from paths to values, when it is grafted onto the rest; then `walk` is taken.
std::string after_grafting(std::string_view text, const std::function<void(const YamlNode&)>& walk) {
  return complaints(text, [&](const YamlNode& root) {
    for (const YamlNode& item : root.required("set").items()) {
      for (const auto& [path, value] : item.entries()) root.graft(path, value);
    }
    walk(root);
  });
}

TEST(YamlNode, GraftedValuesReplaceWhatIsThereAndKeepTheirPlaceAndComment) {
  const auto walk = [](const YamlNode& root) {
    EXPECT_EQ(root.required("a").required("b").integer(0, 9), 7);
    EXPECT_EQ(root.required("a").required("b").position().line, 5U);
    EXPECT_EQ(root.required("a").required("b").comment(), "measured");
    const auto items = root.required("list").items();
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].required("x").integer(0, 9), 1);
    EXPECT_EQ(items[1].required("x").integer(0, 9), 8);
    EXPECT_EQ(root.required("new").required("deep").required("key").text(), "there");
    EXPECT_EQ(root.required("whole").items().size(), 3U);
  };
  EXPECT_EQ(after_grafting("a: {b: 1}  # assumed\nlist: [{x: 1}, {x: 2}]\nwhole: [1]\nset:\n"
                           "  - a.b: 7  # measured\n  - list.1.x: 8\n  - new.deep.key: there\n  - whole: [1, 2, 3]\n",
                           walk),
            "");
}

TEST(YamlNode, TheLaterOfTwoGraftsCounts) {
  const auto walk = [](const YamlNode& root) { EXPECT_EQ(root.required("a").integer(0, 9), 3); };
  EXPECT_EQ(after_grafting("a: 1\nset:\n  - a: 2\n  - a: 3\n", walk), "");
}

TEST(YamlNode, AGraftThatLeadsNowhereIsAnErrorAtItsValue) {
  const auto walk = [](const YamlNode& root) {
    EXPECT_EQ(root.required("a").integer(0, 9), 1);
    std::ignore = root.required("list").items();
  };
  EXPECT_EQ(after_grafting("a: 1\nlist: [x]\nset:\n  - a.b: 2\n  - list.1: y\n  - list.one: y\n", walk),
            "a.yaml:4:10: what “b” is looked for in is a value, with no parameters in it\n"
            "a.yaml:5:13: “1” should be the number of an item of a list, 0 to 0\n"
            "a.yaml:6:15: “one” should be the number of an item of a list, 0 to 0\n");
}

TEST(YamlNode, AGraftedKeyThatNobodyReadsIsReportedWhereItWasSet) {
  const auto walk = [](const YamlNode& root) { std::ignore = root.required("a").required("width"); };
  EXPECT_EQ(after_grafting("a: {width: 1}\nset:\n  - a.widht: 2\n", walk),
            "a.yaml:3:14: unknown key “widht”; did you mean “width”?\n");
}

}  // namespace
}  // namespace plantproof::input
