// The public port: which address goes where. Loop thread only.
#pragma once

#include "bot/access/origin_list.hpp"
#include "bot/http/api_parts.hpp"
#include "bot/http/case_api.hpp"
#include "bot/http/conversation_api.hpp"
#include "bot/http/demo_api.hpp"
#include "bot/http/upload_api.hpp"

namespace bot {

class Console;

class PublicApi final : public HttpHandler {
 public:
  // `origins` (which pages may use uploads and files from another origin) and `console` outlive
  // this.
  PublicApi(ApiParts parts, const OriginList& origins, Console& console);
  BodyPlan plan(const HttpRequest& head) override;
  void serve(HttpRequest& request, HttpReply reply) override;

 private:
  void route(HttpRequest& request, const HttpReply& reply);

  ApiParts parts_;
  const OriginList& origins_;
  Console& console_;
  CaseApi cases_;
  ConversationApi conversations_;
  UploadApi uploads_;
  DemoApi demo_;
};

}  // namespace bot
