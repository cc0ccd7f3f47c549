#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

/// Where an identifier is registered, seen from the plant's enterprise node.
enum class Realm { Own, Neighbour, Stranger };

/// The identifiers that there are, how often each is asked for, and what is registered for it as time goes on.
class Registry {
 public:
  /// `seed` draws who owns which identifier and when registrations change; they do from `since` on.
  Registry(const scenarios::DataCollection::Identifiers& identifiers, std::uint64_t seed, core::Instant since);

  /// The identifier that a part carries: its rank in popularity from 0, by a number from [0, 1).
  [[nodiscard]] std::size_t drawn(double uniform) const;
  [[nodiscard]] const std::string& text(std::size_t rank) const { return texts_[rank]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

  /// Whose the owner's identifiers are; an owner as parse_identifier says. Of nobody known: a stranger.
  [[nodiscard]] Realm realm(const std::string& owner) const;
  /// How often what is registered for the identifier has changed: 0 at first. Of an unknown one: 0.
  [[nodiscard]] std::int64_t version(const std::string& text, core::Instant when) const;

 private:
  std::vector<std::string> texts_;  ///< by rank
  std::vector<double> cumulative_;  ///< share of questions up to that rank
  std::unordered_map<std::string, std::size_t> rank_of_;
  std::unordered_map<std::string, Realm> realm_of_;  ///< by owner
  std::uint64_t seed_;
  core::Instant since_;
  double changes_per_s_;  ///< of one identifier
};

}  // namespace plantproof::plants::collection
