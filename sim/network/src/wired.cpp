#include "network/wired.hpp"

#include <memory>
#include <utility>

#include "lan.hpp"
#include "parts.hpp"
#include "train.hpp"

namespace plantproof::network {

Network build_wired(const Wired& wired, Simulation&) {
  auto parts = std::make_unique<Network::Parts>();
  parts->longest_train = kLongestTrain;
  Lan lan(wired.ethernet);
  std::int64_t stream = 0;
  for (const Device& device : wired.devices) parts->add(device.name, lan.add(device, stream));
  return Network(std::move(parts));
}

}  // namespace plantproof::network
