// The operators' port: /healthz (the process turns), /readyz (it takes messages), /metrics
// (Prometheus text), and POST /publish with a key of the back office (reads the profile again and
// puts it to work) and POST /staff (who may sign in to the console). Loop thread only.
#pragma once

#include <memory>

#include "bot/core.hpp"
#include "bot/net/server.hpp"
#include "storage/commit_queue.hpp"

namespace bot {

class AdminApi final : public HttpHandler {
 public:
  AdminApi(Core& core, storage::Store& store, storage::CommitThread& commits, const Server& server);
  ~AdminApi() override;
  void serve(HttpRequest& request, HttpReply reply) override;
  // False until everything is up, and again from the first signal on.
  void set_ready(bool is_ready) { is_ready_ = is_ready; }

 private:
  std::string metrics();
  void publish(const HttpRequest& request, const HttpReply& reply);
  void resend(const HttpRequest& request, const HttpReply& reply);
  void staff(const HttpRequest& request, const HttpReply& reply);

  class Gauges;
  Core& core_;
  storage::Store& store_;
  storage::CommitThread& commits_;
  const Server& server_;
  bool is_ready_ = false;
  std::unique_ptr<Gauges> gauges_;
};

}  // namespace bot
