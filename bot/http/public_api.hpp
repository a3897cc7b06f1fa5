// The public port: which address goes where. Loop thread only.
#pragma once

#include "bot/http/api_parts.hpp"
#include "bot/http/case_api.hpp"
#include "bot/http/conversation_api.hpp"
#include "bot/http/demo_api.hpp"
#include "bot/http/upload_api.hpp"

namespace bot {

class PublicApi final : public HttpHandler {
 public:
  explicit PublicApi(ApiParts parts);
  BodyPlan plan(const HttpRequest& head) override;
  void serve(HttpRequest& request, HttpReply reply) override;

 private:
  ApiParts parts_;
  CaseApi cases_;
  ConversationApi conversations_;
  UploadApi uploads_;
  DemoApi demo_;
};

}  // namespace bot
