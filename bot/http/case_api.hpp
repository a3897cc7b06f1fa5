// The back office's addresses: GET /v1/cases, GET /v1/cases.csv, GET /v1/cases/{number} and
// POST /v1/cases/{number}/events, with a bearer key (docs/openapi.json). Every reading is in the
// audit trail before it is answered. Loop thread only.
#pragma once

#include "base/json.hpp"
#include "bot/http/api_parts.hpp"
#include "bot/http/case_query.hpp"

namespace bot {

class CaseApi {
 public:
  explicit CaseApi(const ApiParts& parts) : parts_(parts) {}
  // `rest`: the path behind "/v1/cases".
  void serve(const HttpRequest& request, std::string_view rest, const HttpReply& reply);
  // GET /v1/cases.csv
  void serve_export(const HttpRequest& request, const HttpReply& reply);

 private:
  void list(const BackOffice& who, const HttpRequest& request, const HttpReply& reply) const;
  void show(const BackOffice& who, std::string_view number, const HttpReply& reply) const;
  void post(const BackOffice& who, std::string_view number, const HttpRequest& request,
            const HttpReply& reply);

  const ApiParts& parts_;
};

// Appends the members of one case as the back office sees it in a list; the caller opens and closes
// the object.
void write_case_summary(base::JsonWriter& json, const CaseDesk& desk,
                        const workflow::Case& subject);

// Appends a list of such objects.
void write_case_list(base::JsonWriter& json, const CaseDesk& desk,
                     const std::vector<storage::CaseRow>& rows);

// Appends a page of a list: "cases", and "next" where there may be more. The caller opens and
// closes the object.
void write_case_page(base::JsonWriter& json, const CaseDesk& desk, const CaseQuery& query,
                     const std::vector<storage::CaseRow>& rows);

// The event that a request posts: {"event","key","data"}. Errors: those of json_body and
// FieldReader.
base::Result<CasePost> read_case_post(std::string_view number, const HttpRequest& request);

}  // namespace bot
