// What only a demo offers, without any key: the shop's page and its data, tokens for its customers,
// a clock that can be moved, and a back office for everybody. Never served unless the profile says
// `demo: yes`. Loop thread only.
#pragma once

#include "bot/http/api_parts.hpp"

namespace bot {

class DemoApi {
 public:
  explicit DemoApi(const ApiParts& parts) : parts_(parts) {}
  // `rest`: the path behind "/demo".
  void serve(const HttpRequest& request, std::string_view rest, const HttpReply& reply);

 private:
  HttpResponse shop() const;
  HttpResponse cases() const;
  HttpResponse token(const HttpRequest& request) const;
  HttpResponse clock(const HttpRequest& request) const;
  HttpResponse page(std::string_view name) const;
  void case_event(std::string_view number, const HttpRequest& request, const HttpReply& reply);

  const ApiParts& parts_;
};

}  // namespace bot
