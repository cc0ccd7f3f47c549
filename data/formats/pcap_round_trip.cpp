// A capture of one point of a network: a request and its answer are a round trip.
#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>

#include "capture/capture_reader.hpp"
#include "capture/exchange.hpp"
#include "capture/relations.hpp"
#include "capture/stream.hpp"
#include "capture/window.hpp"
#include "format.hpp"
#include "source_options.hpp"

namespace plantproof::data {
namespace {

using capture::AddressPair;
using capture::Application;
using capture::CaptureReader;
using capture::Key;
using capture::Packet;
using capture::Role;

// Who asks whom.
struct Ends {
  AddressPair addresses;  // from client to server
  std::uint16_t client_port = 0;
  std::uint16_t server_port = 0;
};

Key exchange_key(const Ends& ends, std::uint32_t id) {
  const std::array<std::uint64_t, 6> fields = {ends.addresses.source.high,
                                               ends.addresses.source.low,
                                               ends.addresses.destination.high,
                                               ends.addresses.destination.low,
                                               static_cast<std::uint64_t>(ends.client_port) << 16 | ends.server_port,
                                               static_cast<std::uint64_t>(ends.addresses.source.kind) << 32 | id};
  return capture::key_of(fields);
}

struct KeyHash {
  std::size_t operator()(const Key& key) const { return key.low; }
};

struct Connection {
  Connection(const Ends& both, std::uint32_t index, Application application)
      : ends(both), flow(index), from_client(application, false), from_server(application, true) {}
  Ends ends;
  std::uint32_t flow;
  capture::Stream from_client;
  capture::Stream from_server;
};

struct Request {
  std::int64_t sent = 0;
  std::int64_t number = 0;
  std::int64_t sequence = 0;
  std::uint32_t flow = 0;
  std::uint32_t bytes = 0;
  std::uint32_t connection = 0;
  std::uint32_t holes = 0;  // of the answers' stream, when it was sent
  bool is_held_back = false;
};

class RoundTrips : public capture::StreamListener {
 public:
  RoundTrips(CaptureReader& reader, capture::Relations& relations, const capture::Selection& selection,
             Application application, std::uint16_t port, core::Nanoseconds within, Sink& sink)
      : reader_(&reader),
        relations_(&relations),
        selection_(selection),
        application_(application),
        port_(port),
        within_(within.count()),
        sink_(&sink) {}

  void run() {
    while (reader_->next()) {
      now_ = std::max(now_, reader_->time_ns());
      waiting_.expire(now_ - within_, [&](const Request& request) { give_up(request); });
      const Packet& packet = reader_->packet();
      if (application_ == Application::Icmp) {
        take_echo(packet);
      } else if (application_ == Application::Dns) {
        take_datagram(packet);
      } else {
        take_segment(packet);
      }
    }
    waiting_.expire(std::numeric_limits<std::int64_t>::max(), [&](const Request& request) { give_up(request); });
    sink_->use(used_);
  }

  void report() const {
    if (after_holes_ > 0) {
      sink_->remark({fmt::format("TCP 流有 {} 处缺段，最早在第 {} 个包之前", after_holes_, first_after_hole_),
                     fmt::format("TCP segments are missing in {} places, first before packet {}", after_holes_,
                                 first_after_hole_)});
    }
    if (undetermined_ > 0) {
      sink_->remark({fmt::format("{} 个请求未见应答，但其后缺段或捕获已结束：不计为丢失，已拒绝", undetermined_),
                     fmt::format("{} requests have no answer where segments are missing or the capture ends: refused, "
                                 "not counted as lost",
                                 undetermined_)});
    }
    if (ambiguous_ > 0) {
      sink_->remark({fmt::format("{} 个请求发出时，同一编号的请求尚未应答：按先后顺序配对", ambiguous_),
                     fmt::format("{} requests were sent while one of the same number had no answer yet: answers are "
                                 "taken in order",
                                 ambiguous_)});
    }
    if (held_back_ > 0) {
      sink_->remark({fmt::format("{} 个 OPC UA Publish 请求不计：服务器有通知时才应答，其时延不是网络的", held_back_),
                     fmt::format("{} Publish requests of OPC UA are left out: a server answers them when it has "
                                 "something to tell, which is no delay of the network",
                                 held_back_)});
    }
  }

  void begins(const capture::StreamMessage& message) override {
    if (message.heading.role == Role::Response) return;
    ++in_packet_;
    if (message.heading.role == Role::Request) {
      const Connection& connection = connections_[connection_];
      const Key key = exchange_key(connection.ends, message.heading.id);
      if (waiting_.find(key).first != nullptr) ++ambiguous_;
      ask(key, {message.begun_ns, reader_->number(), 0, connection.flow, message.heading.length, connection_,
                connection.from_server.holes(), message.heading.is_held_back});
    } else {
      reader_->pass_over(1);
    }
  }

  void ends(const capture::StreamMessage& message) override {
    if (message.heading.role != Role::Response) return;
    ++in_packet_;
    answer(exchange_key(connections_[connection_].ends, message.heading.id));
  }

 private:
  void take_echo(const Packet& packet) {
    const bool is_v4 = packet.protocol == capture::kIcmp;
    const bool is_echo = is_v4 || packet.protocol == capture::kIcmpV6;
    const bool is_request = is_echo && packet.icmp_type == (is_v4 ? 8 : 128);
    const bool is_reply = is_echo && packet.icmp_type == (is_v4 ? 0 : 129);
    if ((!is_request && !is_reply) || packet.fragment != 0) return reader_->pass_over(1);
    take_message(packet, is_request, {{}, packet.source_port, packet.destination_port}, 0);
  }

  void take_datagram(const Packet& packet) {
    const bool is_dns = packet.protocol == capture::kUdp && packet.fragment == 0 &&
                        (packet.source_port == port_ || packet.destination_port == port_);
    if (!is_dns) return reader_->pass_over(1);
    const capture::Heading heading = capture::dns_heading(packet.payload);
    if (heading.length == 0) {
      return reader_->refuse(core::Refusal::Malformed, reader_->number(), {"不是 DNS 报文", "no message of DNS"});
    }
    const bool is_request = heading.role == Role::Request;
    take_message(packet, is_request,
                 {{},
                  is_request ? packet.source_port : packet.destination_port,
                  is_request ? packet.destination_port : packet.source_port},
                 heading.id);
  }

  // A datagram that is a whole message. One that asks again with the same number is the same request.
  void take_message(const Packet& packet, bool is_request, Ends ends, std::uint32_t id) {
    ends.addresses = packet.addresses;
    if (!is_request) std::swap(ends.addresses.source, ends.addresses.destination);
    if (!selection_.has(ends.addresses)) return reader_->pass_over(1);
    const Key key = exchange_key(ends, id);
    if (!is_request) return answer(key);
    if (waiting_.find(key).first != nullptr) {
      return reader_->refuse(core::Refusal::DuplicateKey, reader_->number(),
                             {"同一请求再次发出，以第一次为准", "the same request once more; the first one counts"});
    }
    ask(key, {reader_->time_ns(), reader_->number(), 0, relations_->index_of(ends.addresses), packet.payload_length});
  }

  void take_segment(const Packet& packet) {
    const bool from_server = packet.source_port == port_;
    const bool is_of_port = from_server != (packet.destination_port == port_);
    if (packet.protocol != capture::kTcp || packet.fragment != 0 || !is_of_port) return reader_->pass_over(1);
    Ends ends{packet.addresses, packet.source_port, packet.destination_port};
    if (from_server) {
      std::swap(ends.addresses.source, ends.addresses.destination);
      std::swap(ends.client_port, ends.server_port);
    }
    if (!selection_.has(ends.addresses)) return reader_->pass_over(1);
    const auto [known, is_new] =
        by_ends_.emplace(exchange_key(ends, 0), static_cast<std::uint32_t>(connections_.size()));
    if (is_new) connections_.emplace_back(ends, relations_->index_of(ends.addresses), application_);
    connection_ = known->second;
    in_packet_ = 0;
    capture::Stream& stream =
        from_server ? connections_[connection_].from_server : connections_[connection_].from_client;
    const capture::Segment segment = stream.take(packet, reader_->time_ns(), *this);
    if (segment == capture::Segment::AfterHole && after_holes_++ == 0) first_after_hole_ = reader_->number();
    if (in_packet_ > 0) return;
    if (segment == capture::Segment::Seen) {
      return reader_->refuse(core::Refusal::DuplicateKey, reader_->number(),
                             {"重传的 TCP 段，以第一次为准", "a segment of TCP sent again; the first one counts"});
    }
    if (segment == capture::Segment::Unreadable) {
      const std::string& name = capture::application_names()[static_cast<std::size_t>(application_)];
      return reader_->refuse(
          core::Refusal::Malformed, reader_->number(),
          {fmt::format("此处应是 {} 报文的开头，但不是", name), fmt::format("no message of {} begins here", name)});
    }
    if (packet.payload_length == 0) return reader_->pass_over(1);
    ++used_;
  }

  void ask(const Key& key, Request request) {
    if (!request.is_held_back) request.sequence = relations_->next_sequence(request.flow);
    waiting_.add(key, now_, request);
  }

  void answer(const Key& key) {
    const auto known = waiting_.find(key);
    if (known.first == nullptr) {
      if (known.is_held) {
        return reader_->refuse(core::Refusal::DuplicateKey, reader_->number(),
                               {"同一请求的第二个应答", "a second answer to the same request"});
      }
      return reader_->refuse(core::Refusal::Unmatched, reader_->number(),
                             {"没有与之对应的请求", "no request for this response"});
    }
    const Request request = *known.first;
    waiting_.take(key);
    if (request.is_held_back) {
      ++held_back_;
      return reader_->pass_over(2);
    }
    most_delay_ = std::max(most_delay_, reader_->time_ns() - request.sent);
    used_ += 2;
    relations_->add(request.flow, request.sequence, request.sent, reader_->time_ns(), request.bytes);
  }

  void give_up(const Request& request) {
    if (request.is_held_back) {
      ++held_back_;
      return reader_->pass_over(1);
    }
    const bool has_hole =
        capture::is_stream(application_) && connections_[request.connection].from_server.holes() != request.holes;
    const bool is_at_end = reader_->is_at_end() && request.sent + most_delay_ > reader_->last_ns();
    if (has_hole || is_at_end) {
      ++undetermined_;
      return reader_->refuse(core::Refusal::MissingValue, request.number,
                             {has_hole ? "应答方向缺段，是否应答无从得知" : "捕获已结束，是否应答无从得知",
                              has_hole ? "segments are missing where its answer may have been"
                                       : "the capture ends before its answer could be seen"});
    }
    ++used_;
    relations_->add(request.flow, request.sequence, request.sent, std::nullopt, request.bytes);
  }

  CaptureReader* reader_;
  capture::Relations* relations_;
  capture::Selection selection_;
  Application application_;
  std::uint16_t port_;
  std::int64_t within_;
  Sink* sink_;
  capture::Window<Request> waiting_;
  std::unordered_map<Key, std::uint32_t, KeyHash> by_ends_;
  std::vector<Connection> connections_;
  std::uint32_t connection_ = 0;  // of the packet
  std::int64_t in_packet_ = 0;    // messages that the packet is counted by
  std::int64_t now_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t used_ = 0;
  std::int64_t most_delay_ = 0;
  std::int64_t after_holes_ = 0;
  std::int64_t first_after_hole_ = 0;
  std::int64_t undetermined_ = 0;
  std::int64_t ambiguous_ = 0;
  std::int64_t held_back_ = 0;
};

void read(const Source& source, Sink& sink) {
  const input::YamlNode& options = source.options;
  const auto application = static_cast<Application>(options.required("protocol").choice(capture::application_names()));
  const Flow flow = flow_option(options, FlowKind::RoundTrip, "", "");
  const capture::Selection selection{capture::address_option(options.optional("source")),
                                     capture::address_option(options.optional("destination"))};
  constexpr std::int64_t kLastPort = 65535;
  const input::YamlNode port_node = options.optional("port");
  const auto port = port_node.exists() ? static_cast<std::uint16_t>(port_node.integer(1, kLastPort))
                                       : capture::default_port(application);
  const auto reading = capture::reader_options(options, std::chrono::seconds(10), std::chrono::hours(24));
  CaptureReader reader(source.path, "", reading, sink);
  if (sink.has_failed()) return;
  sink.add_in_any_order();  // the reader tells where the file's own times go back
  capture::Relations relations(flow, selection.source && selection.destination, sink);
  RoundTrips round_trips(reader, relations, selection, application, port, reading.within, sink);
  round_trips.run();
  reader.finish();
  round_trips.report();
}

}  // namespace

const Format& pcap_round_trip_format();
const Format& pcap_round_trip_format() {
  static const Format kFormat = {
      "pcap_round_trip",
      {"一个捕获点的 pcap 或 pcapng 文件：请求与应答配成一条往返消息",
       "a pcap or pcapng file of one capture point: a request and its answer are a round-trip message"},
      capture::with_reader_options(
          {capture::relation_option(),
           {"protocol",
            {"icmp（回显）、dns、modbus（Modbus/TCP）、s7（S7comm）或 opcua（OPC UA 二进制），必填",
             "icmp (echo), dns, modbus (Modbus/TCP), s7 (S7comm) or opcua (OPC UA binary); required"}},
           {"port",
            {"服务器端口；缺省为 dns 53、modbus 502、s7 102、opcua 4840",
             "the server's port; dns 53, modbus 502, s7 102, opcua 4840 unless given"}},
           {"source", {"只取此客户端的请求", "only requests of this client"}},
           {"destination", {"只取发往此服务器的请求", "only requests to this server"}},
           {"within",
            {"应答至多多久到达，缺省 10s；更久即为丢失",
             "the longest time until an answer arrives, 10s unless given; beyond it is lost"}}}),
      read};
  return kFormat;
}

}  // namespace plantproof::data
