#include "bot/channels/web_chat_session.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "bot/access/authorize.hpp"
#include "bot/protocol/error_table.hpp"
#include "bot/turns/pressed_text.hpp"

namespace bot {
namespace {

constexpr int kMaxStrikes = 3;
constexpr std::size_t kMaxEarlyFrames = 32;
constexpr std::size_t kInputFrame = 64;  // bytes of an event's JSON around its text, usually

}  // namespace

WebChatSession::WebChatSession(WebChat& chat, Connection& connection, std::uint64_t id)
    : chat_(chat), parts_(chat.parts_), connection_(connection), id_(id) {}

WebChatSession::~WebChatSession() {
  leave();
}

void WebChatSession::leave() {
  *is_alive_ = false;
  stage_ = Stage::closed;
  if (replay_timer_ != 0) parts_.world.loop.cancel(replay_timer_);
  replay_timer_ = 0;
  if (conversation_ != nullptr) {
    std::erase(conversation_->listeners, this);
    conversation_->last_used = parts_.world.clock.now();
    conversation_ = nullptr;
  }
  if (!socket_key_.empty() && principal_) {
    auto& limit = std::holds_alternative<Customer>(*principal_) ? chat_.customer_sockets_
                                                                : chat_.guest_sockets_;
    limit.leave(socket_key_);
    socket_key_.clear();
  }
  chat_.sessions_.erase(id_);
}

void WebChatSession::on_closed() {
  leave();
}

void WebChatSession::refuse(const base::Error& error, std::string_view client_id,
                            std::optional<base::Duration> retry_after) {
  std::string frame;
  write_error(frame, error, client_id,
              retry_after ? std::optional(retry_after->count()) : std::nullopt);
  connection_.send(frame);
}

void WebChatSession::check_expiry(base::Instant now) {
  if (!expires_ || now < *expires_) return;
  refuse(auth_failed());
  connection_.close(CloseCode::not_authenticated, "the token has expired");
}

// ------------------------------------------------------------------------------------ frames in

void WebChatSession::on_frame(std::string_view text) {
  if (stage_ == Stage::closed) return;
  if (stage_ == Stage::opening || stage_ == Stage::replaying || is_asking_) {
    if (early_.size() >= kMaxEarlyFrames) {
      connection_.close(CloseCode::too_many, "wait for the welcome");
      return;
    }
    early_.emplace_back(text);
    return;
  }
  const Limits& limits = parts_.world.profile.settings.limits;
  auto frame = decode(text, {static_cast<std::size_t>(limits.frame_bytes),
                             static_cast<std::size_t>(limits.text_characters)});
  if (stage_ == Stage::waiting) {
    const Hello* hello = frame ? std::get_if<Hello>(&*frame) : nullptr;
    if (hello != nullptr) return on_hello(*hello);
    refuse(frame ? base::Error{base::Code::invalid_argument, "bad_frame",
                               "the first frame must be a hello", "type"}
                 : frame.error());
    connection_.close(CloseCode::bad_frame, "the first frame must be a hello");
    return;
  }
  if (frame) return take(*frame);
  refuse(frame.error(), client_id_of(text));
  if (++strikes_ >= kMaxStrikes) connection_.close(CloseCode::policy, "too many bad frames");
}

void WebChatSession::take(const ClientFrame& frame) {
  if (expires_ && parts_.wall_clock.now() >= *expires_) {
    return check_expiry(parts_.wall_clock.now());
  }
  if (const auto* message = std::get_if<Message>(&frame)) {
    on_message(*message);
  } else if (const auto* press = std::get_if<Press>(&frame)) {
    on_press(*press);
  } else if (const auto* read = std::get_if<Read>(&frame)) {
    on_read(*read);
  } else if (std::holds_alternative<Typing>(frame)) {
    on_typing();
  } else if (std::holds_alternative<Ping>(frame)) {
    std::string pong;
    write_pong(pong);
    connection_.send(pong);
  } else {
    refuse({base::Code::invalid_argument, "bad_field", "hello comes once, as the first frame",
            "type"});
    if (++strikes_ >= kMaxStrikes) connection_.close(CloseCode::policy, "too many bad frames");
  }
}

bool WebChatSession::is_too_fast(std::string_view client_id) {
  const auto wait = chat_.message_buckets_.take(conversation_->uuid, parts_.wall_clock.now());
  if (!wait) return false;
  refuse({base::Code::limit_exceeded, "too_many", "too many messages; wait a little", ""},
         client_id, wait);
  return true;
}

base::Result<std::vector<dialogs::Attachment>> WebChatSession::find_attachments(
    const std::vector<std::string>& ids) const {
  std::vector<dialogs::Attachment> found;
  for (const auto& id : ids) {
    const auto upload = parts_.world.store.find_upload(id);
    const bool is_mine = upload && upload->row.owner == owner_key(*principal_) &&
                         (upload->conversation == 0 || upload->conversation == conversation_->id);
    if (!is_mine) {
      return base::Error{base::Code::not_found, "not_found", "there is no such upload of yours",
                         "attachments"};
    }
    found.push_back({id, upload->row.name, upload->row.type, upload->row.bytes});
  }
  return found;
}

void WebChatSession::on_message(const Message& message) {
  if (is_too_fast(message.id)) return;
  auto attachments = find_attachments(message.attachments);
  if (!attachments) return refuse(attachments.error(), message.id);
  ClientEvent event;
  event.client_id = message.id;
  event.text = message.text;
  event.input.reserve(message.text.size() + kInputFrame);
  base::JsonWriter json(event.input);
  json.open_object().key("message").open_object().key("text").text(message.text);
  if (!attachments->empty()) {
    json.key("attachments").open_list();
    for (const auto& one : *attachments) {
      json.open_object().key("upload").text(one.upload).key("name").text(one.name);
      json.key("type").text(one.type).key("bytes").integer(one.bytes).close_object();
    }
    json.close_list();
  }
  json.close_object().close_object();
  event.event = dialogs::MessageEvent{message.text, *attachments};
  event.attachments = std::move(*attachments);
  run(std::move(event));
}

// The flow whose start button the press names ("start_return"), as a page of the shop does outside
// of any message; tokens of messages look different.
const dialogs::Flow* WebChatSession::started_by(const Press& press) const {
  if (press.buttons.size() != 1 || press.buttons.front().find('.') != std::string::npos) {
    return nullptr;
  }
  for (const dialogs::Flow& flow : parts_.world.profile.program->flows) {
    if (flow.starts.button == press.buttons.front()) return &flow;
  }
  return nullptr;
}

void WebChatSession::on_press(const Press& press) {
  if (is_too_fast(press.id)) return;
  ClientEvent event;
  event.client_id = press.id;
  event.input.reserve(kInputFrame);
  base::JsonWriter json(event.input);
  json.open_object().key("press").open_object().key("buttons").open_list();
  for (const auto& button : press.buttons) json.text(button);
  json.close_list();
  if (!press.values.empty()) json.key("values").value(press.values);
  json.close_object().close_object();
  if (const dialogs::Flow* flow = started_by(press)) {
    event.text = flow->starts.label.in(conversation_->locale).source;
    event.event = dialogs::StartEvent{flow->name};
  } else {
    event.text = pressed_text(*conversation_, parts_.world.store, press.buttons);
    event.event = dialogs::PressEvent{press.buttons, press.values};
  }
  run(std::move(event));
}

void WebChatSession::run(ClientEvent event) {
  const auto* customer = std::get_if<Customer>(&*principal_);
  if (customer == nullptr || parts_.world.shop.is_prepared(customer->id)) {
    return parts_.processor.run(*conversation_, event, *this);
  }
  ask_shop(
      [this, event = std::move(event)] { parts_.processor.run(*conversation_, event, *this); });
}

void WebChatSession::ask_shop(std::function<void()> next) {
  const auto* customer = std::get_if<Customer>(&*principal_);
  if (customer == nullptr) return next();
  is_asking_ = true;
  parts_.world.shop.prepare(customer->id, [this, alive = is_alive_, next = std::move(next)] {
    if (!*alive) return;
    is_asking_ = false;
    next();
    if (*alive) take_early();
  });
}

void WebChatSession::on_read(const Read& read) {
  if (read.seq <= conversation_->committed_seq) return;
  refuse({base::Code::invalid_argument, "bad_field", "no message has this number yet", "seq"});
}

void WebChatSession::on_typing() {
  std::string frame;
  write_typing(frame);
  for (Listener* listener : conversation_->listeners) {
    if (listener != this) listener->on_frame_for_all(frame);
  }
}

// Message frames stand one a line, in order of their sequence numbers.
void WebChatSession::send_lines(std::string_view output, std::int64_t first_seq,
                                std::int64_t after) {
  std::int64_t seq = first_seq;
  while (!output.empty()) {
    const auto end = output.find('\n');
    if (seq++ > after) connection_.send(output.substr(0, end));
    output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
  }
}

// ----------------------------------------------------------------------------------- what is told

void WebChatSession::on_turn(const TurnAnswer& answer, bool is_mine) {
  if (stage_ != Stage::live) return;  // the replay will find it
  if (!is_mine) return send_lines(answer.output, answer.first_seq, 0);
  std::string frame;
  write_ack(frame, answer.client_id, answer.first_seq);
  connection_.send(frame);
  send_lines(answer.output, answer.first_seq, 0);
  frame.clear();
  write_turn(frame, answer.client_id, answer.last_seq);
  connection_.send(frame);
}

void WebChatSession::on_refused(std::string_view client_id, const base::Error& error,
                                std::optional<base::Duration> retry_after) {
  if (stage_ == Stage::closed) return;
  refuse(error, client_id, retry_after);
}

void WebChatSession::on_adopted() {
  refuse(auth_failed());
  connection_.close(CloseCode::not_authenticated, "this conversation is a customer's now");
}

void WebChatSession::on_frame_for_all(std::string_view frame) {
  if (stage_ == Stage::live) connection_.send(frame);
}

}  // namespace bot
