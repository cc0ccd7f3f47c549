#pragma once

#include <map>
#include <string>
#include <string_view>

namespace plantproof::app {

/// The numbers of the pages, from 1, that the named destinations of a PDF lie on. It reads what Chromium writes: page
/// tree and destinations as plain objects (ISO 32000-1, 7.7.3.2 and 12.3.2.3); of a PDF that packs them it is empty.
std::map<std::string, int> destination_pages(std::string_view pdf);

}  // namespace plantproof::app
