#include "input/file.hpp"

#include <chrono>

#include <gmock/gmock.h>

#include "core/input_error.hpp"
#include "full_disk.hpp"
#include "input/file_stamp.hpp"
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

TEST(WriteFile, KeepsTheOldFileWhenTheDiskIsFullAndSaysSoInBothLanguages) {
  const tests::TemporaryFolder folder;
  const auto file = folder.write("verdict.json", "old");
  std::string chinese;
  {
    const tests::FullDisk full(1000);
    try {
      write_file(file, std::string(5000, 'x'));
    } catch (const core::InputFailure& error) {
      chinese = error.errors().message(core::Language::Zh);
    }
    EXPECT_THAT(failure([&] { write_file(file, std::string(5000, 'x')); }), HasSubstr("File too large"));
  }
  EXPECT_THAT(chinese, HasSubstr("verdict.json: 无法写入文件：文件超过了允许的大小"));
  EXPECT_EQ(read_file(file), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(FileStamp, SeesAFileThatGrowsIsReplacedOrRemoved) {
  const tests::TemporaryFolder folder;
  const auto file = folder.write("messages.csv", "flow\n");
  const FileStamp before(file);
  EXPECT_NO_THROW(before.require_unchanged());
  folder.write("messages.csv", "flow\nf1\n");
  EXPECT_THAT(failure([&] { before.require_unchanged(); }),
              HasSubstr("messages.csv: the file was changed while it was read"));
  const FileStamp grown(file);
  write_file(file, "flow\nf2\n");  // as long, another file
  EXPECT_THROW(grown.require_unchanged(), core::InputFailure);
  const FileStamp replaced(file);
  std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(2));
  EXPECT_THROW(replaced.require_unchanged(), core::InputFailure) << "its time alone";
  const FileStamp touched(file);
  std::filesystem::remove(file);
  EXPECT_THROW(touched.require_unchanged(), core::InputFailure);
}

}  // namespace
}  // namespace plantproof::input
