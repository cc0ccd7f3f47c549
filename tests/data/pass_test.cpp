// Rows that are looked at without being kept: in parts, on threads, with the same result and the same errors.
#include "data/pass.hpp"

#include <fstream>
#include <map>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "compressed.hpp"
#include "core/input_error.hpp"
#include "temporary_folder.hpp"

namespace plantproof::data {
namespace {

namespace fs = std::filesystem;
using plantproof::tests::TemporaryFolder;
using testing::HasSubstr;

std::string content_of(const fs::path& path, FilePart part) {
  TextBlocks blocks(path, part);
  std::string text;
  while (const auto block = blocks.next()) text += block->text;
  return text;
}

template <class Open>
std::string complaints_of(Open open) {
  try {
    open();
  } catch (const core::InputFailure& failure) {
    return failure.what();
  }
  return "";
}

TEST(PartsOfAFile, AreWholeLinesAndTogetherTheFile) {
  const TemporaryFolder folder;
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 300; ++trial) {
    std::string text;
    const auto lines = random() % 12;
    for (std::uint64_t line = 0; line < lines; ++line)
      text += std::string(random() % 20, 'x') + (trial % 2 ? "\n" : "\r\n");
    if (random() % 2 == 0) text += "the last has no end";
    const fs::path path = folder.write("a.csv", text);
    for (const std::size_t most : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{50}}) {
      const std::vector<FilePart> parts = parts_of(path, most);
      ASSERT_LE(parts.size(), most);
      std::string together;
      for (const FilePart& part : parts) {
        const std::string piece = content_of(path, part);
        EXPECT_TRUE(&part == &parts.back() || piece.ends_with('\n')) << piece;
        together += piece;
      }
      ASSERT_EQ(together, text) << most;
    }
  }
}

TEST(PartOfAFile, IsReadWholeByWhoeverTakesAHalfOfIt) {
  const TemporaryFolder folder;
  std::mt19937_64 random(1);
  std::size_t given = 0;
  for (int trial = 0; trial < 200; ++trial) {
    std::string text;
    for (std::uint64_t line = random() % 200; line > 0; --line) text += std::string(random() % 30, 'x') + '\n';
    if (random() % 2 == 0) text += "the last has no end";
    const fs::path path = folder.write("a.csv", text);
    std::map<std::uint64_t, std::string> texts;  // by where they begin
    std::vector<FilePart> parts = parts_of(path, random() % 3 + 1);
    while (!parts.empty()) {
      const FilePart part = parts.back();
      parts.pop_back();
      TextBlocks blocks(path, part, 64);
      while (const auto block = blocks.next()) {
        texts[part.begin] += block->text;
        if (random() % 4 != 0) continue;
        const auto half = blocks.give_half();
        if (half) ++given;
        if (half) parts.push_back(*half);
      }
    }
    std::string together;
    for (const auto& [begin, piece] : texts) {
      ASSERT_EQ(begin, together.size());
      ASSERT_TRUE(together.empty() || together.ends_with('\n'));
      together += piece;
    }
    ASSERT_EQ(together, text);
  }
  EXPECT_GT(given, 200U);
}

TEST(PartOfAFile, GivesHalvesToOtherThreadsWhileItIsRead) {
  const TemporaryFolder folder;
  std::string text;
  for (int line = 0; line < 20'000; ++line) text += fmt::format("{}\n", line);
  const fs::path path = folder.write("a.csv", text);
  for (int trial = 0; trial < 20; ++trial) {
    TextBlocks first(path, parts_of(path, 1).front(), 64);
    std::map<std::uint64_t, std::string> texts;
    std::jthread other([&] {
      while (const auto half = first.give_half()) texts[half->begin] = content_of(path, *half);
    });
    std::string together;
    while (const auto block = first.next()) together += block->text;
    other.join();
    for (const auto& [begin, piece] : texts) {
      ASSERT_EQ(begin, together.size());
      ASSERT_TRUE(together.empty() || together.ends_with('\n'));
      together += piece;
    }
    ASSERT_EQ(together, text);
  }
}

TEST(PartOfAFile, TellsWhichLineOfTheFileIsWrong) {
  const TemporaryFolder folder;
  const fs::path path = folder.write("a.csv", std::string(500, '\n') + std::string(1, 0) + std::string(99, '\n'));
  const std::vector<FilePart> parts = parts_of(path, 2);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_THAT(complaints_of([&] { content_of(path, parts[1]); }), HasSubstr("a.csv:501: "));
}

TEST(PartsOfAFile, AreOneOfWhatCannotBeReadFromItsMiddle) {
  const TemporaryFolder folder;
  EXPECT_EQ(parts_of(folder.write("a.csv.gz", std::string(1000, '\n')), 4).size(), 1U);
  EXPECT_EQ(parts_of(folder.write("a.csv", std::string(1000, '\n')), 4).size(), 4U);
}

constexpr std::string_view kManifest = "schema: plantproof-evidence/1\nscenario: line-coordination\nsource: field\n";
constexpr std::string_view kFlows =
    "flow,source,destination,kind,period_ns,deadline_ns,survival_time_ns\n"
    "a,x,y,one_way,,,\nb,y,x,one_way,,,\n";
constexpr std::string_view kHeader = "flow,sequence,sent_ns,received_ns,bytes\n";

class Plant {
 public:
  explicit Plant(const std::string& messages) {
    folder_.write("evidence.yaml", kManifest);
    folder_.write("pilot/1/flows.csv", kFlows);
    folder_.write("pilot/1/messages.csv", std::string(kHeader) + messages);
  }
  [[nodiscard]] const fs::path& directory() const { return folder_.path(); }
  Evidence open(std::uintmax_t most_kept = Opening::kMostKept) const {
    return Evidence::open(folder_.path(), {.most_kept = most_kept});
  }
  [[nodiscard]] std::string complaints(std::uintmax_t most_kept) const {
    return complaints_of([&] { open(most_kept); });
  }
  [[nodiscard]] fs::path messages() const { return folder_.path() / "pilot/1/messages.csv"; }

 private:
  TemporaryFolder folder_;
};

const Tables& tables_of(const Evidence& evidence) {
  return evidence.runs(Phase::Pilot).at(0).tables;
}

/// Every row, in the order it was seen.
template <class Row>
struct CopyOf {
  std::vector<Row> rows;
  void add(const Row& row) { rows.push_back(row); }
  void merge(CopyOf&& next) { rows.insert(rows.end(), next.rows.begin(), next.rows.end()); }
};
using Copy = CopyOf<Message>;

std::string many_messages(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += fmt::format("{},{},{},{},\n", i % 3 == 0 ? "b" : "a", i, 10 * i,
                        i % 7 == 0 ? "" : fmt::format("{}", 10 * i + 4));
  return text;
}

TEST(APass, SeesRowsOnDiskAsItSeesThoseThatAreKept) {
  const Plant plant(many_messages(50000));
  const Evidence kept = plant.open();
  const Evidence left = plant.open(0);
  ASSERT_EQ(tables_of(kept).on_disk<Message>(), nullptr);
  ASSERT_NE(tables_of(left).on_disk<Message>(), nullptr);
  EXPECT_EQ(tables_of(left).count<Message>(), 50000);
  EXPECT_EQ(write_table(pass<Message>(tables_of(left), Copy()).rows), write_table(*tables_of(kept).rows<Message>()));
  EXPECT_EQ(write_table(pass<Message>(tables_of(kept), Copy()).rows), write_table(*tables_of(kept).rows<Message>()));
  EXPECT_EQ(left.manifest().provenance.tables.at(1).rows, 50000);
}

TEST(APass, ReadsEveryLineAsTheTableIsRead) {
  // Lines of odd cells, whatever becomes of them: the same rows, or an error both ways.
  const std::vector<std::string> cells = {"a",
                                          "b",
                                          "\"a\"",
                                          "甲",
                                          "",
                                          "0",
                                          "7",
                                          "007",
                                          "-5",
                                          "+5",
                                          "1e3",
                                          "1.5",
                                          " 7",
                                          "7 ",
                                          "999999999999999999",
                                          "1000000000000000000",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "18446744073709551617",
                                          "4000000000000000001",
                                          "\"7\"",
                                          "x",
                                          "/",
                                          ":"};
  std::mt19937_64 random(11);
  int whole = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    std::string line = random() % 4 == 0 ? cells[random() % cells.size()] : "a";
    for (int cell = 1; cell < 5; ++cell) line += "," + (random() % 4 == 0 ? cells[random() % cells.size()] : "3");
    if (random() % 50 == 0) line += ",3";
    // Of a block's first and last line, and of a flow's first one, the short way knows nothing.
    std::string others;
    for (int i = 0; i < 6; ++i)
      others += fmt::format("{},{},4000000000000000000,,3\n", i % 2 == 0 ? "a" : "b", 100 + i);
    const Plant plant("a,1,1,1,1\na,2,2,2,2\n" + line + (random() % 2 == 0 ? "\n" : "\r\n") + others);
    const std::string wrong = plant.complaints(Opening::kMostKept);
    ASSERT_EQ(plant.complaints(0), wrong) << line;
    if (!wrong.empty()) continue;
    ++whole;
    const Evidence kept = plant.open();
    const Evidence left = plant.open(0);
    ASSERT_EQ(write_table(pass<Message>(tables_of(left), Copy()).rows), write_table(*tables_of(kept).rows<Message>()))
        << line;
  }
  EXPECT_GT(whole, 300);
}

TEST(APass, LeavesEvidenceToBeWrittenAsItIs) {
  const Plant plant(many_messages(1000));
  const TemporaryFolder folder;
  Evidence left = plant.open(0);
  left.write(folder.path());
  const Evidence again = Evidence::open(folder.path());
  EXPECT_EQ(write_table(*tables_of(again).rows<Message>()), write_table(*tables_of(plant.open()).rows<Message>()));
}

TEST(MessagesOnDisk, AreRefusedWithTheErrorsOfThoseThatAreKept) {
  const std::string many = many_messages(2000);
  for (const std::string& wrong : {
           many + "a,1,30000,,\n",                    // a key twice, its first in the other part
           "a,1999,1,,\n" + many,                     // the same the other way round
           many + "b,70000,3,,\n",                    // time runs backwards, over the whole file
           many + "c,1,40000,,\n",                    // no such flow
           many + "a,70001,40000,x,\n",               // no number
           many + "a,70001,40000\n",                  // cells missing
           "a,5,50,,\n" + std::string("a,5,50,,\n"),  // in one block
           many + "a,70001,\"40000,,\n",              // a quote that is not closed
       }) {
    const Plant plant(wrong);
    EXPECT_NE(plant.complaints(0), "");
    EXPECT_EQ(plant.complaints(0), plant.complaints(Opening::kMostKept));
  }
}

TEST(MessagesOnDisk, MayComeInAnyOrderOfTheirNumbers) {
  std::string text;
  std::mt19937_64 random(3);
  std::vector<int> numbers(3000);
  for (int i = 0; i < 3000; ++i) numbers[static_cast<std::size_t>(i)] = i;
  std::ranges::shuffle(numbers, random);
  for (std::size_t i = 0; i < numbers.size(); ++i) text += fmt::format("a,{},{},,\n", numbers[i], i);
  EXPECT_EQ(tables_of(Plant(text).open(0)).count<Message>(), 3000);
  const Plant twice(text + fmt::format("a,{},4000,,\n", numbers[1500]));
  EXPECT_THAT(twice.complaints(0), HasSubstr("first on line 1502"));
  EXPECT_EQ(twice.complaints(0), twice.complaints(Opening::kMostKept));
}

/// Every message that was seen.
struct Witness final : Onlooker {
  Copy copy;
  [[nodiscard]] std::unique_ptr<Onlooker> another() const override { return std::make_unique<Witness>(); }
  void add(const Message& message) override { copy.add(message); }
  void merge(Onlooker&& next) override { copy.merge(std::move(dynamic_cast<Witness&>(next).copy)); }
};

TEST(AnOnlooker, SeesEveryMessageWhileTheEvidenceIsOpened) {
  const Plant plant(many_messages(50000));
  std::vector<std::string> runs;
  const auto onlooker = [&](const Evidence& /*evidence*/, Phase phase, const data::Run& run) {
    EXPECT_EQ(phase, Phase::Pilot);
    EXPECT_EQ(run.tables.count<Flow>(), 2);
    runs.push_back(run.name);
    return std::make_unique<Witness>();
  };
  const Evidence left = Evidence::open(plant.directory(), {.most_kept = 0, .onlooker = onlooker});
  EXPECT_EQ(runs, std::vector<std::string>{"1"});
  const auto* witness = dynamic_cast<const Witness*>(tables_of(left).on_disk<Message>()->onlooker.get());
  ASSERT_NE(witness, nullptr);
  EXPECT_EQ(write_table(witness->copy.rows), write_table(*tables_of(plant.open()).rows<Message>()));
}

TEST(WholeLines, EndWhereTheLastLineDoes) {
  const TemporaryFolder folder;
  for (const std::size_t before : {std::size_t{0}, std::size_t{3}, std::size_t{4096}, std::size_t{10000}}) {
    const std::string whole = before > 0 ? std::string(before - 1, 'x') + "\n" : "";
    for (const std::size_t after : {std::size_t{0}, std::size_t{1}, std::size_t{5000}}) {
      const fs::path path = folder.write("a.csv", whole + std::string(after, 'y'));
      EXPECT_EQ(whole_lines(path).end, before) << after;
    }
  }
}

TEST(EvidenceThatGrows, IsWhatWasWholeWhenItWasOpened) {
  for (const std::uintmax_t most_kept : {std::uintmax_t{0}, Opening::kMostKept}) {
    const std::string whole = many_messages(2000);
    const Plant plant(whole + "a,2");
    EXPECT_NE(plant.complaints(most_kept), "");
    const Evidence seen = Evidence::open(plant.directory(), {.most_kept = most_kept, .grows = true});
    std::ofstream(plant.messages(), std::ios::app) << "000,\nbroken";
    const Plant as_it_was(whole);
    EXPECT_EQ(write_table(pass<Message>(tables_of(seen), Copy()).rows),
              write_table(*tables_of(as_it_was.open()).rows<Message>()));
    EXPECT_EQ(tables_of(seen).count<Message>(), 2000);
    EXPECT_THROW(Evidence::open(plant.directory(), {.most_kept = most_kept, .grows = true}), core::InputFailure);
  }
}

TEST(EvidenceThatGrows, MayHaveTablesThatHaveNotBegun) {
  const Plant plant(many_messages(10));
  std::ofstream(plant.directory() / "pilot/1/radio.csv") << "time_ns,dev";
  EXPECT_THROW(plant.open(), core::InputFailure);
  const Evidence seen = Evidence::open(plant.directory(), {.grows = true});
  EXPECT_EQ(tables_of(seen).rows<RadioSample>(), nullptr);
  EXPECT_EQ(tables_of(seen).count<Message>(), 10);
}

TEST(EvidenceThatGrows, DoesNotOnceItIsSealed) {
  const Plant plant(many_messages(10));
  seal(plant.directory(), plant.open().manifest());
  EXPECT_TRUE(Evidence::open(plant.directory(), {.grows = true}).manifest().provenance.sealed);
  std::ofstream(plant.messages(), std::ios::app) << "a,2";
  EXPECT_THROW(Evidence::open(plant.directory(), {.grows = true}), core::InputFailure);
}

TEST(MessagesOnDisk, ThatWereChangedSinceAreAnError) {
  const Plant plant(many_messages(100));
  const Evidence evidence = plant.open(0);
  std::ofstream(plant.messages(), std::ios::app) << "a,broken\n";
  EXPECT_THROW(pass<Message>(tables_of(evidence), Copy()), core::InputFailure);
}

/// Evidence of one run with one table.
class OneTable {
 public:
  OneTable(std::string table, const std::string& text) : table_(std::move(table)) {
    folder_.write("evidence.yaml", kManifest);
    folder_.write("pilot/1/" + table_ + ".csv", text);
  }
  Evidence open(std::uintmax_t most_kept) const { return Evidence::open(folder_.path(), {.most_kept = most_kept}); }
  [[nodiscard]] std::string complaints(std::uintmax_t most_kept) const {
    return complaints_of([&] { open(most_kept); });
  }

 private:
  std::string table_;
  TemporaryFolder folder_;
};

template <class Row>
void expect_the_same_rows(const std::string& text) {
  const OneTable table(data::table<Row>().info.name, text);
  const Evidence kept = table.open(Opening::kMostKept);
  const Evidence left = table.open(0);
  ASSERT_EQ(tables_of(kept).on_disk<Row>(), nullptr);
  ASSERT_NE(tables_of(left).on_disk<Row>(), nullptr);
  EXPECT_TRUE(tables_of(left).has<Row>());
  EXPECT_EQ(tables_of(left).count<Row>(), tables_of(kept).count<Row>());
  EXPECT_EQ(write_table(pass<Row>(tables_of(left), CopyOf<Row>()).rows), write_table(*tables_of(kept).rows<Row>()));
}

/// Each of them wrong, with the same complaint whether rows are kept or not.
void expect_the_same_complaints(const std::string& table, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    const OneTable wrong(table, text);
    EXPECT_NE(wrong.complaints(0), "") << text.substr(text.size() - 60);
    EXPECT_EQ(wrong.complaints(0), wrong.complaints(Opening::kMostKept));
  }
}

std::string many_cycles(int count) {
  std::string text = "loop,cycle,time_ns,on_time,correct\n";
  for (int i = 0; i < count; ++i)
    text += fmt::format("axis {},{},{},{},true\n", i % 3, i / 3, 1000 * i, i % 7 == 0 ? "false" : "true");
  return text;
}

TEST(CyclesOnDisk, AreSeenAsThoseThatAreKept) {
  expect_the_same_rows<ControlCycle>(many_cycles(20000));
}

TEST(CyclesOnDisk, AreRefusedWithTheErrorsOfThoseThatAreKept) {
  const std::string many = many_cycles(3000);
  expect_the_same_complaints("control_cycles", {
                                                   many + "axis 1,5,9000000,true,true\n",        // a key twice
                                                   many + "axis 1,5000,3,true,true\n",           // time runs backwards
                                                   many + "axis 1,-1,9000000,true,true\n",       // out of range
                                                   many + "axis 1,5000,9000000,true,perhaps\n",  // no such value
                                                   many + "axis 1,5000,9000000,true\n",          // cells missing
                                               });
}

TEST(CyclesOnDisk, TellTheirLoopsAndTimesOfTheOrder) {
  const OneTable table("control_cycles",
                       "cycle,loop,time_ns,on_time,correct\n1,b,70,true,true\n9,a,-5,true,true\n"
                       "2,b,70,true,true\n");
  const Evidence evidence = table.open(0);
  const TableOnDisk* file = tables_of(evidence).on_disk<ControlCycle>();
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->rows, 3);
  EXPECT_EQ(file->groups, 2U);
  EXPECT_EQ(file->first, Instant(Nanoseconds(-5)));
  EXPECT_EQ(file->last, Instant(Nanoseconds(70)));
}

TEST(CyclesOnDisk, MayBeNone) {
  const OneTable table("control_cycles", "loop,cycle,time_ns,on_time,correct\n");
  const Evidence evidence = table.open(0);
  EXPECT_TRUE(tables_of(evidence).has<ControlCycle>());
  EXPECT_EQ(tables_of(evidence).count<ControlCycle>(), 0);
  EXPECT_TRUE(pass<ControlCycle>(tables_of(evidence), CopyOf<ControlCycle>()).rows.empty());
}

TEST(RecordsOnDisk, AreSeenAsThoseThatAreKept) {
  std::string text = "source,due_ns,received_ns,valid\n";
  for (int i = 0; i < 20000; ++i)
    text += fmt::format("cnc {},{},{}\n", i % 5, i / 5 * 7, i % 9 == 0 ? "," : fmt::format("{},true", i + 3));
  expect_the_same_rows<Record>(text);
}

TEST(RecordsOnDisk, AreRefusedWithTheErrorsOfThoseThatAreKept) {
  std::string many = "source,due_ns,received_ns,valid\n";
  for (int i = 0; i < 3000; ++i) many += fmt::format("cnc {},{},,\n", i % 5, i / 5 * 7);
  expect_the_same_complaints("records", {
                                            many + "cnc 4,4193,,\n",              // the last key again
                                            many + "cnc 4,7,,\n",                 // another, which is backwards in time
                                            many + "cnc 4,4192,5000,true\n",      // backwards in time
                                            many + "cnc 4,9000,5000,1.5\n",       // no such value
                                            many + "cnc 4,9000,5000,true,true\n"  // a cell too many
                                        });
}

/// Rows of a table whose keys are texts: numbered in the order of time, out of order, or at random.
std::string key_of(int style, int i, std::mt19937_64& random) {
  if (style == 0) return fmt::format("part {:05}", i);
  if (style == 1) return fmt::format("P{}-{}", i % 7, 1000 - i);
  return fmt::format("{:016x}", random());
}

std::string many_units(int style, int count) {
  std::mt19937_64 random(3);
  std::string text = "time_ns,station,unit,good\n";
  for (int i = 0; i < count; ++i)
    text += fmt::format("{},press {},{},{}\n", 1000 * (i / 4), i % 4, key_of(style, i, random), i % 9 > 0);
  return text;
}

TEST(UnitsOnDisk, AreSeenAsThoseThatAreKept) {
  for (int style = 0; style < 3; ++style) expect_the_same_rows<ProducedUnit>(many_units(style, 5000));
}

TEST(UnitsOnDisk, AreRefusedWithTheErrorsOfThoseThatAreKept) {
  const std::string many = many_units(0, 3000);
  const std::string at_random = many_units(2, 3000);
  const std::string again = at_random.substr(at_random.find("press 3,") + 8, 16);
  expect_the_same_complaints("production",
                             {
                                 many + "900000000,press 9,part 00004,true\n",  // a key twice, in the other half
                                 many + "900000000,press 1,part 02999,true\n",  // and of the last row
                                 many + "5,press 1,part 99999,true\n",          // time runs backwards
                                 many + "900000000,press 1,,true\n",            // no unit
                                 at_random + fmt::format("900000000,press 1,{},true\n", again),
                             });
}

TEST(UnitsOnDisk, MayBeNumberedInManyWays) {
  const std::string header = "time_ns,station,unit,good\n";
  std::string text = header;
  int time = 0;
  for (const char* unit :
       {"7", "07", "007", "A7", "A07", "A8", "A", "9", "10", "99999999999999999", "100000000000000000",
        "99999999999999999999", "A 99999999999999999998", "18446744073709551616", "7A", "零件7", "零件8"})
    text += fmt::format("{},s,{},true\n", ++time, unit);
  expect_the_same_rows<ProducedUnit>(text);
}

std::string many_inspections(int count) {
  std::string text = "item,station,presented_ns,judged_ns,actual,judged\n";
  for (int i = 0; i < count; ++i) {
    const std::string judged = i % 11 == 0 ? "" : std::to_string(1000 * i + 300);
    text += fmt::format("{},camera {},{},{},{},{}\n", i / 2, i % 2, 1000 * i, judged, i % 5 == 0 ? "" : "good",
                        judged.empty() ? "" : "bad");
  }
  return text;
}

TEST(InspectionsOnDisk, AreSeenAsThoseThatAreKept) {
  expect_the_same_rows<Inspection>(many_inspections(5000));
}

TEST(InspectionsOnDisk, AreRefusedWithTheErrorsOfThoseThatAreKept) {
  const std::string many = many_inspections(3000);
  expect_the_same_complaints("inspections",
                             {
                                 many + "7,camera 1,9000000,9000001,good,good\n",     // an item twice at a station
                                 many + "9999,camera 1,9000000,8999999,good,good\n",  // judged before it was presented
                                 many + "9999,camera 1,5000,9000001,good,good\n",     // time runs backwards
                                 many + "9999,camera 1,9000000,9000001,good,ugly\n"   // no such value
                             });
}

std::string many_resolutions(int count) {
  std::mt19937_64 random(4);
  std::string text = "request,identifier,sent_ns,answered_ns,correct\n";
  for (int i = 0; i < count; ++i) {
    const auto sent = static_cast<std::int64_t>(random() % 1'000'000);  // listed in no order
    text += fmt::format("{},88.100.1/{},{},{}\n", key_of(2, i, random), i % 100, sent,
                        i % 13 == 0 ? "," : fmt::format("{},true", sent + 50));
  }
  return text;
}

TEST(ResolutionsOnDisk, AreSeenAsThoseThatAreKept) {
  expect_the_same_rows<Resolution>(many_resolutions(5000));
}

TEST(ResolutionsOnDisk, TellTheirTimesInWhateverOrderTheyAre) {
  const OneTable table("resolutions",
                       "request,identifier,sent_ns,answered_ns,correct\na,x,70,90,true\nb,x,-5,,\nc,x,20,25,true\n");
  const Evidence evidence = table.open(0);
  const TableOnDisk* file = tables_of(evidence).on_disk<Resolution>();
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->first, Instant(Nanoseconds(-5)));
  EXPECT_EQ(file->last, Instant(Nanoseconds(70)));
}

TEST(ResolutionsOnDisk, AreRefusedWithTheErrorsOfThoseThatAreKept) {
  const std::string many = many_resolutions(3000);
  const std::string first = many.substr(many.find('\n') + 1, 16);
  expect_the_same_complaints("resolutions", {
                                                many + first + ",88.100.1/1,5,6,true\n",  // a request twice
                                                many + "r1,88.100.1/1,5,4,true\n",        // answered before it was sent
                                                many + "r1,88.100.1/1,5,6\n"              // a cell missing
                                            });
}

std::string many_samples(int count) {
  std::string text = "time_ns,device,x_m,y_m,cell,ss_rsrp_dbm,ss_sinr_db\n";
  for (int i = 0; i < count; ++i)
    text += fmt::format("{},agv {},{},{},{}\n", i / 5 * 100, i % 5, 0.25 * (i % 400), 0.5 * (i % 77),
                        i % 9 == 0 ? ",," : fmt::format("gNB {},-{}.5,{}", i % 2, 70 + i % 40, i % 30 - 10));
  return text;
}

TEST(SamplesOnDisk, AreSeenAsThoseThatAreKept) {
  expect_the_same_rows<RadioSample>(many_samples(50000));
}

TEST(SamplesOnDisk, AreRefusedWithTheErrorsOfThoseThatAreKept) {
  const std::string many = many_samples(3000);
  expect_the_same_complaints("radio", {
                                          many + "59900,agv 4,1,1,,,\n",            // a key twice
                                          many + "7,agv 4,1,1,,,\n",                // backwards in time
                                          many + "90000,agv 4,1,1,gNB 1,-201,3\n",  // out of range
                                          many + "90000,agv 4,1,nowhere,,,\n",      // no such value
                                          many + "90000,agv 4,1,1,,\n",             // cells missing
                                      });
}

TEST(RowsInOrder, AreThoseOfTheFileOneAfterTheOther) {
  const OneTable table("radio", many_samples(50000));
  const Evidence kept = table.open(Opening::kMostKept);
  const Evidence left = table.open(0);
  ASSERT_NE(tables_of(left).on_disk<RadioSample>(), nullptr);
  for (const Evidence* evidence : {&kept, &left}) {
    std::vector<RadioSample> seen;
    visit_in_order<RadioSample>(tables_of(*evidence), [&](const RadioSample& row) { seen.push_back(row); });
    EXPECT_EQ(write_table(seen), write_table(*tables_of(kept).rows<RadioSample>()));
  }
  visit_in_order<RadioSample>(Tables(), [](const RadioSample&) { FAIL(); });
}

TEST(RowsInOrder, ThatWereChangedSinceAreAnError) {
  const TemporaryFolder folder;
  folder.write("evidence.yaml", kManifest);
  const fs::path path = folder.write("pilot/1/radio.csv", many_samples(100));
  const Evidence evidence = Evidence::open(folder.path(), {.most_kept = 0});
  std::ofstream(path, std::ios::app) << "a,broken\n";
  EXPECT_THROW(visit_in_order<RadioSample>(tables_of(evidence), [](const RadioSample&) {}), core::InputFailure);
}

TEST(EachTable, IsKeptOrLeftByTheBytesOfItsOwnFiles) {
  const TemporaryFolder folder;
  folder.write("evidence.yaml", kManifest);
  folder.write("pilot/1/flows.csv", kFlows);
  folder.write("pilot/1/messages.csv", std::string(kHeader) + many_messages(100));
  folder.write("pilot/1/control_cycles.csv", many_cycles(3000));
  folder.write("pilot/2/control_cycles.csv", many_cycles(3));
  const Evidence evidence = Evidence::open(folder.path(), {.most_kept = many_cycles(3000).size()});
  EXPECT_EQ(tables_of(evidence).on_disk<Message>(), nullptr);
  EXPECT_NE(tables_of(evidence).on_disk<ControlCycle>(), nullptr);
  EXPECT_NE(evidence.runs(Phase::Pilot).at(1).tables.on_disk<ControlCycle>(), nullptr);
}

TEST(APipe, IsKeptSinceItCannotBeReadAgain) {
  const TemporaryFolder folder;
  folder.write("evidence.yaml", kManifest);
  folder.write("pilot/1/control_cycles.csv", many_cycles(3000));
  fs::create_directories(folder.path() / "pilot/2");
  const std::string pipe = (folder.path() / "pilot/2/control_cycles.csv").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe) << many_cycles(30); });
  const Evidence evidence = Evidence::open(folder.path(), {.most_kept = 0});
  writer.join();
  EXPECT_NE(tables_of(evidence).on_disk<ControlCycle>(), nullptr);
  const Tables& piped = evidence.runs(Phase::Pilot).at(1).tables;
  EXPECT_EQ(piped.on_disk<ControlCycle>(), nullptr);
  EXPECT_EQ(piped.count<ControlCycle>(), 30);
}

TEST(RowsOnDisk, AreWrittenInTheFileTheyWereReadFrom) {
  const TemporaryFolder folder;
  folder.write("evidence.yaml", kManifest);
  folder.write("pilot/1/control_cycles.csv.gz",
               plantproof::tests::compressed(many_cycles(300), &archive_write_add_filter_gzip));
  const TemporaryFolder other;
  Evidence::open(folder.path(), {.most_kept = 0}).write(other.path());
  EXPECT_TRUE(fs::exists(other.path() / "pilot/1/control_cycles.csv.gz"));
  EXPECT_EQ(tables_of(Evidence::open(other.path())).count<ControlCycle>(), 300);
}

}  // namespace
}  // namespace plantproof::data
