#include "bot/uploads/multipart.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "bot/uploads/header_parameters.hpp"

namespace bot {
namespace {

using base::Code;
using base::Error;
using base::Result;

constexpr std::size_t kMaxBoundaryBytes = 70;  // RFC 2046

Error bad_form(std::string detail) {
  return Error{Code::invalid_argument, "bad_multipart", std::move(detail)};
}

bool is_boundary(std::string_view text) {
  constexpr std::string_view kMarks = "'()+_,-./:=? ";
  return !text.empty() && text.size() <= kMaxBoundaryBytes && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [&](char byte) {
           return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                  (byte >= '0' && byte <= '9') || kMarks.find(byte) != std::string_view::npos;
         });
}

// Control bytes hide headers from one reader and show them to the next.
bool has_control(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) < 0x20 && byte != '\t') || byte == 0x7F;
  });
}

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// What is checked of a part's head.
struct PartHead {
  std::optional<HeaderParameters> disposition;
};

std::optional<Error> read_part_line(std::string_view line, PartHead& head) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos || has_control(line) || line[0] == ' ' ||
      line[0] == '\t' || line[colon - 1] == ' ') {
    return bad_form("a header of the part is malformed");
  }
  const std::string name = lower_ascii(line.substr(0, colon));
  const std::string_view value = trim_blanks(line.substr(colon + 1));
  if (name == "content-disposition") {
    if (head.disposition) return bad_form("two Content-Disposition headers");
    head.disposition = parse_header_parameters(value);
    if (!head.disposition) return bad_form("the Content-Disposition is malformed");
  } else if (name == "content-transfer-encoding") {
    const std::string encoding = lower_ascii(value);
    if (encoding != "binary" && encoding != "8bit") {
      return bad_form("a file is sent as it is, without a transfer encoding");
    }
  } else if (name == "content-type") {
    if (lower_ascii(value).starts_with("multipart/")) return bad_form("a form inside the form");
  }
  return std::nullopt;
}

// The name of the file that a part's head announces.
Result<std::string> file_name_of(std::string_view head_text) {
  PartHead head;
  while (!head_text.empty()) {
    const std::size_t end = head_text.find("\r\n");
    const std::string_view line = head_text.substr(0, end);
    head_text.remove_prefix(end == std::string_view::npos ? head_text.size() : end + 2);
    if (auto error = read_part_line(line.empty() ? std::string_view(" ") : line, head)) {
      return std::move(*error);
    }
  }
  if (!head.disposition || head.disposition->value != "form-data") {
    return bad_form("the part does not say that it is form data");
  }
  const std::string* name = head.disposition->find("filename");
  if (head.disposition->find("name") == nullptr || name == nullptr) {
    return bad_form("the part is a field, not a file");
  }
  return *name;
}

}  // namespace

Result<std::string> multipart_boundary(std::string_view content_type) {
  const auto header = parse_header_parameters(content_type);
  const bool is_form = header ? header->value == "multipart/form-data"
                              : lower_ascii(content_type.substr(0, 19)) == "multipart/form-data";
  if (!is_form) {
    return Error{Code::invalid_argument, "bad_type", "a file is sent as multipart/form-data",
                 "Content-Type"};
  }
  const std::string* boundary = header ? header->find("boundary") : nullptr;
  if (boundary == nullptr) return bad_form("the Content-Type has no single boundary");
  if (!is_boundary(*boundary)) return bad_form("the boundary has 1 to 70 permitted characters");
  return *boundary;
}

MultipartReader::MultipartReader(std::string boundary, Body body)
    : boundary_("--" + std::move(boundary)),
      delimiter_("\r\n" + boundary_),
      body_(std::move(body)) {}

Result<void> MultipartReader::feed(std::string_view bytes) {
  pending_.append(bytes);
  while (true) {
    auto next = step();
    if (!next) return next.error();
    if (*next == Next::bytes) return {};
  }
}

Result<void> MultipartReader::finish() const {
  if (state_ != State::closed || (!pending_.empty() && pending_ != "\r\n")) {
    return bad_form("the form ends before its closing boundary");
  }
  return {};
}

Result<MultipartReader::Next> MultipartReader::step() {
  switch (state_) {
    case State::opening:
      return read_opening();
    case State::head:
      return read_head();
    case State::body:
      return read_body();
    case State::after_boundary:
      return read_after_boundary();
    case State::closed:
      break;
  }
  if (!std::string_view("\r\n").starts_with(pending_)) {
    return bad_form("bytes after the closing boundary");
  }
  return Next::bytes;
}

Result<MultipartReader::Next> MultipartReader::read_opening() {
  const std::string opening = boundary_ + "\r\n";
  const std::size_t length = std::min(opening.size(), pending_.size());
  if (pending_.compare(0, length, opening, 0, length) != 0) {
    return bad_form("the form does not begin with its boundary");
  }
  if (length < opening.size()) return Next::bytes;
  pending_.erase(0, length);
  state_ = State::head;
  return Next::step;
}

Result<MultipartReader::Next> MultipartReader::read_head() {
  const std::size_t end = pending_.find("\r\n\r\n");
  if (end == std::string::npos || end > kMaxPartHeadBytes) {
    if (pending_.size() > kMaxPartHeadBytes) return bad_form("the head of the part is too long");
    return Next::bytes;
  }
  auto name = file_name_of(std::string_view(pending_).substr(0, end));
  if (!name) return name.error();
  file_name_ = std::move(*name);
  pending_.erase(0, end + 4);
  state_ = State::body;
  return Next::step;
}

Result<MultipartReader::Next> MultipartReader::read_body() {
  const std::size_t end = pending_.find(delimiter_);
  const bool is_whole = end != std::string::npos;
  // What may be the beginning of a delimiter stays.
  const std::size_t kept = std::min(pending_.size(), delimiter_.size() - 1);
  const std::size_t length = is_whole ? end : pending_.size() - kept;
  if (length > 0) {
    auto taken = body_(std::string_view(pending_).substr(0, length));
    if (!taken) return taken.error();
  }
  pending_.erase(0, is_whole ? end + delimiter_.size() : length);
  if (!is_whole) return Next::bytes;
  state_ = State::after_boundary;
  return Next::step;
}

Result<MultipartReader::Next> MultipartReader::read_after_boundary() {
  if (pending_.size() < 2) return Next::bytes;
  if (pending_.starts_with("\r\n")) {
    return Error{Code::invalid_argument, "too_many_parts", "one file at a time, and nothing else"};
  }
  if (!pending_.starts_with("--")) return bad_form("the boundary stands inside the file");
  pending_.erase(0, 2);
  state_ = State::closed;
  return Next::step;
}

}  // namespace bot
