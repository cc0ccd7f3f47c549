#pragma once

#include <cstdint>
#include <ostream>

#include <ns3/header.h>

namespace plantproof::network {

/// What stands at the beginning of every datagram, and of every message of a stream: which message its bytes are of.
struct SegmentHeader : ns3::Header {
  static constexpr std::uint32_t kBytes = 16;

  std::uint32_t flow = 0;
  std::uint32_t sequence = 0;
  std::uint32_t message_bytes = 0;
  std::uint32_t segment = 0;  ///< its place among the trains of the message

  ns3::TypeId GetInstanceTypeId() const override { return ns3::Header::GetTypeId(); }
  std::uint32_t GetSerializedSize() const override { return kBytes; }
  void Serialize(ns3::Buffer::Iterator to) const override {
    for (const std::uint32_t field : {flow, sequence, message_bytes, segment}) to.WriteHtonU32(field);
  }
  std::uint32_t Deserialize(ns3::Buffer::Iterator from) override {
    for (std::uint32_t* field : {&flow, &sequence, &message_bytes, &segment}) *field = from.ReadNtohU32();
    return kBytes;
  }
  void Print(std::ostream& out) const override { out << flow << '/' << sequence << '/' << segment; }
};

}  // namespace plantproof::network
