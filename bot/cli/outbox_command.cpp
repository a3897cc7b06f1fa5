#include <iostream>

#include "base/json.hpp"
#include "bot/cli/back_office_key.hpp"
#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/net/client.hpp"
#include "bot/profile.hpp"
#include "storage/archive.hpp"

namespace bot {
namespace {

constexpr std::size_t kPage = 500;

storage::OutboxState state_named(std::string_view name) {
  if (name == "pending") return storage::OutboxState::pending;
  if (name == "delivered") return storage::OutboxState::delivered;
  return storage::OutboxState::dead;
}

// True when the server queued it again.
bool resend_one(const OutboxResendOptions& options, const std::string& key, const std::string& id) {
  HttpCall call;
  call.address = options.admin;
  call.method = "POST";
  call.target = "/outbox/resend";
  call.headers = {{"Authorization", "Bearer " + key}, {"Content-Type", "application/json"}};
  call.body = base::to_json(base::Record{{"id", id}});
  const auto answer = http_call(call);
  if (answer && answer->status == 200) {
    std::cout << id << " is sent again\n";
    return true;
  }
  std::string why = answer ? std::to_string(answer->status) : answer.error().detail;
  if (answer) {
    if (const auto body = base::parse_json(answer->body)) why = body->text_at("detail", why);
  }
  std::cerr << "boomerang: " << id << ": " << why << "\n";
  return false;
}

std::vector<std::string> dead_ids(const std::string& data) {
  storage::Archive archive(data);
  std::vector<std::string> ids;
  for (std::string after;;) {
    const auto page = archive.outbox_in_state(storage::OutboxState::dead, after, kPage);
    for (const auto& entry : page) ids.push_back(entry.row.id);
    if (page.size() < kPage) return ids;
    after = ids.back();
  }
}

}  // namespace

int outbox_list_command(const OutboxListOptions& options) {
  try {
    storage::Archive archive(options.where.data);
    const auto rows = archive.outbox_in_state(state_named(options.state), "", options.limit);
    for (const auto& entry : rows) {
      std::cout << entry.row.id << "  " << entry.attempts
                << (entry.attempts == 1 ? " try" : " tries") << ", "
                << (options.state == "pending" ? "next " : "last ") << base::to_iso(entry.row.at);
      if (!entry.problem.empty()) std::cout << ", " << entry.problem;
      std::cout << "\n";
    }
    std::cout << rows.size() << " " << options.state
              << (rows.size() == options.limit ? " shown; there may be more\n" : "\n");
    return 0;
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

int outbox_resend_command(const OutboxResendOptions& options) {
  if (options.ids.empty() != options.all_dead) {
    std::cerr << "boomerang: name rows, or --all-dead\n";
    return 2;
  }
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  const std::string key = find_back_office_key(options.key, *loaded.profile, Role::support);
  try {
    const auto ids = options.all_dead ? dead_ids(options.where.data) : options.ids;
    int failures = 0;
    for (const auto& id : ids) failures += resend_one(options, key, id) ? 0 : 1;
    return failures == 0 ? 0 : 1;
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

}  // namespace bot
