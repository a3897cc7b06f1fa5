#include "bot/http/public_api.hpp"

#include "base/log.hpp"
#include "bot/access/authorize.hpp"
#include "bot/console/console.hpp"
#include "bot/http/api_docs.hpp"
#include "bot/http/cors.hpp"
#include "bot/http/widget.hpp"

namespace bot {

PublicApi::PublicApi(ApiParts parts, const OriginList& origins, Console& console)
    : parts_(std::move(parts)),
      origins_(origins),
      console_(console),
      cases_(parts_),
      conversations_(parts_),
      uploads_(parts_),
      demo_(parts_) {}

BodyPlan PublicApi::plan(const HttpRequest& head) {
  if (head.path == "/v1/uploads" && head.method == "POST") {
    return for_origin(head, origins_, uploads_.plan(head));
  }
  return InMemoryBody{};
}

void PublicApi::serve(HttpRequest& request, HttpReply reply) {
  const bool is_for_pages = request.path == "/v1/uploads" || request.path.starts_with("/v1/files/");
  if (!is_for_pages) return route(request, reply);
  if (is_preflight(request)) return reply(answer_preflight(request, origins_));
  route(request, for_origin(request, origins_, std::move(reply)));
}

void PublicApi::route(HttpRequest& request, const HttpReply& reply) {
  std::string_view rest = request.path;
  const auto top = take_segment(rest);
  try {
    if (top == "v1") {
      const auto what = take_segment(rest);
      if (what == "cases") return cases_.serve(request, rest, reply);
      if (what == "cases.csv" && rest.empty()) return cases_.serve_export(request, reply);
      if (what == "conversations") return conversations_.serve(request, rest, reply);
      if (what == "files") return uploads_.serve_file(request, rest, reply);
      if (what == "uploads" && rest.empty()) return reply(method_not_allowed("POST"));
    } else if (top == "console") {
      return console_.serve(request, rest, reply);
    } else if (request.path == "/widget.js") {
      if (request.method != "GET" && request.method != "HEAD") {
        return reply(method_not_allowed("GET"));
      }
      return reply(widget_response(request));
    } else if (top == "docs") {
      return reply(serve_api_docs(request, rest));
    } else if (top == "demo" && parts_.world.profile.settings.is_demo) {
      return demo_.serve(request, rest, reply);
    } else if (top.empty() && parts_.world.profile.settings.is_demo) {
      HttpResponse moved;
      moved.status = 302;
      moved.headers = {{"Location", "/demo/"}};
      return reply(std::move(moved));
    }
  } catch (const std::exception& broken) {
    base::log::error("http.broken", {{"path", top}, {"what", std::string_view(broken.what())}});
    return reply(error_response({base::Code::unavailable, "internal", "this did not work", ""}));
  }
  reply(error_response(not_found()));
}

}  // namespace bot
