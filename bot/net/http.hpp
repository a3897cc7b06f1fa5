// HTTP as the rest of the bot sees it: a request that has been read and checked, an answer to
// write, and where the body of a request goes. No sockets here. Loop thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"

namespace bot {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method;  // as sent: "GET"
  std::string target;  // as sent: "/v1/cases?after=10"
  std::string path;    // the target up to '?', not decoded: "/v1/cases"
  std::string query;   // after '?', not decoded: "after=10"
  std::vector<HttpHeader> headers;
  std::string body;  // of an InMemoryBody; empty otherwise
  std::string peer;  // address of the socket's other end, without the port

  // The value of the header, by its name in any case; nothing when absent. Of a repeated header the
  // first (those that must not repeat are refused before).
  std::optional<std::string_view> header(std::string_view name) const;
  // One parameter of the query, percent-decoded; nothing when absent or badly encoded.
  std::optional<std::string> query_parameter(std::string_view name) const;
};

// A file to send as a body, read while it is sent.
struct HttpFile {
  std::string path;
  std::uint64_t size = 0;
};

struct HttpResponse {
  int status = 200;
  // Content-Length, Date, Connection and `X-Content-Type-Options: nosniff` are the server's.
  std::vector<HttpHeader> headers;
  std::variant<std::string, HttpFile> body;
};

HttpResponse text_response(int status, std::string_view content_type, std::string body);
// Problem details (RFC 9457) with the stable `code`; no-store.
HttpResponse problem_response(int status, std::string_view code, std::string_view detail = {});

// Answers the request it came with: at once or later, once. When the connection has gone meanwhile
// the answer is dropped. Loop thread only.
using HttpReply = std::function<void(HttpResponse)>;

// Takes a body as it arrives, for bodies that must not stay in memory. Destroyed after exactly one
// of finish (every byte has been written) and abort (connection lost, too slow, or write failed).
class BodySink {
 public:
  virtual ~BodySink() = default;
  // An error ends the body; it becomes the answer: limit_exceeded 413, unavailable 503, else 400.
  virtual base::Result<> write(std::span<const char> bytes) = 0;
  virtual void finish(HttpReply reply) = 0;
  virtual void abort() = 0;
};

// What to do with a request's body, decided by its head. More than max_bytes is refused with 413,
// by Content-Length before a byte is read, otherwise as soon as it shows.
struct InMemoryBody {
  std::uint64_t max_bytes = std::uint64_t{64} * 1024;
};
struct StreamedBody {
  std::uint64_t max_bytes = 0;
  std::unique_ptr<BodySink> sink;
};
using BodyPlan = std::variant<InMemoryBody, StreamedBody, HttpResponse>;  // the last one refuses

class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Called when the head of a request that has a body is complete.
  virtual BodyPlan plan(const HttpRequest& head);
  // Called when the request is complete, unless its body went to a sink. The request lives until
  // the call returns: copy or move from it what a later answer needs.
  virtual void serve(HttpRequest& request, HttpReply reply) = 0;
};

}  // namespace bot
