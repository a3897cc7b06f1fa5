// POST /v1/conversations/{uuid}/hand_back: a person who was asked to take over gives the
// conversation back to the assistant, which is silent until then. With a bearer key of support.
// Loop thread only.
#pragma once

#include "bot/http/api_parts.hpp"

namespace bot {

class ConversationApi {
 public:
  explicit ConversationApi(const ApiParts& parts) : parts_(parts) {}
  // `rest`: the path behind "/v1/conversations".
  void serve(const HttpRequest& request, std::string_view rest, const HttpReply& reply);

 private:
  void hand_back(std::string_view uuid, const HttpRequest& request, const HttpReply& reply);

  const ApiParts& parts_;
};

}  // namespace bot
