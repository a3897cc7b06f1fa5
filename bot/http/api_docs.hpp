// The documentation of the back office's addresses, for people and for tools: GET /docs/ is a page
// made from docs/openapi.json, which is part of the program and served as /docs/openapi.json. The
// page has no script and fetches nothing from elsewhere. Loop thread only.
#pragma once

#include <string_view>

#include "bot/net/http.hpp"

namespace bot {

// `rest`: the path behind "/docs".
HttpResponse serve_api_docs(const HttpRequest& request, std::string_view rest);

// The file as it was built in, for tests.
std::string_view openapi_text();

}  // namespace bot
