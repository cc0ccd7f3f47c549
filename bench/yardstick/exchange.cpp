#include "exchange.hpp"

#include <cstddef>
#include <ctime>
#include <map>

#include <ns3/inet-socket-address.h>
#include <ns3/nstime.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>
#include <ns3/socket.h>
#include <ns3/udp-socket-factory.h>

namespace plantproof::yardstick {
namespace {

constexpr std::uint32_t kBytes = 100;
constexpr std::uint16_t kPort = 9;
constexpr std::int64_t kPeriodNs = 10'000'000;

class Exchange {
 public:
  explicit Exchange(const std::vector<Pair>& pairs) {
    for (const Pair& pair : pairs) {
      ways_.push_back({socket(pair.device), ns3::InetSocketAddress(pair.peer_address, kPort)});
      ways_.push_back({socket(pair.peer), ns3::InetSocketAddress(pair.device_address, kPort)});
    }
  }

  void start(std::int64_t packets) {
    const auto ways = std::int64_t(ways_.size());
    periods_ = packets / ways;
    for (std::int64_t way = 0; way < ways; ++way) {
      const std::int64_t phase_ns = kPeriodNs * (way / 2) / (ways / 2) + (way % 2 == 0 ? 0 : kPeriodNs / 2);
      ns3::Simulator::Schedule(ns3::Time(phase_ns), &Exchange::send, this, std::size_t(way), std::int64_t(0));
    }
  }

  std::int64_t arrived() const { return arrived_; }

 private:
  struct Way {
    ns3::Ptr<ns3::Socket> from;
    ns3::Address to;
  };

  ns3::Ptr<ns3::Socket> socket(const ns3::Ptr<ns3::Node>& node) {
    ns3::Ptr<ns3::Socket>& socket = sockets_[node->GetId()];
    if (!socket) {
      socket = ns3::Socket::CreateSocket(node, ns3::UdpSocketFactory::GetTypeId());
      socket->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), kPort));
      socket->SetRecvCallback(ns3::MakeCallback(&Exchange::receive, this));
    }
    return socket;
  }

  void send(std::size_t way, std::int64_t period) {
    ways_[way].from->SendTo(ns3::Create<ns3::Packet>(kBytes), 0, ways_[way].to);
    if (period + 1 < periods_) {
      ns3::Simulator::Schedule(ns3::Time(kPeriodNs), &Exchange::send, this, way, period + 1);
    }
  }

  void receive(ns3::Ptr<ns3::Socket> socket) {
    while (socket->Recv()) ++arrived_;
  }

  std::vector<Way> ways_;
  std::map<std::uint32_t, ns3::Ptr<ns3::Socket>> sockets_;
  std::int64_t periods_ = 0;
  std::int64_t arrived_ = 0;
};

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

}  // namespace

Cost exchange(const std::vector<Pair>& pairs, std::int64_t packets, double start_s) {
  Exchange exchange(pairs);
  if (start_s > 0) {
    ns3::Simulator::Stop(ns3::Seconds(start_s));
    ns3::Simulator::Run();
  }
  exchange.start(packets);
  const double per_period = double(2 * pairs.size());
  ns3::Simulator::Stop(ns3::Seconds(double(packets) / per_period * 0.01 + 0.1));
  const double begin = cpu_seconds();
  ns3::Simulator::Run();
  return {cpu_seconds() - begin, exchange.arrived()};
}

}  // namespace plantproof::yardstick
