// A stream on which HTTP/1.1 is spoken: one request at a time, in order, until it is closed or
// becomes a WebSocket. For bot/net only; loop thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "bot/net/body_reader.hpp"
#include "bot/net/frame.hpp"
#include "bot/net/request_head.hpp"
#include "bot/net/stream.hpp"

namespace bot {

// What one listening address serves; shared by its connections.
struct Endpoint {
  HttpHandler& http;
  WebSocketGate* gate;
  HeadLimits head_limits;
  FrameReader::Limits frame_limits;
};

class HttpSession final : public StreamProtocol {
 public:
  HttpSession(Stream& stream, std::shared_ptr<const Endpoint> endpoint);
  ~HttpSession() override;

  void on_bytes(std::span<char> bytes) override;
  void on_drained() override;
  void on_lost() override;
  void on_failure() override;
  SteadyTime deadline() const override;
  void on_deadline(SteadyTime now) override;
  void on_drain(CloseCode code, std::string_view reason) override;

 private:
  enum class State { head, body, serving, sending, upgraded };
  // Outlives the session in the replies that handlers hold.
  struct Answering {
    std::weak_ptr<Stream> stream;
    HttpSession* session = nullptr;  // null once the session is gone
    std::uint64_t request = 0;       // the one that may be answered
  };

  void advance();
  bool read_head();
  void begin_request(RequestHead head);
  void begin_body(std::uint64_t max_bytes);
  bool read_body();
  bool take_body(std::string_view piece);
  void serve();
  void upgrade();
  HttpReply make_reply();
  void reply(HttpResponse response);
  void write_response(HttpResponse& response);
  void refuse(int status, std::string_view code, std::string_view why);
  void abort_sink();
  void finish_response();

  Stream& stream_;
  std::shared_ptr<const Endpoint> endpoint_;
  std::shared_ptr<Answering> answering_;
  HeadReader head_reader_;
  std::string received_;  // not read yet
  RequestHead head_;
  std::optional<BodyReader> body_reader_;
  std::unique_ptr<BodySink> sink_;
  std::uint64_t body_bytes_ = 0;
  std::size_t requests_ = 0;
  SteadyTime since_;  // the state began
  State state_ = State::head;
  bool has_begun_ = false;  // a byte of the request has come
  bool closes_after_ = false;
  bool is_advancing_ = false;
};

}  // namespace bot
