// Text into the places of HTML and XML where text may stand. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace base {

// `&`, `<`, `>` and `"` as entities: safe as text and between double quotes in an attribute.
std::string escape_html(std::string_view text);

}  // namespace base
