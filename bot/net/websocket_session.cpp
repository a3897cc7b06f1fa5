#include "bot/net/websocket_session.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace bot {
namespace {

// Below this the queue is not looked at frame by frame.
constexpr std::size_t kForgetBytes = 64 * 1024;

}  // namespace

WebSocketSession::WebSocketSession(Stream& stream,
                                   std::shared_ptr<const FrameReader::Limits> limits)
    : stream_(stream),
      limits_(std::move(limits)),
      reader_(*limits_),
      opened_(std::chrono::steady_clock::now()),
      last_read_(opened_),
      control_tokens_(stream.hub().options.control_frames_burst),
      control_refilled_(opened_),
      front_(stream.output().size()) {
  ++stream_.hub().counters.websockets;
}

WebSocketSession::~WebSocketSession() {
  --stream_.hub().counters.websockets;
}

void WebSocketSession::send(std::string_view text) {
  if (is_closing_ || !stream_.is_open()) return;
  if (stream_.buffered() == 0) front_ = queued_frames_ = 0;
  append_frame(stream_.output(), Opcode::text, text);
  ++queued_frames_;
  ++stream_.hub().counters.frames_sent;
  stream_.queued();
  if (is_too_slow()) close_too_slow();
}

// Over a bound, what the socket takes right now does not count.
bool WebSocketSession::is_too_slow() {
  const auto& options = stream_.hub().options;
  const auto over = [&] {
    return stream_.buffered() > options.max_queue_bytes ||
           queued_frames_ > options.max_queue_frames;
  };
  if (stream_.sent() > kForgetBytes) forget_sent_frames();
  if (!over()) return false;
  stream_.write_now();
  if (!stream_.is_open()) return false;
  forget_sent_frames();
  return over();
}

void WebSocketSession::forget_sent_frames() {
  if (stream_.buffered() == 0) {
    front_ = queued_frames_ = 0;
    return;
  }
  const std::string_view output = stream_.output();
  while (queued_frames_ > 0) {
    const auto end = front_ + frame_size(output.substr(front_));
    if (end > stream_.sent()) break;
    front_ = end;
    --queued_frames_;
  }
  const auto forgotten = std::min(front_, stream_.sent());
  stream_.forget_sent(forgotten);
  front_ -= forgotten;
}

// Gives up the frames that have not begun to leave; the client resumes from what it has seen.
void WebSocketSession::close_too_slow() {
  auto& output = stream_.output();
  auto keep = front_;
  if (stream_.sent() > front_) keep += frame_size(std::string_view(output).substr(front_));
  output.resize(keep);
  ++stream_.hub().counters.closed_too_slow;
  base::log::warn("net.closed_too_slow", {{"connection", id()}, {"frames", queued_frames_}});
  close(CloseCode::too_slow, "too slow");
}

void WebSocketSession::close(CloseCode code, std::string_view reason) {
  if (is_closing_ || !stream_.is_open()) return;
  is_closing_ = true;
  const auto payload = code == CloseCode::no_code ? std::string() : close_payload(code, reason);
  append_frame(stream_.output(), Opcode::close, payload);
  stream_.close_gracefully();
}

void WebSocketSession::on_bytes(std::span<char> bytes) {
  auto& hub = stream_.hub();
  last_read_ = hub.now;
  pinged_ = {};
  const auto fault = reader_.read(bytes, *this);
  if (fault && !is_closing_) {
    ++hub.counters.protocol_faults;
    base::log::info(
        "net.frame_fault",
        {{"connection", id()}, {"code", static_cast<int>(fault->code)}, {"why", fault->why}});
    close(fault->code, fault->why);
  }
  if (!reader_.is_amid()) {
    message_since_ = {};
  } else if (message_since_ == SteadyTime{}) {
    message_since_ = std::chrono::steady_clock::now();
  }
}

bool WebSocketSession::on_text(std::string_view text) {
  had_frame_ = true;
  message_since_ = {};
  ++stream_.hub().counters.frames_received;
  handler_->on_frame(text);
  return !is_closing_ && stream_.is_open();
}

bool WebSocketSession::on_ping(std::string_view payload) {
  if (!take_control_token()) return false;
  if (stream_.buffered() == 0) front_ = queued_frames_ = 0;
  append_frame(stream_.output(), Opcode::pong, payload);
  ++queued_frames_;
  stream_.queued();
  if (is_too_slow()) close_too_slow();
  return !is_closing_ && stream_.is_open();
}

bool WebSocketSession::on_pong() {
  return take_control_token();
}

// False, and the connection closes, when there are too many control frames.
bool WebSocketSession::take_control_token() {
  const auto& options = stream_.hub().options;
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<double> passed = now - control_refilled_;
  control_refilled_ = now;
  control_tokens_ = std::min(options.control_frames_burst,
                             control_tokens_ + passed.count() * options.control_frames_per_s);
  if (control_tokens_ < 1) {
    ++stream_.hub().counters.protocol_faults;
    close(CloseCode::policy, "too many control frames");
    return false;
  }
  control_tokens_ -= 1;
  return true;
}

void WebSocketSession::on_close(CloseCode code, std::string_view) {
  close(code, {});
}

void WebSocketSession::on_lost() {
  is_closing_ = true;
  if (!handler_) return;
  const auto handler = std::move(handler_);
  handler->on_closed();
}

SteadyTime WebSocketSession::deadline() const {
  const auto& options = stream_.hub().options;
  auto deadline =
      pinged_ == SteadyTime{} ? last_read_ + options.ping_after : pinged_ + options.ping_after;
  if (!had_frame_) deadline = std::min(deadline, opened_ + options.first_frame_timeout);
  if (message_since_ != SteadyTime{}) {
    deadline = std::min(deadline, message_since_ + options.message_timeout);
  }
  return deadline;
}

void WebSocketSession::on_deadline(SteadyTime now) {
  const auto& options = stream_.hub().options;
  if (!had_frame_ && now >= opened_ + options.first_frame_timeout) {
    close(CloseCode::bad_frame, "no first frame in time");
  } else if (message_since_ != SteadyTime{} && now >= message_since_ + options.message_timeout) {
    close(CloseCode::policy, "message not finished in time");
  } else if (pinged_ != SteadyTime{} && now >= pinged_ + options.ping_after) {
    stream_.drop();
  } else if (pinged_ == SteadyTime{} && now >= last_read_ + options.ping_after) {
    pinged_ = now;
    if (stream_.buffered() == 0) front_ = queued_frames_ = 0;
    append_frame(stream_.output(), Opcode::ping, {});
    ++queued_frames_;
    stream_.queued();
  }
}

}  // namespace bot
