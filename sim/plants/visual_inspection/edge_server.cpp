#include "visual_inspection/edge_server.hpp"

#include <algorithm>
#include <cmath>

namespace plantproof::plants::inspection {

EdgeServer::EdgeServer(Plant& plant, const scenarios::VisualInspection& parameters)
    : plant_(plant),
      parameters_(parameters),
      classifier_(parameters),
      gpus_(static_cast<std::size_t>(parameters.server.gpus.value)) {}

void EdgeServer::serve(const Items& items, network::FlowId orders, network::FlowId results) {
  const double drawn = plant_.draws("images of " + items.line()).uniform();
  lines_.emplace(items.line(), Line{.items = items,
                                    .orders = orders,
                                    .results = results,
                                    .seed = static_cast<std::uint64_t>(drawn * 0x1p53),
                                    .coarseness = parameters_.camera.coarseness.value});
}

void EdgeServer::receive(const std::string& name, const Note& image) {
  Line& line = lines_.at(name);
  const core::Instant now = plant_.simulation.now();
  const auto [found, is_first] =
      line.cases.try_emplace(image.item, Case{Jury(parameters_.camera.images.value, parameters_.camera.retakes.value)});
  Case& of_item = found->second;
  if (is_first) {
    const core::Instant last_moment = line.items[image.item].presented +
                                      core::of_seconds(parameters_.gate_m.value / parameters_.belt_speed_mps.value) -
                                      core::of_milliseconds(parameters_.server.reserve_ms.value);
    plant_.simulation.at(std::max(now, last_moment), [this, &line, item = image.item] { close(line, item); });
  }
  of_item.coarseness = image.coarseness;
  if (++of_item.images == parameters_.camera.images.value) adapt(line, image.item, image.coarseness);
  if (of_item.is_closed) return;
  const double pixels = std::exp2(-2.0 * static_cast<double>(image.coarseness));
  const core::Instant done = gpus_.done(now, core::of_milliseconds(parameters_.server.inference_ms.value * pixels));
  plant_.simulation.at(done, [this, &line, image] { judge(line, image); });
}

data::Judgement EdgeServer::judgement_of(const Line& line, const Note& image) const {
  const Item& item = line.items[image.item];
  const double wrong = item.defect_mm ? classifier_.miss_ratio(*item.defect_mm, image.coarseness)
                                      : classifier_.false_alarm_ratio(image.coarseness);
  core::Draws draws(core::mixed(core::mixed(line.seed, static_cast<std::uint64_t>(image.item)),
                                static_cast<std::uint64_t>(image.number)));
  const bool is_right = draws.uniform() >= wrong;
  return is_right == item.defect_mm.has_value() ? data::Judgement::Bad : data::Judgement::Good;
}

void EdgeServer::judge(Line& line, const Note& image) {
  Case& of_item = line.cases.at(image.item);
  if (of_item.is_closed) return;
  switch (of_item.jury.hear(judgement_of(line, image))) {
    case Jury::Next::Wait:
      return;
    case Jury::Next::AskAgain:
      return order(line, image.item, parameters_.camera.retakes.value);
    case Jury::Next::Decide:
      return decide(line, image.item);
  }
}

void EdgeServer::decide(Line& line, std::int64_t item) {
  Case& of_item = line.cases.at(item);
  of_item.is_closed = true;
  const Note result{item, of_item.jury.majority() == data::Judgement::Bad ? 1 : 0, 0};
  plant_.messaging->send(line.results, parameters_.server.result_bytes.value, result.packed());
}

void EdgeServer::close(Line& line, std::int64_t item) {
  Case& of_item = line.cases.at(item);
  if (of_item.images < parameters_.camera.images.value) adapt(line, item, of_item.coarseness);
  if (!of_item.is_closed && of_item.jury.votes() > 0) decide(line, item);
  of_item.is_closed = true;
}

void EdgeServer::adapt(Line& line, std::int64_t item, std::int64_t coarseness) {
  const scenarios::VisualInspection::Adaptation& adaptation = parameters_.adaptation;
  if (!adaptation.enabled.value || coarseness != line.coarseness) return;
  const core::Nanoseconds took = plant_.simulation.now() - line.items[item].presented;
  const core::Nanoseconds slow = core::of_milliseconds(adaptation.slow_ms.value);
  line.calm = 2 * took <= slow ? line.calm + 1 : 0;
  if (took > slow && line.coarseness < adaptation.coarsest.value) {
    ++line.coarseness;
  } else if (line.calm >= adaptation.calm_items.value && line.coarseness > parameters_.camera.coarseness.value) {
    --line.coarseness;
    line.calm = 0;
  } else {
    return;
  }
  order(line, item, 0);
}

void EdgeServer::order(Line& line, std::int64_t item, std::int64_t more_images) {
  const Note note{item, more_images, line.coarseness};
  plant_.messaging->send(line.orders, parameters_.server.order_bytes.value, note.packed());
}

}  // namespace plantproof::plants::inspection
