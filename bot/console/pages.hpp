// The console's pages, built by web/ into the program. Loop thread only.
#pragma once

#include "bot/net/http.hpp"

namespace bot {

// `rest`: the path behind "/console". Every path without a dot is the one page, which finds its way
// by itself; `/console` leads to `/console/`.
HttpResponse console_page(const HttpRequest& request, std::string_view rest);

}  // namespace bot
