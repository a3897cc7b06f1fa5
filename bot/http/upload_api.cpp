#include "bot/http/upload_api.hpp"

#include <charconv>

#include "base/crash_point.hpp"
#include "base/json.hpp"
#include "bot/access/authorize.hpp"
#include "bot/http/file_response.hpp"
#include "bot/http/read_trail.hpp"
#include "bot/uploads/upload_receiver.hpp"

namespace bot {
namespace {

UploadLimits upload_limits(const Limits& limits) {
  UploadLimits made;
  made.file_bytes = limits.upload_bytes;
  return made;
}

FileLinkQuery link_query(const HttpRequest& request) {
  const auto value = [&](std::string_view name) {
    return request.query_parameter(name).value_or("");
  };
  return {value("until"), value("by"), value("sig")};
}

// Which of the back office's keys got the link stands in the row of reading the case.
Reading reading_of(LinkHolder holder, const std::string& owner, std::string_view id) {
  const std::string who = holder == LinkHolder::owner ? owner : "back_office";
  return {std::string("link:").append(who), "read.file", std::string(id), "{}"};
}

}  // namespace

// One upload on its way in. Owned by the connection until finish(), then by the job.
class UploadSink final : public BodySink {
 public:
  UploadSink(UploadApi& api, std::unique_ptr<UploadReceiver> receiver, std::string owner)
      : api_(api), receiver_(std::move(receiver)), owner_(std::move(owner)) {}

  base::Result<> write(std::span<const char> bytes) override {
    return receiver_->feed({bytes.data(), bytes.size()});
  }
  void abort() override { receiver_.reset(); }

  void finish(HttpReply reply) override {
    const ApiParts& parts = api_.parts_;
    const std::int64_t bytes = receiver_->file_bytes();
    if (api_.quota_.take(owner_, parts.wall_clock.now(), bytes)) {
      return reply(error_response(
          {base::Code::limit_exceeded, "quota_exceeded", "these are enough files for today", ""}));
    }
    // What is not taken after all does not count.
    const HttpReply answer = [reply, &quota = api_.quota_, owner = owner_,
                              bytes](HttpResponse response) {
      if (response.status != 201) quota.give_back(owner, bytes);
      reply(std::move(response));
    };
    // What the job works on, kept alive by both of its halves.
    struct Work {
      std::unique_ptr<UploadReceiver> receiver;
      std::optional<base::Result<storage::UploadRow>> row;
    };
    auto work = std::make_shared<Work>();
    work->receiver = std::move(receiver_);
    auto submitted = parts.run_job(
        [work, owner = owner_, now = parts.world.clock.now(), &random = parts.world.random] {
          work->row = work->receiver->finish(owner, now, random);
        },
        [&parts, work, answer] { store(parts, *work->row, answer); });
    if (!submitted) answer(error_response(submitted.error()));
  }

 private:
  static void store(const ApiParts& parts, const base::Result<storage::UploadRow>& row,
                    const HttpReply& reply) {
    if (!row) return reply(error_response(row.error()));
    if (auto admitted = parts.processor.admit(nullptr); !admitted) {
      return reply(error_response(admitted.error()));
    }
    base::crash_point("blob.before_row");
    Turn turn = parts.processor.begin(nullptr);
    turn.commit->uploads.push_back(*row);
    turn.after = [&metrics = parts.world.metrics, reply,
                  body = upload_answer(*row)](const base::Result<void>& stored) {
      base::crash_point("upload.before_answer");
      if (!stored) return reply(error_response(stored.error()));
      ++metrics.uploads;
      reply(json_response(201, body));
    };
    parts.processor.submit(std::move(turn));
  }

  UploadApi& api_;
  std::unique_ptr<UploadReceiver> receiver_;
  std::string owner_;
};

UploadApi::UploadApi(const ApiParts& parts)
    : parts_(parts),
      quota_(parts.world.profile.settings.limits.uploads_per_day_bytes, std::chrono::hours(24)) {}

BodyPlan UploadApi::plan(const HttpRequest& head) {
  const auto who = chat_principal(parts_, head);
  if (!who) return error_response(who.error());
  if (const auto allowed = authorize(*who, Operation::upload_file, kNoObject); !allowed) {
    return error_response(allowed.error());
  }
  const auto limits = upload_limits(parts_.world.profile.settings.limits);
  auto receiver =
      UploadReceiver::create(head.header("Content-Type").value_or(""), limits, parts_.world.blobs);
  if (!receiver) return error_response(receiver.error());
  StreamedBody body;
  body.max_bytes = static_cast<std::uint64_t>(limits.request_bytes());
  body.sink = std::make_unique<UploadSink>(*this, std::move(*receiver), owner_key(*who));
  return body;
}

void UploadApi::serve_file(const HttpRequest& request, std::string_view rest,
                           const HttpReply& reply) {
  const auto id = take_segment(rest);
  const auto what = take_segment(rest);
  if (id.empty() || !rest.empty()) return reply(error_response(not_found()));
  if (const auto sheet = parse_sheet_name(id)) {
    if (what.empty() && request.method == "GET") return serve_sheet(request, id, *sheet, reply);
    if (what == "link" && request.method == "POST") return reply(sheet_link(request, id, *sheet));
    return reply(method_not_allowed(what.empty() ? "GET" : "POST"));
  }
  if (what.empty()) {
    if (request.method != "GET") return reply(method_not_allowed("GET"));
    return file(request, id, reply);
  }
  if (what != "link") return reply(error_response(not_found()));
  if (request.method != "POST") return reply(method_not_allowed("POST"));
  reply(link(request, id));
}

void UploadApi::file(const HttpRequest& request, std::string_view id,
                     const HttpReply& reply) const {
  const auto upload = parts_.world.store.find_upload(id);
  if (!upload) return reply(error_response(not_found()));
  const auto allowed =
      parts_.links.check(id, link_query(request), upload->row.owner, parts_.wall_clock.now());
  if (!allowed) return reply(error_response(allowed.error()));
  auto response = upload_response(parts_.world.blobs, upload->row, "no-store");
  if (!response) return reply(error_response(not_found()));
  const Reading reading = reading_of(*allowed, upload->row.owner, id);
  reply_once_traced(parts_, reading, std::move(*response), reply);
}

// The return whose sheet it is; the same answer for no such return and none with a sheet.
base::Result<workflow::Case> UploadApi::sheet_case(const SheetName& sheet) const {
  auto subject = parts_.desk.find_by_number(sheet.number);
  if (!subject || !has_sheet(*subject)) return not_found();
  return subject;
}

void UploadApi::serve_sheet(const HttpRequest& request, std::string_view id, const SheetName& sheet,
                            const HttpReply& reply) const {
  const auto subject = sheet_case(sheet);
  if (!subject) return reply(error_response(not_found()));
  const auto allowed = parts_.links.check(
      id, link_query(request), owner_key(Customer{subject->customer}), parts_.wall_clock.now());
  if (!allowed) return reply(error_response(allowed.error()));
  struct Work {
    SheetContent content;
    base::Result<std::string> pdf = not_found();
  };
  const auto policy = parts_.desk.policy(subject->policy_version);
  const auto& texts = parts_.world.profile.program->texts;
  const dialogs::Formatter formatter(sheet.locale, sheet_zone(*subject, **policy),
                                     texts.formats(sheet.locale));
  const Reading reading = reading_of(*allowed, owner_key(Customer{subject->customer}), id);
  auto work = std::make_shared<Work>();
  work->content = sheet_of(*subject, **policy, texts, formatter);
  const auto submitted = parts_.run_job(
      [work] { work->pdf = draw_sheet(work->content); },
      [this, work, reply, reading] {
        if (!work->pdf) return reply(error_response(work->pdf.error()));
        auto response = file_response("application/pdf", work->content.number + ".pdf", "no-store",
                                      std::move(*work->pdf));
        reply_once_traced(parts_, reading, std::move(response), reply);
      });
  if (!submitted) reply(error_response(submitted.error()));
}

HttpResponse UploadApi::sheet_link(const HttpRequest& request, std::string_view id,
                                   const SheetName& sheet) const {
  const auto who = chat_principal(parts_, request);
  if (!who) return error_response(who.error());
  const auto subject = sheet_case(sheet);
  if (!subject) return error_response(not_found());
  const auto allowed = authorize(*who, Operation::read_file, {subject->customer, {}});
  if (!allowed) return error_response(allowed.error());
  return link_answer(id, *who);
}

HttpResponse UploadApi::link(const HttpRequest& request, std::string_view id) const {
  const auto who = chat_principal(parts_, request);
  if (!who) return error_response(who.error());
  const auto upload = parts_.world.store.find_upload(id);
  if (!upload) return error_response(not_found());
  const auto allowed = authorize(*who, Operation::read_file, owner_of(upload->row.owner));
  if (!allowed) return error_response(allowed.error());
  return link_answer(id, *who);
}

HttpResponse UploadApi::link_answer(std::string_view id, const Principal& who) const {
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("url").text(parts_.links.link(id, who, parts_.wall_clock.now()));
  json.close_object();
  return json_response(200, std::move(body));
}

}  // namespace bot
