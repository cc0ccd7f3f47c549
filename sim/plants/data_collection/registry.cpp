#include "data_collection/registry.hpp"

#include <algorithm>
#include <cmath>

#include "data_collection/identifier.hpp"

namespace plantproof::plants::collection {
namespace {

constexpr std::int64_t kOwnNode = 66;  // the number of the plant's own secondary node

Form form_of(const scenarios::DataCollection::Identifiers& identifiers, double uniform) {
  if (uniform < identifiers.handle_ratio.value) return Form::Handle;
  if (uniform < identifiers.handle_ratio.value + identifiers.oid_ratio.value) return Form::Oid;
  return Form::Gs1;
}

struct Owner {
  Realm realm;
  std::int64_t node;
  std::int64_t enterprise;
  Form form;
};

}  // namespace

Registry::Registry(const scenarios::DataCollection::Identifiers& identifiers, std::uint64_t seed, core::Instant since)
    : seed_(seed),
      since_(since),
      changes_per_s_(identifiers.registered_again_per_h.value / core::kSecondsPerHour /
                     static_cast<double>(identifiers.count.value)) {
  // The plant's own enterprise is number 0 of its node; strangers have ten of a node.
  core::Draws draws(seed);
  constexpr std::int64_t kOfANode = 10;
  std::vector<Owner> owners = {{Realm::Own, kOwnNode, 0, Form::Handle}};
  const std::int64_t neighbours = identifiers.neighbours.value;
  const std::int64_t strangers = identifiers.strangers.value;
  for (std::int64_t i = 0; i < neighbours; ++i)
    owners.push_back({Realm::Neighbour, kOwnNode, i + 1, form_of(identifiers, draws.uniform())});
  for (std::int64_t i = 0; i < strangers; ++i) {
    const std::int64_t node = kOwnNode + 1 + i / kOfANode;
    owners.push_back({Realm::Stranger, node, i % kOfANode, form_of(identifiers, draws.uniform())});
  }
  std::vector<std::int64_t> objects(owners.size());
  double sum = 0;
  const auto one_of = [&draws](std::int64_t count) {
    return static_cast<std::int64_t>(draws.uniform() * static_cast<double>(count));
  };
  for (std::int64_t rank = 0; rank < identifiers.count.value; ++rank) {
    const double realm = draws.uniform();
    std::int64_t owner = 0;
    if (realm >= identifiers.own_ratio.value + identifiers.neighbour_ratio.value) {
      owner = 1 + neighbours + one_of(strangers);
    } else if (realm >= identifiers.own_ratio.value) {
      owner = 1 + one_of(neighbours);
    }
    const Owner& whose = owners[static_cast<std::size_t>(owner)];
    texts_.push_back(
        make_identifier(whose.form, whose.node, whose.enterprise, objects[static_cast<std::size_t>(owner)]++));
    rank_of_[texts_.back()] = texts_.size() - 1;
    realm_of_[parse_identifier(texts_.back())->owner] = whose.realm;
    sum += std::pow(static_cast<double>(rank + 1), -identifiers.zipf_exponent.value);
    cumulative_.push_back(sum);
  }
  for (double& share : cumulative_) share /= sum;
}

std::size_t Registry::drawn(double uniform) const {
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), uniform);
  return std::min(static_cast<std::size_t>(found - cumulative_.begin()), texts_.size() - 1);
}

Realm Registry::realm(const std::string& owner) const {
  const auto found = realm_of_.find(owner);
  return found == realm_of_.end() ? Realm::Stranger : found->second;
}

std::int64_t Registry::version(const std::string& text, core::Instant when) const {
  const auto rank = rank_of_.find(text);
  if (rank == rank_of_.end() || changes_per_s_ <= 0) return 0;
  core::Draws draws(core::mixed(seed_, rank->second));
  std::int64_t changes = 0;
  double time_s = draws.exponential() / changes_per_s_;
  for (const double until_s = core::in_seconds(when - since_); time_s <= until_s; ++changes)
    time_s += draws.exponential() / changes_per_s_;
  return changes;
}

}  // namespace plantproof::plants::collection
