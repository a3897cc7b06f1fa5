#include "bot/http/cors.hpp"

#include <utility>

namespace bot {
namespace {

// How long a browser may remember what is allowed.
constexpr const char* kRememberSeconds = "600";

std::optional<std::string> allowed_origin(const HttpRequest& request, const OriginList& origins) {
  const auto origin = request.header("Origin");
  if (!origin || !origins.allows(origin)) return std::nullopt;
  return std::string(*origin);
}

void allow(HttpResponse& response, const std::string& origin) {
  response.headers.push_back({"Access-Control-Allow-Origin", origin});
  response.headers.push_back({"Vary", "Origin"});
}

HttpReply allowing(std::string origin, HttpReply reply) {
  return [origin = std::move(origin), reply = std::move(reply)](HttpResponse response) {
    allow(response, origin);
    reply(std::move(response));
  };
}

class AllowingSink final : public BodySink {
 public:
  AllowingSink(std::unique_ptr<BodySink> sink, std::string origin)
      : sink_(std::move(sink)), origin_(std::move(origin)) {}
  base::Result<> write(std::span<const char> bytes) override { return sink_->write(bytes); }
  void finish(HttpReply reply) override { sink_->finish(allowing(origin_, std::move(reply))); }
  void abort() override { sink_->abort(); }

 private:
  std::unique_ptr<BodySink> sink_;
  std::string origin_;
};

}  // namespace

bool is_preflight(const HttpRequest& request) {
  return request.method == "OPTIONS" && request.header("Origin") &&
         request.header("Access-Control-Request-Method");
}

HttpResponse answer_preflight(const HttpRequest& request, const OriginList& origins) {
  const auto origin = allowed_origin(request, origins);
  if (!origin) return problem_response(403, "bad_origin", "this page may not use the assistant");
  HttpResponse response;
  response.status = 204;
  allow(response, *origin);
  response.headers.push_back({"Access-Control-Allow-Methods", "POST"});
  response.headers.push_back({"Access-Control-Allow-Headers", "Authorization, Content-Type"});
  response.headers.push_back({"Access-Control-Max-Age", kRememberSeconds});
  return response;
}

HttpReply for_origin(const HttpRequest& request, const OriginList& origins, HttpReply reply) {
  auto origin = allowed_origin(request, origins);
  return origin ? allowing(std::move(*origin), std::move(reply)) : std::move(reply);
}

BodyPlan for_origin(const HttpRequest& head, const OriginList& origins, BodyPlan plan) {
  auto origin = allowed_origin(head, origins);
  if (!origin) return plan;
  if (auto* refusal = std::get_if<HttpResponse>(&plan)) allow(*refusal, *origin);
  if (auto* body = std::get_if<StreamedBody>(&plan)) {
    body->sink = std::make_unique<AllowingSink>(std::move(body->sink), std::move(*origin));
  }
  return plan;
}

}  // namespace bot
