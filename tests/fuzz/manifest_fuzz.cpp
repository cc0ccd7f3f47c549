// An evidence.yaml. What is taken is the same when it is written and read again.
#include "core/input_error.hpp"
#include "data/manifest.hpp"
#include "harness.hpp"

namespace plantproof::fuzz {
int try_input(std::string_view input) {
  const std::string text(input);
  core::InputErrors errors;
  const data::Manifest manifest = data::parse_manifest("evidence.yaml", text, errors);
  if (!errors.empty()) {
    require_places(errors, {{"evidence.yaml", text}});
    return 0;
  }
  const std::string written = data::write_manifest(manifest);
  core::InputErrors none;
  const data::Manifest again = data::parse_manifest("written.yaml", written, none);
  require(none.empty(), "what is written can be read", none.message(core::Language::En) + written);
  const std::string rewritten = data::write_manifest(again);
  require(rewritten == written, "the manifest is the same when it is read again", written + "-- and --\n" + rewritten);
  return 0;
}

}  // namespace plantproof::fuzz
