// Runs every folder of tests/cli/cases as a user would: `command` is a shell line in which `plantproof` is the program
// under test, run in the source folder with $TMP an empty folder; `out` and `err` are what it must print, `exit` its
// exit code. PLANTPROOF_UPDATE=1 writes what was printed instead of comparing, to be read before it is committed.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/wait.h>

namespace plantproof::app {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(PLANTPROOF_SOURCE_DIR) / "tests/cli/cases")) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class CommandLineTest : public ::testing::TestWithParam<std::string> {};

TEST_P(CommandLineTest, PrintsAndExitsAsItsFilesSay) {
  const fs::path folder = fs::path(PLANTPROOF_SOURCE_DIR) / "tests/cli/cases" / GetParam();
  const fs::path scratch = fs::temp_directory_path() / ("plantproof-" + std::to_string(::getpid()) + "-" + GetParam());
  fs::remove_all(scratch);
  fs::create_directories(scratch / "tmp");
  const std::string program = fs::path(PLANTPROOF_PROGRAM).parent_path().string();
  const std::string shell = "cd '" PLANTPROOF_SOURCE_DIR "' && PATH='" + program + "':\"$PATH\" LC_ALL=C.UTF-8 TMP='" +
                            (scratch / "tmp").string() + "' sh '" + (folder / "command").string() + "' >'" +
                            (scratch / "out").string() + "' 2>'" + (scratch / "err").string() + "' </dev/null";
  const int status =
      std::system(shell.c_str());  // NOLINT(cert-env33-c,concurrency-mt-unsafe): a shell line is the test
  ASSERT_TRUE(WIFEXITED(status));
  const std::string exit = std::to_string(WEXITSTATUS(status)) + "\n";
  std::string out = read(scratch / "out");
  std::string err = read(scratch / "err");
  for (std::string* text : {&out, &err}) {
    const std::string path = (scratch / "tmp").string();
    for (std::size_t at = text->find(path); at != std::string::npos; at = text->find(path))
      text->replace(at, path.size(), "$TMP");
  }
  fs::remove_all(scratch);
  if (std::getenv("PLANTPROOF_UPDATE") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    std::ofstream(folder / "out", std::ios::binary) << out;
    std::ofstream(folder / "err", std::ios::binary) << err;
    std::ofstream(folder / "exit", std::ios::binary) << exit;
  }
  EXPECT_EQ(out, read(folder / "out"));
  EXPECT_EQ(err, read(folder / "err"));
  EXPECT_EQ(exit, read(folder / "exit"));
}

INSTANTIATE_TEST_SUITE_P(Cases, CommandLineTest, ::testing::ValuesIn(case_names()), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace plantproof::app
