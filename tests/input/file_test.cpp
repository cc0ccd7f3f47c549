#include "input/file.hpp"

#include <gmock/gmock.h>

#include "core/input_error.hpp"
#include "temporary_folder.hpp"

namespace plantproof::input {
namespace {

using testing::HasSubstr;

std::string failure(const auto& action) {
  try {
    action();
  } catch (const core::InputFailure& error) {
    return error.what();
  }
  return "no failure";
}

TEST(ReadFile, GivesEveryByte) {
  const tests::TemporaryFolder folder;
  const std::string bytes(
      "\xEF\xBB\xBF"
      "a\r\n\0b",
      8);
  EXPECT_EQ(read_file(folder.write("a", bytes)), bytes);
  EXPECT_EQ(read_file(folder.write("empty", "")), "");
}

TEST(ReadFile, NamesTheFileAndTheReasonWhenItCannot) {
  const tests::TemporaryFolder folder;
  EXPECT_EQ(failure([&] { read_file(folder.path() / "none"); }),
            (folder.path() / "none").string() + ": cannot open the file: No such file or directory\n");
  EXPECT_THAT(failure([&] { read_file(folder.path()); }), HasSubstr("Is a directory"));
}

TEST(WriteFile, MakesTheFoldersAboveAndReplacesWhatWasThere) {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "pilot" / "1" / "messages.csv";
  write_file(file, "first, and longer");
  write_file(file, "second");
  EXPECT_EQ(read_file(file), "second");
}

TEST(WriteFile, LeavesNothingElseBehind) {
  const tests::TemporaryFolder folder;
  write_file(folder.path() / "a", "a");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(WriteFile, KeepsTheOldFileAndNamesTheReasonWhenItCannot) {
  const tests::TemporaryFolder folder;
  const auto below_a_file = folder.write("file", "old") / "below";
  EXPECT_THAT(failure([&] { write_file(below_a_file, "new"); }), HasSubstr("Not a directory"));
  std::filesystem::create_directories(folder.path() / "folder" / "full");
  EXPECT_THAT(failure([&] { write_file(folder.path() / "folder", "new"); }), HasSubstr("Is a directory"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "folder.part"));
  EXPECT_EQ(read_file(folder.path() / "file"), "old");
}

}  // namespace
}  // namespace plantproof::input
