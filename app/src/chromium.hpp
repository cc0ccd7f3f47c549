#pragma once

#include <string>

namespace plantproof::app {

/// Prints a page of `report::html` as A4 into a PDF file, with contents, page numbers and bookmarks, by the Chromium
/// that is installed: the first of `chromium`, `chromium-browser`, `google-chrome` in PATH. It is printed until the
/// contents give the pages that the headings lie on: twice, as a rule. False where its PDF does not tell them, and the
/// contents are without. Throws core::InputFailure where there is no Chromium, or it does not succeed.
[[nodiscard]] bool print_pdf(const std::string& page, const std::string& file);

}  // namespace plantproof::app
