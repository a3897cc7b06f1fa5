// Small shared pieces of HTTP's text: for bot/net only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bot/net/http.hpp"

namespace bot {

std::string_view reason_phrase(int status);
// The first header of the name, in any case.
std::optional<std::string_view> find_header(const std::vector<HttpHeader>& headers,
                                            std::string_view name);

}  // namespace bot
