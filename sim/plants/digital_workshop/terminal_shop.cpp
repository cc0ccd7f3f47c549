#include "digital_workshop/terminal_shop.hpp"

#include <algorithm>
#include <utility>

namespace plantproof::plants::workshop {

std::vector<std::string> terminals_of(const scenarios::DigitalWorkshop& workshop) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= workshop.terminals.places.size(); ++i) names.push_back("terminal-" + std::to_string(i));
  return names;
}

TerminalShop::TerminalShop(Plant& plant, const scenarios::DigitalWorkshop& workshop) : Shop(plant, workshop) {
  std::vector<std::unique_ptr<Person>> operators;
  while (std::ssize(operators) < workshop.crew.operators.value)
    operators.push_back(person("", first_place_of_operator(workshop, operators.size())));
  operators_ =
      std::make_unique<WatchfulCrew>(plant, std::move(operators), core::of_seconds(workshop.terminals.round_s.value),
                                     plant.draws("rounds of operators"), std::nullopt);
  const Place crib = place_of(workshop.crew.crib);
  std::vector<std::unique_ptr<Person>> carriers;
  while (std::ssize(carriers) < workshop.crew.carriers.value) carriers.push_back(person("", crib));
  carriers_ = std::make_unique<WatchfulCrew>(plant, std::move(carriers), core::Nanoseconds(0),
                                             plant.draws("rounds of carriers"), crib);
  const std::vector<std::string> names = terminals_of(workshop);
  for (std::size_t i = 0; i < names.size(); ++i) {
    terminals_.emplace_back(plant, workshop, names[i], place_of(workshop.terminals.places[i]));
  }
  for (const auto& machine : machines_) {
    Post& post = posts_.emplace_back(Post{*machine, nearest_terminal(machine->place())});
    machine->connect({[this, &post] { operators_->call(mend(post.machine)); }, [this, &post] { wants_order(post); }});
    post.order = take_over(*machine);
    post.is_idle = post.order == nullptr;
  }
  pool_.tell([this](std::size_t group) { rouse(group); });
}

std::size_t TerminalShop::in_work() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(posts_, [](const Post& post) { return post.order != nullptr; }));
}

TerminalShop::Terminal& TerminalShop::nearest_terminal(const Place& place) {
  return *std::ranges::min_element(terminals_, {},
                                   [&place](const Terminal& terminal) { return aisles_m(terminal.place, place); });
}

/// Its lamp is on.
void TerminalShop::wants_order(Post& post) {
  operators_->call({post.terminal.place, [this, &post](Person& person, const std::function<void()>& done) {
                      step_up(post.terminal, [this, &post, &person, done] { look_up(post, person, done); });
                    }});
}

/// An order waits for the group: a machine of it that has nothing to do gets somebody's attention.
void TerminalShop::rouse(std::size_t group) {
  const auto idle =
      std::ranges::find_if(posts_, [group](const Post& post) { return post.is_idle && post.machine.group() == group; });
  if (idle == posts_.end()) return;
  idle->is_idle = false;
  wants_order(*idle);
}

void TerminalShop::step_up(Terminal& terminal, std::function<void()> to_it) {
  terminal.queue.push_back(std::move(to_it));
  if (terminal.queue.size() == 1) terminal.queue.front()();
}

void TerminalShop::step_back(Terminal& terminal) {
  terminal.queue.pop_front();
  if (!terminal.queue.empty()) terminal.queue.front()();
}

void TerminalShop::look_up(Post& post, Person& person, const std::function<void()>& done) {
  plant_.simulation.after(core::of_seconds(workshop_.terminals.look_up_s.value), [this, &post, &person, done] {
    post.terminal.letters.to_server([this, &post, &person, done] { book(post, person, done); });
  });
}

/// At the server: the machine's order is done; which is next?
void TerminalShop::book(Post& post, Person& person, const std::function<void()>& done) {
  if (Order* const before = std::exchange(post.order, nullptr)) pool_.operation_done(*before, post.machine.place());
  post.order = pool_.take(post.machine.group());
  if (post.order == nullptr) {
    post.terminal.letters.to_device([this, &post, done] {
      step_back(post.terminal);
      post.is_idle = true;
      if (pool_.has(post.machine.group())) rouse(post.machine.group());
      done();
    });
    return;
  }
  post.has_kit = false;
  post.has_program = false;
  carriers_->call(kit(*post.order, post.machine, [this, &post] { kit_came(post); }));
  post.terminal.letters.to_device([this, &post, &person, done] {
    post.terminal.files.fetch(post.order->operation().program_bytes, [this, &post, &person, done] {
      step_back(post.terminal);
      carry(post, person, done);
    });
  });
}

void TerminalShop::carry(Post& post, Person& person, const std::function<void()>& done) {
  person.walk(post.machine.place(), [this, &post, done] { load(post, done); });
}

/// The program and the offsets. When tools and material are there as well he sets the machine up, else somebody does
/// who sees that they have come.
void TerminalShop::load(Post& post, const std::function<void()>& done) {
  const Operation& operation = post.order->operation();
  const double typing_s = static_cast<double>(operation.tools) * workshop_.terminals.type_in_s.value;
  if (operation.is_mistyped) post.order->is_scrap.front() = true;
  plant_.simulation.after(core::of_seconds(workshop_.terminals.load_s.value + typing_s), [this, &post, done] {
    post.has_program = true;
    if (post.has_kit) return set_up(post, done);
    done();
  });
}

void TerminalShop::kit_came(Post& post) {
  post.has_kit = true;
  if (!post.has_program) return;
  operators_->call(
      {post.machine.place(), [this, &post](Person&, const std::function<void()>& done) { set_up(post, done); }});
}

void TerminalShop::set_up(Post& post, const std::function<void()>& done) {
  plant_.simulation.after(post.order->operation().setup, [&post, done] {
    post.machine.begin(*post.order);
    done();
  });
}

}  // namespace plantproof::plants::workshop
