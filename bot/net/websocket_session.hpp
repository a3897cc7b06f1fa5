// A stream on which WebSocket is spoken: frames in, frames out, the limits of both. For bot/net
// only; loop thread.
#pragma once

#include <memory>
#include <string>

#include "bot/net/frame.hpp"
#include "bot/net/server.hpp"
#include "bot/net/stream.hpp"

namespace bot {

class WebSocketSession final : public StreamProtocol, public Connection, private FrameSink {
 public:
  // The answer 101 is in the stream's output already.
  WebSocketSession(Stream& stream, std::shared_ptr<const FrameReader::Limits> limits);
  ~WebSocketSession() override;
  void set_handler(std::unique_ptr<ConnectionHandler> handler) { handler_ = std::move(handler); }

  void send(std::string_view text) override;
  void close(CloseCode code, std::string_view reason) override;
  const std::string& peer_address() const override { return stream_.peer(); }
  std::uint64_t id() const override { return stream_.id(); }
  std::size_t buffered() const override { return stream_.buffered(); }

  void on_bytes(std::span<char> bytes) override;
  void on_lost() override;
  void on_failure() override { close(CloseCode::internal_error, "internal error"); }
  SteadyTime deadline() const override;
  void on_deadline(SteadyTime now) override;
  void on_drain(CloseCode code, std::string_view reason) override { close(code, reason); }

 private:
  bool on_text(std::string_view text) override;
  bool on_ping(std::string_view payload) override;
  bool on_pong() override;
  void on_close(CloseCode code, std::string_view reason) override;

  void forget_sent_frames();
  bool is_too_slow();
  void close_too_slow();
  bool take_control_token();

  Stream& stream_;
  std::shared_ptr<const FrameReader::Limits> limits_;
  std::unique_ptr<ConnectionHandler> handler_;
  FrameReader reader_;
  SteadyTime opened_;
  SteadyTime last_read_;
  SteadyTime message_since_{};  // a message has begun and not ended
  SteadyTime pinged_{};         // waiting for a sign of life since
  double control_tokens_;
  SteadyTime control_refilled_;
  std::size_t front_ = 0;          // where in the output the first frame not wholly sent starts
  std::size_t queued_frames_ = 0;  // from there on
  bool had_frame_ = false;
  bool is_closing_ = false;
};

}  // namespace bot
