#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "../format.hpp"
#include "packet.hpp"

namespace plantproof::data::capture {

/// The option `flow` of a source whose packets are of several flows, for Format::options.
Format::Option relation_option();

/// The flows of a source: each pair of addresses is one, whose name has the addresses behind it unless the campaign
/// chose both of them.
class Relations {
 public:
  /// `flow` is what the campaign declared, `is_one` whether all packets are of this flow.
  Relations(Flow flow, bool is_one, Sink& sink) : base_(std::move(flow)), is_one_(is_one), sink_(&sink) {}

  /// The flow of two addresses, by a number that counts from 0.
  std::uint32_t index_of(const AddressPair& addresses);
  /// The next sequence number of a flow.
  std::int64_t next_sequence(std::uint32_t flow) { return flows_[flow].next_sequence++; }
  /// Adds a message, and its flow when it is the first of it.
  void add(std::uint32_t flow, std::int64_t sequence, std::int64_t sent_ns, std::optional<std::int64_t> received_ns,
           std::int64_t bytes);
  [[nodiscard]] const std::string& name(std::uint32_t flow) const { return flows_[flow].flow.flow; }
  [[nodiscard]] std::size_t size() const { return flows_.size(); }

 private:
  struct Relation {
    AddressPair addresses;
    Flow flow;
    std::uint32_t next = 0;  // the flow that was asked for after this one the time before: devices take turns
    std::int64_t next_sequence = 0;
    bool is_declared = false;
  };

  Flow base_;
  bool is_one_;
  Sink* sink_;
  std::vector<Relation> flows_;
  std::unordered_map<AddressPair, std::uint32_t, AddressHash> by_addresses_;
  std::uint32_t latest_ = 0;
};

}  // namespace plantproof::data::capture
