#include "network/messaging.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <deque>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include <ns3/boolean.h>
#include <ns3/inet-socket-address.h>
#include <ns3/nstime.h>
#include <ns3/packet.h>
#include <ns3/socket.h>
#include <ns3/tcp-socket-factory.h>
#include <ns3/udp-socket-factory.h>
#include <ns3/uinteger.h>

#include "parts.hpp"
#include "segment_header.hpp"
#include "train.hpp"

namespace plantproof::network {
namespace {

constexpr std::uint16_t kDatagramPort = 50000;
constexpr std::uint16_t kStreamPort = 50001;
constexpr std::uint32_t kTcpSegment = 1448;  // 1500 less IP's 20, TCP's 20 and its timestamps' 12
constexpr std::uint32_t kTcpBuffer = 1 << 20;

/// A message of several trains, some of which have come.
struct Partial {
  std::vector<bool> has_come;
  std::uint32_t missing = 0;
};

struct Outgoing {
  std::uint32_t sequence = 0;
  std::uint32_t bytes = 0;
  std::uint32_t unsent = 0;
};

/// The sending end of a flow's connection.
struct Connection {
  ns3::Ptr<ns3::Socket> socket;
  std::deque<Outgoing> queue;
};

/// The receiving end: what has come of the stream and is not yet part of a delivered message.
struct Reception {
  ns3::Ptr<ns3::Packet> unread;
  std::optional<SegmentHeader> message;
  std::uint32_t missing = 0;
};

void set_up(const ns3::Ptr<ns3::Socket>& tcp) {
  tcp->SetAttribute("SegmentSize", ns3::UintegerValue(kTcpSegment));
  tcp->SetAttribute("SndBufSize", ns3::UintegerValue(kTcpBuffer));
  tcp->SetAttribute("RcvBufSize", ns3::UintegerValue(kTcpBuffer));
  tcp->SetAttribute("DelAckTimeout", ns3::TimeValue(ns3::MilliSeconds(40)));  // Linux's, as is the next
  tcp->SetAttribute("MinRto", ns3::TimeValue(ns3::MilliSeconds(200)));
}

}  // namespace

class Messaging::Transport {
 public:
  Transport(Simulation& simulation, Network& network, core::Nanoseconds lifetime)
      : simulation_(simulation), network_(network), log_(lifetime) {}

  ~Transport() {
    for (const auto& [node, socket] : datagram_sockets_) silence(socket);
    for (const auto& [node, socket] : listeners_) silence(socket);
    for (const auto& [socket, reception] : receptions_) silence(socket);
    for (const FlowState& flow : flows_) silence(flow.connection.socket);
    for (const auto& socket : broken_) silence(socket);
  }

  FlowId open(const data::Flow& flow, Delivery delivery, std::function<void(const Arrival&)> arrived) {
    const Host& source = host(flow.source);
    const Host& destination = host(flow.destination);
    if (delivery == Delivery::Datagrams) {
      datagram_socket(source.node);
      datagram_socket(destination.node);
    } else {
      listen(destination.node);
    }
    const auto marked = network_.parts().dscps.find(flow.flow);
    const int dscp = marked == network_.parts().dscps.end() ? 0 : marked->second;
    flows_.push_back({source, destination, delivery, std::uint8_t(dscp << 2), std::move(arrived), {}, {}, {}});
    return log_.open(flow);
  }

  std::int64_t send(FlowId id, std::int64_t bytes, std::uint64_t content) {
    assert(bytes >= 0 && bytes <= kMaxBytes);
    FlowState& flow = flows_.at(std::size_t(id));
    const std::int64_t sequence = log_.sent(id, simulation_.now(), bytes);
    flow.contents.push_back(content);
    const auto length = std::max(std::uint32_t(bytes), SegmentHeader::kBytes);
    if (flow.delivery == Delivery::Datagrams) {
      send_datagrams(flow, std::uint32_t(id), std::uint32_t(sequence), length);
    } else {
      flow.connection.queue.push_back({std::uint32_t(sequence), length, length});
      if (!flow.connection.socket) connect(std::uint32_t(id));
      push(std::uint32_t(id));
    }
    return sequence;
  }

  const MessageLog& log() const { return log_; }

 private:
  struct FlowState {
    Host source;
    Host destination;
    Delivery delivery;
    std::uint8_t type_of_service;
    std::function<void(const Arrival&)> arrived;
    std::vector<std::uint64_t> contents;
    std::map<std::uint32_t, Partial> partials;
    Connection connection;
  };

  static void silence(const ns3::Ptr<ns3::Socket>& socket) {
    if (!socket) return;
    socket->SetRecvCallback({});
    socket->SetSendCallback({});
    socket->SetConnectCallback({}, {});
    socket->SetCloseCallbacks({}, {});
    socket->SetAcceptCallback({}, {});
    socket->Close();
  }

  const Host& host(const std::string& device) const {
    const auto found = network_.parts().hosts.find(device);
    assert(found != network_.parts().hosts.end());
    return found->second;
  }

  void deliver(const SegmentHeader& header) {
    const auto id = FlowId(header.flow);
    const core::Instant now = simulation_.now();
    if (!log_.received(id, header.sequence, now)) return;
    const MessageLog::Message message = log_.message(id, header.sequence);
    const FlowState& flow = flows_[header.flow];
    if (flow.arrived)
      flow.arrived({id, header.sequence, message.bytes, flow.contents[header.sequence], message.sent, now});
  }

  // Datagrams

  ns3::Ptr<ns3::Socket> datagram_socket(const ns3::Ptr<ns3::Node>& node) {
    ns3::Ptr<ns3::Socket>& socket = datagram_sockets_[node->GetId()];
    if (!socket) {
      socket = ns3::Socket::CreateSocket(node, ns3::UdpSocketFactory::GetTypeId());
      socket->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), kDatagramPort));
      socket->SetRecvCallback(ns3::MakeCallback(&Transport::datagrams_came, this));
    }
    return socket;
  }

  void send_datagrams(const FlowState& flow, std::uint32_t id, std::uint32_t sequence, std::uint32_t bytes) {
    const auto socket = datagram_socket(flow.source.node);
    const ns3::InetSocketAddress to(flow.destination.address, kDatagramPort);
    socket->SetIpTos(flow.type_of_service);
    SegmentHeader header;
    header.flow = id;
    header.sequence = sequence;
    header.message_bytes = bytes;
    const std::uint32_t last = bytes % std::uint32_t(kDatagram);
    const std::uint32_t padding = last > 0 && last < SegmentHeader::kBytes ? SegmentHeader::kBytes - last : 0;
    for (std::uint32_t left = bytes + padding; left > 0; ++header.segment) {
      const std::uint32_t part = std::min(left, train_bytes());
      left -= part;
      const auto packet = ns3::Create<ns3::Packet>(part - SegmentHeader::kBytes);
      packet->AddHeader(header);
      socket->SendTo(packet, 0, to);
    }
  }

  std::uint32_t train_bytes() const { return std::uint32_t(network_.parts().longest_train * kDatagram); }

  void datagrams_came(ns3::Ptr<ns3::Socket> socket) {
    while (const auto packet = socket->Recv()) {
      SegmentHeader header;
      packet->RemoveHeader(header);
      const std::uint32_t segments = (header.message_bytes + train_bytes() - 1) / train_bytes();
      if (segments == 1 || is_last_missing(header, segments)) deliver(header);
    }
  }

  bool is_last_missing(const SegmentHeader& header, std::uint32_t segments) {
    const auto id = FlowId(header.flow);
    if (log_.message(id, header.sequence).received) return false;
    std::map<std::uint32_t, Partial>& partials = flows_[header.flow].partials;
    while (!partials.empty() && simulation_.now() - log_.message(id, partials.begin()->first).sent >= log_.lifetime()) {
      partials.erase(partials.begin());
    }
    Partial& partial =
        partials.try_emplace(header.sequence, Partial{std::vector<bool>(segments), segments}).first->second;
    if (partial.has_come[header.segment]) return false;
    partial.has_come[header.segment] = true;
    if (--partial.missing > 0) return false;
    partials.erase(header.sequence);
    return true;
  }

  // Streams

  void listen(const ns3::Ptr<ns3::Node>& node) {
    ns3::Ptr<ns3::Socket>& socket = listeners_[node->GetId()];
    if (socket) return;
    socket = ns3::Socket::CreateSocket(node, ns3::TcpSocketFactory::GetTypeId());
    set_up(socket);
    socket->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), kStreamPort));
    socket->Listen();
    socket->SetAcceptCallback(ns3::MakeNullCallback<bool, ns3::Ptr<ns3::Socket>, const ns3::Address&>(),
                              ns3::MakeCallback(&Transport::accepted, this));
  }

  void accepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address&) {
    receptions_[socket] = {ns3::Create<ns3::Packet>(), {}, 0};
    socket->SetRecvCallback(ns3::MakeCallback(&Transport::stream_came, this));
  }

  void stream_came(ns3::Ptr<ns3::Socket> socket) {
    Reception& reception = receptions_.at(socket);
    while (const auto packet = socket->Recv()) {
      if (packet->GetSize() == 0) break;
      reception.unread->AddAtEnd(packet);
    }
    for (;;) {
      const std::uint32_t there = reception.unread->GetSize();
      if (!reception.message) {
        if (there < SegmentHeader::kBytes) return;
        reception.message.emplace();
        reception.unread->PeekHeader(*reception.message);
        reception.missing = reception.message->message_bytes;
      }
      const std::uint32_t part = std::min(there, reception.missing);
      reception.unread->RemoveAtStart(part);
      reception.missing -= part;
      if (reception.missing > 0) return;
      const SegmentHeader header = *std::exchange(reception.message, std::nullopt);
      deliver(header);
    }
  }

  void connect(std::uint32_t id) {
    FlowState& flow = flows_[id];
    const auto socket = ns3::Socket::CreateSocket(flow.source.node, ns3::TcpSocketFactory::GetTypeId());
    flow.connection.socket = socket;
    set_up(socket);
    socket->SetIpTos(flow.type_of_service);
    const auto is_open = [this, id](const ns3::Ptr<ns3::Socket>&) { push(id); };
    const auto is_broken = [this, id](const ns3::Ptr<ns3::Socket>& which) {
      if (which == flows_[id].connection.socket) begin_again(id);
    };
    socket->SetConnectCallback(ns3::Callback<void, ns3::Ptr<ns3::Socket>>(is_open),
                               ns3::Callback<void, ns3::Ptr<ns3::Socket>>(is_broken));
    socket->SetCloseCallbacks(ns3::Callback<void, ns3::Ptr<ns3::Socket>>(is_broken),
                              ns3::Callback<void, ns3::Ptr<ns3::Socket>>(is_broken));
    socket->SetSendCallback(ns3::Callback<void, ns3::Ptr<ns3::Socket>, std::uint32_t>(
        [this, id](const ns3::Ptr<ns3::Socket>&, std::uint32_t) { push(id); }));
    socket->Bind();
    socket->Connect(ns3::InetSocketAddress(flow.destination.address, kStreamPort));
  }

  /// A message that was on its way in the broken connection is lost; those behind it wait for the next.
  void begin_again(std::uint32_t id) {
    Connection& connection = flows_[id].connection;
    broken_.push_back(std::exchange(connection.socket, nullptr));  // it is calling us: its callbacks must stay
    if (!connection.queue.empty() && connection.queue.front().unsent < connection.queue.front().bytes) {
      connection.queue.pop_front();
    }
    if (!connection.queue.empty()) connect(id);
  }

  void push(std::uint32_t id) {
    Connection& connection = flows_[id].connection;
    while (connection.socket && !connection.queue.empty()) {
      Outgoing& message = connection.queue.front();
      const std::uint32_t room = connection.socket->GetTxAvailable();
      if (room < SegmentHeader::kBytes) return;
      std::uint32_t part = std::min(room, message.unsent);
      ns3::Ptr<ns3::Packet> packet;
      if (message.unsent == message.bytes) {
        SegmentHeader header;
        header.flow = id;
        header.sequence = message.sequence;
        header.message_bytes = message.bytes;
        packet = ns3::Create<ns3::Packet>(part - SegmentHeader::kBytes);
        packet->AddHeader(header);
      } else {
        packet = ns3::Create<ns3::Packet>(part);
      }
      if (connection.socket->Send(packet) < 0) return;
      message.unsent -= part;
      if (message.unsent == 0) connection.queue.pop_front();
    }
  }

  Simulation& simulation_;
  Network& network_;
  MessageLog log_;
  std::deque<FlowState> flows_;  ///< a flow stays where it is when another is opened
  std::map<std::uint32_t, ns3::Ptr<ns3::Socket>> datagram_sockets_;  ///< by node
  std::map<std::uint32_t, ns3::Ptr<ns3::Socket>> listeners_;         ///< by node
  std::map<ns3::Ptr<ns3::Socket>, Reception> receptions_;
  std::vector<ns3::Ptr<ns3::Socket>> broken_;
};

Messaging::Messaging(Simulation& simulation, Network& network, core::Nanoseconds lifetime)
    : transport_(std::make_unique<Transport>(simulation, network, lifetime)) {}
Messaging::~Messaging() = default;

FlowId Messaging::open(const data::Flow& flow, Delivery delivery, std::function<void(const Arrival&)> arrived) {
  return transport_->open(flow, delivery, std::move(arrived));
}

std::int64_t Messaging::send(FlowId flow, std::int64_t bytes, std::uint64_t content) {
  return transport_->send(flow, bytes, content);
}

const MessageLog& Messaging::log() const {
  return transport_->log();
}

}  // namespace plantproof::network
