// What people of the shop read about customers is written into the audit trail before they see it.
// Loop thread only.
#pragma once

#include <string>

#include "bot/http/api_parts.hpp"

namespace bot {

struct Reading {
  std::string who;      // "back_office:erp", "back_office:staff:mia", "link:customer:anna"
  std::string action;   // "read.case"
  std::string subject;  // id of the case, conversation or file; empty for a list
  std::string detail;   // JSON: numbers and filters, never what was read
};

// Replies once the row is durable; with `busy`, `read_only` or `unavailable` when it cannot be:
// nothing is read without a trace.
void reply_once_traced(const ApiParts& parts, const Reading& reading, HttpResponse response,
                       const HttpReply& reply);

}  // namespace bot
