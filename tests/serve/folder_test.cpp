#include "folder.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "core/input_error.hpp"
#include "temporary_folder.hpp"

namespace plantproof::app {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kManifest = "evidence.yaml";

TEST(Folder, FindsEvidenceTwoLevelsDownAndNoDeeper) {
  const tests::TemporaryFolder files;
  for (const char* name : {"b", "a", "may/line 1", "may/line 2", "one/two/three", ".hidden"})
    files.write(std::string(name) + "/" + kManifest, "");
  files.write("notes/readme.txt", "");
  EXPECT_THAT(Folder(files.path()).evidence(), ElementsAre("a", "b", "may/line 1", "may/line 2"));
}

TEST(Folder, DoesNotLookIntoEvidence) {
  const tests::TemporaryFolder files;
  files.write("a/evidence.yaml", "");
  files.write("a/inner/evidence.yaml", "");
  EXPECT_THAT(Folder(files.path()).evidence(), ElementsAre("a"));
}

TEST(Folder, MayBeEvidenceItself) {
  const tests::TemporaryFolder files;
  files.write(kManifest, "");
  const Folder folder(files.path());
  EXPECT_THAT(folder.evidence(), ElementsAre("."));
  EXPECT_EQ(folder.path("."), files.path());
}

TEST(Folder, HoldsNothingWhereThereIsNoEvidence) {
  const tests::TemporaryFolder files;
  EXPECT_THAT(Folder(files.path()).evidence(), IsEmpty());
}

TEST(Folder, IsRefusedWhereThereIsNone) {
  const tests::TemporaryFolder files;
  EXPECT_THROW(Folder(files.path() / "nowhere"), core::InputFailure);
  EXPECT_THROW(Folder(files.write("file", "")), core::InputFailure);
}

TEST(Folder, HasOnlyWhatItLists) {
  const tests::TemporaryFolder files;
  files.write("served/a/evidence.yaml", "");
  files.write("outside/evidence.yaml", "");
  const Folder folder(files.path() / "served");
  EXPECT_TRUE(folder.has("a"));
  const std::string outside = (files.path() / "outside").string();
  for (const std::string& name : {std::string(), std::string(".."), std::string("../outside"), std::string("a/../a"),
                                  std::string("./a"), std::string("a/"), std::string("/a"), outside})
    EXPECT_FALSE(folder.has(name)) << name;
}

TEST(Folder, FollowsALinkThatStaysAndNoneThatLeaves) {
  const tests::TemporaryFolder files;
  files.write("served/a/evidence.yaml", "");
  files.write("outside/evidence.yaml", "");
  files.write("served-too/evidence.yaml", "");  // its name begins as that of the folder does
  fs::create_directory_symlink("a", files.path() / "served/again");
  fs::create_directory_symlink("../outside", files.path() / "served/out");
  fs::create_directory_symlink("../served-too", files.path() / "served/beside");
  fs::create_directory_symlink("nowhere", files.path() / "served/nowhere");
  fs::create_directory_symlink(".", files.path() / "served/round");
  EXPECT_THAT(Folder(files.path() / "served").evidence(), ElementsAre("a", "again", "round/a", "round/again"));
}

TEST(Snapshot, RefusesEvidenceWithALinkThatLeaves) {
  const tests::TemporaryFolder files;
  files.write("served/a/evidence.yaml", "");
  files.write("served/a/pilot/1/devices.csv", "");
  files.write("secret.csv", "");
  const Folder folder(files.path() / "served");
  fs::create_symlink("devices.csv", files.path() / "served/a/pilot/1/flows.csv");
  fs::create_symlink("nowhere", files.path() / "served/a/pilot/1/costs.csv");
  EXPECT_NO_THROW(static_cast<void>(folder.snapshot("a")));
  fs::create_symlink("../../../../secret.csv", files.path() / "served/a/pilot/1/messages.csv");
  try {
    static_cast<void>(folder.snapshot("a"));
    ADD_FAILURE() << "not refused";
  } catch (const core::InputFailure& failure) {
    EXPECT_THAT(failure.errors().message(core::Language::En), HasSubstr("a/pilot/1/messages.csv: is a link"));
    EXPECT_EQ(failure.errors().count(), 1U);
  }
  fs::remove(files.path() / "served/a/pilot/1/messages.csv");
  fs::create_directory_symlink("../..", files.path() / "served/a/baseline");
  EXPECT_THROW(static_cast<void>(folder.snapshot("a")), core::InputFailure);
}

TEST(Snapshot, RefusesEvidenceWithAPipe) {
  const tests::TemporaryFolder files;
  files.write("a/evidence.yaml", "");
  files.write("a/pilot/1/devices.csv", "");
  ASSERT_EQ(::mkfifo((files.path() / "a/pilot/1/messages.csv").c_str(), 0600), 0);
  EXPECT_THROW(static_cast<void>(Folder(files.path()).snapshot("a")), core::InputFailure);
}

TEST(Snapshot, ChangesWithTheSizeAndTheTimeOfAFile) {
  const tests::TemporaryFolder files;
  files.write("a/evidence.yaml", "");
  const fs::path table = files.write("a/pilot/1/devices.csv", "12");
  const Folder folder(files.path());
  const Snapshot first = folder.snapshot("a");
  EXPECT_EQ(folder.snapshot("a").state, first.state);
  const auto time = fs::last_write_time(table) + std::chrono::hours(1);
  fs::last_write_time(table, time);
  const Snapshot touched = folder.snapshot("a");
  EXPECT_NE(touched.state, first.state);
  EXPECT_EQ(touched.changed, time);
  files.write("a/pilot/1/devices.csv", "123");
  fs::last_write_time(table, time);
  const Snapshot grown = folder.snapshot("a");
  EXPECT_NE(grown.state, touched.state);
  files.write("a/pilot/1/flows.csv", "");
  EXPECT_NE(folder.snapshot("a").state, grown.state);
  fs::remove(files.path() / "a/pilot/1/flows.csv");
  EXPECT_EQ(folder.snapshot("a").state, grown.state);
}

}  // namespace
}  // namespace plantproof::app
