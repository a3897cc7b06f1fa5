// The frames that a client may send (docs/protocol.md), decoded strictly into values: every field
// with its type and bounds, every field that the protocol does not know refused by name. No
// session, no state: whether an upload exists or an `after` lies in the future is for the turn to
// say. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/value.hpp"

namespace bot {

// Defaults are the protocol's; settings may set them lower.
struct FrameLimits {
  std::size_t frame_bytes = 64 * 1024;
  std::size_t text_characters = 4096;
};

inline constexpr std::size_t kMaxClientIdCharacters = 64;
inline constexpr std::size_t kMaxTextLines = 512;
// UAX #15, Stream-Safe Text: real writing needs at most 30 marks in a row.
inline constexpr std::size_t kMaxMarksInARow = 30;
inline constexpr std::size_t kMaxAttachments = 5;
inline constexpr std::size_t kMaxButtons = 50;
inline constexpr std::size_t kMaxButtonCharacters = 256;
inline constexpr std::size_t kMaxFormFields = 64;
inline constexpr std::size_t kMaxLocaleCharacters = 35;
inline constexpr std::size_t kMaxClientNameCharacters = 200;
inline constexpr std::int64_t kMaxSeq = (std::int64_t{1} << 53) - 1;  // what JavaScript counts to

struct Hello {
  std::string token;         // JWT of the shop or a guest secret; empty for a new guest
  std::string conversation;  // uuid, "new", or empty: the customer's open one, or a new one
  std::optional<std::int64_t> after;  // last seq seen, at least 0
  std::string locale;                 // BCP 47 ("pt-BR"), may be empty
  std::string client;                 // name and version of the client program, may be empty
  // With a customer's token: the secret of the conversation they began as a guest; may be empty.
  std::string guest_secret = {};
  friend bool operator==(const Hello&, const Hello&) = default;
};

struct Message {
  std::string id;
  std::string text;                      // may be empty only when there are attachments
  std::vector<std::string> attachments;  // upload ids, no two the same
  friend bool operator==(const Message&, const Message&) = default;
};

struct Press {
  std::string id;
  std::vector<std::string> buttons;  // tokens; empty only when `values` is not
  base::Record values;               // of a form: texts, numbers, yes/no or lists of texts
  friend bool operator==(const Press&, const Press&) = default;
};

struct Typing {
  friend bool operator==(const Typing&, const Typing&) = default;
};

struct Read {
  std::int64_t seq = 0;
  friend bool operator==(const Read&, const Read&) = default;
};

struct Ping {
  friend bool operator==(const Ping&, const Ping&) = default;
};

using ClientFrame = std::variant<Hello, Message, Press, Typing, Read, Ping>;

// One text frame. Errors, each with the field it is about:
//   too_large   over limits.frame_bytes
//   bad_json    not one JSON object, duplicate keys, too deep, too many members, trailing bytes
//   bad_text    invalid UTF-8, lone surrogate, control character
//   bad_field   missing, mistyped, out of range, unknown, or one that only the server may set
//   bad_resume  `after` negative
//   empty       a message without attachments and without one visible character
//   too_long    text over its characters, lines or marks in a row
base::Result<ClientFrame> decode(std::string_view frame, const FrameLimits& limits = {});

// The reference that `decode` must agree with: the same result by way of a general JSON value,
// slower. `decode` falls back on it for every frame that is not plainly right.
base::Result<ClientFrame> decode_by_value(std::string_view frame, const FrameLimits& limits = {});

// The `id` of a frame that `decode` refused, so that the error can name it; empty when it has none
// that is usable. Costs a parse.
std::string client_id_of(std::string_view refused_frame);

}  // namespace bot
