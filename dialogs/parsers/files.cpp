#include "dialogs/parsers/files.hpp"

#include <algorithm>

namespace dialogs {

Parsed parse_files(std::span<const Attachment> attachments, const base::Value::List& before,
                   const Accept& accept) {
  if (attachments.empty()) return Parsed::refused("no_files");
  base::Value::List all = before;
  for (const Attachment& file : attachments) {
    const bool is_known =
        std::find(accept.types.begin(), accept.types.end(), file.type) != accept.types.end();
    if (!is_known) return Parsed::refused("file_type");
    if (accept.max_bytes_each > 0 && file.bytes > accept.max_bytes_each) {
      return Parsed::refused("file_too_large");
    }
    const bool is_repeated = std::any_of(all.begin(), all.end(), [&](const base::Value& value) {
      return value.text_at("upload") == file.upload;
    });
    if (is_repeated) continue;
    all.emplace_back(base::Record{
        {"upload", file.upload}, {"name", file.name}, {"type", file.type}, {"bytes", file.bytes}});
  }
  const auto count = static_cast<std::int64_t>(all.size());
  if (count > accept.count.max) return Parsed::refused("too_many_files");
  if (count < accept.count.min) {
    return {Fit::none, std::move(all), {}, "too_few_files"};
  }
  return Parsed::whole(std::move(all));
}

}  // namespace dialogs
