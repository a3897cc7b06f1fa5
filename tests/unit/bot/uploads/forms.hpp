// Forms for the tests of uploads.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/uploads/multipart.hpp"

namespace bot_test {

// One file in a form whose boundary is "b".
inline std::string form(std::string_view name, std::string_view file) {
  std::string text = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"";
  text.append(name).append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
  return text.append(file).append("\r\n--b--\r\n");
}

struct ReadForm {
  std::string file_name;
  std::string file;
  std::string error;  // empty when it was read to its end
  friend bool operator==(const ReadForm&, const ReadForm&) = default;
};

// Reads a form given in pieces; `next` cuts a piece off the front. In one piece by default.
inline ReadForm read_form(
    std::string_view text, const std::function<std::size_t(std::size_t left)>& next =
                               [](std::size_t left) { return left; }) {
  ReadForm read;
  bot::MultipartReader reader("b", [&](std::string_view bytes) -> base::Result<void> {
    read.file.append(bytes);
    return {};
  });
  while (!text.empty()) {
    const std::size_t length = next(text.size());
    if (const auto fed = reader.feed(text.substr(0, length)); !fed) {
      read.error = fed.error().name;
      return read;
    }
    text.remove_prefix(length);
  }
  read.file_name = reader.file_name();
  if (const auto finished = reader.finish(); !finished) read.error = finished.error().name;
  return read;
}

}  // namespace bot_test
