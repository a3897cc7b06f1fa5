#include "bot/environment.hpp"

#include <cstdlib>

#include "base/log.hpp"

namespace bot {

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

void set_log_level(std::string_view name) {
  using base::log::Level;
  if (name == "debug") base::log::set_level(Level::debug);
  if (name == "info") base::log::set_level(Level::info);
  if (name == "warn") base::log::set_level(Level::warn);
  if (name == "error") base::log::set_level(Level::error);
}

}  // namespace bot
