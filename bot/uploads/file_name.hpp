// The name of an uploaded file, which is a label for people and nothing else: files are stored and
// served under names that the server makes. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "bot/uploads/file_type.hpp"

namespace bot {

inline constexpr std::size_t kMaxFileNameCharacters = 120;

// The client's name made safe to show: the part after the last slash or backslash, NFC, without
// control, format and direction characters, leading dots and blanks gone, at most
// kMaxFileNameCharacters, with the extension of the true type. "photo.jpg" and the like when
// nothing is left. Always valid UTF-8; cleaning twice changes nothing.
std::string clean_file_name(std::string_view name, FileType type);

// Value of a Content-Disposition header that makes browsers save the file, never show it.
std::string attachment_disposition(std::string_view clean_name);

}  // namespace bot
