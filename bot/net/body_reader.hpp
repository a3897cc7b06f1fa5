// The body of an HTTP request, by Content-Length or chunked, without sockets. Strict like
// request_head.hpp. One thread an object.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "bot/net/request_head.hpp"

namespace bot {

class BodyReader {
 public:
  // A Content-Length over max_bytes is the caller's to refuse before.
  BodyReader(const RequestHead& head, std::uint64_t max_bytes);

  struct Piece {
    std::size_t consumed = 0;  // of the bytes given, framing included
    std::string_view body;     // the part of them that is body; may be empty
  };
  // The next piece of what was received, empty-handed (consumed 0) when it needs more. Faults: 400
  // broken chunks, 413 over max_bytes. Not to be called once is_complete().
  std::variant<Piece, HeadFault> read(std::string_view received);

  bool is_complete() const { return state_ == State::complete; }

 private:
  enum class State { data, size_line, data_end, trailer, complete };
  std::variant<Piece, HeadFault> read_line(std::string_view received);
  std::optional<HeadFault> read_size(std::string_view line);

  State state_;
  bool is_chunked_;
  std::uint64_t remaining_ = 0;  // of the body, or of the chunk
  std::uint64_t allowance_;      // bytes that may still come
  std::size_t trailer_bytes_ = 0;
};

}  // namespace bot
