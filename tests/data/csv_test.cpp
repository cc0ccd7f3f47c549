#include "data/csv.hpp"

#include <gmock/gmock.h>

#include "core/input_error.hpp"
#include "input/sha256.hpp"
#include "temporary_folder.hpp"

namespace plantproof::data {
namespace {

using testing::ElementsAre;
using Cells = std::vector<std::string>;

/// Every line of a text: its cells, or its problem in angle brackets.
std::vector<Cells> lines(std::string_view text, CsvDialect dialect = {}) {
  const tests::TemporaryFolder folder;
  CsvReader reader(folder.write("a.csv", text), dialect);
  std::vector<Cells> result;
  while (reader.next()) {
    if (reader.problem()) {
      result.push_back({"<" + reader.problem()->en + ">"});
    } else {
      result.emplace_back(reader.cells().begin(), reader.cells().end());
    }
  }
  EXPECT_EQ(reader.sha256(), input::sha256(text));
  return result;
}

std::string failure(const std::filesystem::path& path) {
  try {
    CsvReader reader(path, {});
    while (reader.next()) {
    }
  } catch (const core::InputFailure& error) {
    return error.what();
  }
  return "no failure";
}

TEST(CsvReader, UnderstandsByteOrderMarkCrLfBlankLinesAndAMissingLastNewline) {
  EXPECT_THAT(lines("a,b\n1,2\n"), ElementsAre(Cells{"a", "b"}, Cells{"1", "2"}));
  EXPECT_THAT(lines("\xEF\xBB\xBF"
                    "a,b\r\n\r\n\n1,2"),
              ElementsAre(Cells{"a", "b"}, Cells{"1", "2"}));
  EXPECT_THAT(lines("a"), ElementsAre(Cells{"a"}));
  EXPECT_THAT(lines("\n\n"), ElementsAre());
  EXPECT_THAT(lines(""), ElementsAre());
}

TEST(CsvReader, KeepsEmptyCellsAndBlanks) {
  EXPECT_THAT(lines(",,\n, a ,\n"), ElementsAre(Cells{"", "", ""}, Cells{"", " a ", ""}));
}

TEST(CsvReader, TakesQuotesAsRfc4180Does) {
  EXPECT_THAT(lines("\"a,b\",\"say \"\"hi\"\"\",\"\",c\n"), ElementsAre(Cells{"a,b", "say \"hi\"", "", "c"}));
  EXPECT_THAT(lines("\"a,b\n1,2\n"), ElementsAre(Cells{"<a quote is not closed in its line>"}, Cells{"1", "2"}));
  EXPECT_THAT(lines("5\" pipe,a\n", {.quotes = false}), ElementsAre(Cells{"5\" pipe", "a"}));
}

TEST(CsvReader, TakesTheDelimiterItIsGiven) {
  EXPECT_THAT(lines("a;\"b;c\";d,e\n", {.delimiter = ';'}), ElementsAre(Cells{"a", "b;c", "d,e"}));
  EXPECT_THAT(lines("  a   b \n", {.delimiter = ' ', .fold_delimiters = true}), ElementsAre(Cells{"a", "b"}));
}

TEST(CsvReader, SaysWhichLineIsNotUtf8) {
  EXPECT_THAT(
      lines("a,中\n\xD6\xD0,b\n1,2\n"),
      ElementsAre(Cells{"a", "中"}, Cells{"<this is not UTF-8 text (GBK?): save it as UTF-8>"}, Cells{"1", "2"}));
}

TEST(CsvReader, ReadsALineOfAHundredColumns) {
  std::string text;
  Cells expected;
  for (int i = 0; i < 100; ++i) {
    expected.push_back(std::to_string(i));
    text += (i == 0 ? "" : ",") + expected.back();
  }
  EXPECT_THAT(lines(text), ElementsAre(expected));
}

TEST(CsvReader, CountsLinesInTheFileAndColumnsInCharacters) {
  const tests::TemporaryFolder folder;
  CsvReader reader(folder.write("a.csv",
                                "\xEF\xBB\xBF"
                                "a,b\n\n\"中\"\"文\"\"\",b,é\n"),
                   {});
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.line(), 1U);
  EXPECT_EQ(reader.column(1), 3U);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.line(), 3U);
  EXPECT_EQ(reader.column(0), 1U);
  EXPECT_EQ(reader.column(1), 10U);
  EXPECT_EQ(reader.column(2), 12U);
  EXPECT_EQ(reader.column(3), 13U) << "past the last cell: where the line ends";
  EXPECT_EQ(reader.column(9), 13U);
}

TEST(CsvReader, RefusesANulByteWithItsLine) {
  const tests::TemporaryFolder folder;
  const auto nul = folder.write("nul.csv", std::string_view("a,b\n1,\0\n", 8));
  EXPECT_EQ(failure(nul), nul.string() + ":2: a NUL byte: this is not UTF-8 text (UTF-16?)\n");
  const auto utf16 = folder.write("utf16.csv", std::string_view("\xFF\xFE"
                                                                "a\0,\0b\0",
                                                                8));
  EXPECT_EQ(failure(utf16), utf16.string() + ":1: a NUL byte: this is not UTF-8 text (UTF-16?)\n");
}

TEST(CsvReader, RefusesAFileThatCannotBeRead) {
  const tests::TemporaryFolder folder;
  EXPECT_THAT(failure(folder.path() / "none.csv"), testing::HasSubstr("No such file"));
  EXPECT_THAT(failure(folder.path()), testing::HasSubstr("directory"));
  EXPECT_THAT(failure("/proc/self/mem"), testing::HasSubstr("reading failed")) << "opens, and fails at the first byte";
}

TEST(CsvReader, ReadsALineOfSeveralBlocks) {
  const std::string cell(3U << 20U, 'x');
  EXPECT_THAT(lines("a,b\n" + cell + ",1\nc," + cell),
              ElementsAre(Cells{"a", "b"}, Cells{cell, "1"}, Cells{"c", cell}));
  EXPECT_THAT(lines(cell), ElementsAre(Cells{cell}));
}

TEST(CsvReader, LosesNoCellOfAQuotedLineWithManyEscapes) {
  Cells expected;
  std::string text;
  for (int i = 0; i < 40; ++i) {
    expected.push_back("a\"b" + std::to_string(i) + ",");
    text += (i == 0 ? "" : ",") + ("\"a\"\"b" + std::to_string(i)) + ",\"";
  }
  EXPECT_THAT(lines(text), ElementsAre(expected));
}

TEST(CsvReader, RefusesALineOfMoreThan16MiB) {
  const tests::TemporaryFolder folder;
  const auto path = folder.write("long.csv", "a\n" + std::string((16U << 20U) + 1, 'x') + "\n");
  EXPECT_EQ(failure(path), path.string() + ":2: a line is longer than 16 MiB: this is no text table\n");
}

/// A file of this many bytes exactly, in lines of `sequence,padding`, with or without a last newline.
std::string big_text(std::size_t bytes, bool last_newline) {
  std::string text;
  for (std::size_t i = 0; text.size() + 1010 < bytes; ++i)
    text += std::to_string(i) + "," + std::string(i % 997, 'p') + "\n";
  text += "last," + std::string(bytes - text.size() - 5 - (last_newline ? 1 : 0), 'q');
  return last_newline ? text + "\n" : text;
}

// The file is read in blocks of half a MiB.
class CsvReaderOfABigFile : public testing::TestWithParam<std::tuple<std::size_t, bool>> {};

TEST_P(CsvReaderOfABigFile, LosesNoLineAndNoByteAtABlockBoundary) {
  const auto [bytes, last_newline] = GetParam();
  const std::string text = big_text(bytes, last_newline);
  ASSERT_EQ(text.size(), bytes);
  const tests::TemporaryFolder folder;
  CsvReader reader(folder.write("big.csv", text), {});
  std::size_t line = 0;
  std::size_t at = 0;
  while (reader.next()) {
    ++line;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    ASSERT_EQ(reader.line(), line);
    ASSERT_EQ(reader.cells().size(), 2U) << line;
    const auto length =
        static_cast<std::size_t>(reader.cells()[1].data() + reader.cells()[1].size() - reader.cells()[0].data());
    ASSERT_EQ(length, end - at) << line;
    ASSERT_EQ(reader.cells()[0], std::string_view(text).substr(at, text.find(',', at) - at)) << line;
    at = end + 1;
  }
  EXPECT_EQ(at, last_newline ? bytes : bytes + 1);
  EXPECT_EQ(reader.sha256(), input::sha256(text));
}

constexpr std::size_t kBlock = std::size_t{1} << 19U;
INSTANTIATE_TEST_SUITE_P(Sizes, CsvReaderOfABigFile,
                         testing::Combine(testing::Values(kBlock, 2 * kBlock - 1, 2 * kBlock, 2 * kBlock + 1,
                                                          (5U << 20U) + 12345, 3 * kBlock),
                                          testing::Bool()),
                         [](const auto& instance) {
                           return std::to_string(std::get<0>(instance.param)) + "Bytes" +
                                  (std::get<1>(instance.param) ? "WithLastNewline" : "WithoutLastNewline");
                         });

TEST(CsvReader, RefusesANulByteFarIntoABigFile) {
  std::string text = big_text(4U << 20U, true);
  const auto at = static_cast<std::ptrdiff_t>(3U << 20U);
  text[static_cast<std::size_t>(at)] = '\0';
  const auto line = 1 + std::count(text.begin(), text.begin() + at, '\n');
  const tests::TemporaryFolder folder;
  const auto path = folder.write("big.csv", text);
  EXPECT_EQ(failure(path),
            path.string() + ":" + std::to_string(line) + ": a NUL byte: this is not UTF-8 text (UTF-16?)\n");
}

}  // namespace
}  // namespace plantproof::data
