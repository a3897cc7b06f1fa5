#include "bot/net/http_session.hpp"

#include "base/log.hpp"
#include "bot/net/handshake.hpp"
#include "bot/net/http_text.hpp"
#include "bot/net/websocket_session.hpp"

namespace bot {
namespace {

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

std::string_view code_of(int status) {
  switch (status) {
    case 408:
      return "timeout";
    case 413:
      return "too_large";
    case 414:
      return "target_too_long";
    case 417:
      return "bad_expectation";
    case 431:
      return "headers_too_large";
    case 503:
      return "unavailable";
    case 505:
      return "bad_version";
    default:
      return "bad_request";
  }
}

int status_of(const base::Error& error) {
  switch (error.code) {
    case base::Code::limit_exceeded:
      return 413;
    case base::Code::unavailable:
      return 503;
    default:
      return 400;
  }
}

}  // namespace

HttpSession::HttpSession(Stream& stream, std::shared_ptr<const Endpoint> endpoint)
    : stream_(stream),
      endpoint_(std::move(endpoint)),
      answering_(std::make_shared<Answering>()),
      head_reader_(endpoint_->head_limits),
      since_(steady_now()) {
  answering_->stream = stream.weak_from_this();
  answering_->session = this;
}

HttpSession::~HttpSession() {
  answering_->session = nullptr;
  abort_sink();
}

void HttpSession::on_bytes(std::span<char> bytes) {
  received_.append(bytes.data(), bytes.size());
  advance();
}

void HttpSession::on_drained() {
  if (state_ == State::sending) {
    finish_response();
    advance();
  }
}

// Goes on as far as what was received allows. Not re-entered: a reply given at once only changes
// the state that the loop here looks at.
void HttpSession::advance() {
  if (is_advancing_) return;
  is_advancing_ = true;
  bool moves = true;
  while (moves && stream_.is_open()) {
    switch (state_) {
      case State::head:
        moves = read_head();
        break;
      case State::body:
        moves = read_body();
        break;
      case State::serving:
      case State::sending:
      case State::upgraded:
        moves = false;
        break;
    }
  }
  is_advancing_ = false;
  if (state_ == State::upgraded || !stream_.is_open()) return;
  if (state_ == State::head || state_ == State::body) {
    if (received_.empty()) received_ = {};
    stream_.resume_reading();
  } else {
    stream_.pause_reading();
  }
  stream_.refresh_deadline();
}

bool HttpSession::read_head() {
  if (received_.empty()) return false;
  if (!has_begun_) {
    has_begun_ = true;
    if (requests_ > 0) since_ = steady_now();
  }
  const auto end = head_reader_.find_end(received_);
  if (std::holds_alternative<std::monostate>(end)) return false;
  if (const auto* fault = std::get_if<HeadFault>(&end)) {
    refuse(fault->status, code_of(fault->status), fault->why);
    return false;
  }
  const auto size = std::get<std::size_t>(end);
  auto parsed = parse_head(std::string_view(received_).substr(0, size), endpoint_->head_limits);
  if (const auto* fault = std::get_if<HeadFault>(&parsed)) {
    refuse(fault->status, code_of(fault->status), fault->why);
    return false;
  }
  received_.erase(0, size);
  begin_request(std::move(std::get<RequestHead>(parsed)));
  return true;
}

void HttpSession::begin_request(RequestHead head) {
  head_ = std::move(head);
  head_.request.peer = stream_.peer();
  has_begun_ = false;
  since_ = steady_now();
  ++requests_;
  ++stream_.hub().counters.requests;
  ++answering_->request;
  const auto& hub = stream_.hub();
  closes_after_ = !head_.keep_alive || requests_ >= hub.options.max_requests || hub.is_draining;
  state_ = State::serving;
  if (endpoint_->gate != nullptr && endpoint_->gate->serves(head_.request.path)) {
    if (head_.is_upgrade) {
      upgrade();
    } else {
      closes_after_ = closes_after_ || head_.has_body();
      auto response = problem_response(426, "upgrade_required", "This is a WebSocket endpoint.");
      response.headers.push_back({"Upgrade", "websocket"});
      response.headers.push_back({"Sec-WebSocket-Version", "13"});
      reply(std::move(response));
    }
    return;
  }
  if (!head_.has_body()) {
    serve();
    return;
  }
  auto plan = endpoint_->http.plan(head_.request);
  if (auto* refusal = std::get_if<HttpResponse>(&plan)) {
    closes_after_ = true;  // the body is still to come
    reply(std::move(*refusal));
  } else if (auto* streamed = std::get_if<StreamedBody>(&plan)) {
    sink_ = std::move(streamed->sink);
    begin_body(streamed->max_bytes);
  } else {
    begin_body(std::get<InMemoryBody>(plan).max_bytes);
  }
}

void HttpSession::begin_body(std::uint64_t max_bytes) {
  if (head_.content_length.value_or(0) > max_bytes) {
    refuse(413, code_of(413), "the body is too large");
    return;
  }
  body_reader_.emplace(head_, max_bytes);
  body_bytes_ = 0;
  state_ = State::body;
  if (head_.expects_continue && received_.empty()) {
    stream_.output().append("HTTP/1.1 100 Continue\r\n\r\n");
    stream_.queued();
  }
}

bool HttpSession::read_body() {
  std::size_t used = 0;
  while (!body_reader_->is_complete()) {
    const auto read = body_reader_->read(std::string_view(received_).substr(used));
    if (const auto* fault = std::get_if<HeadFault>(&read)) {
      refuse(fault->status, code_of(fault->status), fault->why);
      return false;
    }
    const auto& piece = std::get<BodyReader::Piece>(read);
    if (!take_body(piece.body)) return false;
    used += piece.consumed;
    if (piece.consumed == 0) break;
  }
  received_.erase(0, used);
  if (!body_reader_->is_complete()) return false;
  body_reader_.reset();
  serve();
  return true;
}

bool HttpSession::take_body(std::string_view piece) {
  if (piece.empty()) return true;
  body_bytes_ += piece.size();
  if (!sink_) {
    head_.request.body.append(piece);
    return true;
  }
  const auto written = sink_->write(std::span<const char>(piece.data(), piece.size()));
  if (written) return true;
  refuse(status_of(written.error()), written.error().name, written.error().detail);
  return false;
}

void HttpSession::serve() {
  state_ = State::serving;
  since_ = steady_now();
  if (sink_) {
    const auto sink = std::move(sink_);
    sink->finish(make_reply());
  } else {
    endpoint_->http.serve(head_.request, make_reply());
  }
}

void HttpSession::upgrade() {
  auto handshake = check_handshake(head_);
  if (auto* refusal = std::get_if<HttpResponse>(&handshake)) {
    closes_after_ = true;
    reply(std::move(*refusal));
    return;
  }
  if (stream_.hub().is_draining) {
    reply(problem_response(503, "restarting", "The server is restarting."));
    return;
  }
  auto decision = endpoint_->gate->decide(head_.request);
  if (auto* refusal = std::get_if<HttpResponse>(&decision)) {
    reply(std::move(*refusal));
    return;
  }
  const auto& accepted = std::get<WebSocketGate::Accepted>(decision);
  stream_.output() += switching_protocols(std::get<std::string>(handshake), accepted.subprotocol);
  stream_.queued();
  state_ = State::upgraded;
  auto session = std::make_unique<WebSocketSession>(
      stream_, std::shared_ptr<const FrameReader::Limits>(endpoint_, &endpoint_->frame_limits));
  auto& socket = *session;
  auto early = std::move(received_);  // frames sent without waiting for the answer
  stream_.become(std::move(session));
  socket.set_handler(accepted.open(socket));
  if (!early.empty() && stream_.is_open()) {
    stream_.protocol().on_bytes(std::span<char>(early.data(), early.size()));
  }
}

// Answers and closes: what follows on this connection cannot be trusted or is not wanted.
void HttpSession::refuse(int status, std::string_view code, std::string_view why) {
  if (status != 408 && status != 503) ++stream_.hub().counters.protocol_faults;
  abort_sink();
  body_reader_.reset();
  received_ = {};
  closes_after_ = true;
  reply(problem_response(status, code, why));
}

void HttpSession::abort_sink() {
  if (!sink_) return;
  const auto sink = std::move(sink_);
  sink->abort();
}

void HttpSession::on_lost() {
  abort_sink();
}

void HttpSession::on_failure() {
  if (state_ == State::upgraded || state_ == State::sending) {
    stream_.drop();
  } else {
    refuse(500, "internal_error", {});
  }
}

SteadyTime HttpSession::deadline() const {
  const auto& options = stream_.hub().options;
  switch (state_) {
    case State::head:
      return since_ + (has_begun_ || requests_ == 0 ? options.head_timeout : options.keep_alive);
    case State::body:
      return since_ + options.body_grace +
             std::chrono::milliseconds(body_bytes_ * 1000 /
                                       std::max<std::uint64_t>(options.min_body_bytes_per_s, 1));
    case State::serving:
      return since_ + options.reply_timeout;
    case State::sending:
    case State::upgraded:
      break;
  }
  return SteadyTime::max();
}

void HttpSession::on_deadline(SteadyTime) {
  switch (state_) {
    case State::head:
      if (has_begun_) {
        refuse(408, code_of(408), "the request did not arrive in time");
      } else {
        stream_.drop();
      }
      break;
    case State::body:
      refuse(408, code_of(408), "the body arrives too slowly");
      break;
    case State::serving:
      refuse(503, code_of(503), "no answer in time");
      break;
    case State::sending:
    case State::upgraded:
      break;
  }
}

void HttpSession::on_drain(CloseCode, std::string_view) {
  if (state_ == State::head && !has_begun_) {
    stream_.close_gracefully();
  } else {
    closes_after_ = true;
  }
}

}  // namespace bot
