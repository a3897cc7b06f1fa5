#include "bot/protocol/server_frame.hpp"

#include "base/json.hpp"

namespace bot {
namespace {

using base::JsonWriter;

JsonWriter& open(JsonWriter& json, std::string_view type) {
  return json.open_object().key("type").text(type);
}

void write_optional(JsonWriter& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.key(name).text(text);
}

void write_buttons(JsonWriter& json, std::span<const dialogs::Button> buttons) {
  if (buttons.empty()) return;
  json.key("buttons").open_list();
  for (const dialogs::Button& button : buttons) {
    json.open_object().key("token").text(button.token).key("label").text(button.label);
    write_optional(json, "hint", button.hint);
    json.close_object();
  }
  json.close_list();
}

// The kind and its limits are one object; a limit cannot hide the kind.
void write_expects(JsonWriter& json, const dialogs::Expects& expects) {
  json.key("expects").open_object().key("kind").text(expects.kind);
  for (const base::Field& limit : expects.limits) {
    if (limit.name != "kind") json.key(limit.name).value(limit.value);
  }
  json.close_object();
}

void write_card(JsonWriter& json, const dialogs::Card& card) {
  json.open_object().key("kind").text(card.kind);
  write_optional(json, "title", card.title);
  json.key("rows").open_list();
  for (const dialogs::CardRow& row : card.rows) {
    json.open_object().key("label").text(row.label).key("value").text(row.value);
    write_optional(json, "token", row.token);
    json.close_object();
  }
  json.close_list().close_object();
}

void write_attachments(JsonWriter& json, std::span<const dialogs::Attachment> attachments) {
  if (attachments.empty()) return;
  json.key("attachments").open_list();
  for (const dialogs::Attachment& attachment : attachments) {
    json.open_object().key("upload").text(attachment.upload).key("name").text(attachment.name);
    json.key("type").text(attachment.type);
    // A file that is made when it is opened has no size yet.
    if (attachment.bytes > 0) json.key("size").integer(attachment.bytes);
    json.close_object();
  }
  json.close_list();
}

void write_id_and_seq(std::string& out, std::string_view type, std::string_view id,
                      std::int64_t seq) {
  JsonWriter json(out);
  open(json, type).key("id").text(id).key("seq").integer(seq).close_object();
}

}  // namespace

std::string_view to_string(Owner owner) {
  switch (owner) {
    case Owner::bot:
      return "bot";
    case Owner::queue:
      return "queue";
    case Owner::agent:
      return "agent";
  }
  return "bot";
}

std::string_view to_string(From from) {
  switch (from) {
    case From::customer:
      return "customer";
    case From::bot:
      return "bot";
    case From::agent:
      return "agent";
    case From::system:
      return "system";
  }
  return "system";
}

void write_welcome(std::string& out, const WelcomeFrame& frame) {
  JsonWriter json(out);
  open(json, "welcome").key("conversation").text(frame.conversation);
  json.key("seq").integer(frame.seq);
  write_optional(json, "guest_secret", frame.guest_secret);
  write_optional(json, "customer", frame.customer);
  json.key("locale").text(frame.locale);
  if (!frame.unfinished.empty()) {
    json.key("unfinished").open_list();
    for (const Unfinished& task : frame.unfinished) {
      json.open_object().key("flow").text(task.flow).key("title").text(task.title).close_object();
    }
    json.close_list();
  }
  json.key("owner").text(to_string(frame.owner)).close_object();
}

void write_ack(std::string& out, std::string_view id, std::int64_t seq) {
  write_id_and_seq(out, "ack", id, seq);
}

void write_message(std::string& out, const MessageFrame& frame) {
  JsonWriter json(out);
  open(json, "message").key("seq").integer(frame.seq).key("id").text(frame.id);
  json.key("from").text(to_string(frame.from));
  write_optional(json, "author", frame.author);
  json.key("text").text(frame.text);
  write_buttons(json, frame.buttons);
  if (frame.expects != nullptr) write_expects(json, *frame.expects);
  if (!frame.cards.empty()) {
    json.key("cards").open_list();
    for (const dialogs::Card& card : frame.cards) write_card(json, card);
    json.close_list();
  }
  write_attachments(json, frame.attachments);
  json.key("time").text(base::to_iso(frame.time));
  write_optional(json, "reply_to", frame.reply_to);
  write_optional(json, "step", frame.step);
  json.close_object();
}

void write_turn(std::string& out, std::string_view id, std::int64_t seq) {
  write_id_and_seq(out, "turn", id, seq);
}

void write_case(std::string& out, const CaseFrame& frame) {
  JsonWriter json(out);
  open(json, "case").key("number").text(frame.number).key("case_type").text(frame.type);
  json.key("state").text(frame.state);
  if (frame.due) json.key("due").text(base::to_iso(*frame.due));
  json.close_object();
}

void write_owner(std::string& out, Owner owner, std::optional<int> position,
                 std::string_view name) {
  JsonWriter json(out);
  open(json, "owner").key("owner").text(to_string(owner));
  if (position) json.key("position").integer(*position);
  write_optional(json, "name", name);
  json.close_object();
}

void write_typing(std::string& out) {
  out += R"({"type":"typing"})";
}

void write_pong(std::string& out) {
  out += R"({"type":"pong"})";
}

void write_error(std::string& out, const ErrorFrame& frame) {
  JsonWriter json(out);
  open(json, "error").key("code").text(frame.code).key("message").text(frame.message);
  write_optional(json, "id", frame.id);
  write_optional(json, "field", frame.field);
  if (frame.retry_after_ms) json.key("retry_after_ms").integer(*frame.retry_after_ms);
  json.close_object();
}

void write_error(std::string& out, const base::Error& error, std::string_view id,
                 std::optional<std::int64_t> retry_after_ms) {
  write_error(out, ErrorFrame{error.name, error.detail, id, error.field, retry_after_ms});
}

MessageFrame message_of(const dialogs::Reply& reply) {
  MessageFrame frame;
  frame.text = reply.text;
  frame.buttons = reply.buttons;
  frame.expects = reply.expects ? &*reply.expects : nullptr;
  frame.cards = reply.cards;
  frame.step = reply.step;
  return frame;
}

}  // namespace bot
