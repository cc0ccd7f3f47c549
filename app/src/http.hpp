#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/text.hpp"

namespace plantproof::app {

/// What is asked for, unescaped: the path, "/report/a", and the arguments behind it, of those of one name the first.
struct Request {
  std::string path;
  std::map<std::string, std::string> arguments;

  /// Empty when there is none.
  [[nodiscard]] std::string argument(const std::string& name) const;
};

struct Response {
  unsigned status = 200;
  std::string type;  ///< media type
  std::string body;
  bool asks_server = false;  ///< whether the page may ask this server for more
};

/// An HTTP server (RFC 9110) that shows pages to people and takes nothing: GET and HEAD only. A request must name this
/// machine in its Host, so that no page of another site can be made to stand for it (DNS rebinding). Bound to an
/// address that others reach, it wants a random token of 128 bits, once in the address and from then on as a cookie.
class HttpServer {
 public:
  using Answer = std::function<Response(const Request&)>;

  /// Binds, but does not answer before `start`. `address` is an IP address or localhost; port 0 is any that is free.
  /// `language` is that of refusals. Throws core::InputFailure, naming --bind or --port, when it cannot be bound to.
  HttpServer(const std::string& address, std::uint16_t port, core::Language language);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Where it answers: "http://127.0.0.1:8017/", with the token where it wants one.
  [[nodiscard]] std::string url() const;
  /// Whether only this machine reaches it.
  [[nodiscard]] bool is_loopback() const;
  /// Answers from now on, one request after the other and in a thread of its own. `answer` must not throw.
  void start(Answer answer);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A relative path as it stands in an address (RFC 3986).
std::string url_escaped(const std::string& path);

}  // namespace plantproof::app
