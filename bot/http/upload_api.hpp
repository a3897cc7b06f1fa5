// POST /v1/uploads, GET /v1/files/{id} and POST /v1/files/{id}/link (docs/protocol.md). An upload
// is streamed to disk and answered once its file and its row are durable; a return sheet is drawn
// when it is opened, on the job pool. Loop thread only.
#pragma once

#include "bot/access/rate_limit.hpp"
#include "bot/http/api_parts.hpp"
#include "bot/sheet/return_sheet.hpp"

namespace bot {

class UploadApi {
 public:
  explicit UploadApi(const ApiParts& parts);

  // For POST /v1/uploads: where the body goes, or why not.
  BodyPlan plan(const HttpRequest& head);
  // `rest`: the path behind "/v1/files".
  void serve_file(const HttpRequest& request, std::string_view rest, const HttpReply& reply);

 private:
  friend class UploadSink;
  void file(const HttpRequest& request, std::string_view id, const HttpReply& reply) const;
  HttpResponse link(const HttpRequest& request, std::string_view id) const;
  HttpResponse link_answer(std::string_view id, const Principal& who) const;
  base::Result<workflow::Case> sheet_case(const SheetName& sheet) const;
  void serve_sheet(const HttpRequest& request, std::string_view id, const SheetName& sheet,
                   const HttpReply& reply) const;
  HttpResponse sheet_link(const HttpRequest& request, std::string_view id,
                          const SheetName& sheet) const;

  const ApiParts& parts_;
  WindowQuota quota_;
};

}  // namespace bot
