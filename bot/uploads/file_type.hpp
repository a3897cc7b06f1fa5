// What a file is, by its first bytes; what the client calls it counts for nothing. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bot {

enum class FileType { jpeg, png, pdf };

// Name in conversations, on the wire and in rows: "jpeg", "png", "pdf".
std::string_view to_string(FileType type);
std::optional<FileType> file_type_named(std::string_view name);
// "image/jpeg", for Content-Type.
std::string_view media_type(FileType type);
std::string_view file_extension(FileType type);  // "jpg"

// How many first bytes always settle it.
inline constexpr std::size_t kSignatureBytes = 16;
// Nothing when it is none of the three. Fewer than kSignatureBytes only for a file that short.
std::optional<FileType> file_type_of(std::string_view first_bytes);

}  // namespace bot
