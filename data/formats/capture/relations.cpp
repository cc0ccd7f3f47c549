#include "relations.hpp"

#include <fmt/format.h>

namespace plantproof::data::capture {

Format::Option relation_option() {
  return {
      "flow",
      {"流的名称，必填；未同时给出 source 与 destination 时，每对地址是一条流，名称后加地址",
       "name of the flow; required. Unless both source and destination are given, each pair of addresses is a flow, "
       "with the addresses behind the name"}};
}

std::uint32_t Relations::index_of(const AddressPair& addresses) {
  if (!flows_.empty()) {
    const std::uint32_t next = flows_[latest_].next;
    if (flows_[next].addresses == addresses) return latest_ = next;
  }
  const auto [known, is_new] = by_addresses_.try_emplace(addresses, static_cast<std::uint32_t>(flows_.size()));
  if (is_new) {
    Flow flow = base_;
    flow.source = addresses.source.text();
    flow.destination = addresses.destination.text();
    if (!is_one_) flow.flow += fmt::format(" {}>{}", flow.source, flow.destination);
    flows_.push_back({addresses, std::move(flow)});
  }
  flows_[latest_].next = known->second;
  return latest_ = known->second;
}

void Relations::add(std::uint32_t flow, std::int64_t sequence, std::int64_t sent_ns,
                    std::optional<std::int64_t> received_ns, std::int64_t bytes) {
  Relation& relation = flows_[flow];
  if (!relation.is_declared) sink_->add_flow(relation.flow);
  relation.is_declared = true;
  std::optional<Instant> received;
  if (received_ns) received = Instant(core::Nanoseconds(*received_ns));
  sink_->add(Message{relation.flow.flow, sequence, Instant(core::Nanoseconds(sent_ns)), received, bytes});
}

}  // namespace plantproof::data::capture
