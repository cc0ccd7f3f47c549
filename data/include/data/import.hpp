#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_error.hpp"
#include "core/text.hpp"
#include "data/evidence.hpp"

namespace plantproof::data {

/// What an import made of a campaign.
struct Imported {
  Evidence evidence;          ///< its manifest accounts for every source: rows read, used and refused, with reasons
  core::InputErrors refused;  ///< where and why rows were refused: the first 100, and how many in all
};

/// Reads a campaign file (`schema: plantproof-campaign/1`) and every source it names. Throws core::InputFailure with
/// everything that makes the campaign unusable, at once: unknown keys, formats, tables, columns and units (each with
/// the nearest valid name), files that cannot be read, times without a zone, sources of which no row could be used. A
/// row that cannot be used is refused and counted instead. `progress` is called with the share of sources read.
Imported import_campaign(const std::filesystem::path& campaign, const std::function<void(double)>& progress = {});

/// A format as it is shown to a user.
struct FormatInfo {
  std::string name;
  core::Text what;
  struct Option {
    std::string key;
    core::Text meaning;
  };
  std::vector<Option> options;
};
/// Every field format, for `list` and the documentation.
std::vector<FormatInfo> format_infos();

inline constexpr std::string_view kCampaignSchema = "plantproof-campaign/1";

}  // namespace plantproof::data
