// What the console shows of cases, and the decisions that the staff make: /console/api/cases and
// the files in them. Which decisions there are, and what each needs to know, is the case machine's.
// Loop thread only.
#pragma once

#include "bot/console/staff_desk.hpp"
#include "bot/http/api_parts.hpp"

namespace bot {

class CasePages {
 public:
  explicit CasePages(const ApiParts& parts) : parts_(parts) {}

  // `rest`: behind "/cases". GET: a page of the list (the query of GET /v1/cases); GET
  // {number}; POST {number}/events {event, key, data}; POST {number}/notes {text}.
  void serve(const SignedIn& who, const HttpRequest& request, std::string_view rest,
             const HttpReply& reply);
  // A photo or paper of a case or conversation, shown in the page or downloaded.
  void file(const SignedIn& who, std::string_view rest, const HttpReply& reply) const;

 private:
  void list(const SignedIn& who, const HttpRequest& request, const HttpReply& reply) const;
  void show(const SignedIn& who, std::string_view number, const HttpReply& reply) const;
  void decide(const SignedIn& who, const HttpRequest& request, std::string_view number,
              const HttpReply& reply);

  const ApiParts& parts_;
};

}  // namespace bot
