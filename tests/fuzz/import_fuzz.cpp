// A campaign and the files it names, as `import` reads them. What is imported is evidence: written and read again, it
// is the same tables and the same manifest, and every record of a source was used or refused.
#include <array>

#include "core/input_error.hpp"
#include "data/evidence.hpp"
#include "data/import.hpp"
#include "data/manifest.hpp"
#include "evidence.hpp"
#include "harness.hpp"

namespace plantproof::fuzz {
namespace {

constexpr std::string_view kCampaign = "campaign.yaml";

// Nothing but the folder's own files is read: no path of a campaign may lead out of it, or to standard input.
bool stays_inside(std::string_view campaign) {
  for (std::size_t at = campaign.find('/'); at != std::string_view::npos; at = campaign.find('/', at + 1)) {
    const char before = at == 0 ? ' ' : campaign[at - 1];
    if (before == '.' || (!('a' <= before && before <= 'z') && !('0' <= before && before <= '9'))) return false;
  }
  return campaign.find("\"-\"") == std::string_view::npos && campaign.find("'-'") == std::string_view::npos &&
         campaign.find("path: -") == std::string_view::npos && campaign.find("\\x") == std::string_view::npos &&
         campaign.find("\\u") == std::string_view::npos;
}

void require_balance(const core::SourceAccount& source) {
  std::int64_t accounted = source.rows_used;
  for (const auto& [reason, count] : source.refused) {
    require(count > 0, "a reason that refused nothing is not named", source.path);
    accounted += count;
  }
  require(source.rows_used >= 0 && accounted == source.rows_read, "rows read = used + refused", source.path);
}

}  // namespace

int try_input(std::string_view input) {
  Files files = files_of(input);
  const std::string campaign = files.at("");
  if (!stays_inside(campaign)) return -1;
  if (campaign.find("format: " PLANTPROOF_FORMAT) == std::string::npos) return -1;
  const Folder folder;
  Files by_path;
  files.erase("");
  for (const auto& [name, bytes] : files) {
    if (folder.write(name, bytes)) by_path[(folder.path() / name).string()] = by_path[name] = bytes;
  }
  const auto path = folder.path() / kCampaign;
  if (!folder.write(std::string(kCampaign), campaign)) return -1;
  by_path[path.string()] = campaign;
  try {
    data::Imported imported = data::import_campaign(path);
    if (!imported.refused.empty()) require_places(imported.refused, by_path);
    for (const auto& source : imported.evidence.manifest().provenance.sources) require_balance(source);
    require_same_when_read_again(imported.evidence, folder.path() / "evidence");
  } catch (const core::InputFailure& failure) {
    require_places(failure.errors(), by_path);
  }
  return 0;
}

}  // namespace plantproof::fuzz
