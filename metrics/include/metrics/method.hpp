#pragma once

#include <string>
#include <vector>

#include "core/source_reference.hpp"
#include "core/text.hpp"
#include "metrics/estimate.hpp"

namespace plantproof::metrics {

/// A method as a verdict names it and `explain` describes it.
struct MethodInfo {
  Method method = Method::Census;
  std::string id;  ///< "clopper-pearson": as JSON writes it
  core::Text title;
  core::Text description;        ///< a paragraph: what it assumes, how the bounds come about, when there are none
  core::SourceReference source;  ///< where the method is published; an empty document where there is nothing to publish
};

/// Every method once, in the order of the enumeration.
const std::vector<MethodInfo>& method_infos();
/// What there is to know of a method.
const MethodInfo& method_info(Method method);

}  // namespace plantproof::metrics
