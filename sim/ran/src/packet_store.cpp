#include "packet_store.hpp"

namespace plantproof::ran {

PacketIndex PacketStore::add(const PacketState& state) {
  if (unused_.empty()) {
    states_.push_back(state);
    return static_cast<PacketIndex>(states_.size() - 1);
  }
  const PacketIndex index = unused_.back();
  unused_.pop_back();
  states_[index] = state;
  return index;
}

}  // namespace plantproof::ran
