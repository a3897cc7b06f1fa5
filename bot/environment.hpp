// The process's surroundings, for the command line: environment variables and the log level.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bot {

// Nothing when it is not set. Main thread, before others start.
std::optional<std::string> environment_variable(const std::string& name);

// "debug", "info", "warn", "error"; anything else is left as it is.
void set_log_level(std::string_view name);

}  // namespace bot
