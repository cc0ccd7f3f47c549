#include <cstdint>
#include <span>
#include <stdexcept>

#include "core/embedded_file.hpp"
#include "report/page.hpp"
#include "verdict_json.hpp"

namespace plantproof::report {

std::span<const core::EmbeddedFile> embedded_page();

namespace {

/// JSON that no HTML parser sees an element or an entity in: these characters stand in its strings only.
std::string harmless(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  for (const char c : json) {
    switch (c) {
      case '<':
        text += "\\u003c";
        break;
      case '>':
        text += "\\u003e";
        break;
      case '&':
        text += "\\u0026";
        break;
      default:
        text += c;
    }
  }
  return text;
}

void replace_once(std::string& text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos || text.find(what, at + 1) != std::string::npos)
    throw std::logic_error("the page does not hold once: " + std::string(what));
  text.replace(at, what.size(), by);
}

}  // namespace

std::string data_uri(std::string_view media_type, std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string uri = "data:" + std::string(media_type) + ";base64,";
  uri.reserve(uri.size() + (bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) uri += i + k <= bytes.size() ? kDigits[group >> (18 - 6 * k) & 63U] : '=';
  }
  return uri;
}

std::string html(std::string_view report_json, core::Language language) {
  std::string page(embedded_page().front().text);
  if (language == core::Language::En) replace_once(page, R"(<html lang="zh-CN">)", R"(<html lang="en">)");
  replace_once(page, R"(<script id="report" type="application/json">null</script>)",
               R"(<script id="report" type="application/json">)" + harmless(report_json) + "</script>");
  return page;
}

std::string following(std::string page, const std::string& url, const std::string& state) {
  replace_once(page, "img-src data:\">", "img-src data:; connect-src 'self'\">");
  replace_once(page, R"(<script id="follow" type="application/json">null</script>)",
               R"(<script id="follow" type="application/json">)" +
                   harmless(one_line({{"url", url}, {"state", state}})) + "</script>");
  return page;
}

std::string with_contents(std::string page, const std::map<std::string, int>& pages) {
  replace_once(page, R"(<script id="pages" type="application/json">null</script>)",
               R"(<script id="pages" type="application/json">)" + harmless(Json(pages).dump()) + "</script>");
  return page;
}

}  // namespace plantproof::report
