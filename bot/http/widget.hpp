// The widget, one script that a shop embeds: part of the program (web/). Any thread.
#pragma once

#include "bot/net/http.hpp"

namespace bot {

// The script, with a tag so that a browser fetches it again only when it changed; 404 in a program
// that was built without it.
HttpResponse widget_response(const HttpRequest& request);

}  // namespace bot
