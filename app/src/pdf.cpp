#include "pdf.hpp"

#include <cctype>
#include <charconv>
#include <set>
#include <vector>

namespace plantproof::app {
namespace {

/// A place in the text of a PDF.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  [[nodiscard]] bool ends() const { return text_.empty(); }
  void skip_space() {
    while (!text_.empty() && std::isspace(static_cast<unsigned char>(text_.front())) != 0) text_.remove_prefix(1);
  }
  bool take(std::string_view word) {
    skip_space();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  /// What stands before one of these characters.
  std::string_view take_until(std::string_view characters) {
    const std::size_t end = std::min(text_.find_first_of(characters), text_.size());
    const std::string_view taken = text_.substr(0, end);
    text_.remove_prefix(end);
    return taken;
  }
  /// A number that is not negative, else -1.
  int take_number() {
    skip_space();
    int number = -1;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), number);
    if (error != std::errc() || number < 0) return -1;
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return number;
  }
  /// The object that "23 0 R" refers to, else -1.
  int take_reference() {
    const int object = take_number();
    return object >= 0 && take_number() >= 0 && take("R") ? object : -1;
  }

 private:
  std::string_view text_;
};

/// The objects of a PDF by their numbers, each with its text.
std::map<int, std::string_view> objects_of(std::string_view pdf) {
  constexpr std::string_view kBegin = " 0 obj\n";
  constexpr std::string_view kEnd = "\nendobj";
  std::map<int, std::string_view> objects;
  for (std::size_t at = pdf.find(kBegin); at != std::string_view::npos; at = pdf.find(kBegin, at + 1)) {
    const std::size_t line = pdf.rfind('\n', at) + 1;
    Cursor cursor(pdf.substr(line, at - line));
    const int number = cursor.take_number();
    if (number < 0 || !cursor.ends()) continue;
    const std::size_t from = at + kBegin.size();
    const std::size_t to = pdf.find(kEnd, from);
    if (to != std::string_view::npos) objects[number] = pdf.substr(from, to - from);
  }
  return objects;
}

/// The objects that an array of references after `key` names.
std::vector<int> references_after(std::string_view object, std::string_view key) {
  std::vector<int> references;
  const std::size_t at = object.find(key);
  if (at == std::string_view::npos) return references;
  Cursor cursor(object.substr(at + key.size()));
  if (!cursor.take("[")) return references;
  for (int reference = cursor.take_reference(); reference >= 0; reference = cursor.take_reference())
    references.push_back(reference);
  return references;
}

/// The pages in their order.
class Pages {
 public:
  explicit Pages(const std::map<int, std::string_view>& objects) : objects_(objects) {
    std::set<int> kids;
    std::vector<int> nodes;
    for (const auto& [number, text] : objects) {
      if (!text.starts_with("<</Type /Pages")) continue;
      nodes.push_back(number);
      for (const int kid : references_after(text, "/Kids ")) kids.insert(kid);
    }
    for (const int node : nodes) {
      if (!kids.contains(node)) walk(node);
    }
  }

  /// The number of a page from 1, or 0 where the object is none.
  [[nodiscard]] int number_of(int object) const {
    const auto page = numbers_.find(object);
    return page == numbers_.end() ? 0 : page->second;
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): a tree, and each node is entered once
  void walk(int node) {
    const auto found = objects_.find(node);
    if (found == objects_.end() || !entered_.insert(node).second) return;
    const std::vector<int> kids = references_after(found->second, "/Kids ");
    if (!found->second.starts_with("<</Type /Pages")) numbers_[node] = static_cast<int>(numbers_.size()) + 1;
    for (const int kid : kids) walk(kid);
  }

  const std::map<int, std::string_view>& objects_;
  std::set<int> entered_;
  std::map<int, int> numbers_;
};

}  // namespace

std::map<std::string, int> destination_pages(std::string_view pdf) {
  const std::map<int, std::string_view> objects = objects_of(pdf);
  const Pages pages(objects);
  std::map<std::string, int> found;
  for (const auto& [number, text] : objects) {
    constexpr std::string_view kKey = "/Dests ";
    const std::size_t at = text.find(kKey);
    if (!text.starts_with("<</Type /Catalog") || at == std::string_view::npos) continue;
    const auto destinations = objects.find(Cursor(text.substr(at + kKey.size())).take_reference());
    if (destinations == objects.end()) continue;
    Cursor cursor(destinations->second);
    cursor.take("<<");
    while (cursor.take("/")) {
      const std::string name(cursor.take_until(" ["));
      if (!cursor.take("[")) break;
      if (const int page = pages.number_of(cursor.take_reference()); page > 0) found[name] = page;
      cursor.take_until("]");
      cursor.take("]");
    }
  }
  return found;
}

}  // namespace plantproof::app
