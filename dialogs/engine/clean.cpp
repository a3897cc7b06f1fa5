#include "dialogs/engine/clean.hpp"

#include "base/text.hpp"

namespace dialogs {

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (!base::is_valid_utf8(text)) return out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool is_space = byte == '\t' || byte == '\n' || byte == '\r';
    const bool is_c1 =
        byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (is_c1) {
      ++at;
    } else if ((byte >= 0x20 && byte != 0x7F) || is_space) {
      out += text[at];
    }
  }
  return out;
}

std::vector<Attachment> clean(const std::vector<Attachment>& attachments) {
  std::vector<Attachment> out = attachments;
  for (Attachment& file : out) {
    file.upload = clean(file.upload);
    file.name = clean(file.name);
    file.type = clean(file.type);
  }
  return out;
}

}  // namespace dialogs
