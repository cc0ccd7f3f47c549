#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "format.hpp"
#include "input/file.hpp"
#include "input/yaml.hpp"
#include "seed.hpp"
#include "time_text.hpp"

namespace plantproof::data {

/// What a format made of a source.
struct Reading {
  Tables tables;
  core::SourceAccount account;
  core::InputErrors errors;  ///< of the campaign's options and of the source
  core::InputErrors refusals;

  [[nodiscard]] const std::vector<Message>& messages() const { return rows<Message>(); }
  [[nodiscard]] const std::vector<Flow>& flows() const { return rows<Flow>(); }
  /// The rows of a table, none where it is not there.
  template <class Row>
  [[nodiscard]] const std::vector<Row>& rows() const {
    static const std::vector<Row> kNone;
    const auto* there = tables.rows<Row>();
    return there == nullptr ? kNone : *there;
  }
  [[nodiscard]] std::int64_t refused(core::Refusal reason) const {
    const auto found = account.refused.find(reason);
    return found == account.refused.end() ? 0 : found->second;
  }
  /// Nothing may be neither used nor refused.
  [[nodiscard]] bool is_balanced() const {
    std::int64_t accounted = account.rows_used;
    for (const auto& [reason, count] : account.refused) accounted += count;
    return accounted == account.rows_read;
  }
  [[nodiscard]] bool has_remark(std::string_view english) const {
    return std::any_of(account.remarks.begin(), account.remarks.end(), [&](const core::Text& remark) {
      return !remark.zh.empty() && remark.en.find(english) != std::string::npos;
    });
  }
  [[nodiscard]] std::string error_text() const { return errors.message(core::Language::En); }
  [[nodiscard]] std::string refusal_text() const { return refusals.message(core::Language::En); }
};

/// Reads a file as an import does, with the options a campaign gives for it ("flow: f\nstart: ...").
inline Reading read_file_as(std::string_view format_name, const std::filesystem::path& path, std::string_view options,
                            const Zone* zone = nullptr) {
  const auto& formats = all_formats();
  const auto format = std::find_if(formats.begin(), formats.end(),
                                   [&](const Format* candidate) { return candidate->name == format_name; });
  Reading reading;
  if (format == formats.end()) {
    ADD_FAILURE() << "no format " << format_name;
    return reading;
  }
  tests::keep_import_as_seed((*format)->name, options, path);
  const input::YamlDocument document("campaign.yaml", options, reading.errors);
  Sink sink("source", reading.tables, reading.account, reading.errors, reading.refusals);
  (*format)->read({path, "source", document.root(), zone, path.parent_path()}, sink);
  document.report_unread();
  EXPECT_TRUE(reading.is_balanced());
  return reading;
}

inline Reading read_text_as(std::string_view format_name, std::string_view text, std::string_view options,
                            const Zone* zone = nullptr) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const auto path = std::filesystem::path(testing::TempDir()) /
                    (std::string(test->test_suite_name()) + test->name() + std::to_string(::getpid()));
  input::write_file(path, text);
  Reading reading = read_file_as(format_name, path, options, zone);
  std::filesystem::remove(path);
  return reading;
}

inline std::filesystem::path shared_data(std::string_view name) {
  return std::filesystem::path(PLANTPROOF_SHARED_DATA) / name;
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) {
    ADD_FAILURE() << "not in the text: " << from;
    return text;
  }
  return text.replace(at, from.size(), to);
}

}  // namespace plantproof::data

// The data under the shared folder is not ours to commit, so the tests that need it stand aside where it is missing.
#define PLANTPROOF_NEEDS(name)                                            \
  if (!std::filesystem::exists(plantproof::data::shared_data(name))) {    \
    GTEST_SKIP() << "not there: " << plantproof::data::shared_data(name); \
  }                                                                       \
  static_assert(true)
