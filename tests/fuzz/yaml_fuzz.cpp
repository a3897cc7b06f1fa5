// Any bytes give a tree or a fault, never neither; reading the tree by schema ends as well.
#include <cstdint>
#include <cstdlib>

#include "base/yaml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  base::Faults faults;
  const auto node = base::parse_yaml(text, "fuzz.yaml", faults);
  if (node.has_value() == faults.has_errors()) std::abort();
  if (!node) return 0;
  base::YamlReader reader(*node, "fuzz.yaml", "thing", faults);
  reader.required_text("a");
  reader.optional_integer("b", 0, 9);
  reader.optional_texts("c");
  reader.optional_duration_ms("d");
  reader.finish();
  faults.sort();
  static_cast<void>(faults.to_string());
  return 0;
}
