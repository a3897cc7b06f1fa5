// Any bytes are a frame or an error, and the quick reader never takes what the reference refuses.
#include <cstdint>
#include <cstdlib>

#include "bot/protocol/client_frame.hpp"
#include "bot/protocol/client_frame_scanner.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto reference = bot::decode_by_value(text);
  const auto scanned = bot::scan_client_frame(text, {});
  if (scanned && (!reference || !(*scanned == *reference))) std::abort();
  if (!reference && reference.error().name.empty()) std::abort();
  bot::client_id_of(text);
  return 0;
}
