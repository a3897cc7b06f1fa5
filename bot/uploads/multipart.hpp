// A streaming reader of multipart/form-data (RFC 7578) for exactly one file: bytes go in as they
// arrive, in pieces of any size, the file's bytes come out, and at most a boundary's length is
// kept. Strict where leniency has been a hole: one part, no nesting, no transfer encodings, no
// preamble. One thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace bot {

// The boundary of a Content-Type header. Errors: `bad_type` when it is not multipart/form-data,
// `bad_multipart` when it has no boundary, two, or one that RFC 2046 does not allow.
base::Result<std::string> multipart_boundary(std::string_view content_type);

class MultipartReader {
 public:
  // Takes the file's bytes; an error ends the reading and becomes the answer.
  using Body = std::function<base::Result<void>(std::string_view bytes)>;

  static constexpr std::size_t kMaxPartHeadBytes = 8 * 1024;

  MultipartReader(std::string boundary, Body body);

  // Errors: `bad_multipart` (not the form it must be), `too_many_parts` (a second part), those of
  // Body. After an error nothing more may be fed.
  base::Result<void> feed(std::string_view bytes);
  // The request's end. Error: `bad_multipart` when the closing boundary has not come.
  base::Result<void> finish() const;

  // As the client wrote it, any bytes: for clean_file_name. Set once the file's first byte comes
  // out.
  const std::string& file_name() const { return file_name_; }

 private:
  enum class State { opening, head, body, after_boundary, closed };

  // What a step of reading came to: go on, or wait for more bytes.
  enum class Next { step, bytes };

  base::Result<Next> step();
  base::Result<Next> read_opening();
  base::Result<Next> read_head();
  base::Result<Next> read_body();
  base::Result<Next> read_after_boundary();

  State state_ = State::opening;
  std::string boundary_;   // "--" and the boundary
  std::string delimiter_;  // CR LF and that
  Body body_;
  std::string pending_;  // not looked at yet, or may be the start of a delimiter
  std::string file_name_;
};

}  // namespace bot
