#include "format.hpp"

namespace plantproof::data {

Sink::Sink(std::string name, Tables& tables, core::SourceAccount& account, core::InputErrors& errors,
           core::InputErrors& refusals)
    : name_(std::move(name)),
      tables_(&tables),
      account_(&account),
      errors_(&errors),
      errors_before_(errors.count()),
      refusals_(&refusals) {}

void Sink::use(std::int64_t records) {
  account_->rows_read += records;
  account_->rows_used += records;
}

void Sink::refuse(core::Refusal reason, std::size_t line, std::size_t column, core::Text what) {
  refuse(reason, {name_, line, column}, std::move(what));
}

void Sink::refuse(core::Refusal reason, core::Position where, core::Text what) {
  ++account_->rows_read;
  ++account_->refused[reason];
  if (reason == core::Refusal::NotRelevant) return;  // nothing is wrong with it: it is counted, not complained of
  refusals_->add(std::move(where), std::move(what));
}

void Sink::pass_over(std::int64_t records) {
  if (records == 0) return;
  account_->rows_read += records;
  account_->refused[core::Refusal::NotRelevant] += records;
}

void Sink::add_flow(const Flow& flow) {
  std::vector<Flow>& flows = tables_->emplace<Flow>();
  for (const Flow& known : flows) {
    if (known.flow == flow.flow) return;
  }
  flows.push_back(flow);
}

void Sink::remark(core::Text text) {
  account_->remarks.push_back(std::move(text));
}

void Sink::fail(std::size_t line, std::size_t column, core::Text what) {
  errors_->add({name_, line, column}, std::move(what));
}

}  // namespace plantproof::data
