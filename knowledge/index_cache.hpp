// Where indexes are kept from one start to the next. Whoever gives it says which threads may call.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_form.hpp"

namespace knowledge {

// `name`: of the index; `hash`: of all that it is made from. Either may be empty.
struct IndexCache {
  using Load = std::function<std::optional<base::SharedBytes>(const std::string& name,
                                                              const std::string& hash)>;
  using Store =
      std::function<void(const std::string& name, const std::string& hash, std::string_view bytes)>;
  Load load = {};
  Store store = {};
};

}  // namespace knowledge
