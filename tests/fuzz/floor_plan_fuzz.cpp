// A drawing of the floor, and its extent where the input has a file "extent". One that is taken is in the page byte by
// byte, under a type that its first bytes say, and its extent is an area.
#include <cmath>

#include "core/input_error.hpp"
#include "hall.hpp"
#include "harness.hpp"
#include "input/utf8.hpp"

namespace plantproof::fuzz {
namespace {

std::string unpacked(std::string_view base64) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : base64.substr(0, base64.find('='))) {
    const std::size_t digit = kDigits.find(c);
    require(digit != std::string_view::npos, "base64 has its 64 digits only");
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xFFU);
  }
  return bytes;
}

}  // namespace

int try_input(std::string_view input) {
  const Files files = files_of(input);
  const std::string& image = files.at("");
  const Folder folder;
  folder.write("plan", image);
  const auto extent = files.find("extent");
  if (extent != files.end() && !input::is_utf8(extent->second)) return -1;  // an argument of the command line
  std::optional<report::Hall> hall(std::in_place);
  hall->area = {0, 0, 100, 50};
  try {
    app::add_image({(folder.path() / "plan").string(), extent == files.end() ? "" : extent->second}, hall);
  } catch (const core::InputFailure& failure) {
    require_places(failure.errors(), {});
    return 0;
  }
  require(hall->image.has_value(), "a drawing that is not refused is laid under the hall");
  const report::FloorArea& area = hall->image->area;
  require(std::isfinite(area.x_m) && std::isfinite(area.y_m) && area.length_m > 0 && area.width_m > 0,
          "what a drawing shows is an area");
  const std::string_view uri = hall->image->uri;
  const std::size_t comma = uri.find(',');
  require(uri.starts_with("data:image/") && comma != std::string_view::npos, "a drawing is a data URI of an image");
  require(unpacked(uri.substr(comma + 1)) == image, "a drawing is in the page byte by byte");
  return 0;
}

}  // namespace plantproof::fuzz
