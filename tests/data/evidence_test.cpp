#include "data/evidence.hpp"

#include <csignal>
#include <thread>

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/input_error.hpp"
#include "data/table_io.hpp"
#include "full_disk.hpp"
#include "input/file.hpp"
#include "input/sha256.hpp"
#include "random_rows.hpp"
#include "temporary_folder.hpp"

namespace plantproof::data {
namespace {

namespace fs = std::filesystem;
using plantproof::tests::TemporaryFolder;
using testing::ElementsAre;

constexpr std::string_view kManifest = "schema: plantproof-evidence/1\nscenario: line-coordination\nsource: field\n";
constexpr std::string_view kDevices = "device,stage,access\ncamera,welding,nr\n";

/// An evidence directory written by hand.
class Plant {
 public:
  Plant() { folder_.write("evidence.yaml", kManifest); }

  [[nodiscard]] fs::path path() const { return folder_.path(); }
  void write(std::string_view name, std::string_view bytes) const { folder_.write(name, bytes); }
  /// Lists files with the hash of their bytes.
  void seal(const std::vector<std::string>& files) const {
    std::string text = std::string(kManifest) + "files:\n";
    for (const std::string& file : files) text += "  " + file + ": " + input::sha256_of_file(path() / file) + "\n";
    write("evidence.yaml", text);
  }
  Evidence open() const { return Evidence::open(path()); }
  /// What opening it complains of, its paths relative to the directory.
  [[nodiscard]] std::string complaints() const {
    try {
      open();
    } catch (const core::InputFailure& failure) {
      std::string text = failure.what();
      const std::string prefix = path().string() + "/";
      for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
        text.erase(at, prefix.size());
      return text;
    }
    return "";
  }

 private:
  TemporaryFolder folder_;
};

std::vector<std::string> names(const std::vector<Run>& runs) {
  std::vector<std::string> result;
  for (const Run& run : runs) result.push_back(run.name);
  return result;
}

TEST(Evidence, WithoutFilesInItsManifestIsUnsealed) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", kDevices);
  const Evidence evidence = plant.open();
  EXPECT_FALSE(evidence.manifest().provenance.sealed);
  ASSERT_EQ(evidence.runs(Phase::Pilot).size(), 1U);
  EXPECT_EQ(evidence.runs(Phase::Pilot)[0].tables.rows<Device>()->at(0).device, "camera");
  EXPECT_EQ(evidence.runs(Phase::Pilot)[0].tables.rows<Message>(), nullptr);
  EXPECT_TRUE(evidence.runs(Phase::Baseline).empty());
}

TEST(Evidence, WhoseFilesAllMatchIsSealed) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", kDevices);
  plant.write("baseline/1/devices.csv", "device,stage,access\n");
  plant.seal({"pilot/1/devices.csv", "baseline/1/devices.csv"});
  const Evidence evidence = plant.open();
  const core::Provenance& provenance = evidence.manifest().provenance;
  EXPECT_TRUE(provenance.sealed);
  ASSERT_EQ(provenance.tables.size(), 2U);
  EXPECT_EQ(provenance.tables[0].path, "baseline/1/devices.csv");
  EXPECT_EQ(provenance.tables[0].rows, 0);
  EXPECT_EQ(provenance.tables[1].rows, 1);
  EXPECT_EQ(provenance.directory, plant.path().string());
  EXPECT_TRUE(evidence.runs(Phase::Baseline)[0].tables.rows<Device>()->empty())
      << "a header alone is a table without rows";
}

TEST(Evidence, IsRefusedWhenAByteWasFlipped) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", kDevices);
  plant.seal({"pilot/1/devices.csv"});
  const std::string before = input::sha256(kDevices);
  std::string flipped(kDevices);
  flipped[flipped.find("camera")] = 'C';
  plant.write("pilot/1/devices.csv", flipped);
  EXPECT_THAT(plant.complaints(),
              testing::HasSubstr("pilot/1/devices.csv: does not match evidence.yaml: its SHA-256 is " +
                                 input::sha256(flipped) + ", listed is " + before));
}

TEST(Evidence, IsRefusedWhenAListedFileIsMissingOrATableIsNotListed) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", kDevices);
  plant.write("pilot/2/devices.csv", kDevices);
  plant.write("raw/export.txt", "raw");
  plant.seal({"pilot/1/devices.csv", "raw/export.txt"});
  plant.write("evidence.yaml",
              input::read_file(plant.path() / "evidence.yaml") + "  pilot/1/radio.csv: " + std::string(64, '0') + "\n");
  EXPECT_EQ(plant.complaints(),
            "pilot/2/devices.csv: evidence.yaml does not list this file under files\n"
            "pilot/1/radio.csv: listed in evidence.yaml, but not there\n"
            "raw/export.txt: listed in evidence.yaml, but it is no table of a run\n");
}

TEST(Evidence, NamesTheNearestTableAndPhaseOfAMisspeltOne) {
  const Plant plant;
  plant.write("pilots/1/devices.csv", kDevices);
  plant.write("pilot/1/device.csv", kDevices);
  plant.write("pilot/1/temperatures.csv", "t\n");
  const std::string complaints = plant.complaints();
  EXPECT_THAT(complaints, testing::HasSubstr("pilots: should this folder be called “pilot”?\n"));
  EXPECT_THAT(complaints,
              testing::HasSubstr("pilot/1/device.csv: there is no table “device”; did you mean “devices”?\n"));
  EXPECT_THAT(complaints, testing::HasSubstr("pilot/1/temperatures.csv: there is no table “temperatures”; "));
}

TEST(Evidence, RefusesATableOutsideTheFolderOfARun) {
  const Plant plant;
  plant.write("pilot/devices.csv", kDevices);
  plant.write("messages.csv", "flow\n");
  const std::string complaints = plant.complaints();
  EXPECT_THAT(complaints,
              testing::HasSubstr("messages.csv: a table belongs into the folder of a run, such as pilot/1/\n"));
  EXPECT_THAT(complaints,
              testing::HasSubstr("pilot/devices.csv: a table belongs into the folder of a run, such as pilot/1/\n"));
}

TEST(Evidence, OrdersRunsByTheNumbersInTheirNames) {
  const Plant plant;
  for (const char* run : {"10", "2", "1", "day 10", "day 9", "day 9b", "day 09", "a"}) {
    plant.write("pilot/" + std::string(run) + "/devices.csv", kDevices);
  }
  EXPECT_THAT(names(plant.open().runs(Phase::Pilot)),
              ElementsAre("1", "2", "10", "a", "day 09", "day 9", "day 9b", "day 10"));
}

TEST(Evidence, PassesOverHiddenFilesOtherFilesAndLinksToNowhere) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", kDevices);
  plant.write("pilot/1/notes.txt", "rain");
  plant.write("pilot/1/._devices.csv", "\x05");
  plant.write("pilot/.ipynb_checkpoints/devices.csv", "broken");
  plant.write("README.md", "a plant");
  fs::create_symlink("loop", plant.path() / "pilot/loop");
  fs::create_symlink("nowhere.csv", plant.path() / "pilot/1/messages.csv");
  fs::create_symlink("loop", plant.path() / "loop");
  const Evidence evidence = plant.open();
  EXPECT_THAT(names(evidence.runs(Phase::Pilot)), ElementsAre("1"));
  EXPECT_EQ(evidence.manifest().provenance.tables.size(), 1U);
}

TEST(Evidence, RefusesFoldersAndOddlySpeltExtensionsInARun) {
  const Plant plant;
  plant.write("pilot/1/devices.CSV", kDevices);
  plant.write("pilot/1/more/devices.csv", kDevices);
  EXPECT_THAT(plant.complaints(),
              testing::AllOf(testing::HasSubstr("devices.CSV: a table's extension must be written .csv"),
                             testing::HasSubstr("more: the folder of a run holds tables, no folders")));
}

TEST(Evidence, RefusesATableThatIsThereTwice) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", kDevices);
  plant.write("pilot/1/devices.csv.gz", "");
  EXPECT_THAT(plant.complaints(),
              testing::HasSubstr("pilot/1: two files of one table: devices.csv and devices.csv.gz"));
}

TEST(Evidence, ReadsATableFromAPipe) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", kDevices);
  plant.seal({"pilot/1/devices.csv"});
  const fs::path pipe = plant.path() / "pilot/1/devices.csv";
  fs::remove(pipe);
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << kDevices; });
  const Evidence evidence = plant.open();
  writer.join();
  EXPECT_EQ(evidence.runs(Phase::Pilot).front().tables.rows<Device>()->size(), 1U);
  EXPECT_TRUE(evidence.manifest().provenance.sealed) << "the hash is that of what came out";
}

TEST(Evidence, ReadsALinkedTableLikeATable) {
  const Plant plant;
  plant.write("store/d.txt", kDevices);
  fs::create_directories(plant.path() / "pilot/1");
  fs::create_symlink("../../store/d.txt", plant.path() / "pilot/1/devices.csv");
  EXPECT_EQ(plant.open().runs(Phase::Pilot)[0].tables.rows<Device>()->size(), 1U);
}

TEST(Evidence, ReportsTheMistakesOfAllItsFilesAtOnce) {
  const Plant plant;
  plant.write("evidence.yaml", "schema: plantproof-evidence/1\nscenario: x\nsource: feild\n");
  plant.write("baseline/1/messages.csv", std::string_view("flow\0", 5));
  plant.write("pilot/1/devices.csv", "device,stage,access\ncamera,,6g\n");
  plant.write("pilot/1/attachments.csv", "time_ns,device,event\n5,camera,attached\n4,camera,attached\n");
  EXPECT_EQ(plant.complaints(),
            "evidence.yaml:3:9: unknown “feild”; did you mean “field”?\n"
            "baseline/1/messages.csv:1: a NUL byte: this is not UTF-8 text (UTF-16?)\n"
            "pilot/1/devices.csv:2:9: access: unknown “6g”; valid names: nr, lte, wifi, wired, none\n"
            "pilot/1/attachments.csv:3:1: time runs backwards: 1 ns before line 2\n")
      << "and no reference to the table that could not be read whole dangles";
}

TEST(Evidence, ChecksReferencesWithinARun) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", "device,stage,access\n\"camera, left\",,nr\n");
  plant.write("pilot/1/attachments.csv", "time_ns,device,event\n0,\"camera, left\",attached\n1,camera left,attached\n");
  plant.write("pilot/2/attachments.csv", "time_ns,device,event\n0,anything,attached\n");
  EXPECT_EQ(plant.complaints(),
            "pilot/1/attachments.csv:3:3: table devices has no “camera left”; did you mean “camera, left”?\n");
}

TEST(Evidence, NeedsAFolderWithAManifest) {
  const TemporaryFolder folder;
  EXPECT_THROW(Evidence::open(folder.path() / "none"), core::InputFailure);
  EXPECT_THROW(Evidence::open(folder.path()), core::InputFailure);
}

TEST(Evidence, ReportsTheShareOfBytesRead) {
  const Plant plant;
  plant.write("pilot/1/devices.csv", kDevices);
  plant.write("pilot/2/devices.csv", kDevices);
  std::vector<double> shares;
  Evidence::open(plant.path(), {.progress = [&](double share) { shares.push_back(share); }});
  EXPECT_THAT(shares, ElementsAre(0.5, 1.0));
}

TEST(Evidence, DeclaresNoClockUncertaintyWhereTheManifestHasNone) {
  const Plant plant;
  plant.write("evidence.yaml", std::string(kManifest) + "clock_uncertainty_ns: {messages: 1000}\n");
  EXPECT_EQ(plant.open().clock_uncertainty("messages"), Nanoseconds(1000));
  EXPECT_EQ(plant.open().clock_uncertainty("records"), Nanoseconds(0));
}

TEST(Evidence, AddsUpTheClocksOfAFlowsEnds) {
  const Plant plant;
  const std::string with = std::string(kManifest) + "clock_uncertainty_ns: {messages: {";
  plant.write("pilot/1/flows.csv",
              "flow,source,destination,kind,period_ns,deadline_ns,survival_time_ns\n"
              "f,plc-1,agv-3,one_way,,,\n");
  const auto uncertainty = [&](const std::string& clocks) {
    plant.write("evidence.yaml", with + clocks + "}}\n");
    const Evidence evidence = plant.open();
    return evidence.clock_uncertainty(evidence.runs(Phase::Pilot)[0].tables.rows<Flow>()->at(0));
  };
  EXPECT_EQ(uncertainty("default: 1000"), Nanoseconds(2000));
  EXPECT_EQ(uncertainty("default: 1000, agv-3: 50000"), Nanoseconds(51000));
  EXPECT_EQ(uncertainty("plc-1: 500, agv-3: 50000"), Nanoseconds(50500));
  EXPECT_EQ(uncertainty("agv-3: 50000"), std::nullopt);
}

TEST(Evidence, RefusesAClockThatNoFlowReads) {
  const Plant plant;
  plant.write("evidence.yaml", std::string(kManifest) + "clock_uncertainty_ns: {messages: {agv-2: 1, plc-1: 1}}\n");
  plant.write("pilot/1/flows.csv",
              "flow,source,destination,kind,period_ns,deadline_ns,survival_time_ns\n"
              "f,plc-1,agv-3,one_way,,,\n");
  EXPECT_THAT(plant.complaints(),
              testing::EndsWith("no flow has “agv-2” as its source or destination; did you mean “agv-3”?\n"));
}

TEST(Evidence, CountsWhatThePilotHasOfThePlannedRows) {
  const Plant plant;
  plant.write("evidence.yaml", std::string(kManifest) + "planned_rows: {devices: 9, messages: 5}\n");
  plant.write("baseline/1/devices.csv", kDevices);
  plant.write("pilot/1/devices.csv", kDevices);
  plant.write("pilot/2/devices.csv", kDevices);
  const std::vector<core::PlannedRows> planned = plant.open().manifest().provenance.planned;
  ASSERT_EQ(planned.size(), 2U);
  EXPECT_EQ(planned[0].planned, 9);
  EXPECT_EQ(planned[0].found, 2);
  EXPECT_EQ(planned[1].found, 0);
}

Tables one_row_of_each(unsigned seed) {
  tests::RandomRows random(seed);
  Tables tables;
  for_each_table([&]<class Row>(const TableDefinition<Row>&) { tables.emplace<Row>() = random.rows<Row>(1); });
  tables.emplace<Message>()[0].flow = tables.rows<Flow>()->at(0).flow;
  tables.emplace<Attachment>()[0].device = tables.rows<Device>()->at(0).device;
  return tables;
}

TEST(EvidenceWrite, MakesSealedEvidenceThatIsReadAsItWasWritten) {
  Manifest manifest;
  manifest.provenance.scenario = "line-coordination";
  Evidence written(manifest, {data::Run{"1", one_row_of_each(1)}},
                   {data::Run{"1", one_row_of_each(2)}, data::Run{"2", {}}});
  const TemporaryFolder folder;
  written.write(folder.path() / "a");
  const Evidence read = Evidence::open(folder.path() / "a");
  EXPECT_TRUE(read.manifest().provenance.sealed);
  EXPECT_EQ(read.manifest().files.size(), 34U) << "two runs of all 17 tables; the empty run has none";
  for_each_table([&]<class Row>(const TableDefinition<Row>&) {
    const auto* before = written.runs(Phase::Pilot)[0].tables.rows<Row>();
    const auto* after = read.runs(Phase::Pilot)[0].tables.rows<Row>();
    ASSERT_NE(after, nullptr);
    EXPECT_TRUE(tests::members(after->at(0)) == tests::members(before->at(0)));
  });

  written.write(folder.path() / "b");
  for (const auto& [file, hash] : read.manifest().files)
    EXPECT_EQ(input::sha256_of_file(folder.path() / "b" / file), hash);
  EXPECT_EQ(input::read_file(folder.path() / "b" / kManifestName),
            input::read_file(folder.path() / "a" / kManifestName));
}

TEST(EvidenceWrite, RefusesATextThatATableCannotHold) {
  for (const std::string& text : {std::string("line\nend"), std::string("nul\0", 4)}) {
    Tables tables;
    tables.emplace<Device>().push_back({.device = text, .stage = {}, .access = {}});
    Evidence evidence({}, {}, {data::Run{"1", tables}});
    const TemporaryFolder folder;
    EXPECT_THROW(evidence.write(folder.path()), core::InputFailure);
    EXPECT_FALSE(fs::exists(folder.path() / kManifestName));
  }
}

TEST(EvidenceWrite, NamesAFileItCannotWrite) {
  const TemporaryFolder folder;
  Tables tables;
  tables.emplace<Device>();
  Evidence evidence({}, {}, {data::Run{"1", tables}});
  EXPECT_THROW(evidence.write(folder.write("file", "")), core::InputFailure);
}

Evidence with_devices(int count) {
  Tables tables;
  for (int i = 0; i < count; ++i)
    tables.emplace<Device>().push_back({.device = std::to_string(i), .stage = "s", .access = {}});
  Manifest manifest;
  manifest.provenance.scenario = "line-coordination";
  return {manifest, {}, {data::Run{"1", tables}, data::Run{"2", tables}}};
}

TEST(EvidenceWrite, LeavesTheOldEvidenceAndNothingElseWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  with_devices(3).write(folder.path() / "old");
  {
    const plantproof::tests::FullDisk full(2000);
    EXPECT_THROW(with_devices(1000).write(folder.path() / "old"), core::InputFailure);
    EXPECT_THROW(with_devices(1000).write(folder.path() / "new"), core::InputFailure);
  }
  EXPECT_EQ(Evidence::open(folder.path() / "old").runs(Phase::Pilot)[1].tables.rows<Device>()->size(), 3U);
  EXPECT_FALSE(fs::exists(folder.path() / "old" / kUnfinished));
  EXPECT_FALSE(fs::exists(folder.path() / "new"));
}

TEST(EvidenceWrite, KilledAtAnyTimeLeavesNothingThatLoadsAsComplete) {
  constexpr std::size_t kRows = 20'000;
  int cut_off = 0;
  for (int delay_ms = 0; delay_ms < 60; delay_ms += 3) {
    const TemporaryFolder folder;
    Evidence evidence = with_devices(kRows);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      evidence.write(folder.path() / "e");
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    if (fs::exists(folder.path() / "e" / kManifestName)) {
      const Evidence read = Evidence::open(folder.path() / "e");
      for (const data::Run& run : read.runs(Phase::Pilot)) EXPECT_EQ(run.tables.rows<Device>()->size(), kRows);
      EXPECT_EQ(read.runs(Phase::Pilot).size(), 2U);
    } else {
      ++cut_off;
      EXPECT_THROW(Evidence::open(folder.path() / "e"), core::InputFailure);
    }
  }
  EXPECT_GT(cut_off, 0) << "at least the first is killed before it has written anything";
}

}  // namespace
}  // namespace plantproof::data
