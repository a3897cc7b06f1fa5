// What the HTTP handlers share: the parts of the core they reach, and the few steps that each of
// them takes (who is it, read a JSON body, write an answer). Loop thread only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/access/back_office_keys.hpp"
#include "bot/access/jwt.hpp"
#include "bot/net/http.hpp"
#include "bot/turns/case_events.hpp"
#include "bot/uploads/file_links.hpp"
#include "storage/reach.hpp"

namespace bot {

// Runs `job` where it may block, then `done` on the loop. Error: `busy`.
using RunJob =
    std::function<base::Result<void>(std::function<void()> job, std::function<void()> done)>;

struct ApiParts {
  World& world;
  const base::Clock& wall_clock;  // without the demo's offset: tokens and links are about real time
  Conversations& conversations;
  CaseDesk& desk;
  CaseEvents& events;
  TurnProcessor& processor;
  const JwtVerifier& verifier;
  BackOfficeKeys& keys;
  const FileLinks& links;
  RunJob run_job;
  std::function<void(base::Duration)> advance_clock;  // empty: the clock cannot be moved
  // For the job pool; empty: there is no journal on disk.
  std::function<storage::Reach(base::Instant since)> read_reach;
};

// The customer or guest whose token the request carries. Error: `auth_failed`.
base::Result<Principal> chat_principal(const ApiParts& parts, const HttpRequest& request);

HttpResponse json_response(int status, std::string body);
HttpResponse error_response(const base::Error& error);
HttpResponse method_not_allowed(std::string_view allowed);

// The request's body as one JSON object. Errors: those of parse_json, `bad_json` for another value.
base::Result<base::Record> json_body(const HttpRequest& request);

// The next segment of a path, taken off its front: "/v1/cases" gives "v1" and leaves "/cases".
std::string_view take_segment(std::string_view& path);

}  // namespace bot
