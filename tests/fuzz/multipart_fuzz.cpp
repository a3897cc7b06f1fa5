// A form reads the same in one piece and in pieces whose lengths the first bytes give; the file's
// name becomes a clean label whatever it was.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "bot/uploads/file_name.hpp"
#include "bot/uploads/multipart.hpp"

namespace {

struct Outcome {
  std::string file;
  std::string name;
  std::string error;
};

Outcome read(std::string_view form, std::string_view lengths) {
  Outcome outcome;
  bot::MultipartReader reader("b", [&](std::string_view bytes) -> base::Result<void> {
    outcome.file.append(bytes);
    return {};
  });
  for (std::size_t piece = 0; !form.empty(); ++piece) {
    std::size_t length = form.size();
    if (!lengths.empty()) {
      const auto byte = static_cast<unsigned char>(lengths[piece % lengths.size()]);
      length = std::min<std::size_t>(form.size(), byte % 16 + 1U);
    }
    if (const auto fed = reader.feed(form.substr(0, length)); !fed) {
      outcome.error = fed.error().name;
      return outcome;
    }
    form.remove_prefix(length);
  }
  outcome.name = reader.file_name();
  if (const auto finished = reader.finish(); !finished) outcome.error = finished.error().name;
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::string_view lengths = text.substr(0, 4);
  const std::string_view form = text.substr(lengths.size());
  const Outcome whole = read(form, {});
  const Outcome pieces = read(form, lengths.empty() ? std::string_view("a") : lengths);
  if (whole.error != pieces.error) std::abort();
  if (whole.error.empty() && (whole.file != pieces.file || whole.name != pieces.name)) std::abort();
  const std::string label = bot::clean_file_name(form, bot::FileType::png);
  if (label.find('/') != std::string::npos || label.starts_with('.')) std::abort();
  if (bot::clean_file_name(label, bot::FileType::png) != label) std::abort();
  const auto boundary = bot::multipart_boundary(form);
  if (boundary && boundary->empty()) std::abort();
  return 0;
}
