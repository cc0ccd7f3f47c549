#include "input/sha256.hpp"

#include <gtest/gtest.h>

#include "core/input_error.hpp"
#include "temporary_folder.hpp"

namespace plantproof::input {
namespace {

// NIST, "SHA-256 example values" of FIPS 180-4: the empty message, one block, two blocks, a million times "a".
constexpr auto kEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto kOneBlock = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr auto kTwoBlocks = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
constexpr auto kMillion = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256(""), kEmpty);
  EXPECT_EQ(sha256("abc"), kOneBlock);
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), kTwoBlocks);
}

TEST(Sha256, DoesNotDependOnThePieces) {
  Sha256 hash;
  for (int i = 0; i < 1000; ++i) hash.add(std::string(1000, 'a'));
  EXPECT_EQ(hash.digest(), kMillion);
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')), kMillion);
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const tests::TemporaryFolder folder;
  EXPECT_EQ(sha256_of_file(folder.write("a", std::string(1'000'000, 'a'))), kMillion);
  EXPECT_EQ(sha256_of_file(folder.write("empty", "")), kEmpty);
}

TEST(Sha256, OfAFileThatCannotBeReadIsAnInputError) {
  const tests::TemporaryFolder folder;
  EXPECT_THROW(sha256_of_file(folder.path() / "none"), core::InputFailure);
  EXPECT_THROW(sha256_of_file(folder.path()), core::InputFailure);
}

}  // namespace
}  // namespace plantproof::input
