#include "bot/console/live_session.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "bot/access/authorize.hpp"
#include "bot/protocol/text_rules.hpp"

namespace bot {
namespace {

constexpr std::size_t kMaxWatches = 50;
constexpr std::size_t kMaxReplayed = 500;  // turns; a page that missed more loads afresh
constexpr std::size_t kMaxTextCharacters = 4096;

// The person's own id of a message, from the one that the journal has.
std::string_view own_id(std::string_view client_id) {
  const auto slash = client_id.rfind('/');
  return slash == std::string_view::npos ? client_id : client_id.substr(slash + 1);
}

}  // namespace

class LiveSession::Watch final : public Listener {
 public:
  Watch(LiveSession& session, Conversation& conversation, std::uint64_t id)
      : session_(session), conversation_(conversation), id_(id) {
    conversation_.listeners.push_back(this);
  }
  ~Watch() override { std::erase(conversation_.listeners, this); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  std::uint64_t listener_id() const override { return id_; }
  void on_turn(const TurnAnswer& answer, bool is_mine) override {
    tell_lines(answer.output);
    if (!is_mine) return;
    std::string ack;
    write_ack(ack, own_id(answer.client_id), answer.first_seq);
    on_frame_for_all(ack);
  }
  void on_refused(std::string_view client_id, const base::Error& error,
                  std::optional<base::Duration>) override {
    session_.refuse(conversation_.uuid, own_id(client_id), error);
  }
  void on_frame_for_all(std::string_view frame) override {
    std::string wrapped;
    base::JsonWriter json(wrapped);
    json.open_object().key("type").text("in").key("conversation").text(conversation_.uuid);
    json.key("frame").raw(frame).close_object();
    session_.send(wrapped);
  }
  void on_adopted() override {}

  void tell_lines(std::string_view output) {
    while (!output.empty()) {
      const auto end = output.find('\n');
      on_frame_for_all(output.substr(0, end));
      output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
    }
  }
  Conversation& conversation() { return conversation_; }

 private:
  LiveSession& session_;
  Conversation& conversation_;
  const std::uint64_t id_;
};

LiveSession::LiveSession(LiveDesk& desk, Connection& connection, SignedIn who)
    : desk_(desk), connection_(connection), who_(std::move(who)) {
  desk_.sessions_[connection_.id()] = this;
}

LiveSession::~LiveSession() {
  desk_.sessions_.erase(connection_.id());
}

void LiveSession::on_closed() {
  is_open_ = false;
  watches_.clear();
}

void LiveSession::close() {
  is_open_ = false;
  watches_.clear();
  connection_.close(CloseCode::not_authenticated, "signed out");
}

void LiveSession::on_frame(std::string_view text) {
  if (!is_open_) return;
  if (!desk_.staff_.is_open(who_)) return close();
  desk_.saw(who_.staff.id);
  const auto frame = base::parse_json(text);
  if (!frame || !frame->is_record()) {
    return refuse("", "", {base::Code::invalid_argument, "bad_json", "not a JSON object", ""});
  }
  take(frame->record());
}

void LiveSession::take(const base::Record& frame) {
  const base::Value whole(frame);
  const auto type = whole.text_at("type");
  if (type == "watch") return watch(frame);
  if (type == "message") return say(frame);
  if (type == "typing") return typing(whole.text_at("conversation"));
  if (type == "unwatch") {
    const auto known = watches_.find(whole.text_at("conversation"));
    if (known != watches_.end()) watches_.erase(known);
    return;
  }
  if (type == "ping") return send(R"({"type":"pong"})");
  if (type == "hello") {
    std::string welcome;
    base::JsonWriter json(welcome);
    json.open_object().key("type").text("welcome").key("staff").text(who_.staff.id);
    json.close_object();
    return send(welcome);
  }
  refuse("", "", {base::Code::invalid_argument, "bad_frame", "an unknown type of frame", "type"});
}

void LiveSession::watch(const base::Record& frame) {
  base::FieldReader fields(frame);
  fields.ignore("type");
  const std::string uuid = fields.text("conversation", 64);
  const auto after = fields.integer("after", 0, INT64_MAX);
  if (auto error = fields.finish()) return refuse(uuid, "", *error);
  const auto row = desk_.parts_.world.store.find_conversation(uuid);
  const auto found =
      row ? desk_.parts_.conversations.find(uuid) : base::Result<Conversation*>(not_found());
  if (!found) return refuse(uuid, "", not_found());
  auto& place = watches_[uuid];
  if (place == nullptr) {
    if (watches_.size() > kMaxWatches) {
      watches_.erase(uuid);
      return refuse(uuid, "", {base::Code::limit_exceeded, "too_many", "too many at once", ""});
    }
    place = std::make_unique<Watch>(*this, **found, desk_.next_listener_id());
  }
  // What happened since the page was loaded; what is told twice, the page knows by its number.
  for (const auto& turn :
       desk_.parts_.world.store.messages_after((*found)->id, after, kMaxReplayed)) {
    place->tell_lines(turn.output);
  }
}

void LiveSession::say(const base::Record& frame) {
  base::FieldReader fields(frame);
  fields.ignore("type");
  const std::string uuid = fields.text("conversation", 64);
  const std::string id = fields.text("id", 64);
  const auto epoch = fields.integer("epoch", 0, INT64_MAX);
  const std::string text = fields.text("text", kMaxTextCharacters);
  if (auto error = fields.finish()) return refuse(uuid, id, *error);
  if (!is_client_id(id) || id.size() < 32 || id.find('/') != std::string::npos) {
    return refuse(uuid, id, {base::Code::invalid_argument, "bad_field", "the id is a UUID", "id"});
  }
  if (!base::has_visible_character(text)) {
    return refuse(uuid, id, {base::Code::invalid_argument, "empty", "there is no text", "text"});
  }
  const auto known = watches_.find(uuid);
  if (known == watches_.end()) return refuse(uuid, id, not_found());
  Conversation& conversation = known->second->conversation();
  desk_.handover_.say(conversation, {uuid, {who_.staff.id, who_.staff.display}, epoch, false}, id,
                      text, *known->second);
}

void LiveSession::typing(std::string_view uuid) {
  const auto known = watches_.find(uuid);
  if (known == watches_.end()) return;
  Conversation& conversation = known->second->conversation();
  if (conversation.owner.agent != who_.staff.id) return;
  std::string frame;
  write_typing(frame);
  const auto listeners = conversation.listeners;
  for (Listener* listener : listeners) {
    if (listener != known->second.get()) listener->on_frame_for_all(frame);
  }
}

void LiveSession::refuse(std::string_view conversation, std::string_view id,
                         const base::Error& error) {
  std::string frame;
  base::JsonWriter json(frame);
  json.open_object().key("type").text("refused").key("conversation").text(conversation);
  json.key("id").text(id).key("code").text(error.name).key("detail").text(error.detail);
  json.close_object();
  send(frame);
}

}  // namespace bot
