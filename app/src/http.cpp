#include "http.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/input_error.hpp"

namespace plantproof::app {
namespace {

constexpr const char* kTokenArgument = "token";

/// An address of the internet protocol, of version 4 or 6.
using Ip = std::variant<in_addr, in6_addr>;

std::optional<Ip> parse_ip(const std::string& text) {
  in_addr four{};
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return four;
  in6_addr six{};
  if (::inet_pton(AF_INET6, text.c_str(), &six) == 1) return six;
  return std::nullopt;
}

bool is_loopback(const Ip& ip) {
  if (const auto* four = std::get_if<in_addr>(&ip)) return ntohl(four->s_addr) >> 24U == IN_LOOPBACKNET;
  return std::memcmp(&std::get<in6_addr>(ip), &in6addr_loopback, sizeof(in6_addr)) == 0;
}

/// Whether it stands for all addresses of the machine.
bool is_any(const Ip& ip) {
  if (const auto* four = std::get_if<in_addr>(&ip)) return four->s_addr == INADDR_ANY;
  return std::memcmp(&std::get<in6_addr>(ip), &in6addr_any, sizeof(in6_addr)) == 0;
}

bool is_same(const Ip& a, const Ip& b) {
  if (a.index() != b.index()) return false;
  if (const auto* four = std::get_if<in_addr>(&a)) return four->s_addr == std::get<in_addr>(b).s_addr;
  return std::memcmp(&std::get<in6_addr>(a), &std::get<in6_addr>(b), sizeof(in6_addr)) == 0;
}

/// The host of "host:port" or "[host]:port".
std::string host_of(const std::string& host_and_port) {
  if (host_and_port.starts_with('[')) {
    const std::size_t end = host_and_port.find(']');
    return end == std::string::npos ? "" : host_and_port.substr(1, end - 1);
  }
  return host_and_port.substr(0, host_and_port.find(':'));
}

/// Whether a Host names this machine: as itself, by the address it is bound to, or, where that is any, by an address at
/// all. Rebinding needs a name.
bool is_ours(const std::string& host_and_port, const Ip& bound) {
  const std::string host = host_of(host_and_port);
  constexpr std::string_view kName = "localhost";
  if (std::ranges::equal(host, kName, {}, [](unsigned char c) { return std::tolower(c); })) return true;
  const std::optional<Ip> ip = parse_ip(host);
  return ip && (is_loopback(*ip) || is_same(*ip, bound) || is_any(bound));
}

/// 128 random bits in hexadecimal.
std::string random_token() {
  std::array<unsigned char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::system_error(errno, std::generic_category(), "getrandom");
  std::string token;
  for (const unsigned char byte : bytes) token += fmt::format("{:02x}", byte);
  return token;
}

/// Takes as long wherever they differ.
bool is_secret(std::string_view given, std::string_view secret) {
  if (given.size() != secret.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < secret.size(); ++i) difference |= static_cast<unsigned>(given[i] ^ secret[i]);
  return difference == 0;
}

/// A socket that is closed in the end, unless it is given away.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

core::InputFailure not_bound(const std::string& address, std::uint16_t port, int error) {
  if (error == EADDRINUSE) {
    return {{"--port", 0, 0},
            {fmt::format("端口 {} 已被占用；--port 0 自动选一个空闲端口", port),
             fmt::format("port {} is taken; --port 0 chooses one that is free", port)}};
  }
  const std::string reason = std::generic_category().message(error);
  return {{error == EACCES ? "--port" : "--bind", 0, 0},
          {fmt::format("无法监听 {} 的端口 {}：{}", address, port, reason),
           fmt::format("cannot listen on {}, port {}: {}", address, port, reason)}};
}

/// Listens; the port is set to the one that was bound to.
int listening(const Ip& ip, const std::string& address, std::uint16_t& port) {
  sockaddr_storage storage{};
  socklen_t size = 0;
  if (const auto* four = std::get_if<in_addr>(&ip)) {
    auto& to = reinterpret_cast<sockaddr_in&>(storage);
    to.sin_family = AF_INET;
    to.sin_addr = *four;
    to.sin_port = htons(port);
    size = sizeof(to);
  } else {
    auto& to = reinterpret_cast<sockaddr_in6&>(storage);
    to.sin6_family = AF_INET6;
    to.sin6_addr = std::get<in6_addr>(ip);
    to.sin6_port = htons(port);
    size = sizeof(to);
  }
  Socket socket(::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int yes = 1;
  auto* const where = reinterpret_cast<sockaddr*>(&storage);
  if (socket.descriptor() < 0 || ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
      ::bind(socket.descriptor(), where, size) != 0 || ::listen(socket.descriptor(), SOMAXCONN) != 0 ||
      ::getsockname(socket.descriptor(), where, &size) != 0) {
    throw not_bound(address, port, errno);
  }
  // Both kinds of address hold their port in the same place.
  port = ntohs(reinterpret_cast<const sockaddr_in&>(storage).sin_port);
  return socket.release();
}

Request request_of(MHD_Connection* connection, const char* path) {
  Request request{path, {}};
  const auto add = [](void* to, MHD_ValueKind, const char* name, const char* value) {
    static_cast<Request*>(to)->arguments.try_emplace(name, value == nullptr ? "" : value);
    return MHD_YES;
  };
  MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, add, &request);
  return request;
}

std::string value_of(MHD_Connection* connection, MHD_ValueKind kind, const char* name) {
  const char* value = MHD_lookup_connection_value(connection, kind, name);
  return value == nullptr ? "" : value;
}

}  // namespace

struct HttpServer::State {
  std::string address;
  Ip ip;
  std::uint16_t port = 0;
  core::Language language = core::Language::Zh;
  int socket = -1;
  std::string token;  ///< empty: none is wanted
  Answer answer;
  MHD_Daemon* daemon = nullptr;

  /// Cookies are shared by all ports of a machine.
  [[nodiscard]] std::string cookie() const { return fmt::format("plantproof_{}", port); }
  [[nodiscard]] Response refusal(unsigned status, const core::Text& why) const {
    return {status, "text/plain", why.in(language) + "\n", false};
  }
  [[nodiscard]] Response respond(MHD_Connection* connection, const char* path, std::string_view method) const;
  [[nodiscard]] MHD_Result send(MHD_Connection* connection, const Response& response, bool is_new) const;
};

Response HttpServer::State::respond(MHD_Connection* connection, const char* path, std::string_view method) const {
  if (!is_ours(value_of(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST), ip)) {
    return refusal(MHD_HTTP_MISDIRECTED_REQUEST, {"请用启动时显示的地址访问：这里只认本机的地址",
                                                  "please open the address that was shown at the start: only addresses "
                                                  "of this machine are known here"});
  }
  if (method != MHD_HTTP_METHOD_GET && method != MHD_HTTP_METHOD_HEAD)
    return refusal(MHD_HTTP_METHOD_NOT_ALLOWED, {"这里只供查看", "here things are only looked at"});
  const Request request = request_of(connection, path);
  if (!token.empty() && !is_secret(request.argument(kTokenArgument), token) &&
      !is_secret(value_of(connection, MHD_COOKIE_KIND, cookie().c_str()), token)) {
    return refusal(MHD_HTTP_FORBIDDEN, {"缺少令牌：请打开启动时显示的完整地址",
                                        "the token is missing: please open the whole address that was shown at the "
                                        "start"});
  }
  return answer(request);
}

MHD_Result HttpServer::State::send(MHD_Connection* connection, const Response& response, bool is_new) const {
  MHD_Response* sent =
      MHD_create_response_from_buffer(response.body.size(), const_cast<char*>(response.body.data()),  // NOLINT
                                      MHD_RESPMEM_MUST_COPY);
  const std::string policy =
      std::string("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; ") +
      (response.asks_server ? "connect-src 'self'; " : "") +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  MHD_add_response_header(sent, MHD_HTTP_HEADER_CONTENT_TYPE, (response.type + "; charset=utf-8").c_str());
  MHD_add_response_header(sent, MHD_HTTP_HEADER_CONTENT_SECURITY_POLICY, policy.c_str());
  MHD_add_response_header(sent, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(sent, "Referrer-Policy", "no-referrer");
  MHD_add_response_header(sent, "Cross-Origin-Resource-Policy", "same-origin");
  MHD_add_response_header(sent, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  if (response.status == MHD_HTTP_METHOD_NOT_ALLOWED) MHD_add_response_header(sent, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  if (is_new) {
    MHD_add_response_header(sent, MHD_HTTP_HEADER_SET_COOKIE,
                            fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict", cookie(), token).c_str());
  }
  const MHD_Result queued = MHD_queue_response(connection, response.status, sent);
  MHD_destroy_response(sent);
  return queued;
}

std::string Request::argument(const std::string& name) const {
  const auto found = arguments.find(name);
  return found == arguments.end() ? "" : found->second;
}

HttpServer::HttpServer(const std::string& address, std::uint16_t port, core::Language language)
    : state_(std::make_unique<State>()) {
  state_->address = address == "localhost" ? "127.0.0.1" : address;
  const std::optional<Ip> ip = parse_ip(state_->address);
  if (!ip) {
    throw core::InputFailure({"--bind", 0, 0}, {fmt::format("“{}”不是 IP 地址，也不是 localhost", address),
                                                fmt::format("“{}” is neither an IP address nor localhost", address)});
  }
  state_->ip = *ip;
  state_->port = port;
  state_->language = language;
  state_->socket = listening(*ip, state_->address, state_->port);
  if (!is_loopback()) state_->token = random_token();
}

HttpServer::~HttpServer() {
  if (state_->daemon != nullptr) {
    MHD_stop_daemon(state_->daemon);  // closes the socket
  } else {
    ::close(state_->socket);
  }
}

std::string HttpServer::url() const {
  const bool is_six = std::holds_alternative<in6_addr>(state_->ip);
  const std::string url =
      fmt::format("http://{}:{}/", is_six ? "[" + state_->address + "]" : state_->address, state_->port);
  return state_->token.empty() ? url : fmt::format("{}?{}={}", url, kTokenArgument, state_->token);
}

bool HttpServer::is_loopback() const {
  return app::is_loopback(state_->ip);
}

void HttpServer::start(Answer answer) {
  state_->answer = std::move(answer);
  const auto handle = [](void* of, MHD_Connection* connection, const char* path, const char* method, const char*,
                         const char*, std::size_t*, void**) {
    const State& state = *static_cast<const State*>(of);
    const Response response = state.respond(connection, path, method);
    const bool is_new =
        !state.token.empty() && is_secret(value_of(connection, MHD_GET_ARGUMENT_KIND, kTokenArgument), state.token);
    return state.send(connection, response, is_new && response.status != MHD_HTTP_MISDIRECTED_REQUEST);
  };
  constexpr unsigned kMostConnections = 64;
  constexpr unsigned kTimeoutS = 60;
  state_->daemon = MHD_start_daemon(MHD_USE_AUTO_INTERNAL_THREAD, 0, nullptr, nullptr, handle, state_.get(),
                                    MHD_OPTION_LISTEN_SOCKET, state_->socket, MHD_OPTION_CONNECTION_LIMIT,
                                    kMostConnections, MHD_OPTION_CONNECTION_TIMEOUT, kTimeoutS, MHD_OPTION_END);
  if (state_->daemon == nullptr) throw std::system_error(errno, std::generic_category(), "MHD_start_daemon");
}

std::string url_escaped(const std::string& path) {
  std::string escaped;
  for (const char c : path) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    escaped += kPlain.find(c) != std::string_view::npos ? std::string(1, c)
                                                        : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return escaped;
}

}  // namespace plantproof::app
