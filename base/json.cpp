#include "base/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace base {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool has_bad_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return true;
    if (byte == 0x7F) return true;
    // U+0080 to U+009F; the text is valid UTF-8.
    if (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

// Builds the value while nlohmann's reader, which does not recurse, finds the tokens. Every bound
// is checked before the token is kept; returning false stops the reader.
class Builder {
 public:
  Builder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {
    open_.reserve(8);
  }

  Value& root() { return root_; }
  Error& error() { return error_; }

  bool null() { return add(Value()) != nullptr; }
  bool boolean(bool value) { return add(Value(value)) != nullptr; }
  bool number_integer(std::int64_t value) {
    // The reader passes what has no minus sign to number_unsigned, so this zero was "-0".
    if (value == 0) return fail("bad_field", "minus zero is not a number that is accepted");
    return add(Value(value)) != nullptr;
  }
  bool number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return fail("bad_field", "the number does not fit into 64 bits");
    }
    return add(Value(static_cast<std::int64_t>(value))) != nullptr;
  }
  bool number_float(double value, const std::string& digits) {
    if (!std::isfinite(value) || digits.find_first_of(".eE") == std::string::npos) {
      return fail("bad_field", "the number does not fit into 64 bits");
    }
    return add(Value(value)) != nullptr;
  }
  bool string(std::string& value) {
    if (has_bad_control(value)) return fail("bad_text", "a text holds a control character");
    return add(Value(std::move(value))) != nullptr;
  }
  bool binary(nlohmann::json::binary_t&) { return fail("bad_json", "binary values do not exist"); }
  bool start_object(std::size_t) { return open(Value(Record())); }
  bool start_array(std::size_t) { return open(Value(Value::List())); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    if (has_bad_control(name)) return fail("bad_text", "a field name holds a control character");
    key_ = std::move(name);
    if (open_.back()->record().find(key_) != nullptr) {
      return fail("bad_json", "a field is written twice");
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& reason) {
    constexpr int kNumberOverflow = 406;
    if (reason.id == kNumberOverflow) {
      return fail("bad_field", "the number does not fit into a double");
    }
    const std::string where = " at byte " + std::to_string(position);
    if (position >= 1 && position <= text_.size()) {
      const std::string_view rest = text_.substr(position - 1);
      // Legal white space is never where the reader stops, unless it stands inside a text.
      if (static_cast<unsigned char>(rest[0]) < 0x20) {
        return fail("bad_text", "a raw control character" + where);
      }
      if (rest.starts_with("NaN") || rest.starts_with("Infinity")) {
        return fail("bad_field", "not a number" + where);
      }
    }
    if (std::string_view(reason.what()).find("string: surrogate U+") != std::string_view::npos) {
      return fail("bad_text", "half of a surrogate pair" + where);
    }
    return fail("bad_json", "not valid JSON" + where);
  }

 private:
  // Puts the value into the innermost open container; nothing when that is full. The address holds
  // until the container closes or grows, and it does not grow while a child is open.
  Value* add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Value& parent = *open_.back();
    if (parent.is_list()) {
      if (parent.list().size() >= limits_.max_members) return full();
      return &parent.list().emplace_back(std::move(value));
    }
    Record& record = parent.record();
    if (record.size() >= limits_.max_members) return full();
    record.append_unchecked(std::move(key_), std::move(value));
    return &(record.end() - 1)->value;
  }

  Value* full() {
    fail("bad_json", "more than " + std::to_string(limits_.max_members) + " members");
    return nullptr;
  }

  bool open(Value container) {
    if (open_.size() >= limits_.max_depth) {
      return fail("bad_json", "nested deeper than " + std::to_string(limits_.max_depth));
    }
    Value* const added = add(std::move(container));
    if (added == nullptr) return false;
    open_.push_back(added);
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  bool fail(std::string_view name, std::string detail) {
    error_ = {Code::invalid_argument, name, std::move(detail), {}};
    if (name == "bad_field") error_.field = std::string(first_characters(key_, 64));
    return false;
  }

  std::string_view text_;
  const JsonLimits& limits_;
  Value root_;
  std::vector<Value*> open_;
  std::string key_;
  Error error_;
};

// What write_json_text does with a byte: 0 copies it, 'u' writes \u00XX, 'x' is not ASCII, anything
// else follows a backslash.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = 'u';
  for (std::size_t i = 0x80; i < 0x100; ++i) table[i] = 'x';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  table[0x7F] = 'u';
  return table;
}();

// Whether any of eight bytes needs a look: a control character, a quote, a backslash, or a part of
// what is not ASCII. Each line marks the highest bit of such bytes (and at worst of one beside).
bool needs_look(std::uint64_t bytes) {
  constexpr std::uint64_t kEach = 0x0101010101010101ULL;
  constexpr std::uint64_t kHigh = kEach * 0x80;
  const auto has_zero = [](std::uint64_t word) { return (word - kEach) & ~word; };
  // Adding one takes the last character of ASCII, which is a control character, beyond it.
  const std::uint64_t found = bytes | (bytes + kEach) | ((bytes - kEach * 0x20) & ~bytes) |
                              has_zero(bytes ^ (kEach * '"')) | has_zero(bytes ^ (kEach * '\\'));
  return (found & kHigh) != 0;
}

// Most texts are short and need no escape: they are put together on the stack with what stands
// around them, and appended at once. False, and nothing written, when this one is not so.
bool append_plain(std::string& out, std::string_view before, std::string_view text,
                  std::string_view after) {
  constexpr std::size_t kShort = 160;
  if (text.size() > kShort) return false;
  std::array<char, kShort + 8> joined;
  char* end = std::copy(before.begin(), before.end(), joined.data());
  *end++ = '"';
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if (needs_look(bytes)) return false;
    std::memcpy(end + at, &bytes, sizeof bytes);
  }
  for (; at < text.size(); ++at) {
    if (kEscapes[static_cast<unsigned char>(text[at])] != 0) return false;
    end[at] = text[at];
  }
  end = std::copy(after.begin(), after.end(), end + at);
  out.append(joined.data(), end);
  return true;
}

void write_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void write_real(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  out += text;
  // So that it is read back as the same kind of number.
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

}  // namespace

Result<Value> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{Code::limit_exceeded, "too_large",
                 "more than " + std::to_string(limits.max_bytes) + " bytes"};
  }
  if (!is_valid_utf8(text)) return Error{Code::invalid_argument, "bad_text", "not valid UTF-8"};
  // nlohmann would skip a byte order mark.
  if (text.starts_with("\xEF\xBB\xBF")) {
    return Error{Code::invalid_argument, "bad_text", "begins with a byte order mark"};
  }
  // nlohmann would take a NUL byte for the end of the text, and ignore what follows.
  if (text.find('\0') != std::string_view::npos) {
    return Error{Code::invalid_argument, "bad_text", "holds a NUL byte"};
  }
  Builder builder(text, limits);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    return std::move(builder.error());
  }
  return std::move(builder.root());
}

void write_json_text(std::string& out, std::string_view text) {
  if (append_plain(out, {}, text, "\"")) return;
  static constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  std::size_t copied = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char escape = kEscapes[byte];
    if (escape == 0) {
      ++at;
      continue;
    }
    const std::size_t valid = escape == 'x' ? first_character(text.substr(at)).bytes : 0;
    if (valid > 0) {
      at += valid;
      continue;
    }
    out.append(text, copied, at - copied);
    copied = ++at;
    if (escape == 'x') {
      out += kReplacement;
    } else if (escape == 'u') {
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    } else {
      out += '\\';
      out += escape;
    }
  }
  out.append(text, copied, text.size() - copied);
  out += '"';
}

void write_json(std::string& out, const Value& value) {
  if (value.is_text()) {
    write_json_text(out, value.text());
  } else if (value.is_integer()) {
    write_integer(out, value.integer());
  } else if (value.is_boolean()) {
    out += value.boolean() ? "true" : "false";
  } else if (value.is_real()) {
    write_real(out, value.real());
  } else if (value.is_list()) {
    char before = '[';
    for (const Value& item : value.list()) {
      out += std::exchange(before, ',');
      write_json(out, item);
    }
    out += value.list().empty() ? "[]" : "]";
  } else if (value.is_record()) {
    char before = '{';
    for (const Field& field : value.record()) {
      out += std::exchange(before, ',');
      write_json_text(out, field.name);
      out += ':';
      write_json(out, field.value);
    }
    out += value.record().empty() ? "{}" : "}";
  } else {
    out += "null";
  }
}

std::string to_json(const Value& value) {
  std::string out;
  write_json(out, value);
  return out;
}

void JsonWriter::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  const std::string_view comma = needs_comma_ ? "," : "";
  if (!append_plain(out_, comma, name, "\":")) {
    out_ += comma;
    write_json_text(out_, name);
    out_ += ':';
  }
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  write_json_text(out_, value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  separate();
  write_integer(out_, value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::nothing() {
  return raw("null");
}

JsonWriter& JsonWriter::value(const Value& value) {
  separate();
  write_json(out_, value);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace base
