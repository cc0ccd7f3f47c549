#pragma once

#include <cstddef>
#include <string_view>

namespace plantproof::input {

/// Whether all the bytes are well-formed UTF-8 (Unicode 15.0, table 3-7): no overlong form, no surrogate, nothing above
/// U+10FFFF. The empty text is. A file saved as GBK is, but for rare accidents, not.
bool is_utf8(std::string_view bytes);

/// The number of characters (code points) in well-formed UTF-8: what an editor counts columns in.
std::size_t characters(std::string_view text);

}  // namespace plantproof::input
