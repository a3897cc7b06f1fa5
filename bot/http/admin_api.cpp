#include "bot/http/admin_api.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

#include "base/json.hpp"
#include "bot/access/authorize.hpp"
#include "bot/http/api_parts.hpp"

namespace bot {

// The numbers live where they are counted; here they are copied into a registry when asked for.
class AdminApi::Gauges {
 public:
  void set(const std::string& name, const std::string& help, double value) {
    auto found = gauges_.find(name);
    if (found == gauges_.end()) {
      auto& family =
          prometheus::BuildGauge().Name("boomerang_" + name).Help(help).Register(registry_);
      found = gauges_.emplace(name, &family.Add({})).first;
    }
    found->second->Set(value);
  }
  // `value`: what has been counted since the start.
  void count(const std::string& name, const std::string& help, double value) {
    auto found = counters_.find(name);
    if (found == counters_.end()) {
      auto& family = prometheus::BuildCounter()
                         .Name("boomerang_" + name + "_total")
                         .Help(help)
                         .Register(registry_);
      found = counters_.emplace(name, &family.Add({})).first;
    }
    found->second->Increment(value - found->second->Value());
  }
  // The same with the flow and the outcome as labels.
  void count_finished(const std::pair<std::string, std::string>& task, double value) {
    auto found = finished_.find(task);
    if (found == finished_.end()) {
      auto& family = prometheus::BuildCounter()
                         .Name("boomerang_tasks_finished_total")
                         .Help("Tasks that came to their end")
                         .Register(registry_);
      auto& added = family.Add({{"flow", task.first}, {"outcome", task.second}});
      found = finished_.emplace(task, &added).first;
    }
    found->second->Increment(value - found->second->Value());
  }
  std::string text() const { return prometheus::TextSerializer().Serialize(registry_.Collect()); }

 private:
  prometheus::Registry registry_;
  std::map<std::string, prometheus::Gauge*> gauges_;
  std::map<std::string, prometheus::Counter*> counters_;
  std::map<std::pair<std::string, std::string>, prometheus::Counter*> finished_;
};

AdminApi::AdminApi(Core& core, storage::Store& store, storage::CommitThread& commits,
                   const Server& server)
    : core_(core),
      store_(store),
      commits_(commits),
      server_(server),
      gauges_(std::make_unique<Gauges>()) {}

AdminApi::~AdminApi() = default;

void AdminApi::serve(HttpRequest& request, HttpReply reply) {
  if (request.path == "/publish") return publish(request, reply);
  if (request.path == "/outbox/resend") return resend(request, reply);
  if (request.path == "/staff") return staff(request, reply);
  if (request.method != "GET" && request.method != "HEAD") return reply(method_not_allowed("GET"));
  if (request.path == "/healthz") return reply(text_response(200, "text/plain", "ok\n"));
  if (request.path == "/readyz") {
    if (!is_ready_) return reply(text_response(503, "text/plain", "not ready\n"));
    if (commits_.is_read_only()) return reply(text_response(503, "text/plain", "disk full\n"));
    return reply(text_response(200, "text/plain", "ready\n"));
  }
  if (request.path == "/metrics") {
    return reply(text_response(200, "text/plain; version=0.0.4; charset=utf-8", metrics()));
  }
  reply(problem_response(
      404, "not_found",
      "there are /healthz, /readyz, /metrics, /publish, /outbox/resend and /staff"));
}

void AdminApi::publish(const HttpRequest& request, const HttpReply& reply) {
  if (request.method != "POST") return reply(method_not_allowed("POST"));
  const auto who = core_.keys().authenticate(request.header("Authorization").value_or(""));
  if (!who) return reply(error_response(who.error()));
  core_.publisher().publish([reply](const base::Result<PublishReport>& report) {
    if (!report) return reply(error_response(report.error()));
    reply(json_response(report->is_published ? 200 : 422, to_json(*report)));
  });
}

void AdminApi::resend(const HttpRequest& request, const HttpReply& reply) {
  if (request.method != "POST") return reply(method_not_allowed("POST"));
  const auto who = core_.keys().authenticate(request.header("Authorization").value_or(""));
  if (!who) return reply(error_response(who.error()));
  const auto body = json_body(request);
  if (!body) return reply(error_response(body.error()));
  base::FieldReader fields(*body);
  const std::string id = fields.text("id", 200);
  if (auto error = fields.finish()) return reply(error_response(*error));
  if (core_.outbox() == nullptr) return reply(error_response(not_found()));
  core_.outbox()->resend(id, who->key, [reply](const base::Result<void>& queued) {
    reply(queued ? json_response(200, R"({"state":"pending"})") : error_response(queued.error()));
  });
}

void AdminApi::staff(const HttpRequest& request, const HttpReply& reply) {
  if (request.method != "POST") return reply(method_not_allowed("POST"));
  const auto who = core_.keys().authenticate(request.header("Authorization").value_or(""));
  if (!who) return reply(error_response(who.error()));
  core_.console().administer(request, reply);
}

std::string AdminApi::metrics() {
  const auto set = [this](const char* name, const char* help, auto value) {
    gauges_->set(name, help, static_cast<double>(value));
  };
  const auto count = [this](const char* name, const char* help, auto value) {
    gauges_->count(name, help, static_cast<double>(value));
  };
  const Metrics& turns = core_.metrics();
  count("turns_committed", "Turns that are durable, since the start", turns.turns_committed);
  count("turns_refused", "Turns that were refused or failed", turns.turns_refused);
  count("turns_resent", "Repeats that got their stored answer", turns.turns_resent);
  set("commits_in_flight", "Commits submitted and not yet durable", turns.commits_in_flight);
  count("case_events", "Events of cases", turns.case_events);
  count("case_refusals", "Events of cases that a rule refused", turns.case_refusals);
  count("timers_fired", "Due rows carried out", turns.timers_fired);
  count("uploads", "Files received", turns.uploads);
  count("conversations_opened", "New conversations", turns.conversations_opened);
  set("conversations_in_memory", "Conversations held in memory", core_.conversations().size());
  count("invariants_broken", "Turns given up for a fault of this program", turns.invariants_broken);
  for (const auto& [task, times] : turns.tasks_finished) {
    gauges_->count_finished(task, static_cast<double>(times));
  }
  if (const auto* outbox = core_.outbox()) {
    count("outbox_delivered", "Webhooks and e-mails delivered", outbox->counters().delivered);
    count("outbox_failed", "Tries that did not deliver", outbox->counters().failed);
    count("outbox_given_up", "Webhooks and e-mails given up", outbox->counters().dead);
  }
  const auto waiting = store_.outbox_counts();
  set("outbox_pending", "Webhooks and e-mails that wait, counted to 10,000", waiting.pending);
  set("outbox_dead", "Given up and waiting for a person, counted to 10,000", waiting.dead);
  count("runs_moved", "Runs moved to a newer version of their flow", core_.publisher().moved());
  const auto commits = commits_.stats();
  count("commit_batches", "Transactions written", commits.batches);
  count("commits", "Commits written", commits.commits);
  set("commit_slowest_us", "Slowest transaction since the last look, in microseconds",
      commits.slowest_batch_us);
  set("commit_slowest_wait_us", "Longest wait for durability since the last look, in microseconds",
      commits.slowest_wait_us);
  set("commit_queue", "Commits waiting", commits.queued);
  const auto store = store_.stats();
  count("checkpoints", "Checkpoints of the write-ahead log", store.checkpoints);
  set("checkpoint_slowest_us", "Slowest checkpoint, in microseconds", store.slowest_checkpoint_us);
  set("log_pages", "Pages in the write-ahead log", store.log_pages);
  const auto& server = server_.counters();
  set("connections", "Open connections", server.connections);
  set("websockets", "Open chats", server.websockets);
  count("http_requests", "HTTP requests", server.requests);
  count("frames_received", "Frames received", server.frames_received);
  count("frames_sent", "Frames sent", server.frames_sent);
  count("socket_writes", "Writes to sockets", server.socket_writes);
  count("closed_too_slow", "Connections closed because they did not read", server.closed_too_slow);
  count("protocol_faults", "Malformed requests and frames", server.protocol_faults);
  return gauges_->text();
}

}  // namespace bot
