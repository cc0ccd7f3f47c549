#pragma once

#include <string>

#include "core/text.hpp"

namespace plantproof::core {

/// Where a requirement, a formula or a default comes from: a document and the place in it.
struct SourceReference {
  std::string document;  ///< "渝经信智能〔2020〕1号", "ISO 22400-2:2014", "3GPP TS 22.104"
  Text clause;           ///< "附件1 二（二）9" / "annex 1, 2 (2) 9"

  friend bool operator==(const SourceReference&, const SourceReference&) = default;
};

}  // namespace plantproof::core
