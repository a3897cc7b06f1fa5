#include "bot/protocol/client_frame_scanner.hpp"

#include <array>
#include <utility>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "bot/protocol/text_rules.hpp"

namespace bot {
namespace {

constexpr char kPlain = 0;
constexpr char kQuote = 1;
constexpr char kBackslash = 2;
constexpr char kNotAscii = 3;
constexpr char kControl = 4;

constexpr std::array<char, 256> kByteKinds = [] {
  std::array<char, 256> kinds{};
  for (std::size_t i = 0; i < 0x20; ++i) kinds[i] = kControl;
  for (std::size_t i = 0x80; i < 0x100; ++i) kinds[i] = kNotAscii;
  kinds['"'] = kQuote;
  kinds['\\'] = kBackslash;
  kinds[0x7F] = kControl;
  return kinds;
}();

// What a backslash and this letter stand for; 0 for those left to the slower reader (\u, \b, \f).
char unescape(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

// Reads tokens; every method returns false where the frame is not plainly right.
class Tokens {
 public:
  explicit Tokens(std::string_view frame) : rest_(frame) {}

  bool take(char byte) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != byte) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool is_at_end() {
    skip_blanks();
    return rest_.empty();
  }

  // A text without escapes, as a view into the frame.
  bool take_name(std::string_view& name) {
    if (!take('"')) return false;
    const std::size_t end = rest_.find_first_of("\"\\");
    if (end == std::string_view::npos || rest_[end] != '"') return false;
    name = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool take_text(std::string& text) {
    if (!take('"')) return false;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < rest_.size();) {
      const char kind = kByteKinds[static_cast<unsigned char>(rest_[at])];
      if (kind == kPlain) {
        ++at;
      } else if (kind == kQuote) {
        text.append(rest_, copied, at - copied);
        rest_.remove_prefix(at + 1);
        return true;
      } else if (kind == kNotAscii) {
        const base::Character next = base::first_character(rest_.substr(at));
        // Invalid, or a control character of the second block.
        if (next.bytes == 0 || next.code < 0xA0) return false;
        at += next.bytes;
      } else {
        if (kind == kControl || at + 1 >= rest_.size()) return false;
        const char meant = unescape(rest_[at + 1]);
        if (meant == 0) return false;
        text.append(rest_, copied, at - copied);
        text += meant;
        at += 2;
        copied = at;
      }
    }
    return false;
  }

  bool take_texts(std::vector<std::string>& texts, std::size_t max_items) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
      if (texts.size() >= max_items || !take_text(texts.emplace_back())) return false;
    } while (take(','));
    return take(']');
  }

  // A whole number of at most 15 digits.
  bool take_number(std::int64_t& number) {
    skip_blanks();
    std::size_t digits = 0;
    number = 0;
    while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
      if (digits == 15) return false;
      number = number * 10 + (rest_[digits++] - '0');
    }
    if (digits == 0 || (digits > 1 && rest_.front() == '0')) return false;
    rest_.remove_prefix(digits);
    // Anything that would make it another number ("1.0", "1e3") is no comma and no brace.
    return true;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n' ||
                              rest_.front() == '\t' || rest_.front() == '\r')) {
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
};

struct Fields {
  enum Seen : unsigned {
    type_ = 1,
    id_ = 2,
    text_ = 4,
    attachments_ = 8,
    buttons_ = 16,
    seq_ = 32
  };

  unsigned seen = 0;
  std::string_view type;
  std::string id;
  std::string text;
  std::vector<std::string> attachments;
  std::vector<std::string> buttons;
  std::int64_t seq = 0;

  bool mark(Seen field) { return (std::exchange(seen, seen | field) & field) == 0; }
  bool has_only(unsigned fields) const { return (seen & ~fields) == 0; }
};

bool take_field(Tokens& tokens, Fields& fields) {
  std::string_view name;
  if (!tokens.take_name(name) || !tokens.take(':')) return false;
  if (name == "type") return fields.mark(Fields::type_) && tokens.take_name(fields.type);
  if (name == "id") return fields.mark(Fields::id_) && tokens.take_text(fields.id);
  if (name == "text") return fields.mark(Fields::text_) && tokens.take_text(fields.text);
  if (name == "button") {
    return fields.mark(Fields::buttons_) && tokens.take_text(fields.buttons.emplace_back());
  }
  if (name == "buttons") {
    return fields.mark(Fields::buttons_) && tokens.take_texts(fields.buttons, kMaxButtons);
  }
  if (name == "attachments") {
    return fields.mark(Fields::attachments_) &&
           tokens.take_texts(fields.attachments, kMaxAttachments);
  }
  if (name == "seq") return fields.mark(Fields::seq_) && tokens.take_number(fields.seq);
  return false;
}

bool take_fields(Tokens& tokens, Fields& fields) {
  if (!tokens.take('{')) return false;
  do {
    if (!take_field(tokens, fields)) return false;
  } while (tokens.take(','));
  return tokens.take('}') && tokens.is_at_end();
}

std::optional<ClientFrame> make_message(Fields& fields, const FrameLimits& limits) {
  if (!fields.has_only(Fields::type_ | Fields::id_ | Fields::text_ | Fields::attachments_) ||
      !is_client_id(fields.id) || !what_is_too_long(fields.text, limits.text_characters).empty()) {
    return std::nullopt;
  }
  // Attachments are rare: several of them get the full checks.
  if (fields.attachments.size() > 1) return std::nullopt;
  for (const std::string& upload : fields.attachments) {
    if (!base::is_uuid7(upload)) return std::nullopt;
  }
  if (fields.attachments.empty() && !base::has_visible_character(fields.text)) return std::nullopt;
  return Message{std::move(fields.id), std::move(fields.text), std::move(fields.attachments)};
}

std::optional<ClientFrame> make_press(Fields& fields) {
  if (!fields.has_only(Fields::type_ | Fields::id_ | Fields::buttons_) ||
      !is_client_id(fields.id) || fields.buttons.empty()) {
    return std::nullopt;
  }
  for (const std::string& button : fields.buttons) {
    // By bytes, which is stricter than by characters.
    if (button.empty() || button.size() > kMaxButtonCharacters || !is_one_line(button)) {
      return std::nullopt;
    }
  }
  return Press{std::move(fields.id), std::move(fields.buttons), {}};
}

}  // namespace

std::optional<ClientFrame> scan_client_frame(std::string_view frame, const FrameLimits& limits) {
  if (frame.size() > limits.frame_bytes) return std::nullopt;
  Tokens tokens(frame);
  Fields fields;
  if (!take_fields(tokens, fields)) return std::nullopt;
  if (fields.type == "message") return make_message(fields, limits);
  if (fields.type == "press") return make_press(fields);
  if (fields.type == "ping" && fields.has_only(Fields::type_)) return Ping{};
  if (fields.type == "typing" && fields.has_only(Fields::type_)) return Typing{};
  if (fields.type == "read" && fields.seen == (Fields::type_ | Fields::seq_)) {
    return Read{fields.seq};
  }
  return std::nullopt;
}

}  // namespace bot
