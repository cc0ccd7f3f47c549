#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "data_collection/cache.hpp"
#include "data_collection/node.hpp"
#include "data_collection/registry.hpp"
#include "plants/plant.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

/// The enterprise node: it knows what its own enterprise registered, keeps what it has learnt in a cache, and finds out
/// the rest: of neighbours from its secondary node; of strangers from theirs, which the top-level node names when the
/// secondary node does not know them, and which it remembers.
///
///     asked -> cache -> secondary -> top-level -> secondary of the stranger
class Resolver {
 public:
  /// What an identifier stands for: the version of its registration; nothing where no node answered.
  using Answered = std::function<void(std::int64_t version)>;

  /// Parameters, registry and plant outlive it. Its cache has been at work since `since`, at so many questions a
  /// second.
  Resolver(const scenarios::DataCollection::Resolver& parameters, const Registry& registry, Plant& plant,
           core::Instant since, double questions_per_s);

  /// Between who asks and this node.
  [[nodiscard]] Node& itself() { return enterprise_; }
  /// Looks for the identifier, now; `answered` is called when it is found, and never when nobody answered or the text
  /// is no identifier.
  void resolve(const std::string& identifier, const Answered& answered);

 private:
  enum class Step { Secondary, Top, Foreign };
  struct Search {
    std::string identifier;
    std::string owner;
    Realm realm;
    Answered answered;
  };

  void warm_up(core::Instant since, double questions_per_s);
  /// Calls `said` when the node has answered; a node that has not is asked again, and its first answer counts.
  void ask(Node& node, const std::function<void()>& said);
  void ask(Node& node, std::int64_t attempt, const std::function<void()>& said,
           const std::shared_ptr<const bool>& is_said);
  void take(Step step, const std::shared_ptr<Search>& search);
  void finish(Search& search);

  const scenarios::DataCollection::Resolver& parameters_;
  const Registry& registry_;
  Plant& plant_;
  Node enterprise_;
  Node secondary_;
  Node top_;
  Node foreign_;
  Cache<std::int64_t> answers_;  ///< version by identifier
  Cache<Step> ways_;             ///< whom to ask first, by owner
};

}  // namespace plantproof::plants::collection
