#include "chromium.hpp"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <vector>

#include <unistd.h>

#include "core/input_error.hpp"
#include "input/file.hpp"
#include "pdf.hpp"
#include "report/page.hpp"
#include "workers.hpp"

namespace plantproof::app {
namespace {

namespace fs = std::filesystem;

std::string found_chromium() {
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    std::istringstream folders(path != nullptr ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
      std::string program = folder + "/" + name;
      if (::access(program.c_str(), X_OK) == 0) return program;
    }
  }
  throw core::InputFailure(
      {"--pdf", 0, 0},
      {"本机没有 Chromium。请安装（Debian：apt-get install chromium），或在任何浏览器中打开网页报告并打印",
       "there is no Chromium on this machine. Install it (Debian: apt-get install chromium), or open the page in any "
       "browser and print it from there"});
}

/// A folder of its own, gone in the end.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "plantproof-pdf-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw core::InputFailure({name, 0, 0}, {"无法建立临时文件夹", "no temporary folder can be made"});
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

/// Prints a page once: the PDF.
fs::path print(const std::string& chromium, const Scratch& scratch, const std::string& html) {
  fs::path pdf = scratch / "report.pdf";
  const fs::path page = scratch / "report.html";
  input::write_file(page.string(), html);
  std::vector<std::string> words = {"--headless",
                                    "--disable-gpu",
                                    "--no-first-run",
                                    "--user-data-dir=" + (scratch / "profile").string(),
                                    "--no-pdf-header-footer",
                                    "--generate-pdf-document-outline",
                                    "--virtual-time-budget=10000",
                                    "--print-to-pdf=" + pdf.string(),
                                    "file://" + page.string()};
  if (::geteuid() == 0) words.emplace_back("--no-sandbox");  // Chromium's sandbox refuses root
  const bool is_done = run_jobs(chromium, {{"", words}}, 1, {}).empty();
  std::error_code none;
  if (!is_done || fs::file_size(pdf, none) == 0 || none)
    throw core::InputFailure({chromium, 0, 0}, {"没有写出 PDF", "wrote no PDF"});
  return pdf;
}

}  // namespace

bool print_pdf(const std::string& page, const std::string& file) {
  const std::string chromium = found_chromium();
  const Scratch scratch;
  constexpr int kMostTimes = 4;
  std::map<std::string, int> numbers;
  for (int time = 0; time < kMostTimes; ++time) {
    const fs::path pdf = print(chromium, scratch, report::with_contents(page, numbers));
    const std::map<std::string, int> found = destination_pages(input::read_file(pdf));
    if (found != numbers) {
      numbers = found;
      continue;
    }
    std::error_code none;
    fs::copy_file(pdf, file, fs::copy_options::overwrite_existing, none);
    if (none) throw core::InputFailure({file, 0, 0}, {"无法写入", "cannot be written"});
    return !numbers.empty();
  }
  throw core::InputFailure({chromium, 0, 0},
                           {"目录的页码始终与正文不符，没有写出 PDF",
                            "the page numbers of the contents never agree with the pages: wrote no PDF"});
}

}  // namespace plantproof::app
