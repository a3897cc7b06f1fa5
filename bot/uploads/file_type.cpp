#include "bot/uploads/file_type.hpp"

namespace bot {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kJpeg = "\xFF\xD8\xFF"sv;
// The signature, and the first chunk, which is always IHDR with 13 bytes.
constexpr auto kPng = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"sv;
constexpr auto kPdf = "%PDF-"sv;
static_assert(kPng.size() == kSignatureBytes);

bool is_jpeg(std::string_view bytes) {
  // The marker after the first is one that can stand there: APPn, COM, DQT, DHT, DRI, SOFn.
  if (!bytes.starts_with(kJpeg) || bytes.size() < kSignatureBytes) return false;
  return static_cast<unsigned char>(bytes[3]) >= 0xC0 && bytes[3] != '\xFF';
}

bool is_pdf(std::string_view bytes) {
  return bytes.starts_with(kPdf) && bytes.size() >= kSignatureBytes && bytes[5] >= '1' &&
         bytes[5] <= '2' && bytes[6] == '.';
}

}  // namespace

std::string_view to_string(FileType type) {
  switch (type) {
    case FileType::jpeg:
      return "jpeg";
    case FileType::png:
      return "png";
    case FileType::pdf:
      return "pdf";
  }
  return "jpeg";
}

std::optional<FileType> file_type_named(std::string_view name) {
  for (const FileType type : {FileType::jpeg, FileType::png, FileType::pdf}) {
    if (name == to_string(type)) return type;
  }
  return std::nullopt;
}

std::string_view media_type(FileType type) {
  switch (type) {
    case FileType::jpeg:
      return "image/jpeg";
    case FileType::png:
      return "image/png";
    case FileType::pdf:
      return "application/pdf";
  }
  return "application/octet-stream";
}

std::string_view file_extension(FileType type) {
  return type == FileType::jpeg ? std::string_view("jpg") : to_string(type);
}

std::optional<FileType> file_type_of(std::string_view first_bytes) {
  if (is_jpeg(first_bytes)) return FileType::jpeg;
  if (first_bytes.starts_with(kPng)) return FileType::png;
  if (is_pdf(first_bytes)) return FileType::pdf;
  return std::nullopt;
}

}  // namespace bot
