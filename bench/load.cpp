#include "bench/load.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "bench/child.hpp"

namespace bench {
namespace {

constexpr double kPatienceUs = 10e6;
constexpr std::size_t kEchoBytes = 64;
constexpr std::string_view kHello =
    R"({"type":"hello","conversation":"new","locale":"en","client":"bench"})";

// The mask is all zero: the server does the same work, we do less.
void append_frame(std::string& out, std::string_view text) {
  out += static_cast<char>(0x81);
  if (text.size() < 126) {
    out += static_cast<char>(0x80U | text.size());
  } else {
    out += static_cast<char>(0xFE);
    out += static_cast<char>(text.size() >> 8U);
    out += static_cast<char>(text.size() & 0xFFU);
  }
  out.append(4, '\0');
  out += text;
}

int connect_to(const std::string& address, const char* from) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::runtime_error("no socket: raise the limit of open files (ulimit -n)");
  if (from != nullptr) {
    const int one = 1;
    ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    sockaddr_in source{};
    source.sin_family = AF_INET;
    ::inet_pton(AF_INET, from, &source.sin_addr);
    ::bind(fd, reinterpret_cast<const sockaddr*>(&source), sizeof source);
  }
  const auto colon = address.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    ::close(fd);
    throw std::runtime_error("cannot connect to " + address);
  }
  const int one = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

void send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) throw std::runtime_error("the server closed a connection");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void upgrade(int fd) {
  send_all(fd,
           "GET /v1/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
           "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           "Sec-WebSocket-Protocol: boomerang.v1\r\n\r\n");
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    char byte = 0;
    if (::recv(fd, &byte, 1, 0) != 1) throw std::runtime_error("no answer to the handshake");
    head += byte;
  }
  if (!head.starts_with("HTTP/1.1 101")) throw std::runtime_error("refused: " + head);
}

// One connection of the closed loop.
class Talker {
 public:
  Talker(int fd, const LoadPlan& plan, std::size_t number)
      : fd_(fd), script_(plan.script), line_(script_.empty() ? 0 : number % script_.size()) {
    line_ = 0;
  }

  void start() {
    if (script_.empty()) {
      send_echo();
    } else {
      outgoing_.clear();
      append_frame(outgoing_, kHello);
      send_all(fd_, outgoing_);
    }
  }
  // Reads what came. The latency of the turn that ended, or a negative number.
  double read() {
    char buffer[16 * 1024];
    const auto size = ::recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size == 0) throw std::runtime_error("the server closed a connection");
    if (size < 0) return -1;
    received_.append(buffer, static_cast<std::size_t>(size));
    double latency = -1;
    std::size_t at = 0;
    while (true) {
      const auto frame = std::string_view(received_).substr(at);
      if (frame.size() < 2) break;
      std::size_t length = static_cast<unsigned char>(frame[1]) & 0x7FU;
      std::size_t header = 2;
      if (length == 126) {
        if (frame.size() < 4) break;
        header = 4;
        length = static_cast<std::size_t>(static_cast<unsigned char>(frame[2])) << 8U |
                 static_cast<unsigned char>(frame[3]);
      } else if (length == 127) {
        throw std::runtime_error("a frame of more than 64 KiB");
      }
      if (frame.size() < header + length) break;
      at += header + length;
      if (on_frame(static_cast<unsigned char>(frame[0]) & 0x0FU, frame.substr(header, length))) {
        latency = now_us() - sent_at_;
      }
    }
    received_.erase(0, at);
    if (latency >= 0) next();
    return latency;
  }

 private:
  // True when the turn that we wait for has ended.
  bool on_frame(unsigned opcode, std::string_view text) {
    if (opcode == 8) throw std::runtime_error("the server closed: " + std::string(text.substr(2)));
    if (opcode == 9) return false;  // a short run outlives a missing pong
    if (script_.empty()) return true;
    if (text.starts_with(R"({"type":"message")")) {
      note_buttons(text);
    } else if (text.starts_with(R"({"type":"turn")")) {
      return is_waiting_;
    } else if (text.starts_with(R"({"type":"error")")) {
      throw std::runtime_error("the server answered " + std::string(text));
    } else if (text.starts_with(R"({"type":"welcome")")) {
      is_welcome_ = true;
    }
    if (is_welcome_ && !is_waiting_) try_next();
    return false;
  }
  void note_buttons(std::string_view message) {
    constexpr std::string_view kToken = R"("token":")";
    auto at = message.find(kToken, std::min(message.size(), message.find(R"("buttons":)")));
    if (at == std::string_view::npos) return;
    buttons_.clear();
    for (; at != std::string_view::npos; at = message.find(kToken, at)) {
      at += kToken.size();
      buttons_.emplace_back(message.substr(at, message.find('"', at) - at));
    }
  }
  void next() {
    is_waiting_ = false;
    if (script_.empty()) {
      send_echo();
    } else {
      try_next();
    }
  }
  // Sends the next line, unless it presses a button that has not come yet.
  void try_next() {
    const auto& line = script_[line_];
    if (line.kind == Line::Kind::press && line.button >= buttons_.size()) return;
    line_ = (line_ + 1) % script_.size();
    text_ = R"({"type":")";
    text_ += line.kind == Line::Kind::press ? "press" : "message";
    text_ += R"(","id":"m)" + std::to_string(++turns_) + "\",\"";
    if (line.kind == Line::Kind::press) {
      text_ += "button\":\"" + buttons_[line.button] + "\"}";
    } else {
      text_ += "text\":\"" + line.text + "\"}";
    }
    send_text();
  }
  void send_echo() {
    text_.assign(kEchoBytes, 'e');
    send_text();
  }
  void send_text() {
    outgoing_.clear();
    append_frame(outgoing_, text_);
    is_waiting_ = true;
    sent_at_ = now_us();
    send_all(fd_, outgoing_);
  }

  int fd_;
  const std::vector<Line>& script_;
  std::size_t line_;
  std::uint64_t turns_ = 0;
  bool is_welcome_ = false;
  bool is_waiting_ = false;
  double sent_at_ = 0;
  std::string received_;
  std::string text_;
  std::string outgoing_;
  std::vector<std::string> buttons_;
};

double percentile(std::vector<float>& latencies, double share) {
  if (latencies.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(latencies.size() - 1));
  std::nth_element(latencies.begin(), latencies.begin() + static_cast<std::ptrdiff_t>(at),
                   latencies.end());
  return latencies[at];
}

// Descriptors that are closed together.
struct Sockets {
  ~Sockets() {
    for (const int fd : fds) ::close(fd);
  }
  std::vector<int> fds;
};

}  // namespace

std::vector<Line> read_script(const std::string& path) {
  std::ifstream file(path);
  std::vector<Line> script;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("text ")) {
      script.push_back({Line::Kind::text, line.substr(5), 0});
    } else if (line.starts_with("press ")) {
      script.push_back({Line::Kind::press, {}, std::stoul(line.substr(6))});
    } else {
      throw std::runtime_error(path + ": neither 'text ...' nor 'press N': " + line);
    }
  }
  if (script.empty()) throw std::runtime_error("no script, or an empty one: " + path);
  return script;
}

LoadResult run_load(const LoadPlan& plan, const std::function<void()>& edge) {
  Sockets sockets;
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  sockets.fds.push_back(epoll);
  std::vector<Talker> talkers;
  talkers.reserve(plan.connections);
  for (std::size_t i = 0; i < plan.connections; ++i) {
    const int fd = connect_to(plan.address, nullptr);
    sockets.fds.push_back(fd);
    upgrade(fd);
    talkers.emplace_back(fd, plan, i);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
  for (auto& talker : talkers) talker.start();

  LoadResult result;
  std::vector<float> latencies;
  const double measure_from = now_us() + plan.warm_up_s * 1e6;
  const double measure_to = measure_from + plan.measured_s * 1e6;
  bool is_measuring = false;
  double began = 0;
  std::vector<epoll_event> events(512);
  for (double heard = now_us();;) {
    const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 10);
    const double now = now_us();
    if (!is_measuring && now >= measure_from) {
      is_measuring = true;
      began = now;
      edge();
    }
    if (now >= measure_to) break;
    if (ready > 0) heard = now;
    if (now - heard > kPatienceUs) throw std::runtime_error("the server stopped answering");
    for (int i = 0; i < ready; ++i) {
      const double latency = talkers[events[static_cast<std::size_t>(i)].data.u64].read();
      if (latency >= 0 && is_measuring) latencies.push_back(static_cast<float>(latency));
    }
  }
  result.seconds = (now_us() - began) / 1e6;
  edge();
  result.turns = latencies.size();
  result.p50_us = percentile(latencies, 0.50);
  result.p99_us = percentile(latencies, 0.99);
  if (result.turns == 0) throw std::runtime_error("not one turn ended: does the script fit?");
  return result;
}

HeldConnections::HeldConnections(const std::string& address, std::size_t connections,
                                 bool says_hello) {
  for (std::size_t i = 0; i < connections; ++i) {
    const auto from = "127.0.0." + std::to_string(2 + i % 8);
    const int fd = connect_to(address, from.c_str());
    sockets_.push_back(fd);
    upgrade(fd);
    if (!says_hello) continue;
    std::string hello;
    append_frame(hello, kHello);
    send_all(fd, hello);
    char buffer[16 * 1024];
    const auto size = ::recv(fd, buffer, sizeof buffer, 0);
    if (size <= 0 ||
        std::string_view(buffer, static_cast<std::size_t>(size)).find(R"({"type":"welcome")") ==
            std::string_view::npos) {
      throw std::runtime_error("no welcome");
    }
  }
}

HeldConnections::~HeldConnections() {
  for (const int fd : sockets_) ::close(fd);
}

}  // namespace bench
