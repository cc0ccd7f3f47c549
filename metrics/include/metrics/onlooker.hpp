#pragma once

#include <memory>

namespace plantproof::data {
class Evidence;
class Onlooker;
enum class Phase;
struct Run;
}  // namespace plantproof::data

namespace plantproof::metrics {

/// Who looks on while evidence is opened, so that the KPIs of messages too many to keep need a pass or two less:
///
///     const auto evidence = data::Evidence::open(directory, {.onlooker = metrics::onlooker});
///
/// Null for runs that no KPI looks at this way. What the KPIs answer is the same without.
std::unique_ptr<data::Onlooker> onlooker(const data::Evidence& evidence, data::Phase phase, const data::Run& run);

}  // namespace plantproof::metrics
