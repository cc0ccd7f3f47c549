#include "data_collection/resolver.hpp"

#include <algorithm>
#include <utility>

#include "data_collection/identifier.hpp"

namespace plantproof::plants::collection {

using Parameters = scenarios::DataCollection::Resolver;

Resolver::Resolver(const Parameters& parameters, const Registry& registry, Plant& plant, core::Instant since,
                   double questions_per_s)
    : parameters_(parameters),
      registry_(registry),
      plant_(plant),
      enterprise_(parameters.enterprise, plant.draws("others at the enterprise node"),
                  plant.draws("ways to the enterprise node"), plant.simulation.now()),
      secondary_(parameters.secondary, plant.draws("others at the secondary node"),
                 plant.draws("ways to the secondary node"), plant.simulation.now()),
      top_(parameters.top, plant.draws("others at the top-level node"), plant.draws("ways to the top-level node"),
           plant.simulation.now()),
      foreign_(parameters.foreign, plant.draws("others at foreign nodes"), plant.draws("ways to foreign nodes"),
               plant.simulation.now()),
      answers_(static_cast<std::size_t>(parameters.cache_entries.value),
               core::of_seconds(parameters.time_to_live_s.value)),
      ways_(static_cast<std::size_t>(parameters.cache_entries.value),
            core::of_seconds(parameters.time_to_live_s.value)) {
  warm_up(since, questions_per_s);
}

// What was asked before is as what will be asked; that an answer takes a moment changes nothing for later ones.
void Resolver::warm_up(core::Instant since, double questions_per_s) {
  if (questions_per_s <= 0) return;
  core::Draws draws = plant_.draws("questions before the run");
  const core::Instant start = plant_.simulation.now();
  for (core::Instant when = since;;) {
    when += core::of_seconds(draws.exponential() / questions_per_s);
    if (when >= start) return;
    const std::string& identifier = registry_.text(registry_.drawn(draws.uniform()));
    const std::string owner = parse_identifier(identifier)->owner;
    const Realm realm = registry_.realm(owner);
    if (realm == Realm::Own || answers_.find(identifier, when) != nullptr) continue;
    answers_.put(identifier, registry_.version(identifier, when), when);
    if (realm == Realm::Stranger && ways_.find(owner, when) == nullptr) ways_.put(owner, Step::Foreign, when);
  }
}

void Resolver::resolve(const std::string& identifier, const Answered& answered) {
  const core::Instant now = plant_.simulation.now();
  const auto parsed = parse_identifier(identifier);
  if (!parsed) return;
  const Realm realm = registry_.realm(parsed->owner);
  if (realm == Realm::Own) return answered(registry_.version(identifier, now));
  if (const std::int64_t* version = answers_.find(identifier, now)) return answered(*version);
  const Step* first = ways_.find(parsed->owner, now);
  take(first == nullptr ? Step::Secondary : *first,
       std::make_shared<Search>(Search{identifier, parsed->owner, realm, answered}));
}

void Resolver::take(Step step, const std::shared_ptr<Search>& search) {
  switch (step) {
    case Step::Secondary:
      return ask(secondary_, [this, search] {
        if (search->realm == Realm::Stranger) {
          take(Step::Top, search);
        } else {
          finish(*search);
        }
      });
    case Step::Top:
      return ask(top_, [this, search] {
        ways_.put(search->owner, Step::Foreign, plant_.simulation.now());
        take(Step::Foreign, search);
      });
    case Step::Foreign:
      return ask(foreign_, [this, search] { finish(*search); });
  }
}

void Resolver::ask(Node& node, const std::function<void()>& said) {
  const auto is_said = std::make_shared<bool>(false);
  ask(
      node, 1,
      [said, is_said] {
        if (!std::exchange(*is_said, true)) said();
      },
      is_said);
}

void Resolver::ask(Node& node, std::int64_t attempt, const std::function<void()>& said,
                   const std::shared_ptr<const bool>& is_said) {
  network::Simulation& simulation = plant_.simulation;
  simulation.after(core::of_milliseconds(parameters_.timeout_ms.value), [this, &node, attempt, said, is_said] {
    if (!*is_said && attempt < parameters_.attempts.value) ask(node, attempt + 1, said, is_said);
  });
  const auto there = node.way();
  const auto back = node.way();
  if (!there) return;
  simulation.after(*there, [&node, &simulation, back, said] {
    const core::Instant served = node.served(simulation.now());
    if (back) simulation.at(served + *back, said);
  });
}

void Resolver::finish(Search& search) {
  const core::Instant now = plant_.simulation.now();
  const std::int64_t version = registry_.version(search.identifier, now);
  answers_.put(search.identifier, version, now);
  search.answered(version);
}

}  // namespace plantproof::plants::collection
