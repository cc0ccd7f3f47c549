#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/digital_workshop.hpp"

namespace plantproof::plants::workshop {

/// Where orders are given to machines, and where people are called, at the edge.
inline constexpr const char* kDispatchServer = "dispatch-server";
inline constexpr const char* kCallServer = "call-server";

/// What a server and a device tell each other. A letter is read at the other end once, and after those before it: it
/// is sent again until its receipt comes, and only then the next. A status is sent once, and read if it comes.
class Letters {
 public:
  using Read = std::function<void()>;

  /// Opens the two flows of the device. Plant and parameters outlive it.
  Letters(Plant& plant, const scenarios::DigitalWorkshop::Messages& messages, const std::string& device,
          const std::string& server);
  Letters(const Letters&) = delete;
  Letters& operator=(const Letters&) = delete;

  /// To the device, and from it.
  [[nodiscard]] static std::vector<data::Flow> flows_of(const std::string& device, const std::string& server);

  void to_device(Read read) { send(down_, std::move(read)); }
  void to_server(Read read) { send(up_, std::move(read)); }
  void status(Read read);

 private:
  /// One direction.
  struct Way {
    explicit Way(network::Simulation& simulation) : repeat(simulation) {}
    network::FlowId flow{};
    std::deque<Read> letters;  ///< all that were sent
    std::size_t receipts = 0;  ///< of so many
    std::size_t read = 0;      ///< so many
    Timer repeat;
  };

  void send(Way& way, Read read);
  void post(Way& way);
  void came(Way& way, Way& back, std::uint64_t content);

  Plant& plant_;
  const scenarios::DigitalWorkshop::Messages& messages_;
  Way down_;
  Way up_;
  std::deque<Read> statuses_;
};

}  // namespace plantproof::plants::workshop
