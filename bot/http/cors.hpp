// Cross-origin requests (the Fetch standard's CORS): the widget runs on a shop's page and reaches
// uploads and files of this server, which is another origin. Only the origins that may open a chat
// may do so; there are no cookies, so no credentials are allowed either. Loop thread only.
#pragma once

#include "bot/access/origin_list.hpp"
#include "bot/net/http.hpp"

namespace bot {

// Whether it is a browser's question before a request that it would not send unasked.
bool is_preflight(const HttpRequest& request);
// The answer to that question: 204 with what is allowed, or 403.
HttpResponse answer_preflight(const HttpRequest& request, const OriginList& origins);

// The same reply or body, whose answer the page of the request's origin may read, if that origin
// may open a chat. Without an `Origin` they are given back as they came. `origins` outlives them.
HttpReply for_origin(const HttpRequest& request, const OriginList& origins, HttpReply reply);
BodyPlan for_origin(const HttpRequest& head, const OriginList& origins, BodyPlan plan);

}  // namespace bot
