// Writes the frames that the server sends (docs/protocol.md). Each function appends exactly one
// JSON object, without a line break, so that frames can be coalesced and messages stored one a
// line. Deterministic: the same values give the same bytes, because the text of a `message` is
// stored in the journal and sent again as it was. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "dialogs/event.hpp"
#include "dialogs/reply.hpp"

namespace bot {

// Who has the conversation: names on the wire are the enumerators'.
enum class Owner { bot, queue, agent };
enum class From { customer, bot, agent, system };

std::string_view to_string(Owner owner);
std::string_view to_string(From from);

// A task that can be continued.
struct Unfinished {
  std::string flow;
  std::string title;
};

struct WelcomeFrame {
  std::string_view conversation;
  std::int64_t seq = 0;                // newest
  std::string_view guest_secret = {};  // once, for a new guest; left out when empty
  std::string_view customer = {};      // left out for a guest
  std::string_view locale = {};
  std::span<const Unfinished> unfinished = {};
  Owner owner = Owner::bot;
};

// A message of anybody. Empty parts are left out, except `text`.
struct MessageFrame {
  std::int64_t seq = 0;
  std::string_view id;
  From from = From::bot;
  std::string_view author = {};  // of a person's message: their name
  std::string_view text = {};
  std::span<const dialogs::Button> buttons = {};
  const dialogs::Expects* expects = nullptr;
  std::span<const dialogs::Card> cards = {};
  std::span<const dialogs::Attachment> attachments = {};
  base::Instant time = {};
  std::string_view reply_to = {};  // client id that caused it
  std::string_view step = {};
};

struct CaseFrame {
  std::string_view number;
  std::string_view type;
  std::string_view state;
  std::optional<base::Instant> due = {};
};

struct ErrorFrame {
  std::string_view code;
  std::string_view message;
  std::string_view id = {};     // of the refused frame; left out when empty
  std::string_view field = {};  // left out when empty
  std::optional<std::int64_t> retry_after_ms = {};
};

void write_welcome(std::string& out, const WelcomeFrame& frame);
void write_ack(std::string& out, std::string_view id, std::int64_t seq);
void write_message(std::string& out, const MessageFrame& frame);
void write_turn(std::string& out, std::string_view id, std::int64_t seq);
void write_case(std::string& out, const CaseFrame& frame);
// `name`: of the person who has it; left out when empty.
void write_owner(std::string& out, Owner owner, std::optional<int> position,
                 std::string_view name = {});
void write_typing(std::string& out);
void write_pong(std::string& out);
void write_error(std::string& out, const ErrorFrame& frame);
// The same from an Error: code from its name, message from its detail.
void write_error(std::string& out, const base::Error& error, std::string_view id = {},
                 std::optional<std::int64_t> retry_after_ms = {});

// The message frame of a bot's reply.
MessageFrame message_of(const dialogs::Reply& reply);

}  // namespace bot
