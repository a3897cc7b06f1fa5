#include "bot/uploads/file_name.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/text.hpp"
#include "bot/uploads/header_parameters.hpp"

namespace bot {
namespace {

// What a browser may send at most; the rest of a longer name cannot matter.
constexpr std::size_t kMaxRawBytes = 4096;

// Characters that change what is around them or cannot be seen: control, format (zero width,
// direction), surrogate, private use, unassigned, line and paragraph separators.
bool is_removed(char32_t code) {
  constexpr std::uint32_t kMask = U_GC_C_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(code)) & kMask) != 0;
}

std::string without_invisible(std::string_view text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const base::Character next = base::first_character(text.substr(at));
    if (next.bytes > 0 && !is_removed(next.code)) kept.append(text, at, next.bytes);
    at += std::max<std::size_t>(1, next.bytes);
  }
  return kept;
}

std::string to_nfc(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalization tables");
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
                            sink, nullptr, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot normalize valid UTF-8");
  return composed;
}

std::string_view trim_dots(std::string_view text) {
  while (true) {
    const std::size_t before = text.size();
    text = base::trim(text);
    while (!text.empty() && text.front() == '.') text.remove_prefix(1);
    while (!text.empty() && text.back() == '.') text.remove_suffix(1);
    if (text.size() == before) return text;
  }
}

// The name without an extension that says the true type; all of it when it has another.
std::string_view stem_of(std::string_view name, FileType type) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return name;
  const std::string extension = lower_ascii(name.substr(dot + 1));
  const bool is_true =
      extension == file_extension(type) || (type == FileType::jpeg && extension == "jpeg");
  return is_true ? name.substr(0, dot) : name;
}

// Names that one system keeps for its devices, with any extension.
bool is_device(std::string_view stem) {
  const std::string lower = lower_ascii(stem.substr(0, stem.find('.')));
  if (lower == "con" || lower == "prn" || lower == "aux" || lower == "nul") return true;
  return lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")) &&
         lower[3] >= '0' && lower[3] <= '9';
}

bool is_unreserved(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_';
}

}  // namespace

std::string clean_file_name(std::string_view name, FileType type) {
  // Invisible characters go first: a check before that could be fooled by one inside "..".
  std::string clean = to_nfc(without_invisible(name.substr(0, kMaxRawBytes)));
  const std::size_t slash = clean.find_last_of("/\\");
  if (slash != std::string::npos) clean.erase(0, slash + 1);
  std::replace_if(
      clean.begin(), clean.end(),
      [](char byte) { return std::string_view("<>:\"|?*").find(byte) != std::string_view::npos; },
      '_');
  const std::string extension = "." + std::string(file_extension(type));
  std::string_view stem = trim_dots(stem_of(trim_dots(clean), type));
  stem = trim_dots(base::first_characters(stem, kMaxFileNameCharacters - 1 - extension.size()));
  if (stem.empty()) stem = type == FileType::pdf ? "document" : "photo";
  return (is_device(stem) ? "_" : "") + std::string(stem) + extension;
}

std::string attachment_disposition(std::string_view clean_name) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string plain;
  std::string encoded;
  for (const char byte : clean_name) {
    const auto code = static_cast<unsigned char>(byte);
    // One mark for each character that is not plain ASCII.
    if ((code & 0xC0U) != 0x80) plain += is_unreserved(byte) || byte == ' ' ? byte : '_';
    if (is_unreserved(byte)) {
      encoded += byte;
    } else {
      encoded += '%';
      encoded += kDigits[code >> 4U];
      encoded += kDigits[code & 15U];
    }
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

}  // namespace bot
