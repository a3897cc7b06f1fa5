// The answering half of a connection: status line, headers, body or file.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <ctime>

#include "base/log.hpp"
#include "bot/net/http_session.hpp"
#include "bot/net/http_text.hpp"

namespace bot {
namespace {

// With more than this unsent, the next pipelined request waits.
constexpr std::size_t kMaxUnsentBytes = 64 * 1024;

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

// The Date header's value; made anew once a second.
const std::string& http_date() {
  static thread_local std::time_t made_at = 0;
  static thread_local std::string text;
  const auto now = std::time(nullptr);
  if (now != made_at) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 40> buffer{};
    const auto size =
        std::strftime(buffer.data(), buffer.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    text.assign(buffer.data(), size);
    made_at = now;
  }
  return text;
}

}  // namespace

HttpReply HttpSession::make_reply() {
  return [answering = answering_, request = answering_->request](HttpResponse response) {
    // Gone, answered already, or timed out.
    const auto stream = answering->stream.lock();
    auto* const session = answering->session;
    if (!stream || session == nullptr || answering->request != request) return;
    if (session->state_ != State::serving || !stream->is_open()) return;
    if (session->is_advancing_) {
      session->reply(std::move(response));
      return;
    }
    stream->run([&] {
      session->reply(std::move(response));
      session->advance();
    });
  };
}

void HttpSession::reply(HttpResponse response) {
  ++answering_->request;
  write_response(response);
  since_ = steady_now();
  head_ = {};
  if (closes_after_) {
    stream_.close_gracefully();
    return;
  }
  state_ = State::sending;
  // Small answers need not be waited for.
  if (stream_.buffered() <= kMaxUnsentBytes) finish_response();
}

void HttpSession::finish_response() {
  state_ = State::head;
  since_ = steady_now();
}

void HttpSession::write_response(HttpResponse& response) {
  int file = -1;
  std::uint64_t size = 0;
  if (const auto* from = std::get_if<HttpFile>(&response.body)) {
    file = ::open(from->path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
      base::log::error("net.file_missing", {{"connection", stream_.id()}});
      response = problem_response(500, "internal_error");
    } else {
      size = from->size;
    }
  }
  if (const auto* text = std::get_if<std::string>(&response.body)) size = text->size();
  const bool has_body = head_.request.method != "HEAD";
  auto& out = stream_.output();
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason_phrase(response.status)).append("\r\nDate: ").append(http_date());
  out.append("\r\nX-Content-Type-Options: nosniff\r\n");
  if (response.status != 204 && response.status != 304) {
    out.append("Content-Length: ").append(std::to_string(size)).append("\r\n");
  }
  if (closes_after_) {
    out.append("Connection: close\r\n");
  } else if (head_.request.header("Connection")) {
    out.append("Connection: keep-alive\r\n");
  }
  for (const auto& header : response.headers) {
    out.append(header.name).append(": ");
    // A control character could end the header and begin another.
    for (const char c : header.value) {
      if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    out.append("\r\n");
  }
  out.append("\r\n");
  if (const auto* text = std::get_if<std::string>(&response.body)) {
    if (has_body) out.append(*text);
  }
  stream_.queued();
  if (file >= 0 && has_body && size > 0) {
    stream_.queue_file(file, size);
  } else if (file >= 0) {
    ::close(file);
  }
}

}  // namespace bot
