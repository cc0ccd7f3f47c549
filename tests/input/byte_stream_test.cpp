#include "input/byte_stream.hpp"

#include <array>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "compressed.hpp"
#include "core/input_error.hpp"
#include "input/local_file.hpp"
#include "input/sha256.hpp"
#include "temporary_folder.hpp"

namespace plantproof::input {
namespace {

using tests::compressed;
using tests::TemporaryFolder;

struct Kind {
  const char* extension;
  int (*add_filter)(archive*);
};
constexpr Kind kKinds[] = {{".gz", &archive_write_add_filter_gzip}, {".zst", &archive_write_add_filter_zstd}};

/// 200 kB, so that a buffer and a block of the file end somewhere within.
std::string lines() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "flow," + std::to_string(i * 7919 % 20'000) + '\n';
  return text;
}

TEST(ByteStream, GivesAFileAsItIs) {
  const TemporaryFolder folder;
  const std::string text = lines();
  const auto file = folder.write("a.csv", text);
  EXPECT_EQ(read_content(file), text);
  ByteStream stream(file);
  std::string block(1000, '\0');
  while (stream.read(block) > 0) {
  }
  EXPECT_EQ(stream.sha256(), sha256(text));
}

TEST(ByteStream, GivesWhatWasCompressed) {
  const std::string text = lines();
  for (const Kind& kind : kKinds) {
    const TemporaryFolder folder;
    const std::string stored = compressed(text, kind.add_filter);
    ASSERT_LT(stored.size(), text.size());
    ByteStream stream(folder.write(std::string("a.csv") + kind.extension, stored));
    std::string content;
    std::string block(1001, '\0');
    while (const std::size_t count = stream.read(block)) content.append(block, 0, count);
    EXPECT_EQ(content, text) << kind.extension;
    EXPECT_EQ(stream.sha256(), sha256(stored)) << kind.extension << ": of the file as it is stored";
  }
}

TEST(ByteStream, GivesSeveralCompressedPiecesOneAfterTheOther) {
  for (const Kind& kind : kKinds) {
    const TemporaryFolder folder;
    const std::string stored = compressed("first\n", kind.add_filter) + compressed("second\n", kind.add_filter);
    EXPECT_EQ(read_content(folder.write(std::string("a") + kind.extension, stored)), "first\nsecond\n")
        << kind.extension;
  }
}

TEST(ByteStream, OfNothingCompressedIsEmpty) {
  for (const Kind& kind : kKinds) {
    const TemporaryFolder folder;
    EXPECT_EQ(read_content(folder.write(std::string("a") + kind.extension, compressed("", kind.add_filter))), "");
  }
}

TEST(ByteStream, NeverTakesAPartForTheWhole) {
  const std::string text = lines().substr(0, 2000);
  for (const Kind& kind : kKinds) {
    const TemporaryFolder folder;
    const std::string stored = compressed(text, kind.add_filter);
    for (std::size_t size = 0; size < stored.size(); ++size) {
      const auto file = folder.write(std::string("a") + kind.extension, stored.substr(0, size));
      EXPECT_THROW(read_content(file), core::InputFailure) << kind.extension << " cut at byte " << size;
    }
  }
}

TEST(ByteStream, RefusesAFileThatIsNotWhatItsNameSays) {
  const TemporaryFolder folder;
  EXPECT_THROW(read_content(folder.write("a.gz", "flow,sequence\n")), core::InputFailure);
  EXPECT_THROW(read_content(folder.write("a.zst", "flow,sequence\n")), core::InputFailure);
  EXPECT_THROW(ByteStream(folder.path() / "none.csv"), core::InputFailure);
  EXPECT_THROW(ByteStream(folder.path() / "none.csv.gz"), core::InputFailure);
  EXPECT_THROW(ByteStream{folder.path()}, core::InputFailure);
}

TEST(ByteStream, KnowsCompressedFilesByTheirNames) {
  EXPECT_EQ(uncompressed("runs/messages.csv.gz"), "runs/messages.csv");
  EXPECT_EQ(uncompressed("messages.csv.zst"), "messages.csv");
  EXPECT_EQ(uncompressed("runs.gz/messages.csv"), "runs.gz/messages.csv");
  EXPECT_EQ(uncompressed("messages"), "messages");
}

TEST(LocalFile, OfAPipeIsACopyThatGoesWithIt) {
  const TemporaryFolder folder;
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::string text = lines();
  std::filesystem::path copy;
  {
    std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << text; });
    const LocalFile local(pipe);
    writer.join();
    copy = local.path();
    EXPECT_NE(copy, pipe);
    EXPECT_EQ(local.sha256(), sha256(text));
    for (int i = 0; i < 2; ++i) EXPECT_EQ(read_content(copy), text) << "it can be read again";
  }
  EXPECT_FALSE(std::filesystem::exists(copy));
}

TEST(LocalFile, OfAFileIsTheFile) {
  const TemporaryFolder folder;
  const auto file = folder.write("a.csv", "flow\n");
  {
    const LocalFile local(file);
    EXPECT_EQ(local.path(), file);
    EXPECT_EQ(local.sha256(), sha256("flow\n"));
  }
  EXPECT_TRUE(std::filesystem::exists(file));
  EXPECT_THROW(LocalFile(folder.path() / "none"), core::InputFailure);
}

TEST(ByteStream, RefusesAFileThatChangesWhileItIsRead) {
  const TemporaryFolder folder;
  const auto file = folder.write("a.csv", "flow\n");
  ByteStream stream(file);
  std::array<char, 16> buffer{};
  EXPECT_EQ(stream.read(buffer), 5U);
  std::ofstream(file, std::ios::app) << "f1\n";
  EXPECT_THROW(while (stream.read(buffer) > 0){}, core::InputFailure);
}

TEST(LocalFile, KnowsWhenItIsNoLongerTheOneThatWasHashed) {
  const TemporaryFolder folder;
  const LocalFile local(folder.write("a.csv", "flow\n"));
  EXPECT_NO_THROW(local.require_unchanged());
  folder.write("a.csv", "flow\nf1\n");
  EXPECT_THROW(local.require_unchanged(), core::InputFailure);
}

}  // namespace
}  // namespace plantproof::input
