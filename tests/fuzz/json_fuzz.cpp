// Any bytes are refused or read; what was read is written and read again as the same value.
#include <cstdint>
#include <cstdlib>

#include "base/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto value = base::parse_json(text);
  if (!value) return 0;
  // Escapes can make the text longer than it was.
  const base::JsonLimits roomy{8 * base::JsonLimits().max_bytes, 32, 256};
  const auto again = base::parse_json(base::to_json(*value), roomy);
  if (!again || !(*again == *value)) std::abort();
  return 0;
}
