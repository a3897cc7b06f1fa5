// The console's figures of the shop, for leads: /console/api/overview, and the questions that
// nothing answered, /console/api/gaps. Loop thread only.
#pragma once

#include <memory>

#include "bot/console/staff_desk.hpp"
#include "bot/http/api_parts.hpp"

namespace bot {

class FigurePages {
 public:
  explicit FigurePages(const ApiParts& parts) : parts_(parts) {}

  // Of the last 30 days. `locale`: the language of the flows' names.
  void overview(const SignedIn& who, const HttpRequest& request, const HttpReply& reply);
  // The most asked first; `language`: only those.
  HttpResponse gaps(const SignedIn& who, const HttpRequest& request) const;

 private:
  HttpResponse figures(std::string_view locale) const;

  const ApiParts& parts_;
  // How far customers got, read on the job pool and kept for a while.
  std::shared_ptr<storage::Reach> reach_ = std::make_shared<storage::Reach>();
  base::Instant reach_read_{};
};

}  // namespace bot
