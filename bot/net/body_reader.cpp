#include "bot/net/body_reader.hpp"

#include <algorithm>

namespace bot {
namespace {

constexpr std::size_t kMaxLineBytes = 256;  // a chunk's size with its extensions, or a trailer
constexpr std::size_t kMaxTrailerBytes = 1024;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

BodyReader::BodyReader(const RequestHead& head, std::uint64_t max_bytes)
    : state_(head.is_chunked ? State::size_line : State::data),
      is_chunked_(head.is_chunked),
      remaining_(head.content_length.value_or(0)),
      allowance_(max_bytes) {
  if (!is_chunked_ && remaining_ == 0) state_ = State::complete;
}

std::variant<BodyReader::Piece, HeadFault> BodyReader::read(std::string_view received) {
  if (state_ != State::data) return read_line(received);
  const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, received.size()));
  remaining_ -= take;
  if (remaining_ == 0) state_ = is_chunked_ ? State::data_end : State::complete;
  return Piece{take, received.substr(0, take)};
}

// A line of the chunked framing. Lines are short, so an incomplete one is simply read again.
std::variant<BodyReader::Piece, HeadFault> BodyReader::read_line(std::string_view received) {
  const auto newline = received.substr(0, kMaxLineBytes).find('\n');
  if (newline == std::string_view::npos) {
    if (received.size() >= kMaxLineBytes) return HeadFault{400, "line of a chunk too long"};
    return Piece{};
  }
  if (newline == 0 || received[newline - 1] != '\r') return HeadFault{400, "line without CRLF"};
  const auto line = received.substr(0, newline - 1);
  if (line.find('\r') != std::string_view::npos) return HeadFault{400, "stray CR"};
  switch (state_) {
    case State::size_line:
      if (auto fault = read_size(line)) return *fault;
      break;
    case State::data_end:
      if (!line.empty()) return HeadFault{400, "chunk longer than its size"};
      state_ = State::size_line;
      break;
    case State::trailer:
      trailer_bytes_ += line.size();
      if (trailer_bytes_ > kMaxTrailerBytes) return HeadFault{400, "trailers too large"};
      if (line.empty()) state_ = State::complete;
      break;
    case State::data:
    case State::complete:
      break;
  }
  return Piece{newline + 1, {}};
}

std::optional<HeadFault> BodyReader::read_size(std::string_view line) {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (; digits < line.size() && hex_digit(line[digits]) >= 0; ++digits) {
    if (digits == 15) return HeadFault{400, "bad chunk size"};
    size = size * 16 + static_cast<std::uint64_t>(hex_digit(line[digits]));
  }
  if (digits == 0) return HeadFault{400, "bad chunk size"};
  if (digits < line.size() && line[digits] != ';') return HeadFault{400, "bad chunk size"};
  if (size > allowance_) return HeadFault{413, "the body is too large"};
  allowance_ -= size;
  remaining_ = size;
  state_ = size == 0 ? State::trailer : State::data;
  return std::nullopt;
}

}  // namespace bot
