#pragma once

#include <string>

namespace plantproof::app {

/// Prints an HTML page as A4 into a PDF file with the Chromium that is installed: the first of `chromium`,
/// `chromium-browser`, `google-chrome` in PATH. Throws core::InputFailure where there is none, or it does not succeed.
void print_pdf(const std::string& html, const std::string& file);

}  // namespace plantproof::app
