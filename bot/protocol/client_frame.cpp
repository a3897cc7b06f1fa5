#include "bot/protocol/client_frame.hpp"

#include <algorithm>
#include <utility>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "bot/protocol/client_frame_scanner.hpp"
#include "bot/protocol/text_rules.hpp"

namespace bot {
namespace {

using base::Code;
using base::Error;
using base::FieldReader;
using base::Record;
using base::Result;
using base::Value;

Error bad(std::string_view name, std::string_view field, std::string_view detail) {
  return Error{Code::invalid_argument, name, std::string(detail),
               std::string(base::first_characters(field, 64))};
}

// A finished reader's error, with the name that a resume must have.
Result<ClientFrame> finish(FieldReader& fields, ClientFrame frame) {
  if (auto error = fields.finish()) return std::move(*error);
  return frame;
}

std::optional<Error> check_client_id(const std::string& id) {
  if (is_client_id(id)) return std::nullopt;
  if (!is_one_line(id)) return bad("bad_text", "id", "an id is one line");
  return bad("bad_field", "id", "an id has 1 to 64 characters");
}

Result<ClientFrame> read_hello(FieldReader& fields, const FrameLimits& limits) {
  Hello hello;
  // A token of any length is a wrong token, not a wrong frame.
  hello.token = fields.optional_text("token", limits.frame_bytes).value_or("");
  hello.conversation = fields.optional_text("conversation", 64).value_or("");
  hello.after = fields.optional_integer("after", -kMaxSeq, kMaxSeq);
  hello.locale = fields.optional_text("locale", kMaxLocaleCharacters).value_or("");
  hello.client = fields.optional_text("client", kMaxClientNameCharacters).value_or("");
  hello.guest_secret = fields.optional_text("guest_secret", limits.frame_bytes).value_or("");
  if (auto error = fields.finish()) return std::move(*error);
  if (hello.after && *hello.after < 0) {
    return bad("bad_resume", "after", "the last seq seen is not negative");
  }
  if (!hello.conversation.empty() && hello.conversation != "new" &&
      !base::is_uuid7(hello.conversation)) {
    return bad("bad_field", "conversation", "neither a conversation's id nor 'new'");
  }
  if (!hello.locale.empty() && !is_language_tag(hello.locale)) {
    return bad("bad_field", "locale", "not a language tag such as 'en' or 'pt-BR'");
  }
  if (!is_one_line(hello.client)) return bad("bad_text", "client", "a name is one line");
  return ClientFrame(std::move(hello));
}

Result<ClientFrame> read_message(FieldReader& fields, const FrameLimits& limits) {
  Message message;
  message.id = fields.text("id", kMaxClientIdCharacters);
  message.text = fields.optional_text("text", limits.text_characters).value_or("");
  message.attachments = fields.optional_texts("attachments", kMaxAttachments, 64);
  if (auto error = fields.finish()) return std::move(*error);
  if (auto error = check_client_id(message.id)) return std::move(*error);
  const auto excess = what_is_too_long(message.text, limits.text_characters);
  if (!excess.empty()) return bad("too_long", "text", excess);
  for (auto upload = message.attachments.begin(); upload != message.attachments.end(); ++upload) {
    if (!base::is_uuid7(*upload)) return bad("bad_field", "attachments", "not an upload's id");
    if (std::find(message.attachments.begin(), upload, *upload) != upload) {
      return bad("bad_field", "attachments", "the same upload twice");
    }
  }
  if (message.attachments.empty() && !base::has_visible_character(message.text)) {
    return bad("empty", "text", "there is nothing to read in the message");
  }
  return ClientFrame(std::move(message));
}

// Values of a form: texts, numbers, yes or no, lists of texts; nothing deeper.
std::optional<Error> check_form(const Record& values, const FrameLimits& limits) {
  if (values.size() > kMaxFormFields) return bad("bad_field", "values", "too many fields");
  const auto is_long = [&](const std::string& text) {
    return !what_is_too_long(text, limits.text_characters).empty();
  };
  for (const base::Field& field : values) {
    const std::string name = "values." + field.name;
    if (field.name.empty() || field.name.size() > 64) {
      return bad("bad_field", name, "a field's name has 1 to 64 bytes");
    }
    const Value& value = field.value;
    if (value.is_text()) {
      if (is_long(value.text())) return bad("too_long", name, "the text is too long");
    } else if (value.is_list()) {
      for (const Value& item : value.list()) {
        if (!item.is_text()) return bad("bad_field", name, "a list of texts is expected");
        if (is_long(item.text())) return bad("too_long", name, "the text is too long");
      }
    } else if (!value.is_number() && !value.is_boolean()) {
      return bad("bad_field", name, "a text, a number, true or false, or a list of texts");
    }
  }
  return std::nullopt;
}

Result<ClientFrame> read_press(FieldReader& fields, const FrameLimits& limits) {
  Press press;
  press.id = fields.text("id", kMaxClientIdCharacters);
  auto button = fields.optional_text("button", kMaxButtonCharacters);
  press.buttons = fields.optional_texts("buttons", kMaxButtons, kMaxButtonCharacters);
  const Record* values = fields.optional_record("values");
  if (auto error = fields.finish()) return std::move(*error);
  if (auto error = check_client_id(press.id)) return std::move(*error);
  if (button && !press.buttons.empty()) {
    return bad("bad_field", "buttons", "either `button` or `buttons`, not both");
  }
  if (button) press.buttons.push_back(std::move(*button));
  for (const std::string& token : press.buttons) {
    if (token.empty() || !is_one_line(token)) {
      return bad("bad_field", "button", "not a button's token");
    }
  }
  if (press.buttons.empty() && (values == nullptr || values->empty())) {
    return bad("bad_field", "button", "no button and no values");
  }
  if (values != nullptr) {
    if (auto error = check_form(*values, limits)) return std::move(*error);
    press.values = *values;
  }
  return ClientFrame(std::move(press));
}

}  // namespace

Result<ClientFrame> decode(std::string_view frame, const FrameLimits& limits) {
  if (auto scanned = scan_client_frame(frame, limits)) return std::move(*scanned);
  return decode_by_value(frame, limits);
}

Result<ClientFrame> decode_by_value(std::string_view frame, const FrameLimits& limits) {
  base::JsonLimits json_limits;
  json_limits.max_bytes = limits.frame_bytes;
  auto parsed = base::parse_json(frame, json_limits);
  if (!parsed) return parsed.error();
  if (!parsed->is_record()) return bad("bad_json", "", "a frame is one JSON object");
  FieldReader fields(parsed->record());
  const std::string type = fields.text("type", 32);
  if (type == "hello") return read_hello(fields, limits);
  if (type == "message") return read_message(fields, limits);
  if (type == "press") return read_press(fields, limits);
  if (type == "typing") return finish(fields, Typing{});
  if (type == "ping") return finish(fields, Ping{});
  if (type == "read") {
    const std::int64_t seq = fields.integer("seq", 0, kMaxSeq);
    return finish(fields, Read{seq});
  }
  return bad("bad_field", "type", "no such frame");
}

std::string client_id_of(std::string_view refused_frame) {
  const auto parsed = base::parse_json(refused_frame);
  if (!parsed) return {};
  const std::string_view id = parsed->text_at("id");
  return is_client_id(id) ? std::string(id) : std::string();
}

}  // namespace bot
