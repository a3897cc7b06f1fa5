// The whole server minus its sockets, in one thread, on a clock that the test moves: the real core,
// the real store (without fsync), commits that happen when the test says so. A seed decides every
// id and secret, so a run repeats to the byte. For scenarios, the simulation and channel tests.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/value.hpp"
#include "bot/core.hpp"
#include "storage/commit_queue.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace tests {

// A loop that runs when told to. Equal times run in the order they were asked for.
class SimLoop final : public bot::Loop {
 public:
  void post(std::function<void()> task) override { tasks_.push_back(std::move(task)); }
  bot::TimerId call_after(base::Duration delay, std::function<void()> task) override;
  void cancel(bot::TimerId timer) override;
  bool in_loop() const override { return true; }

  // Runs everything posted; returns how many tasks ran.
  std::size_t run_posted();
  // Lets time pass and runs the timers that come due, each once.
  void advance(base::Duration by);

 private:
  std::deque<std::function<void()>> tasks_;
  std::map<std::pair<base::Duration, bot::TimerId>, std::function<void()>> timers_;
  base::Duration now_{};
  bot::TimerId next_ = 1;
};

class SimServer;

// One WebSocket: what it sent is here to look at, and it says what the test tells it to.
class SimClient final : public bot::Connection {
 public:
  SimClient(SimServer& server, std::uint64_t id, std::string address);
  ~SimClient() override;

  // Connection
  void send(std::string_view text) override;
  void close(bot::CloseCode code, std::string_view reason) override;
  const std::string& peer_address() const override { return address_; }
  std::uint64_t id() const override { return id_; }
  std::size_t buffered() const override { return 0; }

  // One raw frame from the client; then everything settles unless the server is told to wait.
  void say(std::string_view frame);
  void say(const base::Record& frame);
  // The socket breaks.
  void drop();

  bool is_open() const { return handler_ != nullptr && !closed_; }
  std::optional<bot::CloseCode> closed() const { return closed_; }
  // Every frame received so far, parsed, in order; `text` is the same as bytes.
  const std::vector<base::Value>& frames() const { return frames_; }
  const std::vector<std::string>& raw() const { return raw_; }
  // Of one type, such as "message".
  std::vector<base::Value> of_type(std::string_view type) const;
  // Forgets what came so far.
  void forget() { frames_.clear(), raw_.clear(); }

 private:
  friend class SimServer;
  SimServer& server_;
  std::uint64_t id_;
  std::string address_;
  std::unique_ptr<bot::ConnectionHandler> handler_;
  std::vector<base::Value> frames_;
  std::vector<std::string> raw_;
  std::optional<bot::CloseCode> closed_;
};

class SimServer {
 public:
  // The profile of the source tree (config/), loaded once. `start`: what the clock
  // says first. `folder`: keeps the data; a second server on the same folder goes on with it.
  // `port_before`: stands between the flows and the shop (CoreParts::port_before). `guesses`: what
  // messages are taken for (World::guesses).
  SimServer(const std::filesystem::path& folder, base::Instant start, std::uint64_t seed,
            std::function<bot::FlowPort&(bot::FlowPort&)> port_before = {},
            bot::Guesses guesses = {});
  // With another profile, and somebody who carries webhooks and e-mails.
  SimServer(const std::filesystem::path& folder, base::Instant start, std::uint64_t seed,
            std::filesystem::path profile, bot::Courier& courier);
  ~SimServer();

  std::unique_ptr<SimClient> connect(std::string address = "127.0.0.1");
  // A token of the shop for one of its customers.
  std::string token(std::string_view customer) const;
  // One HTTP request, answered before it returns.
  bot::HttpResponse call(std::string method, std::string target, std::string body,
                         std::vector<bot::HttpHeader> headers = {});
  // An uploaded file: the smallest of its type ("png", "jpeg", "pdf"), with `salt` in it. Gives the
  // upload's id.
  std::string upload(std::string_view token, std::string_view type, std::string_view salt);
  // A back-office event with the key of the role that sends it. Gives the status.
  int case_event(std::string_view number, std::string_view role, std::string_view event,
                 const base::Record& fields, std::string_view key = {});

  // Runs tasks and commits until nothing moves any more.
  void settle();
  // While false, say() and advance() leave commits waiting.
  void commit_at_once(bool is_on) { commits_at_once_ = is_on; }
  storage::InlineCommits& commits() { return *commits_; }
  SimLoop& loop() { return *loop_; }

  // Time passes, due row by due row.
  void advance(base::Duration by);
  base::Instant now() const { return clock_.now(); }
  // Somebody sets the clock, forwards or back; nothing runs until the next advance().
  void set_clock(base::Instant now) { clock_.set(now); }

  // From here on this folder is the profile: reads it and puts it to work as `boomerang publish`
  // does. Returns the report as JSON. Everything has settled when it returns.
  std::string publish(const std::filesystem::path& profile);

  // The process dies: uncommitted work is gone, every client is cut off. Then it starts again.
  void crash_and_restart();
  // Ends it for good; only folder() and profile() may be used afterwards. Clients must be gone.
  void close() { stop(); }

  bot::Core& core() { return *core_; }
  storage::Store& store() { return *store_; }
  const bot::Profile& profile() const { return *profile_; }
  const std::filesystem::path& folder() const { return folder_; }
  const std::filesystem::path& profile_folder() const { return profile_folder_; }

 private:
  friend class SimClient;
  void start();
  void stop();
  bot::LoadedProfile read_profile() const;

  std::filesystem::path folder_;
  base::ManualClock clock_;
  base::ManualClock wall_clock_;
  base::SeededRandom random_;
  std::function<bot::FlowPort&(bot::FlowPort&)> port_before_;
  bot::Guesses guesses_;
  bot::Courier* courier_ = nullptr;
  std::filesystem::path profile_folder_ = std::filesystem::path(BOOMERANG_SOURCE_DIR) / "config";
  std::optional<bot::Profile> profile_;
  std::unique_ptr<SimLoop> loop_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<storage::Blobs> blobs_;
  std::unique_ptr<storage::InlineCommits> commits_;
  std::unique_ptr<bot::Core> core_;
  std::vector<SimClient*> clients_;
  std::uint64_t next_client_ = 1;
  bool commits_at_once_ = true;
};

}  // namespace tests
